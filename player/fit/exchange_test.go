package fit

import (
	"slices"
	"testing"
)

// Giving evenly takes a breath from the first hold and gives one to the
// second. Leaving both at their ideal departs less.
func TestAnExchangeOfBreathsFindsTheEvenerAnswer(t *testing.T) {
	const second, breath = 48_000, 480_000
	es := []Elastic{
		{Least: 0, Ideal: 6 * second, Most: 20 * second, Unit: 1},
		{Least: 3, Ideal: 6, Most: 6, Unit: 2 * breath, Counted: true},
		{Least: 1, Ideal: 1, Most: 4, Unit: breath, Counted: true},
	}
	const target = 133 * second
	s := newSolver(es, target)
	if !s.giveEvenly() || !slices.Equal(s.xs, []int64{13 * second, 5, 2}) {
		t.Fatalf("giving evenly: %v", s.xs)
	}
	want := []int64{3 * second, 6, 1}
	if got, ok := Solve(es, target); !ok || !slices.Equal(got, want) {
		t.Errorf("%v, %v; want %v", got, ok, want)
	}
}
