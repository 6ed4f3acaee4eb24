package fit

// Reach is every total that es can take.
//
// A continuous length of unit 2 (a search on both sides) reaches only every
// second frame by itself. The odd frames need a continuous length of unit 1
// somewhere; without one, the set holds single totals.
func Reach(es []Elastic) Set { return reachWithin(es, fullDomains(es), 0) }

// ReachBeside is Reach for lengths that will be combined with others whose
// continuous lengths of unit 1 can give by fine frames: gaps no wider than
// that are treated as closed. The result is exact once those are added.
func ReachBeside(es []Elastic, fine int64) Set { return reachWithin(es, fullDomains(es), fine) }

// Fine is how far the continuous lengths of unit 1 can give, in frames.
func Fine(es []Elastic) (frames int64) {
	for _, e := range es {
		if !e.Multiplied && !e.Counted && e.Unit == 1 {
			frames += e.Most - e.Least
		}
	}
	return frames
}

// domain is the values that a length may take, both ends included.
type domain struct{ lo, hi int64 }

func fullDomains(es []Elastic) []domain {
	ds := make([]domain, len(es))
	for i, e := range es {
		ds[i] = domain{e.Least, e.Most}
	}
	return ds
}

// reachWithin is ReachBeside with each length confined to its domain.
func reachWithin(es []Elastic, ds []domain, fine int64) Set {
	var slack, base int64 // of the continuous lengths of unit 1, together
	var coarse []int
	for i, e := range es {
		switch {
		case e.Multiplied || e.Counted:
		case e.Unit == 1:
			base += ds[i].lo
			slack += ds[i].hi - ds[i].lo
		default:
			coarse = append(coarse, i)
		}
	}
	set := Set{{base, base + slack}}
	fine += slack
	for _, i := range coarse {
		set = set.Plus(multiples(es[i].Unit, ds[i], fine))
	}
	for i, e := range es {
		if e.Counted && !e.Multiplied {
			set = set.Plus(counted(es, ds, i, fine))
		}
	}
	return set
}

// multiples is the totals of a continuous length of a unit above 1. They are
// one interval where lengths of unit 1 can fill the gaps.
func multiples(unit int64, d domain, fine int64) Set {
	if fine >= unit-1 {
		return Set{{unit * d.lo, unit * d.hi}}
	}
	n := min(d.hi-d.lo, maxIntervals-1)
	set := make(Set, 0, n+1)
	for x := d.lo; x <= d.lo+n; x++ {
		set = append(set, Interval{unit * x, unit * x})
	}
	return set
}

// counted is the totals of counted length i together with all that it
// multiplies.
func counted(es []Elastic, ds []domain, i int, fine int64) Set {
	var set Set
	for k := ds[i].lo; k <= ds[i].hi; k++ {
		part := Set{{k * es[i].Unit, k * es[i].Unit}}
		if k > 0 {
			for j, e := range es {
				switch {
				case !e.Multiplied || e.Multiplier != i:
				case e.Counted:
					var steps Set
					for x := ds[j].lo; x <= ds[j].hi; x++ {
						steps = append(steps, Interval{x * e.Unit * k, x * e.Unit * k})
					}
					part = part.Plus(steps)
				default:
					part = part.Plus(multiples(e.Unit*k, ds[j], fine))
				}
			}
		}
		set = append(set, part...)
	}
	return set.normal()
}
