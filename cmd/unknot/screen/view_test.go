package screen

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
)

func TestNothingChangesBeforeNextChange(t *testing.T) {
	for _, endless := range []bool{false, true} {
		tl := laidOut(t, false, 12, "neck")
		rapid.Check(t, func(t *rapid.T) {
			frame := drawFrame(t, "frame", -10, tl.Frames+10)
			s := playing(tl)
			if rapid.Bool().Draw(t, "window") {
				s = playing(window(tl, frame))
			}
			s.Endless = endless
			next := NextChange(s, frame)
			if next <= frame {
				t.Fatalf("NextChange(%d) = %d", frame, next)
			}
			between := drawFrame(t, "between", frame, next-1)
			if ViewAt(s, frame) != ViewAt(s, between) {
				t.Fatalf("%+v at %d is %+v at %d, before %d", ViewAt(s, frame), frame, ViewAt(s, between), between, next)
			}
		})
	}
}

// At the middle of each cue, that cue is shown, from a window as from the whole
// timeline.
func TestViewFollowsTheTimeline(t *testing.T) {
	tl := laidOut(t, false, 10, "neck", "jaw")
	seen := map[timeline.Kind]bool{}
	for _, c := range tl.Cues {
		seen[c.Kind] = true
		v := ViewAt(playing(tl), c.At+c.Frames/2)
		ok := true
		switch c.Kind {
		case timeline.KindSay:
			ok = v.Caption == c.Text && v.Speaking
		case timeline.KindInhale:
			ok = v.Activity == Inhaling && v.Swell == SwellSteps/2 && v.Breath == c.Breath && v.Breaths == c.Breaths && v.Purpose == c.Step
		case timeline.KindExhale:
			ok = v.Activity == Exhaling && v.Swell == SwellSteps/2 && v.Breath == c.Breath
		case timeline.KindSearch:
			ok = v.Activity == Searching
		case timeline.KindRest:
			ok = v.Activity == Resting && !v.Speaking
		}
		if !ok || v.Point != c.Point || v.Side != c.Side || v.Region != c.Region {
			t.Fatalf("in the middle of %+v the view is %+v", c, v)
		}
		if want := (tl.Frames - c.At - c.Frames/2 + timeline.Second - 1) / timeline.Second; timeline.Frame(v.Remaining) != want {
			t.Fatalf("at %d, %d s remain, not %d", c.At, v.Remaining, want)
		}
		in := ViewAt(playing(window(tl, c.At)), c.At+c.Frames/2)
		if !in.Speaking { // the words may have been said before the window
			in.Caption = v.Caption
		}
		if in != v {
			t.Fatalf("from a window the view is %+v, from the whole %+v", in, v)
		}
	}
	for _, kind := range []timeline.Kind{timeline.KindSay, timeline.KindInhale, timeline.KindExhale, timeline.KindSearch, timeline.KindRest} {
		if !seen[kind] {
			t.Errorf("the session has no %s", kind)
		}
	}
	if end := ViewAt(playing(tl), tl.Frames); end.Remaining != 0 || end.Progress != ProgressSteps {
		t.Errorf("at the end the view is %+v", end)
	}
	if v := ViewAt(playing(&timeline.Timeline{}), 5); v.Remaining != 0 {
		t.Errorf("of nothing the view is %+v", v)
	}
	if v := ViewAt(nil, 5); v != (View{}) {
		t.Errorf("of no session the view is %+v", v)
	}
}

// A breath swells through the whole inhale and sinks through the whole exhale.
func TestBreathSwellsAndSinks(t *testing.T) {
	tl := laidOut(t, false, 8, "neck")
	for _, c := range tl.Cues {
		if c.Kind != timeline.KindInhale && c.Kind != timeline.KindExhale {
			continue
		}
		first, last := ViewAt(playing(tl), c.At).Swell, ViewAt(playing(tl), c.End()-1).Swell
		if rise := c.Kind == timeline.KindInhale; rise && (first != 0 || last != SwellSteps) || !rise && (first != SwellSteps || last != 0) {
			t.Fatalf("%s goes from %d to %d", c.Kind, first, last)
		}
		for f, before := c.At, first; f < c.End(); f += 480 {
			now := ViewAt(playing(tl), f).Swell
			if d := now - before; c.Kind == timeline.KindInhale && d < 0 || c.Kind == timeline.KindExhale && d > 0 || d > 1 || d < -1 {
				t.Fatalf("%s goes from %d to %d at %d", c.Kind, before, now, f)
			}
			before = now
		}
	}
}

func TestViewFollowsTheStatus(t *testing.T) {
	tl := laidOut(t, false, 8, "neck")
	s := playing(tl)
	s.Endless, s.Loop, s.Differs, s.State, s.Stopped = true, true, -70*timeline.Second, session.Paused, true
	v := ViewAt(s, 90*timeline.Second+5)
	if v.Elapsed != 90 || v.Remaining != 0 || v.Progress != 0 || !v.Endless || !v.Loop || v.EndMoved != -70 || v.State != session.Paused || !v.Stopping {
		t.Errorf("the view is %+v", v)
	}
}

func BenchmarkViewAt(b *testing.B) {
	tl := laidOut(b, true, 8*60, "neck")
	s := playing(tl)
	for i := range b.N {
		frame := timeline.Frame(i) * 4800 % tl.Frames
		ViewAt(s, frame)
		NextChange(s, frame)
	}
}
