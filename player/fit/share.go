package fit

import (
	"math"
	"slices"
)

func (s *solver) fix(i int, x int64) { s.xs[i], s.fixed[i] = x, true }

// settle fixes every free counted length at departure t.
func (s *solver) settle(t float64) {
	for i, e := range s.es {
		if !s.fixed[i] && e.Counted {
			s.fix(i, s.value(i, t))
		}
	}
}

// share spreads what is left to target over the continuous lengths: all at one
// departure, then single frames so that the total is exact.
func (s *solver) share() bool {
	var idle, room float64 // frames at the ideal, and to the bound
	unit := make([]int64, len(s.es))
	for i, e := range s.es {
		if s.fixed[i] {
			idle += float64(e.Unit * s.xs[i] * times(s.es, s.xs, i))
			continue
		}
		unit[i] = e.Unit * times(s.es, s.xs, i)
		idle += float64(unit[i] * e.Ideal)
		room += math.Abs(s.real(i, 1)-float64(e.Ideal)) * float64(unit[i])
	}
	t := 0.0
	if room > 0 {
		t = min(1, max(0, float64(s.dir)*(float64(s.target)-idle)/room))
	}
	for i, e := range s.es {
		if !s.fixed[i] {
			s.xs[i] = e.Ideal + s.dir*int64(math.Abs(s.real(i, t)-float64(e.Ideal)))
		}
	}
	return s.exact(unit)
}

// exact moves single frames until the total is target: first where a length
// was rounded, the coarser units first, so that unit 1 takes what remains.
func (s *solver) exact(unit []int64) bool {
	left := s.target - Total(s.es, s.xs)
	order := make([]int, 0, len(s.es))
	for i, u := range unit {
		if u > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(unit[b] - unit[a]) })
	nudge := func(i int, by int64) bool {
		x := s.xs[i] + by
		if x < s.es[i].Least || x > s.es[i].Most {
			return false
		}
		s.xs[i] = x
		left -= by * unit[i]
		return true
	}
	for pass := 0; left != 0 && pass < 4; pass++ {
		for _, i := range order {
			switch { // one frame each: the departures stay even
			case left >= unit[i]:
				nudge(i, 1)
			case -left >= unit[i]:
				nudge(i, -1)
			}
		}
	}
	// What is left is less than each unit that could still move: trade a few
	// coarse frames against fine ones.
	for _, i := range order {
		for by := int64(1); by <= 8 && left != 0; by++ {
			for _, by := range []int64{by, -by} {
				if left != 0 && s.fill(order, unit, left-by*unit[i], false) && nudge(i, by) {
					s.fill(order, unit, left, true)
					left = 0
				}
			}
		}
	}
	return left == 0
}

// fill moves lengths of unit 1 by left frames in all, or only reports whether
// they have the room.
func (s *solver) fill(order []int, unit []int64, left int64, move bool) bool {
	for _, j := range order {
		if unit[j] == 1 {
			x := min(s.es[j].Most, max(s.es[j].Least, s.xs[j]+left))
			left -= x - s.xs[j]
			if move {
				s.xs[j] = x
			}
		}
	}
	return left == 0
}
