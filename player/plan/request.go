package plan

import (
	"fmt"
	"slices"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// Guidance is how much is said.
type Guidance string

const (
	GuidanceFull  Guidance = "full"
	GuidanceBrief Guidance = "brief"
	GuidanceTones Guidance = "tones" // cautions only; earcons tell the rest
	GuidanceAuto  Guidance = "auto"  // full, and brief of what the listener knows
)

// Work is which sides of two-sided points are worked.
type Work string

const (
	WorkBoth  Work = "both"
	WorkLeft  Work = "left"
	WorkRight Work = "right"
)

// Lengths tells how long the clip of a text is, in frames. A voice does.
type Lengths interface {
	Frames(text string) (frames int64, ok bool)
}

// Request is everything that is asked for, but the length.
type Request struct {
	Scripts  []*scripts.Script // one region, or a programme in playing order
	Phrases  *scripts.Phrases
	Voice    Lengths
	Breath   Breath
	Guidance Guidance
	Known    []string // regions that the listener knows, for GuidanceAuto
	Work     Work
	Loop     bool // further rounds of the region; with no length, until stopped
}

// clip is how long the clip of a text is.
func (r Request) clip(text string) (timeline.Frame, bool) {
	frames, ok := r.Voice.Frames(text)
	return timeline.Frame(frames), ok
}

// Regions is the names of the request's regions, in playing order.
func (r Request) Regions() []string {
	names := make([]string, len(r.Scripts))
	for i, s := range r.Scripts {
		names[i] = s.Region
	}
	return names
}

// GuidanceOf is how much is said of a region: never [GuidanceAuto].
func (r Request) GuidanceOf(region string) Guidance {
	switch {
	case r.Guidance != GuidanceAuto:
		return r.Guidance
	case slices.Contains(r.Known, region):
		return GuidanceBrief
	}
	return GuidanceFull
}

// Texts is every text that a session of the request can speak, whatever its
// length, in the order it is first spoken: the clips it needs.
func (r Request) Texts() []string {
	heard := &hearing{}
	r.Voice = heard
	b := builder{Request: r}
	for _, s := range r.Scripts {
		// What cannot be fitted is still spoken as far as it goes; whether it
		// can be is for Range to say.
		b.head(s, true)
		for round := 1; round <= 3; round++ {
			b.lead(s, round)
			for i := range s.Points {
				b.point(s, i, round)
			}
		}
		if len(r.Scripts) > 1 && r.Loop {
			b.headAgain(s)
		}
		b.stretch(s, 1)
		b.stretch(s, 2)
		b.closing(s)
	}
	return heard.texts
}

// hearing is a voice of no length that notes what it is asked for.
type hearing struct{ texts []string }

func (h *hearing) Frames(text string) (int64, bool) {
	if !slices.Contains(h.texts, text) {
		h.texts = append(h.texts, text)
	}
	return 0, true
}

// RangeError says that a session cannot have the length asked for, and which
// it can have. Lengths are in frames.
type RangeError struct {
	Asked, Least, Most timeline.Frame
}

func (e *RangeError) Error() string {
	return fmt.Sprintf("a length of %s is not possible: it can be from %s to %s",
		timeline.Clock(e.Asked), timeline.Clock(ceilSecond(e.Least)), timeline.Clock(e.Most/timeline.Second*timeline.Second))
}

// MissingError names the texts that the voice has no clip of.
type MissingError struct{ Texts []string }

func (e *MissingError) Error() string {
	return fmt.Sprintf("the voice has no clip of %d of the lines, the first being %q", len(e.Texts), e.Texts[0])
}

// ScriptError is a fault of a script that only shows with a voice and a breath.
type ScriptError struct {
	File    string
	Region  string
	At      scripts.Range
	Summary string
	Hint    string
}

func (e *ScriptError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s; %s", e.File, e.At.Start.Line, e.At.Start.Column, e.Summary, e.Hint)
}
