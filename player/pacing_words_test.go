package player_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/unknot/unknot/player/pacing"
	"github.com/unknot/unknot/player/timeline"
)

// A built-in session speaks for twenty seconds of any thirty at most. Each line with
// which such a window begins is reported once, with the session in which it is worst.
func TestABuiltinSessionLeavesAirBetweenItsWords(t *testing.T) {
	type place struct {
		session builtinSession
		talk    timeline.Frame
		at      pacing.Stretch
	}
	worst := map[string]place{}
	for _, s := range builtinSessions(t) {
		said := pacing.Of(s.Timeline, timeline.KindSay)
		for _, window := range pacing.Dense(said, pacing.Window, pacing.MostTalk) {
			talk, text := pacing.Total(pacing.Within(said, window)), ""
			for _, c := range s.Cues {
				if c.Kind == timeline.KindSay && c.End() > window.From {
					text = c.Text
					break
				}
			}
			if talk > worst[text].talk {
				worst[text] = place{s, talk, window}
			}
		}
	}
	for _, text := range slices.Sorted(maps.Keys(worst)) {
		p := worst[text]
		t.Errorf("%s: %s of the %s from %s on are words, the first %q",
			p.session.name, seconds(p.talk), seconds(pacing.Window), timeline.Clock(p.at.From), text)
	}
}
