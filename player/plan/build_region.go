package plan

import (
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// opening leads into a region: its position and its cautions. In the first
// region of a session it starts with the bell, settles the listener before the
// cautions, and ends with the safety line.
func (b *builder) opening(s *scripts.Script, first bool) *section {
	b.begin(s, timeline.PartOpening)
	b.wording = b.wordingOf(scripts.Full)
	if first {
		b.addFixed(Step{Kind: StepEarcon, Text: "start", Frames: leadIn})
	}
	b.steps(s.Position, timeline.Breathe)
	if first {
		b.steps(s.Opening, timeline.Breathe)
	}
	b.part = timeline.PartCaution
	aloud := b.wording
	if aloud == scripts.Silent {
		aloud = scripts.Brief
	}
	for _, c := range s.Cautions {
		b.say(c.Line, aloud)
	}
	if first {
		b.say(b.Phrases.Safety, scripts.Full)
	}
	return b.end()
}

// openingAgain leads into a region that was heard before.
func (b *builder) openingAgain(s *scripts.Script) *section {
	b.begin(s, timeline.PartOpening)
	b.wording = b.wordingOf(scripts.Brief)
	b.steps(s.Position, timeline.Breathe)
	return b.end()
}

// betweenRounds comes before a further round. Before every third it repeats
// the safety line with the offer to leave out what is tender. Before the first
// round it is empty.
func (b *builder) betweenRounds(s *scripts.Script, round int) *section {
	b.begin(s, timeline.PartPoints)
	b.wording = b.wordingOf(scripts.Brief)
	if round > 1 {
		b.say(b.Phrases.NextRound, b.wording)
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
	b.wording = b.wordingOf(scripts.Full)
	if round > 1 {
		b.wording = b.wordingOf(scripts.Brief)
	}
	b.earcon("next")
	b.steps(s.Stretch, timeline.Stretch)
	return b.end()
}

// closing ends a session, with the chime.
func (b *builder) closing(s *scripts.Script) *section {
	b.begin(s, timeline.PartClosing)
	b.wording = b.wordingOf(scripts.Full)
	b.steps(s.Closing, timeline.Breathe)
	b.addFixed(Step{Kind: StepRest, Frames: beforeChime})
	b.addFixed(Step{Kind: StepChime, Frames: chimeTime})
	return b.end()
}

// steps adds steps outside of points. purpose is what breaths among them are
// for.
func (b *builder) steps(list []scripts.Step, purpose timeline.Purpose) {
	for _, step := range list {
		switch step := step.(type) {
		case scripts.Say:
			b.say(step.Line, b.wording)
		case scripts.Rest:
			b.addElastic(Step{Kind: StepRest}, b.newTime(step.Time, 1))
		case scripts.Breathe:
			b.breathe(purpose, step.Line, b.newCount(step.Breaths, 1))
		case scripts.EachSide:
			b.eachSide(step, purpose)
		}
	}
}

// eachSide adds a part of a stretch for each side that is worked. A step takes
// equally long on both.
func (b *builder) eachSide(each scripts.EachSide, purpose timeline.Purpose) {
	sides := b.sides(scripts.Both)
	length := make([]int, len(each.Steps))
	wording := b.wording
	for nth, side := range sides {
		b.side = side
		if nth > 0 {
			b.wording = b.wordingOf(scripts.Brief)
			b.earcon("side-" + string(side))
		}
		for i, step := range each.Steps {
			switch step := step.(type) {
			case scripts.Say:
				b.say(step.Line, b.wording)
			case scripts.Rest:
				if nth == 0 {
					length[i] = b.newTime(step.Time, len(sides))
				}
				b.addElastic(Step{Kind: StepRest}, length[i])
			case scripts.Breathe:
				if nth == 0 {
					length[i] = b.newCount(step.Breaths, len(sides))
				}
				b.breathe(purpose, step.Line, length[i])
			}
		}
	}
	b.side, b.wording = scripts.NoSide, wording
}

// sides is the sides that are worked, in order.
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
