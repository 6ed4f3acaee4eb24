// Package screen shows a session while it plays: in place on a terminal, or in
// plain lines. What is shown follows the frame that is heard, never a clock of
// its own; everything up to the drawing is a pure function of timeline and
// frame.
package screen

import (
	"sort"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/scripts"
)

// Glance is everything that is shown at a moment. Two equal ones are drawn
// alike, so nothing needs to be drawn while it stays the same.
type Glance struct {
	Caption string // what was said last
	Point   string
	Side    scripts.Side
	Region  string
	Round   int
	Doing   Doing
	Swell   int   // how far the breath has swollen, 0 to Swells
	Left    int64 // whole seconds to the end, rounded up; -1: there is none
	Bar     int   // how much of the session has passed, 0 to Bars
}

// Doing is what the listener does at a moment.
type Doing string

const (
	Nothing     Doing = ""
	BreatheIn   Doing = "breathe in"
	BreatheOut  Doing = "breathe out"
	SearchAbout Doing = "search"
	RestQuietly Doing = "rest"
)

const (
	Swells = 12  // steps of a breath that can be told apart
	Bars   = 240 // steps of a session that can be told apart
)

// Watch looks at a timeline at the frames that are heard.
type Watch struct {
	timeline *player.Timeline
	endless  bool
}

// NewWatch makes a Watch of a timeline. An endless one shows no time left.
func NewWatch(t *player.Timeline, endless bool) *Watch { return &Watch{t, endless} }

// at is the index of the last cue that has begun by frame, or -1.
func (w *Watch) at(frame int64) int {
	cues := w.timeline.Cues
	return sort.Search(len(cues), func(i int) bool { return cues[i].At > frame }) - 1
}

// At is what is shown at a frame.
func (w *Watch) At(frame int64) Glance {
	total := w.timeline.Frames
	frame = max(0, min(frame, total))
	g := Glance{Left: -1}
	if !w.endless {
		g.Left = (total - frame + audio.SampleRate - 1) / audio.SampleRate
		if total > 0 {
			g.Bar = int(frame * Bars / total)
		}
	}
	i := w.at(frame)
	if i < 0 {
		return g
	}
	now := w.timeline.Cues[i]
	g.Point, g.Side, g.Round = terminal.Clean(now.Point), now.Side, now.Round
	g.Region = terminal.Clean(now.Region)
	// Cues overlap, but none lasts longer than a few others begin in: a bounded
	// look back finds what goes on.
	for j := i; j >= 0 && i-j < farBack; j-- {
		c := w.timeline.Cues[j]
		if g.Caption == "" && c.Kind == player.KindSay {
			g.Caption = terminal.Clean(c.Text)
		}
		if g.Doing == Nothing && frame < c.At+c.Frames {
			g.Doing, g.Swell = doing(c, frame)
		}
		if g.Caption != "" && g.Doing != Nothing {
			break
		}
	}
	return g
}

// farBack is how many cues are looked back: beyond the nine breaths of a hold
// at its longest, which begin in two cues each.
const farBack = 64

func doing(c player.Cue, frame int64) (Doing, int) {
	passed := int((frame - c.At) * Swells / max(c.Frames, 1))
	switch c.Kind {
	case player.KindInhale:
		return BreatheIn, passed
	case player.KindExhale:
		return BreatheOut, Swells - passed
	case player.KindSearch:
		return SearchAbout, 0
	case player.KindRest:
		return RestQuietly, 0
	}
	return Nothing, 0
}

// Next is the first frame after frame at which something else may be shown.
func (w *Watch) Next(frame int64) int64 {
	frame = max(frame, 0)
	total := w.timeline.Frames
	if frame >= total {
		return frame + audio.SampleRate
	}
	next := total
	if !w.endless { // the seconds that are left
		left := (total - frame - 1) / audio.SampleRate
		next = min(next, total-left*audio.SampleRate)
		bar := frame * Bars / total
		next = min(next, ((bar+1)*total+Bars-1)/Bars)
	}
	i := w.at(frame)
	if i+1 < len(w.timeline.Cues) {
		next = min(next, w.timeline.Cues[i+1].At)
	}
	for j := i; j >= 0 && i-j < farBack; j-- {
		c := w.timeline.Cues[j]
		end := c.At + c.Frames
		if frame >= end {
			continue
		}
		next = min(next, end)
		if c.Kind == player.KindInhale || c.Kind == player.KindExhale {
			step := (frame - c.At) * Swells / c.Frames
			next = min(next, c.At+((step+1)*c.Frames+Swells-1)/Swells)
		}
	}
	return max(next, frame+1)
}
