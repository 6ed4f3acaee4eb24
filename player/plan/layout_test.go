package plan_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/timeline"
)

func TestCuesFollowEachOther(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, r := drawPlan(rt, t)
		tl := p.LayOut()
		inhale, exhale := frames(r.Breath.In), frames(r.Breath.Out)
		var words, under timeline.Frame // where the last line, and the last of all else, ended
		last := timeline.Cue{Kind: timeline.KindExhale}
		for i, c := range tl.Cues {
			if i > 0 && c.At < tl.Cues[i-1].At || c.At < 0 || c.Frames <= 0 || c.End() > tl.Frames || c.Round < 1 {
				rt.Fatalf("cue %d: %+v", i, c)
			}
			if c.Kind == timeline.KindSay {
				if c.At < words || c.Text == "" {
					rt.Fatalf("cue %d: %q is spoken into the line before", i, c.Text)
				}
				words = c.End()
				continue
			}
			if c.Kind == timeline.KindInhale && c.At < words {
				rt.Fatalf("cue %d: a line is spoken until %d, over an inhale", i, words)
			}
			if c.At < under {
				rt.Fatalf("cue %d: a %s begins before the %s ends", i, c.Kind, last.Kind)
			}
			under = c.End()
			// After anything else the breath starts at an inhale.
			switch {
			case c.Kind == timeline.KindInhale && (c.Frames != inhale || last.Kind == timeline.KindInhale),
				c.Kind == timeline.KindExhale && (c.Frames != exhale || last.Kind != timeline.KindInhale || last.End() != c.At),
				c.Kind != timeline.KindExhale && last.Kind == timeline.KindInhale:
				rt.Fatalf("cue %d: %s of %d frames after %s", i, c.Kind, c.Frames, last.Kind)
			}
			last = c
		}
		for i, c := range tl.Chapters {
			if i > 0 && c.At <= tl.Chapters[i-1].At || c.Title == "" || c.At >= tl.Frames {
				rt.Fatalf("chapter %d: %+v", i, c)
			}
		}
	})
}
