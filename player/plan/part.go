package plan

import (
	"github.com/unknot/unknot/player/fit"
	"github.com/unknot/unknot/player/timeline"
)

// placed is a section at its place in a session.
type placed struct {
	*section
	region *regionSpec
	round  int
}

// part is a placed section with its lengths decided. It is never changed.
type part struct {
	placed
	*body
}

// all calls yield with each step, in its round.
func (p part) all(yield func(Step) bool) {
	for _, s := range p.steps {
		s.Round = p.round
		if !yield(s) {
			return
		}
	}
}

// fitSections decides the lengths of sections so that they take exactly length.
// ok is false where they cannot.
func fitSections(sections []placed, breath, length timeline.Frame) (parts []part, ok bool) {
	es, fixed := elastics(sections)
	xs, ok := fit.Solve(es, int64(length-fixed))
	if !ok {
		return nil, false
	}
	parts = make([]part, len(sections))
	for i, s := range sections {
		n := len(s.elastic)
		parts[i] = part{s, s.withLengths(xs[:n:n], breath)}
		xs = xs[n:]
	}
	return parts, true
}

// elastics is what gives in sections, and the time that does not.
func elastics(sections []placed) (es []fit.Elastic, fixed timeline.Frame) {
	for _, s := range sections {
		fixed += s.fixed
		base := len(es)
		for _, e := range s.elastic {
			if e.Multiplied {
				e.Multiplier += base
			}
			es = append(es, e)
		}
	}
	return es, fixed
}

// lengthOf is how long parts take.
func lengthOf(parts []part) (frames timeline.Frame) {
	for _, p := range parts {
		frames += p.frames
	}
	return frames
}

// leastOf is the shortest that sections can be.
func leastOf(sections []placed) (frames timeline.Frame) {
	for _, s := range sections {
		frames += s.least
	}
	return frames
}
