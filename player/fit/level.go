package fit

import "slices"

// value is free length i at departure t.
func (s *solver) value(i int, t float64) int64 {
	e := s.es[i]
	room := e.Most - e.Ideal
	if s.dir < 0 {
		room = e.Ideal - e.Least
	}
	if room == 0 {
		return e.Ideal
	}
	x := int64(t * float64(room))
	// t is a quotient such as 2/3; its product may fall a hair short.
	for x < room && float64(x+1)/float64(room) <= t {
		x++
	}
	for x > 0 && float64(x)/float64(room) > t {
		x--
	}
	return e.Ideal + s.dir*x
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
	if e.Times >= 0 {
		part *= s.at(e.Times, tc, t)
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

// levels is every departure at which some free counted length makes a step,
// rising, and 1.
func (s *solver) levels() []float64 {
	levels := []float64{1}
	seen := map[int64]bool{}
	for i, e := range s.es {
		if s.fixed[i] || !e.Counted {
			continue
		}
		room := e.Most - e.Ideal
		if s.dir < 0 {
			room = e.Ideal - e.Least
		}
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

// jumping is every free counted length that makes a step just at level t.
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
