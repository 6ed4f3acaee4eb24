package plan

import (
	"slices"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// goOn says the last instruction again, then goes on with what remains of the
// step. It is nil where there is nothing to say or to breathe anew.
func (d *draft) goOn() *change {
	s := d.moment.step()
	if s.Part == timeline.PartClosing && s.Kind != StepSay || s.Kind == StepEarcon || s.skipped {
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
	for _, earcon := range []string{"resume", ""} {
		if r, ok := d.repeat(s, length, earcon); ok {
			next := d.only(r)
			next.sounds = earcon != ""
			return next
		}
	}
	if !s.pressure.present || s.Kind == StepSay { // such as the words that end the pressure
		return nil
	}
	// The pressure has lasted as long as it may: it is ended.
	d.breakOff()
	d.releasing = s.pressure
	r, _ := d.remainder()
	return d.only(r)
}

// lengthToGoOn is how long a step goes on for of which so much remains, words
// before its breaths aside, given what is said in it.
func (d *draft) lengthToGoOn(s Step, remaining timeline.Frame) timeline.Frame {
	switch breath := d.programme.breath(); s.Kind {
	case StepSay:
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
