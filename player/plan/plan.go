package plan

import (
	"github.com/unknot/unknot/player/fit"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// StepKind is what a step of a plan is.
type StepKind string

const (
	StepSay     StepKind = "say"     // words that take their own time
	StepRest    StepKind = "rest"    // quiet
	StepSearch  StepKind = "search"  // a soft sound
	StepBreaths StepKind = "breaths" // whole breaths
	StepEarcon  StepKind = "earcon"
	StepChime   StepKind = "chime"
)

// Step is one step of a plan, its length settled.
type Step struct {
	Kind    StepKind
	Purpose timeline.Purpose // what its breaths are for; "" for none
	Part    timeline.Part
	Region  string
	Point   string // the title of the point, "" outside of points
	Side    scripts.Side
	Round   int            // from 1
	Text    string         // what is said as it starts, or an earcon's name
	Words   timeline.Frame // frames that saying it takes
	Frames  timeline.Frame // its length

	origin
}

// Plan is a script, or several, fitted to a length. It is a value: the same
// request and length make the same plan.
type Plan struct {
	Frames  timeline.Frame
	Breath  Breath
	Regions []string
	Steps   []Step // one after the other, without gaps
}

// placed is a section at its place in a session.
type placed struct {
	*section
	course *course
	round  int
}

// part is a placed section with its lengths settled. It is never changed.
type part struct {
	placed
	*body
}

// body is what a section has become, the same in every round it comes in.
type body struct {
	steps   []Step  // of no round
	lengths []int64 // of the section's elastic lengths
	frames  timeline.Frame
	marks   []timeline.Chapter // counted from the part's first frame

	// more is, for an elastic number of satellites, how many the listener
	// wants in place of what was fitted.
	more map[int]int64
	// before is what was played of the part in a session that this one takes
	// up.
	before []Step
}

// settle fits sections to a length.
func settle(sections []placed, breath, length timeline.Frame) ([]part, bool) {
	es, fixed := elastics(sections)
	xs, ok := fit.Solve(es, int64(length-fixed))
	if !ok {
		return nil, false
	}
	parts := make([]part, len(sections))
	for i, s := range sections {
		n := len(s.elastic)
		parts[i] = part{s, s.settled(xs[:n:n], breath)}
		xs = xs[n:]
	}
	return parts, true
}

// elastics is what gives of sections, and the frames that do not.
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

// settled is the section with the lengths it is given.
func (s *section) settled(lengths []int64, breath timeline.Frame) *body {
	b := &body{lengths: lengths, steps: make([]Step, 0, len(s.slots))}
	for _, slot := range s.slots {
		if slot.number >= 0 && int64(slot.nth) > lengths[slot.number] {
			continue
		}
		step := slot.Step
		if slot.elastic >= 0 {
			step.Frames = timeline.Frame(lengths[slot.elastic])
			if step.Kind == StepBreaths {
				step.Frames *= breath
			}
		}
		if slot.plus > 0 {
			step.Frames += timeline.Frame(lengths[slot.plus-1])
		}
		b.steps = append(b.steps, step)
	}
	b.sum()
	return b
}

// ideally is the section at its ideal.
func (s *section) ideally(breath timeline.Frame) *body {
	ideals := make([]int64, len(s.elastic))
	for i, e := range s.elastic {
		ideals[i] = e.Ideal
	}
	return s.settled(ideals, breath)
}

// sum counts the frames and marks the chapters.
func (b *body) sum() {
	b.frames, b.marks = 0, nil
	for i, s := range b.steps {
		if i == 0 || chapterOf(b.steps[i-1]) != chapterOf(s) {
			b.marks = append(b.marks, timeline.Chapter{At: b.frames, Title: chapterOf(s)})
		}
		b.frames += s.Frames
	}
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
