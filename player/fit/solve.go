package fit

import (
	"cmp"
	"math"
	"slices"
)

// Solve finds lengths of es whose total is exactly target frames, the largest
// departure as small as it can be, then the next. ok is false where no lengths
// within their bounds have that total.
//
// Given its inputs the answer is always the same.
func Solve(es []Elastic, target int64) (xs []int64, ok bool) {
	s := newSolver(es, target)
	if s.even() && Total(es, s.xs) == target {
		xs, ok = polish(es, s.xs, target), true
	}
	if !ok || furthest(es, xs) > s.first+1e-9 {
		if narrow, possible := narrowest(es, target); possible {
			narrow = polish(es, narrow, target)
			if !ok || furthest(es, narrow) < furthest(es, xs) {
				xs, ok = narrow, true
			}
		}
	}
	for i, e := range es {
		if ok && times(es, xs, i) == 0 { // of satellites left out nothing departs
			xs[i] = e.Ideal
		}
	}
	return xs, ok
}

// solver holds the lengths found so far. A length is free until it is fixed.
type solver struct {
	es    []Elastic
	xs    []int64
	fixed []bool

	target int64
	dir    int64   // 1 where the free lengths must be above their ideal, -1 where below
	first  float64 // the first level that was enough: no fit departs less
}

func furthest(es []Elastic, xs []int64) float64 {
	var most float64
	for i, e := range es {
		if times(es, xs, i) > 0 {
			most = max(most, e.Departure(xs[i]))
		}
	}
	return most
}

func newSolver(es []Elastic, target int64) *solver {
	return &solver{es: es, xs: make([]int64, len(es)), fixed: make([]bool, len(es)), target: target}
}

// head sees in which direction the free lengths must go.
func (s *solver) head() {
	s.dir = 1
	if s.total(0) > float64(s.target)+0.5 {
		s.dir = -1
	}
}

// enough reports whether a total is at the target or beyond.
func (s *solver) enough(total float64) bool {
	if s.dir > 0 {
		return total >= float64(s.target)-0.5
	}
	return total <= float64(s.target)+0.5
}

// even gives from all free lengths alike. It fixes the counted lengths that
// must depart furthest, as few as possible, and goes on with the rest.
func (s *solver) even() bool {
	for {
		s.head()
		levels := s.levels()
		at := -1
		for i, t := range levels {
			if s.enough(s.total(t)) {
				at = i
				break
			}
		}
		if at < 0 {
			return false
		}
		if s.first == 0 {
			s.first = levels[at]
		}
		below := 0.0
		if at > 0 {
			below = levels[at-1]
		}
		// Just below this level: counted lengths still at the one before.
		total := s.split(below, levels[at])
		jumping := s.jumping(levels[at])
		if s.enough(total) {
			other := *s
			other.xs, other.fixed = slices.Clone(s.xs), slices.Clone(s.fixed)
			s.settle(below)
			ok := s.share()
			// Just enough with the continuous lengths right at the level: one
			// counted length there in their stead may spare them all.
			if ok && len(jumping) > 0 && math.Abs(total-float64(s.target)) <= 0.5 {
				other.jump(jumping, 1, levels, at)
				if other.even() && Total(s.es, other.xs) == s.target && slices.Compare(other.departures(), s.departures()) < 0 {
					*s = other
				}
			}
			return ok
		}
		n := s.fewest(jumping, levels[at], below, levels[at])
		if n < 0 {
			return false
		}
		s.jump(jumping, n, levels, at)
	}
}

// jump fixes n of the jumping lengths at levels[at]: those that leave the
// lowest departure to the rest.
func (s *solver) jump(jumping []int, n int, levels []float64, at int) {
	below := func(i int) float64 {
		if i == 0 {
			return 0
		}
		return levels[i-1]
	}
	// The lowest level that n jumps leave for the rest decides which n.
	low, high := below(at), levels[at]
	for i := at - 1; i >= 0; i-- {
		if k := s.fewest(jumping, levels[at], below(i), levels[i]); k < 0 || k > n {
			break
		}
		low, high = below(i), levels[i]
	}
	for _, i := range s.choose(jumping, n, levels[at], low, high) {
		s.fix(i, s.value(i, levels[at]))
	}
}

// departures is how far every length departs, the furthest first.
func (s *solver) departures() []float64 {
	ds := make([]float64, 0, len(s.es))
	for i, e := range s.es {
		if times(s.es, s.xs, i) != 0 {
			ds = append(ds, e.Departure(s.xs[i]))
		}
	}
	slices.SortFunc(ds, func(a, b float64) int { return cmp.Compare(b, a) })
	return ds
}
