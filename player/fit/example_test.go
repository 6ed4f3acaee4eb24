package fit_test

import (
	"fmt"

	"github.com/unknot/unknot/player/fit"
)

// A search of 5 to 30 s and two holds of 2 to 6 breaths of 10 s, to fill
// exactly 90 s.
func ExampleSolve() {
	const second = 48_000
	es := []fit.Elastic{
		{Least: 5 * second, Ideal: 15 * second, Most: 30 * second, Unit: 1},
		{Least: 2, Ideal: 3, Most: 6, Unit: 10 * second, Counted: true},
		{Least: 2, Ideal: 3, Most: 6, Unit: 10 * second, Counted: true},
	}
	lengths, ok := fit.Solve(es, 90*second)
	fmt.Println(lengths[0]/second, lengths[1], lengths[2], ok)
	// Output: 20 3 4 true
}
