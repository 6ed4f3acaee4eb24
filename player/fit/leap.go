package fit

import (
	"container/heap"
	"slices"
)

// jump is what one step to a level brings.
type jump struct {
	i     int
	gain  float64 // frames, above zero
	spare float64 // the departure it would keep by not stepping
}

type jumps []jump

func (j jumps) Len() int { return len(j) }
func (j jumps) Less(a, b int) bool {
	if j[a].gain != j[b].gain {
		return j[a].gain > j[b].gain
	}
	if j[a].spare != j[b].spare {
		return j[a].spare > j[b].spare
	}
	return j[a].i > j[b].i // among equals the later step departs: an earlier one is heard by all
}
func (j jumps) Swap(a, b int) { j[a], j[b] = j[b], j[a] }
func (j *jumps) Push(x any)   { *j = append(*j, x.(jump)) }
func (j *jumps) Pop() any {
	old := *j
	last := old[len(old)-1]
	*j = old[:len(old)-1]
	return last
}

// take lets the jumping lengths step to level top, the greatest gain first,
// while the rest stays at departures tc and t, until enough is reached or
// most of them have. It returns which did, in that order, and whether it was enough.
func (s *solver) take(jumping []int, most int, top, tc, t float64) (taken []int, reached bool) {
	sum := s.split(tc, t)
	queue := make(jumps, 0, len(jumping))
	for _, i := range jumping {
		queue = append(queue, jump{i, s.gain(i, top, tc, t), s.es[i].Departure(s.value(i, tc))})
	}
	heap.Init(&queue)
	defer func() {
		for _, i := range taken {
			s.fixed[i] = false
		}
	}()
	for len(taken) < most && !s.enough(sum) && len(queue) > 0 {
		next := heap.Pop(&queue).(jump)
		sum += float64(s.dir) * next.gain
		s.fix(next.i, s.value(next.i, top))
		taken = append(taken, next.i)
		// A multiplier and what it multiplies change each other's gain.
		if !s.entwined(next.i) {
			continue
		}
		for k := range queue {
			if s.related(queue[k].i, next.i) {
				queue[k].gain = s.gain(queue[k].i, top, tc, t)
				heap.Fix(&queue, k)
			}
		}
	}
	return taken, s.enough(sum)
}

func (s *solver) related(i, j int) bool { return s.es[i].Times == j || s.es[j].Times == i }

// entwined reports whether length i multiplies or is multiplied.
func (s *solver) entwined(i int) bool {
	return s.es[i].Times >= 0 || i+1 < len(s.es) && s.es[i+1].Times == i
}

func (s *solver) gain(i int, top, tc, t float64) float64 {
	family := func() (sum float64) {
		sum = s.part(i, tc, t)
		for j := range s.multiplied(i) {
			sum += s.part(j, tc, t)
		}
		return sum
	}
	before := family()
	s.fix(i, s.value(i, top))
	after := family()
	s.fixed[i] = false
	return float64(s.dir) * (after - before)
}

// multiplied is the lengths that counted length i multiplies. They stand
// directly behind it.
func (s *solver) multiplied(i int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for j := i + 1; j < len(s.es) && s.es[j].Times == i; j++ {
			if !yield(j) {
				return
			}
		}
	}
}

// fewest is how many jumps are enough with the rest at departures tc and t; -1
// where all of them are not.
func (s *solver) fewest(jumping []int, top, tc, t float64) int {
	taken, reached := s.take(jumping, len(jumping), top, tc, t)
	if !reached {
		return -1
	}
	return len(taken)
}

// choose picks the n lengths that step to level top. Where n of them are enough
// even with all the rest at its ideal, they are traded for such as overshoot less.
func (s *solver) choose(jumping []int, n int, top, tc, t float64) []int {
	chosen, _ := s.take(jumping, n, top, tc, t)
	for _, i := range jumping { // enough was reached early: the rest of the n do no harm to leave
		if len(chosen) >= n {
			break
		}
		if !slices.Contains(chosen, i) {
			chosen = append(chosen, i)
		}
	}
	sum := func() float64 {
		for _, i := range chosen {
			s.fix(i, s.value(i, top))
		}
		total := s.total(0)
		for _, i := range chosen {
			s.fixed[i] = false
		}
		return total
	}
	if !s.enough(sum()) {
		return chosen
	}
	for c := range chosen {
		best, least := chosen[c], sum()
		for _, i := range jumping {
			if slices.Contains(chosen, i) {
				continue
			}
			old := chosen[c]
			chosen[c] = i
			if total := sum(); s.enough(total) && float64(s.dir)*(least-total) > 0 {
				best, least = i, total
			}
			chosen[c] = old
		}
		chosen[c] = best
	}
	return chosen
}
