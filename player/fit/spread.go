package fit

import (
	"math"
	"slices"
)

// spread divides what is missing to the target among the continuous lengths:
// all at one departure, then single frames until the total is exact.
func (s *solver) spread() bool {
	var idle, room float64 // frames at the ideal, and from there to the bound
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
	return s.makeExact(unit)
}

// makeExact moves single frames until the total is the target, the coarser
// units first, so that unit 1 takes what remains. unit is the frames that one
// unit of each continuous length adds; 0 for lengths that must not move.
func (s *solver) makeExact(unit []int64) bool {
	missing := s.target - Total(s.es, s.xs)
	order := make([]int, 0, len(s.es))
	for i, u := range unit {
		if u > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(unit[b] - unit[a]) })
	nudge := func(i int, by int64) {
		x := s.xs[i] + by
		if x < s.es[i].Least || x > s.es[i].Most {
			return
		}
		s.xs[i] = x
		missing -= by * unit[i]
	}
	for pass := 0; missing != 0 && pass < 4; pass++ {
		for _, i := range order {
			switch { // one frame each: the departures stay even
			case missing >= unit[i]:
				nudge(i, 1)
			case -missing >= unit[i]:
				nudge(i, -1)
			}
		}
	}
	return missing == 0 || s.combineFrames(order, unit, missing)
}

// combineFrames closes a gap of a few frames, fewer than any length that still
// moves can fill alone: three frames here against two there.
func (s *solver) combineFrames(order []int, unit []int64, missing int64) bool {
	const reach = 64 // frames to either side; units are small numbers
	type origin struct {
		moved int8
		known bool
	}
	// sums[n][reach+x]: x frames can be had from the first n lengths.
	sums := make([][2*reach + 1]origin, len(order)+1)
	sums[0][reach].known = true
	for n, i := range order {
		for x, from := range sums[n] {
			if !from.known {
				continue
			}
			// Fine lengths may have to make up for one frame of the coarsest.
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
	x := reach + missing
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
