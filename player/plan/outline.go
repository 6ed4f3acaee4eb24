package plan

import (
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// head is the way into a region: its position and its cautions. The session's
// first region begins with the bell and settles in between them; its cautions
// end with the safety line.
func (b *builder) head(s *scripts.Script, first bool) *section {
	b.begin(s, timeline.PartOpening)
	b.telling = b.tell(scripts.Full)
	if first {
		b.add(Step{Kind: StepEarcon, Text: "start", Frames: leadIn}, -1)
	}
	b.steps(s.Position, timeline.Breathe)
	if first {
		b.steps(s.Opening, timeline.Breathe)
	}
	b.part = timeline.PartCaution
	always := b.telling
	if always == scripts.Silent {
		always = scripts.Brief
	}
	for _, c := range s.Cautions {
		b.say(c.Line, always)
	}
	if first {
		b.say(b.Phrases.Safety, scripts.Full)
	}
	return b.end()
}

// headAgain is the way into a region that was heard before.
func (b *builder) headAgain(s *scripts.Script) *section {
	b.begin(s, timeline.PartOpening)
	b.telling = b.tell(scripts.Brief)
	b.steps(s.Position, timeline.Breathe)
	return b.end()
}

// lead is what goes before a further round, and in every third one the safety
// line with the offer to leave out what is tender. The first has none.
func (b *builder) lead(s *scripts.Script, round int) *section {
	b.begin(s, timeline.PartPoints)
	b.telling = b.tell(scripts.Brief)
	if round > 1 {
		b.say(b.Phrases.NextRound, b.telling)
		b.earcon("next")
		if round%3 == 0 {
			b.part = timeline.PartCaution
			b.say(b.Phrases.SafetyAgain, scripts.Full)
		}
	}
	return b.end()
}

// stretch ends a region.
func (b *builder) stretch(s *scripts.Script, round int) *section {
	b.begin(s, timeline.PartStretch)
	b.telling = b.tell(scripts.Full)
	if round > 1 {
		b.telling = b.tell(scripts.Brief)
	}
	b.earcon("next")
	b.steps(s.Stretch, timeline.Stretch)
	return b.end()
}

// closing ends a session, with the chime.
func (b *builder) closing(s *scripts.Script) *section {
	b.begin(s, timeline.PartClosing)
	b.telling = b.tell(scripts.Full)
	b.steps(s.Closing, timeline.Breathe)
	b.add(Step{Kind: StepRest, Frames: beforeChime}, -1)
	b.add(Step{Kind: StepChime, Frames: chimeTime}, -1)
	return b.end()
}

// steps adds steps outside of points; breaths among them are called as.
func (b *builder) steps(list []scripts.Step, as timeline.Purpose) {
	for _, step := range list {
		switch step := step.(type) {
		case scripts.Say:
			b.say(step.Line, b.telling)
		case scripts.Rest:
			b.add(Step{Kind: StepRest}, b.time(step.Time, 1))
		case scripts.Breathe:
			i := b.count(step.Breaths, 1)
			text, words := b.words(step.Line, b.telling)
			b.raise(i, words, step.At, "breaths")
			b.add(Step{Kind: StepBreaths, Purpose: as, Text: text, Words: words}, i)
		case scripts.EachSide:
			b.eachSide(step, as)
		}
	}
}

// eachSide adds a part of a stretch for each side worked, with equal lengths.
func (b *builder) eachSide(each scripts.EachSide, as timeline.Purpose) {
	sides := b.sides(scripts.Both)
	n := int64(len(sides))
	index := make([]int, len(each.Steps))
	telling := b.telling
	for nth, side := range sides {
		b.side = side
		if nth > 0 {
			b.telling = b.tell(scripts.Brief)
			b.earcon("side-" + string(side))
		}
		for i, step := range each.Steps {
			switch step := step.(type) {
			case scripts.Say:
				b.say(step.Line, b.telling)
			case scripts.Rest:
				if nth == 0 {
					index[i] = b.time(step.Time, n)
				}
				b.add(Step{Kind: StepRest}, index[i])
			case scripts.Breathe:
				if nth == 0 {
					index[i] = b.count(step.Breaths, n)
				}
				text, words := b.words(step.Line, b.telling)
				b.raise(index[i], words, step.At, "breaths")
				b.add(Step{Kind: StepBreaths, Purpose: as, Text: text, Words: words}, index[i])
			}
		}
	}
	b.side, b.telling = scripts.NoSide, telling
}

// sides is the sides worked, in order.
func (b *builder) sides(s scripts.Sides) []scripts.Side {
	if s != scripts.Both {
		return []scripts.Side{scripts.SideCentre}
	}
	switch b.Work {
	case WorkLeft:
		return []scripts.Side{scripts.Left}
	case WorkRight:
		return []scripts.Side{scripts.Right}
	}
	return []scripts.Side{scripts.Left, scripts.Right}
}
