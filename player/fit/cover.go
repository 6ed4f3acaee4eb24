package fit

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
