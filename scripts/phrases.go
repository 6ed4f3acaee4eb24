package scripts

import (
	"slices"

	"github.com/unknot/unknot/scripts/language"
)

// Phrases are what is said in the same words in every session, whatever the
// region. They belong to a language.
type Phrases struct {
	// Language has the words for sides, chapters, answers and the screen.
	Language *language.Language

	Safety      Line // in the opening of every session, at every guidance level
	SafetyAgain Line // before every third round, and in a resumed session
	OtherSide   Line // before the second side of a point: "Now the {side} side."
	PressHere   Line // before each satellite is held
	Release     Line // after every stretch of unbroken pressure
	NextRound   Line // before a further round of the region
	LeftEar     Line // unknot headphones
	RightEar    Line
	Level       Line // a sentence to set the level by

	TimeLeft   Timed // the answer to how much time remains
	RunsLonger Timed // the end has moved
	EndsEarly  Timed
	LongEnough Line // a hold cannot safely be made longer
	LoopOn     Line // the region will be repeated
	LastRound  Line // it will not be repeated any more
	NoEnd      Line // the answer to how much time remains, in a loop
	Afterward  Line // what a press does when the session is over
}

// A phrase is one of the Phrases with its name in the file. It has a line or a
// timed line.
type phrase struct {
	name  string
	line  *Line
	timed *Timed // has a time in it
	sided bool   // must name the side
}

func (p *Phrases) byID() [17]phrase {
	return [17]phrase{
		{name: "safety", line: &p.Safety},
		{name: "safety-again", line: &p.SafetyAgain},
		{name: "other-side", line: &p.OtherSide, sided: true},
		{name: "press-here", line: &p.PressHere},
		{name: "release", line: &p.Release},
		{name: "next-round", line: &p.NextRound},
		{name: "left-ear", line: &p.LeftEar},
		{name: "right-ear", line: &p.RightEar},
		{name: "level", line: &p.Level},
		{name: "time-left", timed: &p.TimeLeft},
		{name: "runs-longer", timed: &p.RunsLonger},
		{name: "ends-early", timed: &p.EndsEarly},
		{name: "long-enough", line: &p.LongEnough},
		{name: "loop-on", line: &p.LoopOn},
		{name: "last-round", line: &p.LastRound},
		{name: "no-end", line: &p.NoEnd},
		{name: "afterward", line: &p.Afterward},
	}
}

// texts are all texts that the phrase can become.
func (p phrase) texts() []string {
	if p.timed != nil {
		return p.timed.Texts()
	}
	return p.line.Variants()
}

// Lines returns the texts that a voice needs clips of to speak the phrases, in
// order and without repeats.
func (p *Phrases) Lines() []string {
	var texts []string
	seen := map[string]bool{}
	for _, id := range p.byID() {
		for _, text := range id.texts() {
			if !seen[text] {
				seen[text] = true
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// Answers is the lines among them that only answer the listener. A voice
// without them can be played all the same: it answers in tones there.
func (p *Phrases) Answers() []string {
	return slices.Concat(
		p.TimeLeft.Texts(), p.RunsLonger.Texts(), p.EndsEarly.Texts(),
		p.LongEnough.Variants(), p.LoopOn.Variants(), p.LastRound.Variants(), p.NoEnd.Variants(), p.Afterward.Variants(),
	)
}
