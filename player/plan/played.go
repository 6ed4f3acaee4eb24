package plan

import "github.com/unknot/unknot/player/timeline"

// Played is what was done of a session.
type Played struct {
	Rounds  int                       // played to their end
	Points  int                       // pressed, each on all its sides
	Regions map[string]timeline.Frame // time spent in each
}

// Played is what was done up to a frame. A point counts once its pressing has
// begun.
func (l *Live) Played(at timeline.Frame) Played {
	done := Played{Regions: map[string]timeline.Frame{}}
	var start timeline.Frame
	for i, p := range l.parts {
		if start >= at {
			break
		}
		end := start + p.frames
		done.Regions[p.region.script.Region] += min(end, at) - start
		if p.isPressedBefore(at - start) {
			done.Points++
		}
		if end <= at && l.endsRound(i) {
			done.Rounds++
		}
		start = end
	}
	return done
}

// isPressedBefore reports whether pressing begins before a frame of the part.
func (p part) isPressedBefore(at timeline.Frame) bool {
	var from timeline.Frame
	for i := range p.steps {
		s := &p.steps[i]
		if s.pressure.present && s.Kind == StepBreaths && from < at {
			return true
		}
		from += s.Frames
	}
	return false
}

// endsRound reports whether a part is the last point of its round.
func (l *Live) endsRound(i int) bool {
	p := l.parts[i]
	if p.section.part != timeline.PartPoints || !p.point.present {
		return false
	}
	next := l.parts[i+1]
	return next.round != p.round || next.section.part != timeline.PartPoints
}
