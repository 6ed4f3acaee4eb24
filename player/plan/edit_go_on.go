package plan

import (
	"slices"
	"time"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// letGoAfter is how long sound must have stopped under pressure for what was
// pressed before not to count with what is pressed after it.
const letGoAfter = 20 * time.Second

// LetsGo reports whether sound that stops at a frame, in a pause or because a
// device was lost, counts as letting go: under pressure, and in a stretch.
// However short it was, [Live.GoOn] is what goes on then.
func (l *Live) LetsGo(at timeline.Frame) bool {
	m, ok := l.moment(at)
	return ok && (m.step().pressure.present || m.section.part == timeline.PartStretch)
}

// GoOn goes on at a frame after the sound has stopped there for so long, in
// real time. It says the last instruction again, then what remains of the step.
//
// Under pressure it starts at the line that asks for it: to stop was to let go.
// What is pressed before and after a stop of under 20 s counts as one unbroken
// pressure. After a longer one the caps on it start anew, and the spot is
// pressed for two breaths at least.
func (l *Live) GoOn(at timeline.Frame, stopped time.Duration) (*Live, Answer) {
	m, ok := l.moment(at)
	if !ok {
		return l, Answer{Refusal: TooLate}
	}
	d := l.draft(m)
	next := d.goOn(stopped)
	if next == nil {
		return l, Answer{}
	}
	return d.apply(*next)
}

// goOn is nil where there is nothing to say or to breathe anew.
func (d *draft) goOn(stopped time.Duration) *change {
	s := d.moment.step()
	switch {
	case s.skipped || s.Part == timeline.PartClosing && s.Kind != StepSay:
		return nil
	case d.isPressed(s):
		return d.pressAgain(stopped >= letGoAfter)
	case s.Kind == StepEarcon:
		return nil
	}
	remaining := s.Frames - d.moment.played()
	if s.Kind == StepBreaths {
		remaining = min(remaining, s.Breathing())
	}
	if s.Text == "" {
		s.Text, s.Words = d.instruction()
	}
	length := d.lengthToGoOn(s, remaining)
	for _, lead := range [][]Step{{d.answer("resume")}, nil} {
		if r, ok := d.repeat(lead, s, length); ok {
			next := d.only(r)
			next.sounds = len(lead) > 0
			return next
		}
	}
	return nil // such as the words that end the pressure
}

// isPressed reports whether a step is under pressure that does not end with it.
func (d *draft) isPressed(s Step) bool {
	if !s.pressure.present || s.Kind == StepBreaths {
		return s.pressure.present
	}
	return slices.ContainsFunc(d.moment.later(), func(t Step) bool { return t.pressure == s.pressure && t.Kind == StepBreaths })
}

// pressAgain goes on under pressure, at the line that asks for it. Anew says
// that what was pressed before does not count.
func (d *draft) pressAgain(anew bool) *change {
	s, breath := d.moment.step(), d.programme.breath()
	asking, resume := d.asking(s), d.answer("resume")
	remaining := s.Frames - d.moment.played()
	if s.Kind == StepBreaths {
		remaining = min(remaining, s.Breathing())
		switch last := len(asking) - 1; {
		case s.Text != "":
		case last < 0:
			s.Text, s.Words = d.instruction()
		case asking[last].Kind == StepSay: // said before the breaths, a second to spare
			s.Text, s.Words, asking = asking[last].Text, asking[last].Words, asking[:last]
		}
	}
	if anew {
		was := s.pressure
		s.pressure, resume.pressure = d.pressAnew(was), optional{}
		for i := range asking {
			asking[i].pressure = s.pressure
		}
		remaining = max(remaining, leastBreathsPressed*breath)
	}
	length := d.lengthToGoOn(s, remaining)
	for _, lead := range [][]Step{append([]Step{resume}, asking...), asking} {
		if r, ok := d.repeat(lead, s, length); ok {
			next := d.only(r)
			next.sounds = len(lead) > len(asking)
			return next
		}
	}
	// The pressure has lasted as long as it may: it is ended.
	d.breakOff()
	d.releasing = s.pressure
	r, _ := d.remainder()
	return d.only(r)
}

// asking is what asks for the pressure that a step is under, as steps of their
// own: everything from its beginning to its first breaths that comes before the
// step.
func (d *draft) asking(now Step) (steps []Step) {
	specs := d.specs()
	from := now
	for _, s := range d.moment.later() {
		if from.spec.present {
			break
		}
		from = s // after an answer, what comes next
	}
	for _, s := range specs[:max(0, indexOf(specs, from.origin))] {
		switch {
		case s.pressure != now.pressure:
		case s.Kind == StepBreaths && s.Text == "":
			return steps
		case s.Kind == StepBreaths:
			return append(steps, d.inPlace(Step{Kind: StepSay, Text: s.Text, Words: s.Words, Frames: s.Words + pauseAfterWords}))
		default:
			steps = append(steps, d.inPlace(Step{Kind: s.Kind, Text: s.Text, Words: s.Words, Frames: s.Frames}))
		}
	}
	return steps
}

// pressAnew gives what is still to come of a pressure another number, so that
// its caps start anew.
func (d *draft) pressAnew(was optional) (number optional) {
	m, before := d.moment, d.specs()
	highest := was.n
	for _, s := range before {
		highest = max(highest, s.pressure.n)
	}
	for _, s := range m.steps {
		highest = max(highest, s.pressure.n)
	}
	i := slices.IndexFunc(before, func(s stepSpec) bool { return s.pressure == was })
	renumbered := *m.section
	renumbered.specs, renumbered.pressures = slices.Clone(m.section.specs), int(highest)+1 // which numbers those of further satellites as well
	for j := range renumbered.specs {
		if s := &renumbered.specs[j]; s.pressure == was {
			s.pressure = some(renumbered.pressures)
		}
	}
	m.section = &renumbered
	number = some(renumbered.pressures)
	if i >= 0 {
		number = d.specs()[i].pressure
	}
	b := *m.body
	b.steps = slices.Clone(m.steps)
	for j := m.stepIndex + 1; j < len(b.steps); j++ {
		if s := &b.steps[j]; s.pressure == was {
			s.pressure = number
		}
	}
	m.body = &b
	return number
}

// lengthToGoOn is how long a step goes on for of which so much remains, words
// before its breaths aside, given what is said in it.
func (d *draft) lengthToGoOn(s Step, remaining timeline.Frame) timeline.Frame {
	switch breath := d.programme.breath(); s.Kind {
	case StepSay, StepEarcon:
		return s.Frames
	case StepBreaths:
		return beforeInhale(s.Words) + wholeBreaths(max(remaining, 1), breath)*breath
	}
	need := timeline.Frame(1)
	if s.Words > 0 {
		need = s.Words + pauseIntoNext
	}
	return max(remaining, need)
}

// wholeBreaths is how many breaths a length takes, the last of them whole.
func wholeBreaths(length, breath timeline.Frame) timeline.Frame {
	return (length + breath - 1) / breath
}

// instruction is what was said last about what is being done.
func (d *draft) instruction() (text string, words timeline.Frame) {
	now := d.moment.step()
	release := d.programme.Phrases.Release
	for _, s := range slices.Backward(d.moment.steps[:d.moment.stepIndex]) {
		if s.Side != now.Side || s.Point != now.Point {
			return "", 0
		}
		if s.Words == 0 || s.Text == release.Text(scripts.Full, s.Side) || s.Text == release.Text(scripts.Brief, s.Side) {
			continue
		}
		if words, ok := d.programme.clip(s.Text); ok {
			return s.Text, words
		}
	}
	return "", 0
}
