package screen

import (
	"flag"
	"testing"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/scripts"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// evenVoice speaks every line at 60 ms a letter.
type evenVoice struct{}

func (evenVoice) Frames(text string) (int64, bool) {
	return int64(len(text)) * audio.SampleRate * 60 / 1000, true
}

func timeline(t testing.TB, loop bool, minutes int64, regions ...string) *player.Timeline {
	t.Helper()
	phrases, err := scripts.BuiltinPhrases()
	if err != nil {
		t.Fatal(err)
	}
	r := player.Request{Phrases: phrases, Voice: evenVoice{}, Breath: player.DefaultBreath,
		Guidance: player.GuidanceFull, Work: player.WorkBoth, Loop: loop}
	for _, region := range regions {
		s, err := scripts.Builtin(region)
		if err != nil {
			t.Fatal(err)
		}
		r.Scripts = append(r.Scripts, s)
	}
	plan, err := player.Fit(r, minutes*60*audio.SampleRate)
	if err != nil {
		t.Fatal(err)
	}
	return plan.LayOut()
}

func playing(t *player.Timeline) *session.Status {
	return &session.Status{State: session.Playing, Timeline: t, Asked: t.Frames}
}

// window is a timeline with only those cues that are heard around a frame.
func window(t *player.Timeline, at int64) *player.Timeline {
	const before, behind = 60 * audio.SampleRate, 90 * audio.SampleRate
	w := *t
	w.Cues = nil
	for _, c := range t.Cues {
		if c.End() > at-before && c.At < at+behind {
			w.Cues = append(w.Cues, c)
		}
	}
	return &w
}

// fixed is a Session that is heard at a frame, with a status.
func fixed(status **session.Status, heard *int64, did *[]session.Command) Session {
	return Session{
		Title:  "Base of the skull and back of the neck",
		Do:     func(c session.Command) { *did = append(*did, c) },
		Status: func() *session.Status { return *status },
		Heard:  func() int64 { return *heard },
		Keys: func(key string) (session.Command, bool) {
			c, ok := map[string]session.Command{"space": session.PlayPause, "right": session.MoveOn, "q": session.Stop}[key]
			return c, ok
		},
		KeyHelp: keyHelp(),
	}
}

func keyHelp() []string {
	return []string{"space pause", "→ next", "← again", "+ longer", "s satellite", "f finish", "t time left", "l loop", "q stop"}
}
