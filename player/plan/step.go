package plan

import (
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// StepKind is what a step of a plan is.
type StepKind string

const (
	StepSay     StepKind = "say"     // words that take their own time
	StepRest    StepKind = "rest"    // quiet
	StepSearch  StepKind = "search"  // a soft sound
	StepBreaths StepKind = "breaths" // words, then whole breaths
	StepEarcon  StepKind = "earcon"
	StepChime   StepKind = "chime"
)

// Step is one step of a plan, its length decided.
type Step struct {
	Kind    StepKind
	Purpose timeline.Purpose // what its breaths are for; "" for none
	Part    timeline.Part
	Region  string
	Point   string // the title of the point, "" outside of points
	Side    scripts.Side
	Round   int            // from 1
	Chapter string         // the title of the chapter that it belongs to
	Text    string         // what is said as it starts, before its breaths; or an earcon's name
	Words   timeline.Frame // how long saying it takes
	Frames  timeline.Frame // its length

	origin
}

// origin is where a step comes from.
type origin struct {
	spec      optional // index of its stepSpec in the section; absent where no script has the step, as an answer
	satellite optional // which satellite it belongs to, from 1
	pressure  optional // which unbroken pressure of its part it is under, from 1
	skipped   bool     // the listener moved on the moment it began; one frame of it was played
}

// FirstInhale is how long after its start a step's first breath begins: once
// its words have ended, with a second to spare. A step that was broken off
// before then has no breaths.
func (s Step) FirstInhale() timeline.Frame {
	if s.Kind != StepBreaths {
		return 0
	}
	return min(beforeInhale(s.Words), s.Frames)
}

// Breathing is how long the breaths of a step take, without the words before
// them.
func (s Step) Breathing() timeline.Frame {
	if s.Kind != StepBreaths {
		return 0
	}
	return s.Frames - s.FirstInhale()
}

// beforeInhale is how long words take that a breath follows.
func beforeInhale(words timeline.Frame) timeline.Frame {
	if words == 0 {
		return 0
	}
	return words + pauseIntoBreath
}

// IsAnswer reports whether no script has the step: it answers a command, or
// leads back into a session.
func (s Step) IsAnswer() bool { return !s.spec.present }

// Pressure is which unbroken pressure of its point the step is under, from 1;
// ok is false where it is under none. Words that lead into a hold, and those
// that end it, count as pressure.
func (s Step) Pressure() (number int, ok bool) { return int(s.pressure.n), s.pressure.present }

// sameSpec reports whether two steps of a section come from the same stepSpec.
func (o origin) sameSpec(p origin) bool { return o.spec == p.spec && o.satellite == p.satellite }

// Plan is one script or several, fitted to a length. It is a value: the same
// request and length make the same plan.
type Plan struct {
	Frames  timeline.Frame
	Breath  Breath
	Regions []string
	Steps   []Step // one after the other, without gaps
}
