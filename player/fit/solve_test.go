package fit

import (
	"testing"

	"pgregory.net/rapid"
)

func checkBounds(t *rapid.T, es []Elastic, xs []int64, target int64) {
	for i, e := range es {
		if xs[i] < e.Least || xs[i] > e.Most {
			t.Fatalf("length %d is %d, outside %d..%d", i, xs[i], e.Least, e.Most)
		}
	}
	if got := Total(es, xs); got != target {
		t.Fatalf("total %d, want %d", got, target)
	}
}

func TestSolveIsExactWhereverReachSaysSo(t *testing.T) {
	solved := 0
	rapid.Check(t, func(t *rapid.T) {
		es := drawElastics(t, rapid.SampledFrom([]int64{0, 3, 500, 4000}).Draw(t, "slack"))
		least, _, most := Bounds(es)
		target := rapid.Int64Range(least-5, most+5).Draw(t, "target")
		xs, ok := Solve(es, target)
		// The other way round holds only where the set was not cut off.
		if !ok && Reach(es).Contains(target) {
			t.Fatalf("not solved, but reachable: %v for %d", es, target)
		}
		if ok {
			solved++
			checkBounds(t, es, xs, target)
		}
	})
	if solved == 0 {
		t.Error("no drawn target was solved")
	}
}

// solveAndRank solves, and ranks the answer and the best there is.
func solveAndRank(t *rapid.T, es []Elastic, target int64) (got, want []float64) {
	want = bestOfAll(es, target)
	xs, ok := Solve(es, target)
	if !ok && want == nil {
		t.Skip("a gap: one satellite is more than all that can give")
	}
	if !ok || want == nil {
		t.Fatalf("target %d of %v: solved %v, possible %v", target, es, ok, want != nil)
	}
	checkBounds(t, es, xs, target)
	got, ok = ranking(es, xs, target)
	if !ok {
		t.Fatalf("target %d of %v: continuous lengths of %v are not even", target, es, xs)
	}
	return got, want
}

func TestTheLargestDepartureIsAsSmallAsItCanBe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		es, target := drawSession(t, true)
		if got, want := solveAndRank(t, es, target); got[0] > want[0]+1e-6 {
			t.Fatalf("target %d of %v\ngives %v\nwant  %v", target, es, got, want)
		}
	})
}

func TestWithoutSatellitesEveryDepartureIsAsSmallAsItCanBe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		es, target := drawSession(t, false)
		if got, want := solveAndRank(t, es, target); compareRankings(got, want) > 0 {
			t.Fatalf("target %d of %v\ngives %v\nwant  %v", target, es, got, want)
		}
	})
}

func TestAtItsBoundsAndItsIdealEveryLengthIsThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		es := drawElastics(t, 4000)
		least, ideal, most := Bounds(es)
		for name, target := range map[string]int64{"least": least, "ideal": ideal, "most": most} {
			xs, ok := Solve(es, target)
			if !ok {
				t.Fatalf("%s is not possible", name)
			}
			for i, e := range es {
				if times(es, xs, i) == 0 {
					continue
				}
				if want := map[string]int64{"least": e.Least, "ideal": e.Ideal, "most": e.Most}[name]; xs[i] != want {
					t.Fatalf("at the %s length %d is %d, want %d", name, i, xs[i], want)
				}
			}
		}
	})
}
