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
	quiet := searchAt(t, live)
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
	quiet := searchAt(t, live)
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

// asksAgain reports whether the pressure at a frame of a session begins with
// what asks for it, and whether its caps start anew after that.
func asksAgain(t *testing.T, live *plan.Live, from timeline.Frame) (asks, anew bool) {
	t.Helper()
	was, _ := live.At(from - 1)
	number, pressed := was.Pressure()
	if !pressed {
		t.Fatalf("nothing is pressed at %d: %+v", from, was)
	}
	for at, s := range live.Steps {
		if at >= from && s.Kind == plan.StepBreaths {
			got, _ := s.Pressure()
			return asks || s.Words > 0, got != number
		}
		asks = asks || at >= from && s.Words > 0
	}
	t.Fatal("nothing follows")
	return false, false
}

// To pause under pressure is to let go, however short the pause.
func TestAPauseUnderPressureIsLettingGo(t *testing.T) {
	live, o := begin(t, 8, "neck"), options()
	quiet := quietAt(t, live)
	for _, long := range []time.Duration{100 * time.Millisecond, time.Second, 19 * time.Second, 20 * time.Second, time.Hour} {
		play(t, live, o, func(r *rig) {
			r.at(audio.Duration(quiet))
			r.do(PlayPause)
			time.Sleep(long)
			r.do(PlayPause)
			asks, anew := asksAgain(t, r.Status().live, r.Heard())
			if !asks || anew != (long >= 20*time.Second) {
				t.Errorf("after %v: it asks for the pressure %v, its caps start anew %v", long, asks, anew)
			}
		})
	}
}

// So is a device that goes away under pressure; elsewhere nothing is changed.
func TestADeviceLostUnderPressureIsLettingGo(t *testing.T) {
	live, o := begin(t, 8, "neck"), options()
	for _, c := range []struct {
		at      timeline.Frame
		long    time.Duration
		presses bool
	}{
		{quietAt(t, live), 100 * time.Millisecond, true}, {quietAt(t, live), time.Minute, true}, {searchAt(t, live), time.Minute, false},
	} {
		play(t, live, o, func(r *rig) {
			r.at(audio.Duration(c.at))
			r.out.Close()
			time.Sleep(c.long)
			r.attach(r.out.Heard())
			time.Sleep(100 * time.Millisecond)
			now := r.Status().live
			if !c.presses {
				if now != live {
					t.Error("outside of pressure the plan became another")
				}
				return
			}
			asks, anew := asksAgain(t, now, c.at)
			if !asks || anew != (c.long >= 20*time.Second) || r.Status().Answers != 0 {
				t.Errorf("after %v: it asks for the pressure %v, its caps start anew %v, %+v", c.long, asks, anew, r.Status().Answer)
			}
		})
	}
}

// A spot is left out by its key, and by a second next soon after the first; the
// status has it for later sessions.
func TestASpotIsLeftOutAndKnown(t *testing.T) {
	live, o := begin(t, 12, "neck"), silent()
	quiet := quietAt(t, live)
	spot := live.SpotAt(quiet)
	for _, commands := range [][]Command{{LeaveOut}, {MoveOn, NextAgain}, {PlayPause, MoveOn, NextAgain, Play}, {PlayPause, LeaveOut, Play}} {
		play(t, live, o, func(r *rig) {
			r.at(audio.Duration(quiet))
			for _, c := range commands {
				r.do(c)
				time.Sleep(time.Second)
			}
			st := r.Status()
			if !slices.Equal(st.LeftOut, []plan.Spot{spot}) || st.Answer.Refused || st.Differs != 0 {
				t.Errorf("%v: %+v", commands, st)
			}
			r.do(Play)
			time.Sleep(20 * time.Second)
			if now := st.live.SpotAt(r.Heard()); now == spot || now.IsZero() {
				t.Errorf("%v: half a minute later at %+v", commands, now)
			}
		})
	}
}

// Outside of spots nothing is left out: a second next is a next.
func TestOutsideOfSpotsNothingIsLeftOut(t *testing.T) {
	live, o := begin(t, 12, "neck"), silent()
	play(t, live, o, func(r *rig) {
		r.at(time.Second)
		r.do(LeaveOut)
		if st := r.Status(); !st.Answer.Refused || st.Answer.Code != Code(plan.NoSpot) {
			t.Errorf("%+v", st.Answer)
		}
		r.do(MoveOn)
		time.Sleep(time.Second)
		r.do(NextAgain)
		if st := r.Status(); st.Answer.Refused || st.Answer.Code != CodeMovedOn || len(st.LeftOut) > 0 {
			t.Errorf("%+v", st)
		}
	})
}
