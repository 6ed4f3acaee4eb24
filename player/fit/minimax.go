package fit

import "slices"

// minimax is the slow and sure search: it finds the smallest departure within
// which the target is possible at all, then brings one length after another as
// near to its ideal as the others allow. It is needed where giving evenly finds
// no exact sum because continuous lengths are scarce.
func minimax(es []Elastic, target int64) ([]int64, bool) {
	if !Reach(es).Contains(target) {
		return nil, false
	}
	levels := allLevels(es)
	at, _ := slices.BinarySearchFunc(levels, true, func(t float64, _ bool) int {
		if reachWithin(es, within(es, t), 0).Contains(target) {
			return 1
		}
		return -1
	})
	ds := fullDomains(es)
	if at < len(levels) {
		ds = within(es, levels[at])
	}
	for i, e := range es {
		if !e.Counted {
			continue
		}
		for _, x := range nearest(e, ds[i]) {
			old := ds[i]
			ds[i] = domain{x, x}
			if reachWithin(es, ds, 0).Contains(target) {
				break
			}
			ds[i] = old
		}
	}
	s := newSolver(es, target)
	for i, e := range es {
		if e.Counted {
			s.fix(i, ds[i].lo)
		}
	}
	s.setDirection()
	return s.xs, s.spread()
}

// allLevels is every departure of a counted length, ascending, and a fine
// ladder for the continuous ones.
func allLevels(es []Elastic) []float64 {
	var levels []float64
	for i := 0; i <= 256; i++ {
		levels = append(levels, float64(i)/256)
	}
	for _, e := range es {
		if !e.Counted {
			continue
		}
		for x := e.Least; x <= e.Most; x++ {
			levels = append(levels, e.Departure(x))
		}
	}
	slices.Sort(levels)
	return slices.Compact(levels)
}

// within is the values of each length that depart by t at most.
func within(es []Elastic, t float64) []domain {
	ds := make([]domain, len(es))
	for i, e := range es {
		d := domain{e.Ideal, e.Ideal}
		if e.Counted {
			for d.lo > e.Least && e.Departure(d.lo-1) <= t {
				d.lo--
			}
			for d.hi < e.Most && e.Departure(d.hi+1) <= t {
				d.hi++
			}
		} else {
			d.lo -= int64(t * float64(e.Ideal-e.Least))
			d.hi += int64(t * float64(e.Most-e.Ideal))
		}
		ds[i] = d
	}
	return ds
}

// nearest is the values of a domain, those that depart least first.
func nearest(e Elastic, d domain) []int64 {
	var list []int64
	for x := d.lo; x <= d.hi; x++ {
		list = append(list, x)
	}
	slices.SortStableFunc(list, func(a, b int64) int {
		switch da, db := e.Departure(a), e.Departure(b); {
		case da < db:
			return -1
		case da > db:
			return 1
		}
		return 0
	})
	return list
}
