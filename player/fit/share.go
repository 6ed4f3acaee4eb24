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
	return left == 0 || s.trade(order, unit, left)
}

// trade takes up the last frames, fewer than any unit that could still move,
// by moving several lengths by a frame or two each: three frames here against
// two there.
func (s *solver) trade(order []int, unit []int64, left int64) bool {
	const reach = 64 // frames to either side; units are small numbers
	type origin struct {
		moved int8
		known bool
	}
	// sums[n][reach+x]: x frames can be had of the first n lengths.
	sums := make([][2*reach + 1]origin, len(order)+1)
	sums[0][reach].known = true
	for n, i := range order {
		for x, from := range sums[n] {
			if !from.known {
				continue
			}
			// Fine lengths may have to make up for a frame of the coarsest.
			most := min(reach, max(2, unit[order[0]]/unit[i]))
			for by := -most; by <= most; by++ {
				to := int64(x) + by*unit[i]
				if v := s.xs[i] + by; to < 0 || to > 2*reach || v < s.es[i].Least || v > s.es[i].Most {
					continue
				}
				if at := &sums[n+1][to]; !at.known || abs(by) < abs(int64(at.moved)) {
					*at = origin{int8(by), true}
				}
			}
		}
	}
	x := reach + left
	if x < 0 || x > 2*reach || !sums[len(order)][x].known {
		return false
	}
	for n := len(order) - 1; n >= 0; n-- {
		by := int64(sums[n+1][x].moved)
		s.xs[order[n]] += by
		x -= by * unit[order[n]]
	}
	return true
}

func abs(x int64) int64 { return max(x, -x) }
