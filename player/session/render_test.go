package session

import (
	"runtime"
	"slices"
	"testing"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/timeline"
)

// What was rendered before a splice is rendered the same after it: where a
// device is lost, another falls back to before the splice.
func TestASpliceLeavesWhatIsBeforeItAsItWas(t *testing.T) {
	s := New(begin(t, 8, "neck"), options())
	defer s.Close()
	c := newController(s, begin(t, 8, "neck"))
	at := output.Frame(5 * second)
	for i, command := range []Command{VoiceLouder, PlayPause, TonesQuieter, PlayPause, SayRemaining, HoldLonger, VoiceQuieter, VoiceQuieter, Stop} {
		before, after := make([][2]float32, 2*second), make([][2]float32, 2*second)
		if _, err := s.Render(before, at-2*second); err != nil {
			t.Fatal(err)
		}
		c.change(command, at)
		if _, err := s.Render(after, at-2*second); err != nil {
			t.Fatal(err)
		}
		if d := far(before, after); d != 0 {
			t.Errorf("%s, the %dth: what is before it differs by %g", command, i, d)
		}
		at += []output.Frame{100, 1000, 20_000}[i%3] // within a fade, and after it
	}
}

// Sounds that were heard are shared over commands: the very first Render after
// one makes nothing.
func TestRenderAllocatesNothingAfterACommand(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // whatever else runs waits
	live := begin(t, 8, "neck")
	laid, _ := live.Window(0)
	for _, kind := range []timeline.Kind{timeline.KindSay, timeline.KindSearch, timeline.KindExhale} {
		i := slices.IndexFunc(laid.Cues, func(c timeline.Cue) bool { return c.Kind == kind })
		o := options()
		o.Sound.Cache = nil // a session of its own
		s := New(live, o)
		s.Close() // what runs beside it allocates, too
		c := newController(s, live)
		at := output.Frame(laid.Cues[i].At) + second
		if _, err := s.Render(make([][2]float32, live.Frames()), 0); err != nil {
			t.Fatal(err)
		}
		dst := make([][2]float32, second)
		for _, command := range []Command{VoiceLouder, TonesQuieter, PlayPause, PlayPause, HoldLonger, SayRemaining, SayAgain, Stop} {
			if command == SayRemaining { // as run does before it is carried out
				_, _ = c.options.Sound.Clip(live.TimeRemaining(timeline.Frame(at)))
			}
			c.change(command, at)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := s.Render(dst, at)
			runtime.ReadMemStats(&after)
			if n := after.Mallocs - before.Mallocs; n != 0 || err != nil {
				t.Errorf("after %s in a %s Render allocates %d times, %v", command, kind, n, err)
			}
			at += second / 10
		}
	}
}
