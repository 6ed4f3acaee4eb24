package screen

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
)

// Nothing that is shown changes before Next says so, and Next goes forward.
func TestNextIsWhenSomethingChanges(t *testing.T) {
	for _, endless := range []bool{false, true} {
		tl := laidOut(t, false, 12, "neck")
		rapid.Check(t, func(t *rapid.T) {
			frame := drawFrame(t, "frame", -10, tl.Frames+10)
			s := playing(tl)
			if rapid.Bool().Draw(t, "window") {
				s = playing(window(tl, frame))
			}
			s.Endless = endless
			next := Next(s, frame)
			if next <= frame {
				t.Fatalf("Next(%d) = %d", frame, next)
			}
			between := drawFrame(t, "between", frame, next-1)
			if Look(s, frame) != Look(s, between) {
				t.Fatalf("%+v at %d is %+v at %d, before %d", Look(s, frame), frame, Look(s, between), between, next)
			}
		})
	}
}

// What is shown is what is heard: each cue at its middle, by a window as by
// the whole timeline.
func TestGlanceFollowsTheTimeline(t *testing.T) {
	tl := laidOut(t, false, 10, "neck", "jaw")
	seen := map[timeline.Kind]bool{}
	for _, c := range tl.Cues {
		seen[c.Kind] = true
		g := Look(playing(tl), c.At+c.Frames/2)
		ok := true
		switch c.Kind {
		case timeline.KindSay:
			ok = g.Caption == c.Text && g.Speaking
		case timeline.KindInhale:
			ok = g.Doing == BreatheIn && g.Swell == Swells/2 && g.Breath == c.Breath && g.Breaths == c.Breaths && g.Under == c.Step
		case timeline.KindExhale:
			ok = g.Doing == BreatheOut && g.Swell == Swells/2 && g.Breath == c.Breath
		case timeline.KindSearch:
			ok = g.Doing == SearchAbout
		case timeline.KindRest:
			ok = g.Doing == RestQuietly && !g.Speaking
		}
		if !ok || g.Point != c.Point || g.Side != c.Side || g.Region != c.Region {
			t.Fatalf("in the middle of %+v is shown %+v", c, g)
		}
		if want := (tl.Frames - c.At - c.Frames/2 + audio.SampleRate - 1) / audio.SampleRate; timeline.Frame(g.Left) != want {
			t.Fatalf("at %d are left %d s, not %d", c.At, g.Left, want)
		}
		in := Look(playing(window(tl, c.At)), c.At+c.Frames/2)
		if !in.Speaking { // the words may have been said before the window
			in.Caption = g.Caption
		}
		if in != g {
			t.Fatalf("in a window is shown %+v, of the whole %+v", in, g)
		}
	}
	for _, kind := range []timeline.Kind{timeline.KindSay, timeline.KindInhale, timeline.KindExhale, timeline.KindSearch, timeline.KindRest} {
		if !seen[kind] {
			t.Errorf("the session has no %s", kind)
		}
	}
	if end := Look(playing(tl), tl.Frames); end.Left != 0 || end.Bar != Bars {
		t.Errorf("at the end is shown %+v", end)
	}
	if g := Look(playing(&timeline.Timeline{}), 5); g.Left != 0 {
		t.Errorf("of nothing is shown %+v", g)
	}
	if g := Look(nil, 5); g != (Glance{}) {
		t.Errorf("of no session is shown %+v", g)
	}
}

// A breath swells all through its inhale and sinks all through its exhale,
// from nothing to all and back.
func TestBreathSwellsAndSinks(t *testing.T) {
	tl := laidOut(t, false, 8, "neck")
	for _, c := range tl.Cues {
		if c.Kind != timeline.KindInhale && c.Kind != timeline.KindExhale {
			continue
		}
		first, last := Look(playing(tl), c.At).Swell, Look(playing(tl), c.End()-1).Swell
		if rise := c.Kind == timeline.KindInhale; rise && (first != 0 || last != Swells) || !rise && (first != Swells || last != 0) {
			t.Fatalf("%s goes from %d to %d", c.Kind, first, last)
		}
		for f, before := c.At, first; f < c.End(); f += 480 {
			now := Look(playing(tl), f).Swell
			if d := now - before; c.Kind == timeline.KindInhale && d < 0 || c.Kind == timeline.KindExhale && d > 0 || d > 1 || d < -1 {
				t.Fatalf("%s goes from %d to %d at %d", c.Kind, before, now, f)
			}
			before = now
		}
	}
}

func TestGlanceOfAStatus(t *testing.T) {
	tl := laidOut(t, false, 8, "neck")
	s := playing(tl)
	s.Endless, s.Loop, s.Differs, s.State, s.Stopped = true, true, -70*audio.SampleRate, session.Paused, true
	g := Look(s, 90*audio.SampleRate+5)
	if g.Left != 90 || g.Bar != 0 || !g.Endless || !g.Loop || g.Later != -70 || g.State != session.Paused || !g.Stopping {
		t.Errorf("shown is %+v", g)
	}
}

func BenchmarkLook(b *testing.B) {
	tl := laidOut(b, true, 8*60, "neck")
	s := playing(tl)
	for i := range b.N {
		frame := timeline.Frame(i) * 4800 % tl.Frames
		Look(s, frame)
		Next(s, frame)
	}
}
