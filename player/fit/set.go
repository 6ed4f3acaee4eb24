package fit

import (
	"cmp"
	"slices"
)

// Interval is every total from Lo to Hi, both included, in frames.
type Interval struct{ Lo, Hi int64 }

// Set is a set of totals: sorted intervals that neither touch nor overlap.
type Set []Interval

// maxIntervals bounds the work that a badly written script can cause. The
// intervals beyond it are dropped, so a total may be called impossible when it
// is not, but never the other way round.
const maxIntervals = 256

// Contains reports whether total x is in the set.
func (s Set) Contains(x int64) bool {
	i, found := slices.BinarySearchFunc(s, x, func(v Interval, x int64) int { return cmp.Compare(v.Lo, x) })
	return found || i > 0 && x <= s[i-1].Hi
}

// Covers reports whether every total from lo to hi is in the set. If not, gap
// is the lowest that is missing.
func (s Set) Covers(lo, hi int64) (gap int64, ok bool) {
	for _, v := range s {
		if v.Hi < lo {
			continue
		}
		if v.Lo > lo {
			break
		}
		lo = v.Hi + 1
		if lo > hi {
			return 0, true
		}
	}
	if lo > hi {
		return 0, true
	}
	return lo, false
}

// AtLeast is the lowest total in the set that is no lower than x.
func (s Set) AtLeast(x int64) (total int64, ok bool) {
	for _, v := range s {
		if v.Hi >= x {
			return max(x, v.Lo), true
		}
	}
	return 0, false
}

// AtMost is the highest total in the set that is no higher than x.
func (s Set) AtMost(x int64) (total int64, ok bool) {
	for _, v := range slices.Backward(s) {
		if v.Lo <= x {
			return min(x, v.Hi), true
		}
	}
	return 0, false
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

// normal sorts and merges the intervals in place.
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
