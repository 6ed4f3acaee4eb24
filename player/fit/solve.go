package fit

import (
	"cmp"
	"math"
	"slices"
)

// Solve finds lengths of es that add up to exactly target frames, with the
// largest departure as small as it can be, then the next. ok is false where no
// lengths within their bounds add up to it.
//
// The same input always gives the same answer.
func Solve(es []Elastic, target int64) (xs []int64, ok bool) {
	s := newSolver(es, target)
	if s.giveEvenly() && Total(es, s.xs) == target {
		xs, ok = exchange(es, s.xs, target), true
	}
	if !ok || furthest(es, xs) > s.first+1e-9 {
		if other, possible := minimax(es, target); possible {
			other = exchange(es, other, target)
			if !ok || furthest(es, other) < furthest(es, xs) {
				xs, ok = other, true
			}
		}
	}
	for i, e := range es {
		if ok && times(es, xs, i) == 0 { // inside satellites that are left out, nothing departs
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
	dir    int64   // 1 where free lengths must grow beyond their ideal, -1 where they must shrink
	first  float64 // the first level that was enough: no answer departs less
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

func (s *solver) fix(i int, x int64) { s.xs[i], s.fixed[i] = x, true }

// fixCounted fixes every free counted length at departure t.
func (s *solver) fixCounted(t float64) {
	for i, e := range s.es {
		if !s.fixed[i] && e.Counted {
			s.fix(i, s.value(i, t))
		}
	}
}

// setDirection decides whether the free lengths must grow or shrink.
func (s *solver) setDirection() {
	s.dir = 1
	if s.total(0) > float64(s.target)+0.5 {
		s.dir = -1
	}
}

// enough reports whether a total has reached the target.
func (s *solver) enough(total float64) bool {
	if s.dir > 0 {
		return total >= float64(s.target)-0.5
	}
	return total <= float64(s.target)+0.5
}

// giveEvenly takes from all free lengths alike. In each pass it fixes the
// counted lengths that must depart furthest, as few as possible.
func (s *solver) giveEvenly() bool {
	for {
		s.setDirection()
		levels := s.levels()
		at := slices.IndexFunc(levels, func(t float64) bool { return s.enough(s.total(t)) })
		if at < 0 {
			return false
		}
		if s.first == 0 {
			s.first = levels[at]
		}
		below := levelBelow(levels, at)
		// Just under this level: counted lengths still at the one before.
		total := s.split(below, levels[at])
		jumping := s.jumping(levels[at])
		if s.enough(total) {
			return s.finishBetween(levels, at, total, jumping)
		}
		n, reached := s.fewest(jumping, levels[at], below, levels[at])
		if !reached {
			return false
		}
		s.jump(jumping, n, levels, at)
	}
}

// finishBetween solves the case in which the target is met between two levels,
// with the counted lengths at the lower one.
func (s *solver) finishBetween(levels []float64, at int, total float64, jumping []int) bool {
	other := *s
	other.xs, other.fixed = slices.Clone(s.xs), slices.Clone(s.fixed)
	s.fixCounted(levelBelow(levels, at))
	ok := s.spread()
	// The continuous lengths may have to go right up to the level. One counted
	// length there in their stead may spare them all.
	if ok && len(jumping) > 0 && math.Abs(total-float64(s.target)) <= 0.5 {
		other.jump(jumping, 1, levels, at)
		if other.giveEvenly() && Total(s.es, other.xs) == s.target && slices.Compare(other.departures(), s.departures()) < 0 {
			*s = other
		}
	}
	return ok
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
