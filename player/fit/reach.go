package fit

import (
	"cmp"
	"slices"
)

// Interval is every total from Lo to Hi, both included, in frames.
type Interval struct{ Lo, Hi int64 }

// Set is a set of totals as sorted intervals that neither touch nor overlap.
type Set []Interval

// maxIntervals bounds the work that an unkind script can cause. A script this
// far from unbroken is broken: the rest of its set is left out, so that a
// total is never called possible when it is not.
const maxIntervals = 256

// Contains reports whether total x is in the set.
func (s Set) Contains(x int64) bool {
	i, found := slices.BinarySearchFunc(s, x, func(v Interval, x int64) int { return cmp.Compare(v.Lo, x) })
	return found || i > 0 && x <= s[i-1].Hi
}

// Plus is every sum of a total of s and a total of t.
func (s Set) Plus(t Set) Set {
	sums := make(Set, 0, len(s)*len(t))
	for _, a := range s {
		for _, b := range t {
			sums = append(sums, Interval{a.Lo + b.Lo, a.Hi + b.Hi})
		}
	}
	return sums.normal()
}

// Shift is the set with d frames added to each total.
func (s Set) Shift(d int64) Set {
	shifted := slices.Clone(s)
	for i := range shifted {
		shifted[i].Lo += d
		shifted[i].Hi += d
	}
	return shifted
}

func (s Set) normal() Set {
	slices.SortFunc(s, func(a, b Interval) int { return cmp.Compare(a.Lo, b.Lo) })
	merged := s[:0]
	for _, v := range s {
		if n := len(merged); n > 0 && v.Lo <= merged[n-1].Hi+1 {
			merged[n-1].Hi = max(merged[n-1].Hi, v.Hi)
			continue
		}
		merged = append(merged, v)
	}
	return merged[:min(len(merged), maxIntervals)]
}

// Reach is every total that es can take.
//
// A continuous length of unit 2 (a search on both sides) reaches only every
// second frame by itself. Somewhere a length of unit 1 must stand to take up
// the odd ones; where none does, the set holds single totals.
func Reach(es []Elastic) Set { return reachWithin(es, fullDomains(es), 0) }

// ReachBeside is Reach for lengths that will stand beside others whose
// continuous lengths of unit 1 can take up fine frames: small gaps that those
// close are left out of account. It is exact once they are added.
func ReachBeside(es []Elastic, fine int64) Set { return reachWithin(es, fullDomains(es), fine) }

// Fine is how far the continuous lengths of unit 1 can give, in frames.
func Fine(es []Elastic) (frames int64) {
	for _, e := range es {
		if e.Times < 0 && !e.Counted && e.Unit == 1 {
			frames += e.Most - e.Least
		}
	}
	return frames
}

// domain is the values a length may take, both ends included.
type domain struct{ lo, hi int64 }

func fullDomains(es []Elastic) []domain {
	ds := make([]domain, len(es))
	for i, e := range es {
		ds[i] = domain{e.Least, e.Most}
	}
	return ds
}

// reachWithin is ReachBeside with each length kept in its domain.
func reachWithin(es []Elastic, ds []domain, fine int64) Set {
	var slack, base int64 // continuous lengths of unit 1, summed
	var coarse []int
	for i, e := range es {
		switch {
		case e.Times >= 0 || e.Counted:
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
		set = set.Plus(comb(es[i].Unit, ds[i], fine))
	}
	for i, e := range es {
		if e.Counted && e.Times < 0 {
			set = set.Plus(counted(es, ds, i, fine))
		}
	}
	return set
}

// comb is the totals of a continuous length of a unit above 1. Its gaps are
// closed where lengths of unit 1 can fill them.
func comb(unit int64, d domain, fine int64) Set {
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

// counted is the totals of counted length i with all that it multiplies.
func counted(es []Elastic, ds []domain, i int, fine int64) Set {
	var set Set
	for k := ds[i].lo; k <= ds[i].hi; k++ {
		part := Set{{k * es[i].Unit, k * es[i].Unit}}
		if k > 0 {
			for j, e := range es {
				switch {
				case e.Times != i:
				case e.Counted:
					var steps Set
					for x := ds[j].lo; x <= ds[j].hi; x++ {
						steps = append(steps, Interval{x * e.Unit * k, x * e.Unit * k})
					}
					part = part.Plus(steps)
				default:
					part = part.Plus(comb(e.Unit*k, ds[j], fine))
				}
			}
		}
		set = append(set, part...)
	}
	return set.normal()
}
