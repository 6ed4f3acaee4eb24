package fit

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// elastics draws some lengths like a script's: continuous ones, breaths, and
// satellites with what they multiply. One continuous length has unit 1.
func elastics(t *rapid.T, slack int64) []Elastic {
	span := func(name string, least, most int64) (int64, int64, int64) {
		v := []int64{rapid.Int64Range(least, most).Draw(t, name), rapid.Int64Range(least, most).Draw(t, name), rapid.Int64Range(least, most).Draw(t, name)}
		slices.Sort(v)
		return v[0], v[1], v[2]
	}
	var es []Elastic
	add := func(unit int64, counted bool, times int, least, most int64) {
		l, i, m := span("span", least, most)
		es = append(es, Elastic{l, i, m, unit, counted, times})
	}
	add(1, false, -1, 0, slack)
	for range rapid.IntRange(0, 2).Draw(t, "continuous") {
		add(rapid.Int64Range(1, 2).Draw(t, "sides"), false, -1, 0, slack)
	}
	for range rapid.IntRange(1, 4).Draw(t, "breaths") {
		add(1000*rapid.Int64Range(1, 2).Draw(t, "sides"), true, -1, 1, 6)
	}
	if rapid.Bool().Draw(t, "satellites") {
		k, sides := len(es), rapid.Int64Range(1, 2).Draw(t, "sides")
		add(300*sides, true, -1, 0, 3)
		add(sides, false, k, 100, 100+slack/2)
		add(1000*sides, true, k, 2, 4)
	}
	return es
}

// ranking is the departures, largest first, the continuous ones all at the
// departure c that they need in common. ok is false where c is beyond 1.
func ranking(es []Elastic, counted []int64, target int64) (departures []float64, ok bool) {
	xs := slices.Clone(counted)
	for i, e := range es {
		if !e.Counted {
			xs[i] = e.Ideal
		}
	}
	left := target - Total(es, xs)
	var room int64
	for i, e := range es {
		if e.Counted {
			departures = append(departures, e.Departure(xs[i]))
			continue
		}
		bound := e.Most - e.Ideal
		if left < 0 {
			bound = e.Ideal - e.Least
		}
		room += bound * e.Unit * times(es, xs, i)
	}
	c := 0.0
	if left != 0 {
		if room < max(left, -left) {
			return nil, false
		}
		c = float64(max(left, -left)) / float64(room)
	}
	for i, e := range es {
		if e.Counted || times(es, xs, i) == 0 || left > 0 && e.Most == e.Ideal || left < 0 && e.Least == e.Ideal {
			continue
		}
		departures = append(departures, c)
	}
	slices.SortFunc(departures, func(a, b float64) int { return cmp.Compare(b, a) })
	return departures, true
}

func less(a, b []float64) int {
	for i := range max(len(a), len(b)) {
		x, y := 0.0, 0.0
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x < y-1e-5 {
			return -1
		}
		if x > y+1e-5 {
			return 1
		}
	}
	return 0
}

// best tries every choice of counted lengths.
func best(es []Elastic, target int64) []float64 {
	var found []float64
	xs := make([]int64, len(es))
	var try func(i int)
	try = func(i int) {
		if i == len(es) {
			if r, ok := ranking(es, xs, target); ok && (found == nil || less(r, found) < 0) {
				found = r
			}
			return
		}
		if !es[i].Counted {
			try(i + 1)
			return
		}
		for x := es[i].Least; x <= es[i].Most; x++ {
			xs[i] = x
			try(i + 1)
		}
	}
	try(0)
	return found
}

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

// cut reports whether a set may have been cut off for its size.
func cut(s Set) bool { return len(s) >= maxIntervals/4 }

func TestSolveIsExactWhereverReachSaysSo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		es := elastics(t, rapid.SampledFrom([]int64{0, 3, 500, 4000}).Draw(t, "slack"))
		least, _, most := Bounds(es)
		target := rapid.Int64Range(least-5, most+5).Draw(t, "target")
		xs, ok := Solve(es, target)
		// The other way round holds only where the set was not cut off.
		if !ok && Reach(es).Contains(target) {
			t.Fatalf("not solved, but reachable: %v for %d", es, target)
		}
		if ok {
			checkBounds(t, es, xs, target)
		}
	})
}

// session is lengths as sessions have them: breaths of ten seconds, and
// searches and rests that together give more than one of them.
func session(t *rapid.T, satellites bool) (es []Elastic, target int64) {
	const breath = 480_000
	span := func(unit int64, counted bool, times int, least, most int64) {
		v := []int64{rapid.Int64Range(least, most).Draw(t, "least"), rapid.Int64Range(least, most).Draw(t, "ideal"), rapid.Int64Range(least, most).Draw(t, "most")}
		slices.Sort(v)
		es = append(es, Elastic{v[0], v[1], v[2], unit, counted, times})
	}
	es = append(es, Elastic{0, rapid.Int64Range(0, 4*breath).Draw(t, "rest"), 4 * breath, 1, false, -1})
	span(2, false, -1, breath/2, 3*breath)
	for range rapid.IntRange(1, 5).Draw(t, "holds") {
		span(breath*rapid.Int64Range(1, 2).Draw(t, "sides"), true, -1, 1, 6)
	}
	if satellites {
		k, sides := len(es), rapid.Int64Range(1, 2).Draw(t, "sides")
		span(sides*breath/5, true, -1, 0, 3)
		span(sides, false, k, breath/2, 3*breath/2)
		span(sides*breath, true, k, 2, 4)
	}
	least, _, most := Bounds(es)
	return es, rapid.Int64Range(least, most).Draw(t, "target")
}

// check solves and compares with every choice there is: the departures of the
// answer, and the least there can be.
func check(t *rapid.T, es []Elastic, target int64) (got, want []float64) {
	want = best(es, target)
	xs, ok := Solve(es, target)
	if !ok && want == nil {
		t.Skip("a hole: one satellite is more than all that can give")
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
		es, target := session(t, true)
		if got, want := check(t, es, target); got[0] > want[0]+1e-6 {
			t.Fatalf("target %d of %v\ngives %v\nwant  %v", target, es, got, want)
		}
	})
}

func TestSoAreTheNext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		es, target := session(t, false)
		if got, want := check(t, es, target); less(got, want) > 0 {
			t.Fatalf("target %d of %v\ngives %v\nwant  %v", target, es, got, want)
		}
	})
}

func TestSolveAtTheMarks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		es := elastics(t, 4000)
		least, ideal, most := Bounds(es)
		for name, target := range map[string]int64{"least": least, "ideal": ideal, "most": most} {
			xs, ok := Solve(es, target)
			if !ok {
				t.Fatalf("%s is not possible", name)
			}
			for i, e := range es {
				if e.Times >= 0 && xs[e.Times] == 0 {
					continue
				}
				if want := map[string]int64{"least": e.Least, "ideal": e.Ideal, "most": e.Most}[name]; xs[i] != want {
					t.Fatalf("at the %s length %d is %d, want %d", name, i, xs[i], want)
				}
			}
		}
	})
}

func TestReachIsEveryTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		es := elastics(t, 4)
		sums := map[int64]bool{}
		xs := make([]int64, len(es))
		var try func(i int)
		try = func(i int) {
			if i == len(es) {
				sums[Total(es, xs)] = true
				return
			}
			lo, hi := es[i].Least, es[i].Most
			if es[i].Times >= 0 && xs[es[i].Times] == 0 {
				hi = lo
			}
			for x := lo; x <= hi; x++ {
				xs[i] = x
				try(i + 1)
			}
		}
		try(0)
		reach := Reach(es)
		if cut(reach) {
			t.Skip("cut off")
		}
		var n int64
		for _, v := range reach {
			n += v.Hi - v.Lo + 1
		}
		for sum := range sums {
			if !reach.Contains(sum) {
				t.Fatalf("%d can be had, but is not in %v", sum, reach)
			}
		}
		if n != int64(len(sums)) && !cut(reach) {
			t.Fatalf("%d totals are called possible, %d are: %v", n, len(sums), reach)
		}
	})
}
