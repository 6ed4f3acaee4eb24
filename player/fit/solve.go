package fit

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// Solve finds lengths of es whose total is exactly target frames, the largest
// departure as small as it can be, then the next. ok is false where no lengths
// within their bounds have that total.
//
// Given its inputs the answer is always the same.
func Solve(es []Elastic, target int64) (xs []int64, ok bool) {
	s := solver{es: es, xs: make([]int64, len(es)), fixed: make([]bool, len(es))}
	if s.even(target) && Total(es, s.xs) == target {
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
	first float64 // the first level that was enough: no fit departs less
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

// even gives from all free lengths alike. It fixes the counted lengths that
// must depart furthest, as few as possible, and goes on with the rest.
func (s *solver) even(target int64) bool {
	for {
		dir := int64(1)
		if s.total(0, 1) > float64(target)+0.5 {
			dir = -1
		}
		enough := func(total float64) bool {
			if dir > 0 {
				return total >= float64(target)-0.5
			}
			return total <= float64(target)+0.5
		}
		levels := s.levels(dir)
		at := -1
		for i, t := range levels {
			if enough(s.total(t, dir)) {
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
		total := s.split(below, levels[at], dir)
		jumping := s.jumping(levels[at], dir)
		n := s.fewest(jumping, levels[at], below, levels[at], dir, enough)
		if enough(total) {
			rest := solver{es: s.es, xs: slices.Clone(s.xs), fixed: slices.Clone(s.fixed), first: s.first}
			s.settle(below, dir)
			ok := s.share(target, dir)
			// Just enough with the continuous lengths right at the level: one
			// counted length there in their stead may spare them all.
			if ok && len(jumping) > 0 && math.Abs(total-float64(target)) <= 0.5 &&
				rest.jump(jumping, 1, levels, at, dir, enough) && rest.even(target) && Total(s.es, rest.xs) == target {
				if slices.Compare(rest.departures(), s.departures()) < 0 {
					*s = rest
				}
			}
			return ok
		}
		if n < 0 {
			return false
		}
		s.jump(jumping, n, levels, at, dir, enough)
	}
}

// jump fixes n of the jumping lengths at levels[at]: those that leave the
// lowest departure to the rest.
func (s *solver) jump(jumping []int, n int, levels []float64, at int, dir int64, enough func(float64) bool) bool {
	{
		below := 0.0
		if at > 0 {
			below = levels[at-1]
		}
		// The lowest level that n jumps leave for the rest decides which n.
		low, high := below, levels[at]
		for i := at - 1; i >= 0; i-- {
			lower := 0.0
			if i > 0 {
				lower = levels[i-1]
			}
			if k := s.fewest(jumping, levels[at], lower, levels[i], dir, enough); k < 0 || k > n {
				break
			}
			low, high = lower, levels[i]
		}
		for _, i := range s.choose(jumping, n, levels[at], low, high, dir, enough) {
			s.fix(i, s.value(i, levels[at], dir))
		}
	}
	return true
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

// value is free length i at departure t.
func (s *solver) value(i int, t float64, dir int64) int64 {
	e := s.es[i]
	room := e.Most - e.Ideal
	if dir < 0 {
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
	return e.Ideal + dir*x
}

func (s *solver) real(i int, t float64, dir int64) float64 {
	e := s.es[i]
	if dir > 0 {
		return float64(e.Ideal) + t*float64(e.Most-e.Ideal)
	}
	return float64(e.Ideal) - t*float64(e.Ideal-e.Least)
}

// total is the frames with every free length at departure t.
func (s *solver) total(t float64, dir int64) float64 { return s.split(t, t, dir) }

// split is the frames with free counted lengths at departure tc and free
// continuous ones at departure t.
func (s *solver) split(tc, t float64, dir int64) float64 {
	var sum float64
	for i := range s.es {
		sum += s.part(i, tc, t, dir)
	}
	return sum
}

func (s *solver) part(i int, tc, t float64, dir int64) float64 {
	e := s.es[i]
	part := float64(e.Unit) * s.at(i, tc, t, dir)
	if e.Times >= 0 {
		part *= s.at(e.Times, tc, t, dir)
	}
	return part
}

func (s *solver) at(i int, tc, t float64, dir int64) float64 {
	switch {
	case s.fixed[i]:
		return float64(s.xs[i])
	case s.es[i].Counted:
		return float64(s.value(i, tc, dir))
	}
	return s.real(i, t, dir)
}

// levels is every departure at which some free counted length makes a step,
// rising, and 1.
func (s *solver) levels(dir int64) []float64 {
	levels := []float64{1}
	seen := map[int64]bool{}
	for i, e := range s.es {
		if s.fixed[i] || !e.Counted {
			continue
		}
		room := e.Most - e.Ideal
		if dir < 0 {
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
func (s *solver) jumping(t float64, dir int64) []int {
	var list []int
	for i, e := range s.es {
		if !s.fixed[i] && e.Counted {
			if x := s.value(i, t, dir); x != e.Ideal && e.Departure(x) == t {
				list = append(list, i)
			}
		}
	}
	return list
}

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
func (s *solver) take(jumping []int, most int, top, tc, t float64, dir int64, enough func(float64) bool) (taken []int, reached bool) {
	sum := s.split(tc, t, dir)
	queue := make(jumps, 0, len(jumping))
	for _, i := range jumping {
		queue = append(queue, jump{i, s.gain(i, top, tc, t, dir), s.es[i].Departure(s.value(i, tc, dir))})
	}
	heap.Init(&queue)
	defer func() {
		for _, i := range taken {
			s.fixed[i] = false
		}
	}()
	for len(taken) < most && !enough(sum) && len(queue) > 0 {
		next := heap.Pop(&queue).(jump)
		sum += float64(dir) * next.gain
		s.fix(next.i, s.value(next.i, top, dir))
		taken = append(taken, next.i)
		// A multiplier and what it multiplies change each other's gain.
		if !s.entwined(next.i) {
			continue
		}
		for k := range queue {
			if s.related(queue[k].i, next.i) {
				queue[k].gain = s.gain(queue[k].i, top, tc, t, dir)
				heap.Fix(&queue, k)
			}
		}
	}
	return taken, enough(sum)
}

func (s *solver) related(i, j int) bool { return s.es[i].Times == j || s.es[j].Times == i }

// entwined reports whether length i multiplies or is multiplied.
func (s *solver) entwined(i int) bool {
	return s.es[i].Times >= 0 || i+1 < len(s.es) && s.es[i+1].Times == i
}

func (s *solver) gain(i int, top, tc, t float64, dir int64) float64 {
	family := func() (sum float64) {
		sum = s.part(i, tc, t, dir)
		for j := range s.multiplied(i) {
			sum += s.part(j, tc, t, dir)
		}
		return sum
	}
	before := family()
	s.fix(i, s.value(i, top, dir))
	after := family()
	s.fixed[i] = false
	return float64(dir) * (after - before)
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
func (s *solver) fewest(jumping []int, top, tc, t float64, dir int64, enough func(float64) bool) int {
	taken, reached := s.take(jumping, len(jumping), top, tc, t, dir, enough)
	if !reached {
		return -1
	}
	return len(taken)
}

// choose picks the n lengths that step to level top. Where n of them are enough
// even with all the rest at its ideal, they are traded for such as overshoot less.
func (s *solver) choose(jumping []int, n int, top, tc, t float64, dir int64, enough func(float64) bool) []int {
	chosen, _ := s.take(jumping, n, top, tc, t, dir, enough)
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
			s.fix(i, s.value(i, top, dir))
		}
		total := s.total(0, dir)
		for _, i := range chosen {
			s.fixed[i] = false
		}
		return total
	}
	if !enough(sum()) {
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
			if total := sum(); enough(total) && float64(dir)*(least-total) > 0 {
				best, least = i, total
			}
			chosen[c] = old
		}
		chosen[c] = best
	}
	return chosen
}

func (s *solver) fix(i int, x int64) { s.xs[i], s.fixed[i] = x, true }

// settle fixes every free counted length at departure t.
func (s *solver) settle(t float64, dir int64) {
	for i, e := range s.es {
		if !s.fixed[i] && e.Counted {
			s.fix(i, s.value(i, t, dir))
		}
	}
}

// share spreads what is left to target over the continuous lengths: all at one
// departure, then single frames so that the total is exact.
func (s *solver) share(target, dir int64) bool {
	var idle, room float64 // frames at the ideal, and to the bound
	unit := make([]int64, len(s.es))
	for i, e := range s.es {
		if s.fixed[i] {
			idle += float64(e.Unit * s.xs[i] * times(s.es, s.xs, i))
			continue
		}
		unit[i] = e.Unit * times(s.es, s.xs, i)
		idle += float64(unit[i] * e.Ideal)
		room += math.Abs(s.real(i, 1, dir)-float64(e.Ideal)) * float64(unit[i])
	}
	t := 0.0
	if room > 0 {
		t = min(1, max(0, float64(dir)*(float64(target)-idle)/room))
	}
	for i, e := range s.es {
		if !s.fixed[i] {
			s.xs[i] = e.Ideal + dir*int64(math.Abs(s.real(i, t, dir)-float64(e.Ideal)))
		}
	}
	return s.exact(unit, target)
}

// exact moves single frames until the total is target: first where a length
// was rounded, the coarser units first, so that unit 1 takes what remains.
func (s *solver) exact(unit []int64, target int64) bool {
	left := target - Total(s.es, s.xs)
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
