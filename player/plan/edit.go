package plan

import (
	"maps"
	"slices"
	"time"

	"github.com/unknot/unknot/player/timeline"
)

// Edit is a change that a listener makes to what is still to come.
type Edit string

const (
	MoveOn           Edit = "move-on"            // to the next step
	SayAgain         Edit = "say-again"          // this step once more, from its start
	HoldLonger       Edit = "hold-longer"        // one more breath
	OneMoreSatellite Edit = "one-more-satellite" // one more sore spot near this one
	Finish           Edit = "finish"             // to the stretch and the closing
	LoopOn           Edit = "loop-on"            // this region round after round, until switched off
	LoopOff          Edit = "loop-off"           // this round is the last
	LeaveOut         Edit = "leave-out"          // let go of this spot, on both sides, and go on with the next: see [Live.LeaveOut]
	GoOn             Edit = "go-on"              // after a short pause: see [Live.GoOn]
)

// Refusal is the code of why an edit cannot be made. Its words are those of
// the listener's language; see package language.
type Refusal string

const (
	NotRefused     Refusal = ""
	NothingFollows Refusal = "nothing-follows"
	ForSafety      Refusal = "for-safety"    // a caution is said to its end
	NoHold         Refusal = "no-hold"       // nothing is held now
	LongEnough     Refusal = "long-enough"   // the caps on unbroken pressure are reached
	NoSatellites   Refusal = "no-satellites" // the point has no spots around it
	NoSpot         Refusal = "no-spot"       // no point is worked now
	TooLate        Refusal = "too-late"
	Already        Refusal = "already"  // it is so already
	NoWords        Refusal = "no-words" // the voice has no clips for further rounds
)

// Answer is what became of an edit.
type Answer struct {
	Refusal Refusal
	// Moved is by how much later the session ends than before the edit; below
	// 0 it ends earlier. The listener is told where that is more than a few
	// seconds.
	Moved timeline.Frame
	// Sounds says that the edited session answers by itself, with an earcon at
	// the very frame of the edit.
	Sounds bool
}

// answerTime is an earcon that answers, and the silence after it.
var answerTime = frames(500 * time.Millisecond)

// Edit changes what is still to come from a frame on. What is before that frame
// stays as it is, to the frame. A refused edit gives back the same Live.
func (l *Live) Edit(e Edit, at timeline.Frame) (*Live, Answer) {
	switch e {
	case LeaveOut:
		return l.LeaveOut(l.SpotAt(at), at)
	case GoOn:
		return l.GoOn(at, 0)
	}
	m, ok := l.moment(at)
	if !ok {
		return l, Answer{Refusal: TooLate}
	}
	if e == MoveOn {
		for m.step().skipped { // moved on from already
			if m, ok = l.moment(m.at + 1); !ok {
				return l, Answer{Refusal: TooLate}
			}
		}
		if without, ok := l.withoutAnswer(m); ok { // the step after the answer is moved on from as well
			next, answer := without.Edit(e, m.at)
			if answer.Refusal != NotRefused {
				next = l
			}
			return next, answer
		}
	}
	d := l.draft(m)
	next, refusal := d.edit(e)
	if refusal != NotRefused {
		return l, Answer{Refusal: refusal}
	}
	return d.apply(*next)
}

// draft is an edit being made.
type draft struct {
	*Live
	moment *moment
	// done is the part being played as far as it is decided: up to the end of
	// the step that is heard, as the edit leaves it, and what it inserts there.
	done   []Step
	wanted map[int]int64 // satellites that the listener asked for, by elastic number

	releasing optional      // an unbroken pressure that is ended early: its breaths are left out
	onlyPart  timeline.Part // nothing else of the part being played is still to come, where set

	leaving         bool     // the spot is left out: of its part only what isLeft says is still to come
	leavingPressure optional // that lasts at the moment
}

// draft begins an edit at a moment.
func (l *Live) draft(m *moment) *draft {
	d := &draft{Live: l, moment: m, wanted: maps.Clone(m.wanted), onlyPart: l.onlyPartIn(m.section)}
	if m.point.present && l.programme.leavesOut(m.region.script, int(m.point.n)) {
		d.leaving, d.leavingPressure = true, m.step().pressure
	}
	return d
}

// onlyPartIn is the only part of a section that is still to come. Once the
// listener has asked for the end, no edit may bring back what that left out: of
// an opening and of a point that is all but the cautions.
func (l *Live) onlyPartIn(s *section) timeline.Part {
	if l.finishing && (s.part == timeline.PartOpening || s.part == timeline.PartPoints) {
		return timeline.PartCaution
	}
	return ""
}

// change is what a draft comes to: the remainder of the part being played, and
// what follows it.
type change struct {
	remainder *remainder
	following []part
	asPlanned bool // the remainder has the lengths it had
	loop      bool
	endless   bool
	finishing bool // no further point is to come
	sounds    bool // an earcon answers, as the last step of what is done
}

// edit makes the change that an edit comes to.
func (d *draft) edit(e Edit) (*change, Refusal) {
	switch e {
	case MoveOn:
		return d.moveOn()
	case SayAgain:
		return d.sayAgain()
	case HoldLonger:
		return d.holdLonger()
	case OneMoreSatellite:
		return d.oneMoreSatellite()
	case Finish:
		return d.finish()
	case LoopOn:
		return d.loopOn()
	case LoopOff:
		return d.loopOff()
	}
	return nil, TooLate
}

// following is what follows the part being played as it is planned.
func (d *draft) following() []part { return d.parts[d.moment.partIndex+1:] }

// only is a change of nothing but the remainder.
func (d *draft) only(r *remainder) *change {
	return &change{remainder: r, following: d.following(), loop: d.loop, endless: d.endless, finishing: d.finishing}
}

// playOut lets the step that is heard be played to its end.
func (d *draft) playOut() { d.done = slices.Clone(d.moment.steps[:d.moment.stepIndex+1]) }

// breakOff ends the step that is heard where it is heard.
func (d *draft) breakOff() {
	d.done = slices.Clone(d.moment.steps[:d.moment.stepIndex])
	s := d.moment.step()
	s.Frames = d.moment.played()
	s.Words = min(s.Words, s.Frames)
	if s.Frames > 0 {
		d.done = append(d.done, s)
	}
}

// skip breaks off the step that is heard, for good. One that has only just
// begun lasts one frame: otherwise it would not count as played, and come again.
func (d *draft) skip() {
	d.breakOff()
	if d.moment.played() == 0 {
		s := d.moment.step()
		s.Frames, s.Words, s.skipped = 1, min(s.Words, 1), true
		d.done = append(d.done, s)
	}
}

// insert adds a step that no script has to what is done. Under unbroken
// pressure it counts as pressure.
func (d *draft) insert(s Step) { d.done = append(d.done, d.inPlace(s)) }

// inPlace is a step that no script has, where the step is that is heard.
func (d *draft) inPlace(s Step) Step {
	now := d.moment.step()
	s.Part, s.Region, s.Point, s.Side, s.Chapter = now.Part, now.Region, now.Point, now.Side, now.Chapter
	s.origin = origin{pressure: now.pressure}
	return s
}

// answer is an earcon that answers.
func (d *draft) answer(earcon string) Step {
	return d.inPlace(Step{Kind: StepEarcon, Text: earcon, Frames: answerTime})
}

func (d *draft) earcon(name string) { d.done = append(d.done, d.answer(name)) }

// isLast reports whether nothing follows the step that is heard.
func (d *draft) isLast() bool {
	return d.moment.partIndex == len(d.parts)-1 && len(d.moment.later()) == 0
}
