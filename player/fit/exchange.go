package fit

import "slices"

// Giving evenly decides level by level and never looks back. Where one breath
// is much of all that can give, that misses better answers: one breath more
// here for one less there. exchange looks for them.
//
// It pays only while continuous lengths are few; a session up to this many
// elastic lengths is a short one. docs/decisions/0003-fitting.md has figures.
const exchangeUpTo = 48

// exchange moves two or three counted lengths at a time for as long as that
// makes the departures less.
func exchange(es []Elastic, xs []int64, target int64) []int64 {
	if len(es) > exchangeUpTo {
		return xs
	}
	var counted []int
	for i, e := range es {
		if e.Counted && e.Least < e.Most {
			counted = append(counted, i)
		}
	}
	x := exchanger{es: es, target: target, xs: slices.Clone(xs)}
	if !x.rank(&x.best) || len(x.best) == 0 {
		return xs
	}
	improved := false
	for x.improve(counted) {
		improved = true
	}
	if !improved {
		return xs
	}
	s := newSolver(es, target)
	copy(s.xs, x.xs)
	for i, e := range es {
		s.fixed[i] = e.Counted
	}
	s.setDirection()
	if s.spread() {
		return s.xs
	}
	return xs
}

type exchanger struct {
	es         []Elastic
	xs         []int64 // only the counted ones matter
	target     int64
	best, next []float64 // as rank gives them
}

// improve makes the best exchange there is, and reports whether there was one.
func (x *exchanger) improve(counted []int) bool {
	better := slices.Clone(x.xs)
	found := false
	try := func() {
		if x.rank(&x.next) && slices.Compare(x.next, x.best) > 0 {
			x.best, x.next = x.next, x.best
			better = append(better[:0], x.xs...)
			found = true
		}
	}
	// Three at once where that is cheap: satellites tie two together already.
	depth, strides := 2, []int64{1, -1}
	if len(counted) <= 12 {
		depth, strides = 3, []int64{1, -1, 2, -2, 3, -3}
	}
	var move func(from, depth int)
	move = func(from, depth int) {
		for a := from; a < len(counted); a++ {
			for _, by := range strides {
				if x.step(counted[a], by) {
					try()
					if depth > 1 {
						move(a+1, depth-1)
					}
					x.xs[counted[a]] -= by
				}
			}
		}
	}
	move(0, depth)
	copy(x.xs, better)
	return found
}

// step moves one length, unless no exchange with that move can be better.
func (x *exchanger) step(i int, by int64) bool {
	if v := x.xs[i] + by; v < x.es[i].Least || v > x.es[i].Most {
		return false
	}
	if x.es[i].Departure(x.xs[i]+by) > -x.best[0] {
		return false
	}
	x.xs[i] += by
	return true
}

// rank puts the negated departures into *ds, the furthest first, with the
// continuous lengths all at the departure that the counted ones leave for
// them. It reports whether they can go so far.
func (x *exchanger) rank(ds *[]float64) bool {
	missing := x.target
	for i, e := range x.es {
		v := e.Ideal
		if e.Counted {
			v = x.xs[i]
		}
		missing -= e.Unit * v * times(x.es, x.xs, i)
	}
	room, movable := int64(0), 0
	for i, e := range x.es {
		bound := e.Most - e.Ideal
		if missing < 0 {
			bound = e.Ideal - e.Least
		}
		if !e.Counted && bound > 0 {
			if n := times(x.es, x.xs, i); n > 0 {
				room += bound * e.Unit * n
				movable++
			}
		}
	}
	if abs(missing) > room {
		return false
	}
	*ds = (*ds)[:0]
	for i, e := range x.es {
		if e.Counted && times(x.es, x.xs, i) > 0 {
			*ds = append(*ds, -e.Departure(x.xs[i]))
		}
	}
	if missing != 0 {
		for range movable {
			*ds = append(*ds, -float64(abs(missing))/float64(room))
		}
	}
	slices.Sort(*ds)
	return true
}
