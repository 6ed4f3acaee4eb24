package fit

import "slices"

// value is free length i at departure t, in whole units.
func (s *solver) value(i int, t float64) int64 {
	e := s.es[i]
	room := s.room(e)
	if room == 0 {
		return e.Ideal
	}
	x := int64(t * float64(room))
	// t is a quotient such as 2/3, and its product may miss the whole number
	// by a rounding error.
	for x < room && float64(x+1)/float64(room) <= t {
		x++
	}
	for x > 0 && float64(x)/float64(room) > t {
		x--
	}
	return e.Ideal + s.dir*x
}

// room is how far e can go in the solver's direction.
func (s *solver) room(e Elastic) int64 {
	if s.dir < 0 {
		return e.Ideal - e.Least
	}
	return e.Most - e.Ideal
}

func (s *solver) real(i int, t float64) float64 {
	e := s.es[i]
	if s.dir > 0 {
		return float64(e.Ideal) + t*float64(e.Most-e.Ideal)
	}
	return float64(e.Ideal) - t*float64(e.Ideal-e.Least)
}

// total is the frames with every free length at departure t.
func (s *solver) total(t float64) float64 { return s.split(t, t) }

// split is the frames with free counted lengths at departure tc and free
// continuous ones at departure t.
func (s *solver) split(tc, t float64) float64 {
	var sum float64
	for i := range s.es {
		sum += s.part(i, tc, t)
	}
	return sum
}

func (s *solver) part(i int, tc, t float64) float64 {
	e := s.es[i]
	part := float64(e.Unit) * s.at(i, tc, t)
	if e.Multiplied {
		part *= s.at(e.Multiplier, tc, t)
	}
	return part
}

func (s *solver) at(i int, tc, t float64) float64 {
	switch {
	case s.fixed[i]:
		return float64(s.xs[i])
	case s.es[i].Counted:
		return float64(s.value(i, tc))
	}
	return s.real(i, t)
}

// levels is every departure at which some free counted length takes a step,
// in ascending order, and 1.
func (s *solver) levels() []float64 {
	levels := []float64{1}
	seen := map[int64]bool{}
	for i, e := range s.es {
		if s.fixed[i] || !e.Counted {
			continue
		}
		room := s.room(e)
		if room == 0 || seen[room] {
			continue
		}
		seen[room] = true
		for x := int64(1); x < room; x++ {
			levels = append(levels, float64(x)/float64(room))
		}
	}
	slices.Sort(levels)
	return slices.Compact(levels)
}

// levelBelow is the level before levels[i]; before the first it is the ideal.
func levelBelow(levels []float64, i int) float64 {
	if i == 0 {
		return 0
	}
	return levels[i-1]
}

// jumping is every free counted length that takes a step exactly at level t.
func (s *solver) jumping(t float64) []int {
	var list []int
	for i, e := range s.es {
		if !s.fixed[i] && e.Counted {
			if x := s.value(i, t); x != e.Ideal && e.Departure(x) == t {
				list = append(list, i)
			}
		}
	}
	return list
}
