package fit

import "slices"

// Covers reports whether every total from lo to hi is in the set; where not,
// gap is the lowest that is missing.
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
