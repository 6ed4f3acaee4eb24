package plan

import "github.com/unknot/unknot/player/timeline"

// What tests of this package need beyond what it exports. They look at what a
// plan says otherwise.

const (
	LeastPhase, MostPhase   = leastPhase, mostPhase
	LeastBreath, MostBreath = leastBreath, mostBreath
	WindowAhead             = windowAhead
)

var (
	PauseAfterWords = pauseAfterWords
	PauseIntoBreath = pauseIntoBreath
	PauseIntoNext   = pauseIntoNext
	AnswerTime      = answerTime
	AnnounceFrom    = announceFrom
)

// Prepare builds a request once, to be fitted to many lengths.
func Prepare(r Request) (fit func(timeline.Frame) (*Plan, error), err error) {
	p, err := prepare(r)
	if err != nil {
		return nil, err
	}
	return p.plan, nil
}

// SameScriptStep reports whether two steps of the same point, or of the same
// part outside of points, are the same one in its script.
func SameScriptStep(a, b Step) bool { return a.sameSpec(b.origin) }
