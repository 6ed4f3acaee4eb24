package plan

import (
	"github.com/unknot/unknot/player/fit"
	"github.com/unknot/unknot/player/timeline"
)

// nearest fits one of several choices of sections as near to a length as
// possible: the least above it, else the most below.
func nearest(choices [][]placed, breath, length timeline.Frame) []part {
	var best []part
	for _, sections := range choices {
		if parts, ok := atLeast(sections, breath, length); ok && (best == nil || lengthOf(parts) < lengthOf(best)) {
			best = parts
		}
	}
	if best != nil {
		return best
	}
	for _, sections := range choices {
		if parts, ok := atMost(sections, breath, length); ok && (best == nil || lengthOf(parts) > lengthOf(best)) {
			best = parts
		}
	}
	if best == nil { // the least of any choice can always be
		best, _ = fitSections(choices[0], breath, leastOf(choices[0]))
	}
	return best
}

// tries bounds how many neighbouring lengths are tried. Where searches come on
// both sides, and several times, only every so many frames can be reached.
const tries = 64

// anyFine treats gaps of a few frames as closed: trying finds them.
const anyFine = 1 << 20

// atLeast fits sections to the least length that is no lower.
func atLeast(sections []placed, breath, length timeline.Frame) ([]part, bool) {
	return tryFrom(sections, breath, length, fit.Set.AtLeast, 1)
}

// atMost fits sections to the most that is no higher.
func atMost(sections []placed, breath, length timeline.Frame) ([]part, bool) {
	return tryFrom(sections, breath, length, fit.Set.AtMost, -1)
}

func tryFrom(sections []placed, breath, length timeline.Frame, possible func(fit.Set, int64) (int64, bool), step timeline.Frame) ([]part, bool) {
	es, fixed := elastics(sections)
	set := fit.ReachBeside(es, anyFine).Shift(int64(fixed))
	for range tries {
		total, ok := possible(set, int64(length))
		if !ok {
			return nil, false
		}
		if parts, ok := fitSections(sections, breath, timeline.Frame(total)); ok {
			return parts, true
		}
		length = timeline.Frame(total) + step
	}
	return nil, false
}
