package screen

import (
	"flag"
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

var update = flag.Bool("update", false, "rewrite the golden screens")

// evenVoice speaks every line at 60 ms a letter.
type evenVoice struct{}

func (evenVoice) Frames(text string) (int64, bool) {
	return int64(len(text)) * audio.SampleRate * 60 / 1000, true
}

func laidOut(t testing.TB, loop bool, minutes timeline.Frame, regions ...string) *timeline.Timeline {
	t.Helper()
	phrases, err := scripts.BuiltinPhrases()
	if err != nil {
		t.Fatal(err)
	}
	r := plan.Request{Phrases: phrases, Voice: evenVoice{}, Breath: plan.DefaultBreath,
		Guidance: plan.GuidanceFull, Work: plan.WorkBoth, Loop: loop}
	for _, region := range regions {
		s, err := scripts.Builtin(region)
		if err != nil {
			t.Fatal(err)
		}
		r.Scripts = append(r.Scripts, s)
	}
	fitted, err := plan.Fit(r, minutes*60*audio.SampleRate)
	if err != nil {
		t.Fatal(err)
	}
	return fitted.LayOut()
}

func playing(t *timeline.Timeline) *session.Status {
	return &session.Status{State: session.Playing, Timeline: t, Asked: t.Frames}
}

// window is a timeline with only the cues that are heard around a frame.
func window(t *timeline.Timeline, at timeline.Frame) *timeline.Timeline {
	const before, after = 60 * timeline.Second, 90 * timeline.Second
	w := *t
	w.Cues = nil
	for _, c := range t.Cues {
		if c.End() > at-before && c.At < at+after {
			w.Cues = append(w.Cues, c)
		}
	}
	return &w
}

// fixed is a Session whose status and heard frame the test sets.
func fixed(status **session.Status, heard *timeline.Frame, did *[]session.Command) Session {
	return Session{
		Title:  "Base of the skull and back of the neck",
		Do:     func(c session.Command) { *did = append(*did, c) },
		Status: func() *session.Status { return *status },
		Heard:  func() timeline.Frame { return *heard },
		Keys:   control.DefaultKeys(),
	}
}

// fewWords says what keys do, in an order of its own: the golden screens show
// how many of them fit.
func fewWords() []string {
	return []string{"space pause", "→ next", "← again", "+ longer", "s satellite", "f finish", "t time left", "l loop", "q stop"}
}

func drawFrame(t *rapid.T, name string, least, most timeline.Frame) timeline.Frame {
	return timeline.Frame(rapid.Int64Range(int64(least), int64(most)).Draw(t, name))
}
