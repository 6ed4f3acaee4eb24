package plan

import (
	"maps"
	"slices"
	"time"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// Edit is a change that a listener makes to what is still to come.
type Edit string

const (
	MoveOn           Edit = "move-on"            // to the next step
	SayAgain         Edit = "say-again"          // this step once more, from its start
	HoldLonger       Edit = "hold-longer"        // one more breath
	OneMoreSatellite Edit = "one-more-satellite" // one more sore spot near this one
	Finish           Edit = "finish"             // to the stretch and the closing
	LoopOn           Edit = "loop-on"            // this region round after round, until told otherwise
	LoopOff          Edit = "loop-off"           // this round is the last
	GoOn             Edit = "go-on"              // after a long pause: the last instruction again, from an inhale
)

// Refusal is why an edit cannot be; "" where it was done.
type Refusal string

const (
	NothingFollows Refusal = "nothing follows"
	ForSafety      Refusal = "a caution is said to its end"
	NoHold         Refusal = "nothing is held now"
	LongEnough     Refusal = "no spot is pressed for longer"
	NoSatellites   Refusal = "this point has no spots around it"
	TooLate        Refusal = "it is too late for that"
	Already        Refusal = "it is so already"
	NoWords        Refusal = "this voice cannot tell of further rounds"
)

// Answer is what became of an edit.
type Answer struct {
	Refused Refusal
	// Differs is how many frames later the session ends than it did before
	// the edit; below 0 it ends earlier. It is said to the listener, where it
	// is more than a few seconds.
	Differs timeline.Frame
	// Sounds tells that the edited session answers by itself, with an earcon
	// at the very frame of the edit.
	Sounds bool
}

// answerTime is an earcon that answers, and the silence behind it.
var answerTime = frames(500 * time.Millisecond)

// Edit changes what is still to come from a frame on. What is before it stays
// as it is, to the frame. A refused edit gives back the same Live.
func (l *Live) Edit(e Edit, at timeline.Frame) (*Live, Answer) {
	m, ok := l.moment(at)
	if !ok {
		return l, Answer{Refused: TooLate}
	}
	for e == MoveOn && m.step().Frames == 1 { // left as it began
		if m, ok = l.moment(m.at + 1); !ok {
			return l, Answer{Refused: TooLate}
		}
	}
	d := &draft{Live: l, moment: m, more: maps.Clone(m.more)}
	refused := TooLate
	var next change
	switch e {
	case MoveOn:
		if passed, ok := l.passed(m); ok { // the step behind it is moved on from as well
			next, answer := passed.Edit(e, m.at)
			if answer.Refused != "" {
				next = l
			}
			return next, answer
		}
		next, refused = d.moveOn()
	case SayAgain:
		next, refused = d.sayAgain()
	case HoldLonger:
		next, refused = d.holdLonger()
	case OneMoreSatellite:
		next, refused = d.oneMoreSatellite()
	case Finish:
		next, refused = d.finish()
	case LoopOn:
		next, refused = d.loopOn()
	case LoopOff:
		next, refused = d.loopOff()
	case GoOn:
		if next, ok = d.goOn(); !ok {
			return l, Answer{}
		}
		refused = ""
	}
	if refused != "" {
		return l, Answer{Refused: refused}
	}
	return d.apply(next)
}

// change is what a draft comes to: the rest of the part being played, and what
// follows it.
type change struct {
	rest          *rest
	following     []part
	planned       bool // the rest keeps its lengths
	loop, endless bool
	closes        bool // no further point is to come
	sounds        bool // an earcon answers, last of what is done
}

// following is what follows the part being played as the plan stands.
func (d *draft) following() []part { return d.parts[d.moment.number+1:] }

// asItIs is a change of nothing but the rest.
func (d *draft) asItIs(r *rest) change {
	return change{rest: r, following: d.following(), loop: d.loop, endless: d.endless, closes: d.closes}
}

// breakOff ends the step that is heard where it is heard.
func (d *draft) breakOff() {
	d.done = slices.Clone(d.moment.steps[:d.moment.index])
	s := d.moment.step()
	s.Frames = d.moment.played()
	s.Words = min(s.Words, s.Frames)
	if s.Frames > 0 {
		d.done = append(d.done, s)
	}
}

// insert puts a step behind what is done that no script has. Within unbroken
// pressure it counts as such.
func (d *draft) insert(s Step) {
	m := d.moment.step()
	s.Part, s.Region, s.Point, s.Side = m.Part, m.Region, m.Point, m.Side
	s.origin = origin{slot: -1, run: m.run}
	d.done = append(d.done, s)
}

func (d *draft) earcon(name string) {
	d.insert(Step{Kind: StepEarcon, Text: name, Frames: answerTime})
}

// last reports whether nothing follows the step that is heard.
func (d *draft) last() bool {
	return d.moment.number == len(d.parts)-1 && d.moment.index == len(d.moment.steps)-1
}

func (d *draft) moveOn() (change, Refusal) {
	switch {
	case d.moment.step().Part == timeline.PartCaution:
		return change{}, ForSafety
	case d.last():
		return change{}, NothingFollows
	}
	d.leave()
	d.earcon("next")
	if r, ok := d.rest(); ok {
		next := d.asItIs(r)
		next.sounds = true
		return next, ""
	}
	// Purpose pressure that is at its cap there is no time for an earcon.
	d.leave()
	r, _ := d.rest()
	return d.asItIs(r), ""
}

// leave breaks off the step that is heard, for good: of one that just begins a
// frame stays, so that it counts as played.
func (d *draft) leave() {
	if d.breakOff(); d.moment.played() == 0 {
		s := d.moment.step()
		s.Frames, s.Words = 1, min(s.Words, 1)
		d.done = append(d.done, s)
	}
}

// passed is the session without what is left of an earcon that answers a move
// on, and of what is told behind it.
func (l *Live) passed(m *moment) (*Live, bool) {
	s, i := m.step(), m.index
	if s.Kind != StepEarcon || s.slot >= 0 || s.Text != "next" {
		return nil, false
	}
	b := *m.body
	b.steps = slices.Clone(m.steps[:i])
	if s.Frames = m.played(); s.Frames > 0 {
		b.steps = append(b.steps, s)
	}
	for i < len(m.steps) && m.steps[i].slot < 0 {
		i++
	}
	b.steps = append(b.steps, m.steps[i:]...)
	b.sum()
	passed := *l
	passed.parts = slices.Clone(l.parts)
	passed.parts[m.number] = part{m.placed, &b}
	return &passed, true // its end is where it was: that is told by the edit
}

func (d *draft) sayAgain() (change, Refusal) {
	s := d.moment.step()
	switch {
	case s.Kind == StepChime:
		return change{}, TooLate
	case s.Kind == StepEarcon || s.Frames == 1: // the step behind it, or behind one that was left, is yet to come
		d.done = slices.Clone(d.moment.steps[:d.moment.index+1])
		r, _ := d.rest()
		return d.asItIs(r), ""
	}
	r, ok := d.again(s, s.Frames, "yes")
	if !ok {
		return change{}, LongEnough
	}
	next := d.asItIs(r)
	next.sounds = true
	return next, ""
}

// again breaks the step that is heard off and plays one in its place, of that
// many frames, or where its pressure would last too long of fewer breaths.
func (d *draft) again(s Step, frames timeline.Frame, earcon string) (*rest, bool) {
	breath := d.p.breath()
	for {
		d.breakOff()
		if earcon != "" {
			d.earcon(earcon)
		}
		s.Frames = frames
		d.done = append(d.done, s)
		r, ok := d.rest()
		if ok {
			return r, true
		}
		if frames -= breath; s.Kind != StepBreaths || frames < breath || s.Words > 0 && frames < s.Words+pauseIntoHold {
			return nil, false
		}
	}
}

func (d *draft) holdLonger() (change, Refusal) {
	s := d.moment.step()
	stretched := s.Purpose == timeline.Stretch
	if s.Kind != StepBreaths || s.run == 0 && !stretched || s.Frames%d.p.breath() != 0 { // the last is left already
		return change{}, NoHold
	}
	s.Frames += d.p.breath()
	if stretched && s.Frames > mostBreathsPressed*d.p.breath() {
		return change{}, LongEnough
	}
	d.done = append(slices.Clone(d.moment.steps[:d.moment.index]), s)
	r, ok := d.rest()
	if !ok {
		return change{}, LongEnough
	}
	return d.asItIs(r), ""
}

func (d *draft) oneMoreSatellite() (change, Refusal) {
	m := d.moment
	d.done = slices.Clone(m.steps[:m.index+1])
	slots := d.slots()
	at := d.position(slots)
	refused := NoSatellites
	for n, e := range m.elastic {
		// Where the next one would begin, on this side.
		next, there := len(slots), false
		for j, s := range slots {
			if s.number != n || e.Most == 0 || s.Side != m.step().Side {
				continue
			}
			if !there {
				next, there = j, true
			}
			if int64(s.nth) <= d.satellites(n) {
				next = j + 1
			}
		}
		if !there {
			continue
		}
		if refused = TooLate; at >= next {
			continue
		}
		if d.more == nil {
			d.more = map[int]int64{}
		}
		d.more[n] = d.satellites(n) + 1
		if r, ok := d.rest(); ok {
			return d.asItIs(r), ""
		}
		return change{}, LongEnough
	}
	return change{}, refused
}

func (d *draft) finish() (change, Refusal) {
	m := d.moment
	following, closing := d.following(), d.parts[len(d.parts)-1]
	switch {
	case m.section.part == timeline.PartClosing:
		return change{}, TooLate
	case m.section.part == timeline.PartStretch && m.number == len(d.parts)-2:
		return change{}, Already
	case m.section.part == timeline.PartStretch: // what follows it is left out
		d.done = slices.Clone(m.steps[:m.index+1])
		r, _ := d.rest()
		return change{rest: r, following: []part{d.inRound(closing)}, planned: true, closes: true}, ""
	}
	i := slices.IndexFunc(following, func(p part) bool { return p.section.part == timeline.PartStretch && p.course == m.course })
	if i < 0 {
		return change{}, TooLate
	}
	if m.step().Part == timeline.PartCaution { // it is said to its end
		d.done = slices.Clone(m.steps[:m.index+1])
	} else {
		d.breakOff()
	}
	// Cautions that were not said yet are said all the same.
	done := d.done
	d.earcon("next")
	d.only = timeline.PartCaution
	r, sounds := d.rest()
	if !sounds { // as in moveOn
		d.done = done
		r, _ = d.rest()
	}
	return change{
		rest: r, following: []part{d.inRound(following[i]), d.inRound(closing)}, planned: true, closes: true,
		sounds: sounds && m.step().Part != timeline.PartCaution,
	}, ""
}

// inRound is a part in the round being played.
func (d *draft) inRound(p part) part {
	p.round = d.moment.round
	return p
}

// goOn says the last instruction again and goes on with the rest of the step.
// It fails where there is nothing to say or to breathe anew.
func (d *draft) goOn() (change, bool) {
	s, m := d.moment.step(), d.moment
	if s.Part == timeline.PartClosing && s.Kind != StepSay || s.Kind == StepEarcon || s.Frames == 1 {
		return change{}, false
	}
	left := s.Frames - m.played()
	if s.Text == "" {
		s.Text, s.Words = d.instruction()
	}
	need := timeline.Frame(0)
	if s.Words > 0 {
		need = s.Words + pauseIntoHold
	}
	breath := d.p.breath()
	switch s.Kind {
	case StepSay:
		left = s.Frames
	case StepBreaths:
		left = (max(left, need) + breath - 1) / breath * breath
	default:
		left = max(left, need)
	}
	for _, earcon := range []string{"resume", ""} {
		if r, ok := d.again(s, left, earcon); ok {
			next := d.asItIs(r)
			next.sounds = earcon != ""
			return next, true
		}
	}
	if s.run == 0 {
		return change{}, false
	}
	if s.Kind == StepSay { // such as the words that end the pressure
		return change{}, false
	}
	// The pressure has lasted as long as it may: it is let go of.
	d.breakOff()
	d.let = s.run
	r, _ := d.rest()
	return d.asItIs(r), true
}

// instruction is what was said last of what is being done.
func (d *draft) instruction() (text string, words timeline.Frame) {
	now := d.moment.step()
	release := d.p.Phrases.Release
	for _, s := range slices.Backward(d.moment.steps[:d.moment.index]) {
		if s.Side != now.Side || s.Point != now.Point {
			return "", 0
		}
		if s.Words == 0 || s.Text == release.Text(scripts.Full, s.Side) || s.Text == release.Text(scripts.Brief, s.Side) {
			continue
		}
		if words, ok := d.p.clip(s.Text); ok {
			return s.Text, words
		}
	}
	return "", 0
}
