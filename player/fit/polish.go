package fit

import "slices"

// Even giving decides level by level and does not look back. Where a single
// breath is a large part of all that can give it may pass over a better trade,
// one breath more here against one less there. polish tries such trades.
//
// A trade is worth trying only while continuous lengths are few: this many
// elastic lengths are a short session's.
const polishUpTo = 48

// polish trades steps of two or three counted lengths until no trade makes the
// departures less.
func polish(es []Elastic, xs []int64, target int64) []int64 {
	if len(es) > polishUpTo {
		return xs
	}
	var counted []int
	for i, e := range es {
		if e.Counted && e.Least < e.Most {
			counted = append(counted, i)
		}
	}
	p := polisher{es: es, target: target, xs: slices.Clone(xs)}
	if !p.rank(&p.best) || len(p.best) == 0 {
		return xs
	}
	traded := false
	for p.round(counted) {
		traded = true
	}
	if !traded {
		return xs
	}
	s := newSolver(es, target)
	copy(s.xs, p.xs)
	for i, e := range es {
		s.fixed[i] = e.Counted
	}
	s.head()
	if s.share() {
		return s.xs
	}
	return xs
}

type polisher struct {
	es         []Elastic
	xs         []int64 // only the counted ones matter
	target     int64
	best, next []float64
}

// round makes the best trade there is, and reports whether there was one.
func (p *polisher) round(counted []int) bool {
	better := slices.Clone(p.xs)
	found := false
	try := func() {
		if p.rank(&p.next) && slices.Compare(p.next, p.best) > 0 {
			p.best, p.next = p.next, p.best
			better = append(better[:0], p.xs...)
			found = true
		}
	}
	// Three at once where that is cheap: satellites entwine two already.
	depth, strides := 2, []int64{1, -1}
	if len(counted) <= 12 {
		depth, strides = 3, []int64{1, -1, 2, -2, 3, -3}
	}
	var trade func(from, depth int)
	trade = func(from, depth int) {
		for a := from; a < len(counted); a++ {
			for _, by := range strides {
				if p.step(counted[a], by) {
					try()
					if depth > 1 {
						trade(a+1, depth-1)
					}
					p.xs[counted[a]] -= by
				}
			}
		}
	}
	trade(0, depth)
	copy(p.xs, better)
	return found
}

func (p *polisher) step(i int, by int64) bool {
	if x := p.xs[i] + by; x < p.es[i].Least || x > p.es[i].Most {
		return false
	}
	if p.es[i].Departure(p.xs[i]+by) > -p.best[0] {
		return false // no trade with this in it is better
	}
	p.xs[i] += by
	return true
}

// rank puts the negated departures into *ds, the furthest first, the continuous ones
// all at the departure that the counted ones leave them. It reports whether
// they can.
func (p *polisher) rank(ds *[]float64) bool {
	left := p.target
	for i, e := range p.es {
		x := e.Ideal
		if e.Counted {
			x = p.xs[i]
		}
		left -= e.Unit * x * times(p.es, p.xs, i)
	}
	room, movable := int64(0), 0
	for i, e := range p.es {
		bound := e.Most - e.Ideal
		if left < 0 {
			bound = e.Ideal - e.Least
		}
		if !e.Counted && bound > 0 {
			if n := times(p.es, p.xs, i); n > 0 {
				room += bound * e.Unit * n
				movable++
			}
		}
	}
	if max(left, -left) > room {
		return false
	}
	*ds = (*ds)[:0]
	for i, e := range p.es {
		if e.Counted && times(p.es, p.xs, i) > 0 {
			*ds = append(*ds, -e.Departure(p.xs[i]))
		}
	}
	if left != 0 {
		for range movable {
			*ds = append(*ds, -float64(max(left, -left))/float64(room))
		}
	}
	slices.Sort(*ds)
	return true
}
