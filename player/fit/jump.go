package fit

import (
	"container/heap"
	"slices"
)

// A jump is one counted length taking its step to a level.
type jump struct {
	i     int
	gain  float64 // frames, above zero
	spare float64 // the departure it would have without stepping
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
	return j[a].i > j[b].i // among equals a later step departs: every listener hears the early ones
}
func (j jumps) Swap(a, b int) { j[a], j[b] = j[b], j[a] }
func (j *jumps) Push(x any)   { *j = append(*j, x.(jump)) }
func (j *jumps) Pop() any {
	old := *j
	last := old[len(old)-1]
	*j = old[:len(old)-1]
	return last
}

// jump fixes n of the jumping lengths at levels[at]: those that let the others
// depart least.
func (s *solver) jump(jumping []int, n int, levels []float64, at int) {
	// The lowest level that n jumps leave for the others decides which n.
	low, high := levelBelow(levels, at), levels[at]
	for i := at - 1; i >= 0; i-- {
		if k, reached := s.fewest(jumping, levels[at], levelBelow(levels, i), levels[i]); !reached || k > n {
			break
		}
		low, high = levelBelow(levels, i), levels[i]
	}
	for _, i := range s.choose(jumping, n, levels[at], low, high) {
		s.fix(i, s.value(i, levels[at]))
	}
}

// take lets the jumping lengths step to level top, the greatest gain first,
// while the others stay at departures tc and t. It stops once the target is
// reached or most of them have stepped. taken is in the order they stepped.
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
		if !s.inProduct(next.i) {
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

// multiplies reports whether length i multiplies length j.
func (s *solver) multiplies(i, j int) bool { return s.es[j].Multiplied && s.es[j].Multiplier == i }

func (s *solver) related(i, j int) bool { return s.multiplies(i, j) || s.multiplies(j, i) }

// inProduct reports whether length i multiplies or is multiplied.
func (s *solver) inProduct(i int) bool {
	return s.es[i].Multiplied || i+1 < len(s.es) && s.multiplies(i, i+1)
}

// gain is how much nearer to the target length i comes by stepping to top.
func (s *solver) gain(i int, top, tc, t float64) float64 {
	product := func() (sum float64) {
		sum = s.part(i, tc, t)
		for j := i + 1; j < len(s.es) && s.multiplies(i, j); j++ {
			sum += s.part(j, tc, t)
		}
		return sum
	}
	before := product()
	s.fix(i, s.value(i, top))
	after := product()
	s.fixed[i] = false
	return float64(s.dir) * (after - before)
}

// fewest is how many jumps it takes to reach the target with the others at
// departures tc and t; reached is false where all of them do not.
func (s *solver) fewest(jumping []int, top, tc, t float64) (n int, reached bool) {
	taken, reached := s.take(jumping, len(jumping), top, tc, t)
	return len(taken), reached
}

// choose picks the n lengths that step to level top. Where n of them are enough
// even with all others at their ideal, it swaps some for others that overshoot
// less.
func (s *solver) choose(jumping []int, n int, top, tc, t float64) []int {
	chosen, _ := s.take(jumping, n, top, tc, t)
	for _, i := range jumping { // the target was reached early: fill up to n
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
