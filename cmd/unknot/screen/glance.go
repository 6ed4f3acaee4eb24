// Package screen shows a session while it plays: in place on a terminal, or in
// plain lines. What is shown follows the frame that is heard, never a clock of
// its own; everything up to the drawing is a pure function of the session's
// status and that frame.
package screen

import (
	"math"
	"sort"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// Glance is everything that is shown of a session at a moment. Two equal ones
// are drawn alike, so nothing needs to be drawn while it stays the same.
type Glance struct {
	State    session.State
	Stopping bool
	Endless  bool
	Loop     bool

	Caption  string // what was said last
	Speaking bool   // it is being said
	Point    string
	Side     scripts.Side
	Region   string
	Round    int
	Next     string // the title of the chapter that follows

	Doing           Doing
	Under           timeline.Purpose // what breaths are for: hold, move, satellite, stretch or breathe
	Swell           int              // how far the breath has swollen, 0 to Swells
	Breath, Breaths int              // which of how many breaths of this step, from 1

	Left   int64 // whole seconds to the end, rounded up; of an endless session, the seconds played
	Length int64 // seconds of the whole session
	Later  int64 // seconds that commands have moved the end by; below 0 it is earlier
	Bar    int   // how much of the session has passed, 0 to Bars
}

// Doing is what the listener does at a moment.
type Doing string

const (
	Nothing     Doing = ""
	BreatheIn   Doing = "breathe in"
	BreatheOut  Doing = "breathe out"
	SearchAbout Doing = "search"
	RestQuietly Doing = "rest"
	RingOut     Doing = "chime"
)

// Breathing reports whether it is a phase of a breath.
func (d Doing) Breathing() bool { return d == BreatheIn || d == BreatheOut }

const (
	Swells = 20  // steps of a breath that can be told apart
	Bars   = 400 // steps of a session that can be told apart
)

// Look is what is shown of a session with this status at a frame. The status'
// timeline may be a window of the session; no status at all shows nothing.
func Look(s *session.Status, frame timeline.Frame) Glance {
	if s == nil || s.Timeline == nil {
		return Glance{}
	}
	g := Glance{State: s.State, Stopping: s.Stopped, Endless: s.Endless, Loop: s.Loop, Later: int64(s.Differs / timeline.Second)}
	t := s.Timeline
	frame = max(0, min(frame, t.Frames))
	g.Length = int64((t.Frames + timeline.Second/2) / timeline.Second)
	if s.Endless {
		g.Left = int64(frame / timeline.Second)
	} else {
		g.Left = int64((t.Frames - frame + timeline.Second - 1) / timeline.Second)
		if t.Frames > 0 {
			g.Bar = int(frame * Bars / t.Frames)
		}
	}
	if i := nextChapter(t, frame); i < len(t.Chapters) {
		g.Next = terminal.Clean(t.Chapters[i].Title)
	}
	i := begun(t, frame)
	if i < 0 {
		return g
	}
	now := t.Cues[i]
	g.Point, g.Side, g.Round = terminal.Clean(now.Point), now.Side, now.Round
	g.Region = terminal.Clean(now.Region)
	// Cues overlap, but none lasts longer than a few others begin in: a bounded
	// look back finds what goes on.
	for j := i; j >= 0 && i-j < farBack; j-- {
		c := t.Cues[j]
		if g.Caption == "" && c.Kind == timeline.KindSay {
			g.Caption, g.Speaking = terminal.Clean(c.Text), frame < c.End()
		}
		if g.Doing == Nothing && frame < c.End() {
			g.Doing, g.Swell = doing(c, frame)
			if g.Doing.Breathing() {
				g.Under, g.Breath, g.Breaths = c.Step, c.Breath, c.Breaths
			}
		}
		if g.Caption != "" && g.Doing != Nothing {
			break
		}
	}
	return g
}

// Next is the first frame after frame at which something else may be shown.
func Next(s *session.Status, frame timeline.Frame) timeline.Frame {
	frame = max(frame, 0)
	if s == nil || s.Timeline == nil || frame >= s.Timeline.Frames {
		return frame + audio.SampleRate
	}
	t := s.Timeline
	next := t.Frames
	if s.Endless {
		next = min(next, (frame/audio.SampleRate+1)*audio.SampleRate)
	} else {
		left := (t.Frames - frame - 1) / audio.SampleRate
		bar := frame * Bars / t.Frames
		next = min(next, t.Frames-left*audio.SampleRate, ((bar+1)*t.Frames+Bars-1)/Bars)
	}
	if i := nextChapter(t, frame); i < len(t.Chapters) {
		next = min(next, t.Chapters[i].At)
	}
	i := begun(t, frame)
	if i+1 < len(t.Cues) {
		next = min(next, t.Cues[i+1].At)
	}
	for j := i; j >= 0 && i-j < farBack; j-- {
		c := t.Cues[j]
		if frame >= c.End() {
			continue
		}
		next = min(next, c.End())
		if d, swell := doing(c, frame); d.Breathing() {
			ahead := sort.Search(int(next-frame), func(n int) bool {
				_, then := doing(c, frame+timeline.Frame(n))
				return then != swell
			})
			next = min(next, frame+timeline.Frame(ahead))
		}
	}
	return max(next, frame+1)
}

// farBack is how many cues are looked back: beyond the nine breaths of a hold
// at its longest, which begin in two cues each.
const farBack = 64

// begun is the index of the last cue that has begun by frame, or -1.
func begun(t *timeline.Timeline, frame timeline.Frame) int {
	return sort.Search(len(t.Cues), func(i int) bool { return t.Cues[i].At > frame }) - 1
}

// nextChapter is the index of the first chapter behind frame.
func nextChapter(t *timeline.Timeline, frame timeline.Frame) int {
	return sort.Search(len(t.Chapters), func(i int) bool { return t.Chapters[i].At > frame })
}

func doing(c timeline.Cue, frame timeline.Frame) (Doing, int) {
	switch c.Kind {
	case timeline.KindInhale:
		return BreatheIn, swell(frame-c.At, c.Frames)
	case timeline.KindExhale:
		return BreatheOut, Swells - swell(frame-c.At, c.Frames)
	case timeline.KindSearch:
		return SearchAbout, 0
	case timeline.KindRest:
		return RestQuietly, 0
	case timeline.KindChime:
		return RingOut, 0
	}
	return Nothing, 0
}

// swell is how far a breath has come after some of its frames. It sets out and
// arrives gently, as a chest does.
func swell(passed, frames timeline.Frame) int {
	if frames <= 0 || passed >= frames {
		return Swells
	}
	way := float64(max(passed, 0)) / float64(frames)
	return int(math.Round(Swells * (1 - math.Cos(math.Pi*way)) / 2))
}
