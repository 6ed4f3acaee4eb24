package plan

import (
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player/timeline"
)

// Anchor is what holds when a listener changes a running session.
type Anchor string

const (
	AnchorEnd     Anchor = "end"     // the end holds: what is still to come is fitted to the remaining time
	AnchorContent Anchor = "content" // what is still to come holds, and the end moves
)

// Live is a plan while it is played: what was played as it was played, and what
// is still to come fitted to the remaining time. It is a value: an edit makes
// another one, and earlier ones stay as they are.
type Live struct {
	programme *programme
	anchor    Anchor
	endless   bool // it goes on until the listener ends it
	loop      bool // the region being played gets further rounds
	finishing bool // the listener has asked for the end: no point comes any more

	// In an endless loop of several regions all of them are played over and
	// over. Once that was so, parts of several rounds may still be to come.
	loopsProgramme, loopedProgramme bool

	parts         []part
	frames        timeline.Frame
	announcements []announcement
	unannounced   timeline.Frame // by how much the end has moved since the listener was last told
}

// Begin fits a session to a length, as [Fit] does, to be played live.
func Begin(r Request, length timeline.Frame, a Anchor) (*Live, error) {
	p, err := prepare(r)
	if err != nil {
		return nil, err
	}
	parts, err := p.fit(length)
	if err != nil {
		return nil, err
	}
	endless, several := r.Loop && length == 0, len(p.regions) > 1
	return (&Live{
		programme: p, anchor: a, endless: endless, loop: endless || r.Loop && !several,
		loopsProgramme: endless && several, loopedProgramme: endless && several,
	}).with(parts), nil
}

// with is the Live with these parts.
func (l *Live) with(parts []part) *Live {
	next := *l
	next.parts, next.frames = parts, lengthOf(parts)
	return &next
}

// Frames is where the session ends: for an endless one, a day after it began.
func (l *Live) Frames() timeline.Frame { return l.frames }

// Endless reports whether the session goes on until the listener ends it.
func (l *Live) Endless() bool { return l.endless }

// Looping reports whether the region being played goes on in further rounds.
func (l *Live) Looping() bool { return l.loop }

// Request is what the session was made from.
func (l *Live) Request() Request { return l.programme.Request }

// Plan is the whole session as a plan.
func (l *Live) Plan() *Plan { return l.programme.planOf(l.parts) }

// Steps calls yield with every step and the frame that it begins at.
func (l *Live) Steps(yield func(from timeline.Frame, s Step) bool) {
	var from timeline.Frame
	for _, p := range l.parts {
		for s := range p.all {
			if !yield(from, s) {
				return
			}
			from += s.Frames
		}
	}
}

// At is the step that is played at a frame, and the frame it began at. Beyond
// the end it is the zero Step.
func (l *Live) At(frame timeline.Frame) (s Step, from timeline.Frame) {
	m, ok := l.moment(frame)
	if !ok {
		return Step{}, l.frames
	}
	s = m.step()
	s.Round = m.round
	return s, m.stepStart
}

// moment is the step that is heard at a frame.
type moment struct {
	part
	partIndex int
	partStart timeline.Frame
	stepIndex int // in the part
	stepStart timeline.Frame
	at        timeline.Frame
}

// step is the step that is heard.
func (m *moment) step() Step { return m.steps[m.stepIndex] }

// played is how much of it was heard.
func (m *moment) played() timeline.Frame { return m.at - m.stepStart }

// later is the steps of the part after the one that is heard.
func (m *moment) later() []Step { return m.steps[m.stepIndex+1:] }

// moment finds the step that is heard at a frame; ok is false beyond the end.
func (l *Live) moment(at timeline.Frame) (m *moment, ok bool) {
	at = max(at, 0)
	var start timeline.Frame
	for n, p := range l.parts {
		if at >= start+p.frames {
			start += p.frames
			continue
		}
		from := start
		for i := range p.steps {
			length := p.steps[i].Frames
			if at < from+length {
				return &moment{part: p, partIndex: n, partStart: start, stepIndex: i, stepStart: from, at: at}, true
			}
			from += length
		}
	}
	return nil, false
}

// TimeRemaining is the words that say how much time remains at a frame.
func (l *Live) TimeRemaining(at timeline.Frame) string {
	phrases := l.programme.Phrases
	if l.endless {
		return phrases.NoEnd.Full
	}
	return phrases.TimeLeft.Text(duration(l.frames - at))
}

// duration is a length of a session as time, rounded down to milliseconds; a
// length below 0 is none.
func duration(f timeline.Frame) time.Duration {
	return audio.Duration(max(f, 0)).Truncate(time.Millisecond)
}
