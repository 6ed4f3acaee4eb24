package session

import (
	"slices"
	"testing"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
)

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
		if st := r.Status(); st.Answer.Refused || st.State != Paused || r.Heard() != at {
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
			if r.Status().Answer.Refused {
				break
			}
			longer++
		}
		st := r.Status()
		if longer == 0 || st.Extended != longer || !st.Answer.Refused || st.Answer.Code != Code(plan.LongEnough) {
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

func TestTheEndMovesByWhatIsReported(t *testing.T) {
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
