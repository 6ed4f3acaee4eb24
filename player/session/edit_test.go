package session

import (
	"slices"
	"testing"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/timeline"
)

// A session is laid out some minutes at a time; nobody hears where.
func TestWhatIsLaidOutInPartsSoundsAsTheWhole(t *testing.T) {
	live, o := begin(t, 14, "neck"), options()
	whole := score.New(live.Plan().LayOut(), o.Sound)
	parts := 0
	play(t, live, o, func(r *rig) {
		last := r.Status().Timeline
		r.Watch(func() {
			if now := r.Status().Timeline; now != last {
				last = now
				parts++
			}
		})
		<-r.out.Done()
		want := make([][2]float32, live.Frames())
		if _, err := whole.Render(want, 0); err != nil {
			t.Fatal(err)
		}
		got := r.heard()
		if len(got) != len(want) {
			t.Fatalf("%d frames, not %d", len(got), len(want))
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("frame %d differs", i)
			}
		}
	})
	if parts == 0 {
		t.Error("it was laid out once: that shows nothing")
	}
}

// Where nothing lays the session out further in time, Render does.
func TestRenderLaysOutWhatIsMissing(t *testing.T) {
	live, o := begin(t, 14, "neck"), options()
	s := New(live, o)
	defer s.Close()
	whole := score.New(live.Plan().LayOut(), o.Sound)
	got, want := make([][2]float32, 10*second), make([][2]float32, 10*second)
	for at := timeline.Frame(0); at < live.Frames(); at += 10 * second {
		n, err := s.Render(got, output.Frame(at))
		if m, _ := whole.Render(want, int64(at)); err != nil || n != m {
			t.Fatalf("%d frames at %d, not %d: %v", n, at, m, err)
		}
		if d := far(got[:n], want[:n]); d != 0 {
			t.Fatalf("at %d it differs by %g", at, d)
		}
	}
}

// onsets is how many sounds begin: quiet for 50 ms, then not.
func onsets(frames [][2]float32) (n int) {
	quiet := second
	for _, f := range frames {
		if abs(f[0]) < 1e-4 {
			quiet++
			continue
		}
		if quiet > second/20 {
			n++
		}
		quiet = 0
	}
	return n
}

// An edited session may sound an earcon of its own: then that is the answer,
// and there is no other.
func TestAnEditIsAnsweredOnce(t *testing.T) {
	live := begin(t, 8, "neck")
	quiet := quietAt(t, live)
	for _, c := range []Command{MoveOn, SayAgain, HoldLonger, Satellite, Finish, LoopOn, LoopOff} {
		play(t, live, silent(), func(r *rig) {
			r.at(audio.Duration(quiet))
			at := r.do(c)
			time.Sleep(time.Second)
			got := r.heard()[at : at+second/2]
			loudest := 0.0
			for _, e := range tone.Earcons() {
				for _, x := range e.Sound() {
					loudest = max(loudest, float64(abs(x)))
				}
			}
			if p, n := peak(got), onsets(got); n != 1 || p > 1.01*loudest {
				t.Errorf("%s: %d sounds begin, the peak is %.3f where an earcon's is %.3f", c, n, p, loudest)
			}
		})
	}
}

func TestAfterALongPauseTheInstructionIsSaidAgain(t *testing.T) {
	live, o := begin(t, 8, "neck"), options()
	quiet := quietAt(t, live)
	for _, long := range []time.Duration{time.Second, 3 * time.Second, 3100 * time.Millisecond, time.Minute} {
		play(t, live, o, func(r *rig) {
			r.at(audio.Duration(quiet))
			r.do(PlayPause)
			time.Sleep(long)
			r.do(PlayPause)
			from := r.Heard()
			again := slices.ContainsFunc(r.Status().Timeline.Cues, func(c timeline.Cue) bool {
				return c.Kind == timeline.KindSay && c.At >= from && c.At < from+2*second
			})
			if want := long > 3*time.Second; again != want {
				t.Errorf("after %v: said again %v", long, again)
			}
		})
	}
}

func TestAnEditInAPauseIsWhatGoesOn(t *testing.T) {
	live, o := begin(t, 8, "neck"), options()
	quiet := quietAt(t, live)
	play(t, live, o, func(r *rig) {
		r.at(audio.Duration(quiet))
		r.do(PlayPause)
		at := r.Heard()
		time.Sleep(time.Minute)
		r.do(MoveOn)
		if st := r.Status(); st.Refused || st.State != Paused || r.Heard() != at {
			t.Fatalf("%+v, at %d after %d", st, r.Heard(), at)
		}
		planned := r.Status().Timeline
		time.Sleep(time.Minute)
		r.do(PlayPause)
		if d := r.Status().Timeline; !slices.Equal(d.Cues, planned.Cues) {
			t.Error("going on changed the plan once more")
		}
		time.Sleep(5 * time.Second)
		if r.Heard() < at+4*second {
			t.Errorf("at %d, after %d", r.Heard(), at)
		}
	})
}

func TestWhatIsHeldLongEnoughIsSaid(t *testing.T) {
	live, o := begin(t, 8, "neck"), options()
	quiet := quietAt(t, live)
	play(t, live, o, func(r *rig) {
		r.at(audio.Duration(quiet))
		longer := 0
		for range 12 {
			r.do(HoldLonger)
			if r.Status().Refused {
				break
			}
			longer++
		}
		st := r.Status()
		if longer == 0 || st.Extended != longer || !st.Refused || st.Answer != "no spot is pressed for longer" {
			t.Errorf("%d longer, %+v", longer, st)
		}
		spoken := func() bool {
			return slices.ContainsFunc(r.Status().Timeline.Cues, func(c timeline.Cue) bool { return c.Text == o.LongEnough })
		}
		if !spoken() {
			t.Error("that is not said")
		}
		// In a pause it is said there and then, and broken off by going on.
		r.do(PlayPause)
		time.Sleep(time.Second)
		at := r.do(HoldLonger)
		time.Sleep(time.Second)
		on := r.do(PlayPause)
		if p := peak(r.heard()[at+second/2 : on]); p < 0.1 {
			t.Errorf("in the pause it is said with a peak of %g", p)
		}
	})
}

func TestTheEndMovesByWhatIsTold(t *testing.T) {
	live := begin(t, 8, "neck")
	play(t, live, only(options()), func(r *rig) {
		r.at(20 * time.Second)
		for _, c := range []Command{MoveOn, MoveOn, HoldLonger, SayAgain, Satellite, MoveOn} {
			r.do(c)
			time.Sleep(7 * time.Second)
		}
		r.do(PlayPause)
		time.Sleep(time.Minute)
		r.do(PlayPause)
		<-r.out.Done()
		if st := r.Status(); r.Heard() != st.Asked+st.Differs || st.Asked != live.Frames() || st.Timeline.Frames != r.Heard() {
			t.Errorf("it ended at %d, asked %d, differs %d", r.Heard(), st.Asked, st.Differs)
		}
	})
}
