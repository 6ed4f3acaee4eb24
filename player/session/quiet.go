package session

import (
	"slices"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/tone"
)

// announceAfter is from the session's end to what announces the quiet seconds.
const announceAfter output.Frame = 7 * audio.SampleRate / 10

// secondPress is within which a press may become two.
func (s *Session) secondPress() output.Frame {
	window := s.options.PressWindow
	if window <= 0 {
		window = 500 * time.Millisecond
	}
	return audio.Frames[output.Frame](window + 100*time.Millisecond)
}

// carryOutAfterward carries a command out in the quiet seconds. A second press,
// or what two presses stand for, means the next region.
func (t *transaction) carryOutAfterward(c Command) {
	if t.options.Quiet <= 0 {
		return
	}
	t.status.State = Afterward
	if c == NextAgain {
		c = MoveOn
	}
	again := t.status.Outcome == Again
	switch {
	case c == MoveOn, again && c == PlayPause:
		t.endWith(Further, tone.Next, CodeNextRegion, 0)
		t.end()
	case again && c != Stop && c != Pressed:
		return
	case c == PlayPause || c == Play:
		t.endWith(Again, tone.Resume, CodePlayedAgain, t.secondPress())
	case c == Stop:
		t.endWith(Over, tone.Stop, CodeStopped, 0)
		t.end()
	case c == Pressed:
		t.answer(tone.Tick, Answer{Code: CodePressed})
		t.arrangement.end = max(t.arrangement.end, t.now.output+t.secondPress())
	default:
		t.refuse(CodeSessionOver)
	}
}

// endWith ends the quiet seconds.
func (t *transaction) endWith(o Outcome, earcon tone.Earcon, code Code, wait output.Frame) {
	t.breakOffWords()
	t.dropAnnouncement()
	t.status.Outcome = o
	t.arrangement.end = t.now.output + wait
	for i := range t.arrangement.overlays {
		t.arrangement.end = max(t.arrangement.end, t.arrangement.overlays[i].end())
	}
	t.answer(earcon, Answer{Code: code})
}

// announceQuiet says, when the quiet seconds begin, what can be done in them.
func (t *transaction) announceQuiet() {
	if t.options.Quiet <= 0 {
		return
	}
	at := t.arrangement.over + announceAfter
	var announcement overlay
	if frames := t.clipLength(t.options.Afterward); t.options.AnnounceQuiet && frames > 0 {
		announcement = t.spoken(t.options.Afterward, frames, at)
	} else {
		announcement = t.earcon(tone.Wait, at)
	}
	announcement.afterward = true
	t.overlay(announcement)
}

// dropAnnouncement takes back what announces the quiet seconds, unless it has
// begun.
func (t *transaction) dropAnnouncement() {
	t.arrangement.overlays = slices.DeleteFunc(t.arrangement.overlays, func(o overlay) bool {
		return o.afterward && o.at >= t.now.output
	})
}
