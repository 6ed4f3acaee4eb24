package scripts

import (
	"slices"

	"github.com/unknot/unknot/scripts/language"
)

// Phrases are the working words: what is said in every session whatever the
// region, in the same words each time. They belong to a language.
type Phrases struct {
	// Language has the words beside the lines: sides, chapters, answers.
	Language *language.Language

	Safety      Line // once in every session's opening, at every guidance level
	SafetyAgain Line // before every third round, and in a resumed session
	OtherSide   Line // before the second side of a point: "Now the {side} side."
	PressHere   Line // before each satellite is held
	Release     Line // after every stretch of unbroken pressure
	NextRound   Line // before a further round of the region
	LeftEar     Line // unknot headphones
	RightEar    Line
	Level       Line // a sentence to set the level by

	TimeLeft   Timed // how long is left, asked for
	RunsLonger Timed // by how much the end has moved
	EndsEarly  Timed
	LongEnough Line // a hold was asked for beyond what is safe
	LoopOn     Line // the region is now looped
	LastRound  Line // and is no more
	NoEnd      Line // how long is left, in a loop
	Afterward  Line // what a press does once the session is over
}

// A phrase is one of the lines with its name in the file: line or timed.
type phrase struct {
	name  string
	line  *Line
	timed *Timed // names a time
	sided bool   // may and must name the side
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

// texts is every text that the phrase can be spoken as.
func (p phrase) texts() []string {
	if p.timed != nil {
		return p.timed.Texts()
	}
	return p.line.Variants()
}

// Lines is every text that a voice needs a clip of to speak the working
// words, in order, each once.
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
