package plan

import (
	"slices"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// Guidance is how much is said.
type Guidance string

const (
	GuidanceFull  Guidance = "full"
	GuidanceBrief Guidance = "brief"
	GuidanceTones Guidance = "tones" // cautions only; earcons stand for the other lines
	GuidanceAuto  Guidance = "auto"  // full, but brief for regions that the listener knows
)

// Work is which sides of two-sided points are worked.
type Work string

const (
	WorkBoth  Work = "both"
	WorkLeft  Work = "left"
	WorkRight Work = "right"
)

// Lengths knows how long the clip of a text is, in frames. A voice does.
type Lengths interface {
	Frames(text string) (frames int64, ok bool)
}

// Request is everything that is asked for, except the length.
type Request struct {
	Scripts  []*scripts.Script // one region, or several in playing order
	Phrases  *scripts.Phrases
	Voice    Lengths
	Breath   Breath
	Guidance Guidance
	Known    []string // regions that the listener knows, for GuidanceAuto
	Work     Work
	Loop     bool   // further rounds of the region; with no length, until stopped
	LeftOut  []Spot // points that are not to be pressed; those of other regions do nothing
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

// clip is how long the clip of a text is; ok is false where there is none.
func (r Request) clip(text string) (length timeline.Frame, ok bool) {
	frames, ok := r.Voice.Frames(text)
	return timeline.Frame(frames), ok
}

// Texts is every text that a session of the request can speak, whatever its
// length, in the order it is first spoken: the clips it needs.
func (r Request) Texts() []string {
	recorder := &textRecorder{}
	r.Voice = recorder
	b := builder{Request: r}
	for _, s := range r.Scripts {
		// A script that cannot be fitted is spoken as far as it goes all the
		// same; whether it can be fitted is for Range to say.
		b.opening(s, true)
		for round := 1; round <= 3; round++ {
			b.betweenRounds(s, round)
			for i := range s.Points {
				b.point(s, i, round)
			}
		}
		if len(r.Scripts) > 1 && r.Loop {
			b.openingAgain(s)
		}
		b.stretch(s, 1)
		b.stretch(s, 2)
		b.closing(s)
	}
	return recorder.texts
}

// textRecorder is a voice that notes what it is asked for. Its clips have no
// length.
type textRecorder struct{ texts []string }

func (r *textRecorder) Frames(text string) (int64, bool) {
	if !slices.Contains(r.texts, text) {
		r.texts = append(r.texts, text)
	}
	return 0, true
}

// missingClips is every text of the request that the voice has no clip of.
func (r Request) missingClips() []string {
	var texts []string
	for _, text := range r.Texts() {
		if _, ok := r.clip(text); !ok {
			texts = append(texts, text)
		}
	}
	return texts
}
