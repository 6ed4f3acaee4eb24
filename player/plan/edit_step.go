package plan

import (
	"slices"

	"github.com/unknot/unknot/player/timeline"
)

func (d *draft) moveOn() (*change, Refusal) {
	switch {
	case d.moment.step().Part == timeline.PartCaution:
		return nil, ForSafety
	case d.isLast():
		return nil, NothingFollows
	}
	d.skip()
	d.earcon("next")
	if r, ok := d.remainder(); ok {
		next := d.only(r)
		next.sounds = true
		return next, NotRefused
	}
	// Under pressure that is at its cap there is no time for an earcon.
	d.skip()
	r, _ := d.remainder()
	return d.only(r), NotRefused
}

// withoutAnswer is the session without what remains of an earcon that answers
// an earlier move on, and of what is said after it. ok is false where none is
// heard.
func (l *Live) withoutAnswer(m *moment) (without *Live, ok bool) {
	s, i := m.step(), m.stepIndex
	if s.Kind != StepEarcon || s.spec.present || s.Text != "next" {
		return nil, false
	}
	b := *m.body
	b.steps = slices.Clone(m.steps[:i])
	if s.Frames = m.played(); s.Frames > 0 {
		b.steps = append(b.steps, s)
	}
	for i < len(m.steps) && !m.steps[i].spec.present {
		i++
	}
	b.steps = append(b.steps, m.steps[i:]...)
	b.sumUp()
	next := *l // its end is where it was: the edit that follows reckons with it
	next.parts = slices.Clone(l.parts)
	next.parts[m.partIndex] = part{m.placed, &b}
	return &next, true
}

func (d *draft) sayAgain() (*change, Refusal) {
	s := d.moment.step()
	switch {
	case s.Kind == StepChime:
		return nil, TooLate
	case s.Kind == StepEarcon || s.skipped: // the step after it is still to come
		d.playOut()
		r, _ := d.remainder()
		return d.only(r), NotRefused
	}
	r, ok := d.repeat([]Step{d.answer("yes")}, s, s.Frames)
	if !ok {
		return nil, LongEnough
	}
	next := d.only(r)
	next.sounds = true
	return next, NotRefused
}

// repeat breaks the step that is heard off and plays s in its place for so
// long, after the steps of lead; but not an answer. Where the pressure would
// last too long, it has fewer breaths; ok is false where it cannot be at all.
func (d *draft) repeat(lead []Step, s Step, length timeline.Frame) (r *remainder, ok bool) {
	breath := d.programme.breath()
	for {
		d.breakOff()
		d.done = append(d.done, lead...)
		if s.Frames = length; s.Kind != StepEarcon || s.spec.present {
			d.done = append(d.done, s)
		}
		if r, ok = d.remainder(); ok {
			return r, true
		}
		if length -= breath; s.Kind != StepBreaths || length < beforeInhale(s.Words)+breath {
			return nil, false
		}
	}
}

func (d *draft) holdLonger() (*change, Refusal) {
	if d.finishing {
		return nil, TooLate
	}
	s, breath := d.moment.step(), d.programme.breath()
	stretched := s.Purpose == timeline.Stretch
	brokenOff := s.Breathing() == 0 || s.Breathing()%breath != 0 // by an edit at an earlier frame
	if s.Kind != StepBreaths || !s.pressure.present && !stretched || brokenOff {
		return nil, NoHold
	}
	s.Frames += breath
	if stretched && s.Breathing() > mostBreathsPressed*breath {
		return nil, LongEnough
	}
	d.done = append(slices.Clone(d.moment.steps[:d.moment.stepIndex]), s)
	r, ok := d.remainder()
	if !ok {
		return nil, LongEnough
	}
	return d.only(r), NotRefused
}

func (d *draft) oneMoreSatellite() (*change, Refusal) {
	if d.finishing || d.leaving {
		return nil, TooLate
	}
	d.playOut()
	specs := d.specs()
	next := d.nextSpec(specs)
	refusal := NoSatellites
	for number := range d.moment.elastic {
		begins, ok := d.oneMoreBegins(specs, number)
		if !ok {
			continue
		}
		if refusal = TooLate; begins < next {
			continue
		}
		if d.wanted == nil {
			d.wanted = map[int]int64{}
		}
		d.wanted[number] = d.satellites(number) + 1
		if r, ok := d.remainder(); ok {
			return d.only(r), NotRefused
		}
		return nil, LongEnough
	}
	return nil, refusal
}

// oneMoreBegins is the index of the spec with which one more satellite of an
// elastic number would begin on the side that is worked; ok is false where
// that side has none of the number.
func (d *draft) oneMoreBegins(specs []stepSpec, number int) (begins int, ok bool) {
	if d.moment.elastic[number].Most == 0 {
		return 0, false
	}
	side := d.moment.step().Side
	for j := range specs {
		s := &specs[j]
		if !s.number.is(number) || s.Side != side {
			continue
		}
		if !ok {
			begins, ok = j, true
		}
		if int64(s.satellite.n) <= d.satellites(number) {
			begins = j + 1
		}
	}
	return begins, ok
}
