package session

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/timeline"
)

func TestASessionSoundsAsItsTimeline(t *testing.T) {
	live, o := begin(t, 8, "neck"), options()
	play(t, live, o, func(r *rig) {
		r.at(40 * time.Second)
		got := r.heard()
		if d := far(got, unspliced(t, live, o.Sound, 0, timeline.Frame(len(got)))); d != 0 {
			t.Errorf("differs by %g", d)
		}
		if st := r.Status(); st.State != Playing || st.Asked != live.Frames() || st.Answers != 0 || r.Heard() != 40*second {
			t.Errorf("%+v, heard %d", st, r.Heard())
		}
	})
}

// With the tones all but off, the earcons of the pause are, too: what is left
// is the voice.
func TestAShortPauseLosesAndRepeatsNothing(t *testing.T) {
	live, o := begin(t, 8, "neck"), options()
	o.Sound.TonesLevel = -200
	for _, at := range []time.Duration{time.Second, 2345 * time.Millisecond, 9 * time.Second} {
		for _, long := range []time.Duration{10 * time.Millisecond, 200 * time.Millisecond, 2900 * time.Millisecond} {
			play(t, live, o, func(r *rig) {
				r.at(at)
				off := r.do(PlayPause)
				time.Sleep(long)
				on := r.do(PlayPause)
				time.Sleep(5 * time.Second)
				got := r.heard()
				n := min(output.Frame(len(got))-on, 4*second)
				want := unspliced(t, live, o.Sound, 0, timeline.Frame(off+n))
				if d := far(got[:off], want[:off]); d != 0 {
					t.Errorf("%v, %v: before the pause it differs by %g", at, long, d)
				}
				if on-off >= spliceFade {
					if p := peak(got[off+spliceFade : on]); p > 1e-9 {
						t.Errorf("%v, %v: the pause has a peak of %g", at, long, p)
					}
				}
				// What faded out and what faded in are one sound.
				joined := append([][2]float32(nil), got[on:on+n]...)
				for i := range min(spliceFade, on-off) {
					joined[i][0] += got[off+i][0]
					joined[i][1] += got[off+i][1]
				}
				if on-off < spliceFade {
					joined, want = joined[2*spliceFade:], want[2*spliceFade:]
				}
				if d := far(joined, want[off:off+output.Frame(len(joined))]); d > 1e-6 {
					t.Errorf("%v, %v: what goes on differs by %g", at, long, d)
				}
			})
		}
	}
}

func TestAPausedSessionStandsStill(t *testing.T) {
	play(t, begin(t, 8, "neck"), options(), func(r *rig) {
		changes := 0
		r.Watch(func() { changes++ })
		r.at(7 * time.Second)
		at := timeline.Frame(r.do(PlayPause))
		if r.Status().State != Paused || r.Status().Answer.Code == "" || changes == 0 {
			t.Errorf("after a pause: %+v, %d changes", r.Status(), changes)
		}
		for range 5 {
			time.Sleep(123 * time.Millisecond)
			if h := r.Heard(); h != at {
				t.Fatalf("paused at %d, heard %d", at, h)
			}
		}
		output1 := r.out.Heard()
		time.Sleep(time.Hour)
		if r.out.Heard() != output1 {
			t.Error("the output was not paused")
		}
		if h := r.Heard(); h != at {
			t.Errorf("paused at %d, after an hour %d", at, h)
		}
		r.do(Pause)
		if r.Status().State != Paused || r.Status().Answers != 1 {
			t.Errorf("pausing what is paused: %+v", r.Status())
		}
		// An answer is heard, and then it is paused again.
		r.do(VoiceLouder)
		time.Sleep(time.Second)
		if r.out.Heard() == output1 || r.Heard() != at {
			t.Errorf("an answer in the pause: the output from %d to %d, the session from %d to %d", output1, r.out.Heard(), at, r.Heard())
		}
		output1 = r.out.Heard()
		time.Sleep(time.Minute)
		if r.out.Heard() != output1 {
			t.Error("the output was not paused again")
		}
		r.do(Play)
		if r.Status().State != Playing {
			t.Errorf("going on: %+v", r.Status())
		}
		r.do(Play)
		time.Sleep(time.Second)
		if h := r.Heard(); h < at+second-spliceFade || h > at+second {
			t.Errorf("a second after going on from %d it is at %d", at, h)
		}
	})
}

func TestAnOutputThatIsLostIsFollowedByAnother(t *testing.T) {
	play(t, begin(t, 8, "neck"), options(), func(r *rig) {
		r.at(5 * time.Second)
		r.out.Close()
		r.do(VoiceLouder)
		if n := r.Status().Answers; n != 0 {
			t.Errorf("%d commands were answered without an output", n)
		}
		from := r.out.Heard()
		r.out = output.NewSilent()
		r.Attach(r.out)
		if h := r.Heard(); h != timeline.Frame(from) {
			t.Errorf("between outputs %d is heard, not %d", h, from)
		}
		time.Sleep(time.Second)
		if err := r.out.Play(r.tape, from); err != nil {
			t.Fatal(err)
		}
		time.Sleep(100 * time.Millisecond)
		if n := r.Status().Answers; n != 1 {
			t.Errorf("%d commands were answered on the second output", n)
		}
		r.do(PlayPause)
		at := r.Heard()
		r.out.Close() // in the pause, before its earcon is over
		r.attach(r.out.Heard())
		time.Sleep(time.Minute)
		if r.Heard() != at || r.out.Heard() > 7*second {
			t.Errorf("paused at %d; on another output at %d, of the output %d", at, r.Heard(), r.out.Heard())
		}
		r.do(PlayPause)
		time.Sleep(time.Second)
		if r.Heard() <= at {
			t.Error("it does not go on")
		}
	})
}

func TestStopFadesAndEnds(t *testing.T) {
	for _, paused := range []bool{false, true} {
		play(t, begin(t, 8, "neck"), options(), func(r *rig) {
			r.at(5 * time.Second)
			if paused {
				r.do(PlayPause)
				time.Sleep(time.Minute)
			}
			at := r.do(Stop)
			session := r.Heard()
			if !r.Status().Stopped {
				t.Error("it was not stopped")
			}
			r.do(MoveOn)
			<-r.out.Done()
			if err := r.out.Err(); err != nil {
				t.Errorf("the output: %v", err)
			}
			synctest.Wait()
			if st := r.Status(); st.State != Ended || st.Outcome != Over || r.Heard() != session {
				t.Errorf("%+v, at %d after %d", st, r.Heard(), session)
			}
			got := r.heard()
			if long := output.Frame(len(got)) - at; long < stopFade || long > second {
				t.Errorf("it ended after %d frames", long)
			}
			if last := got[len(got)-1]; abs(last[0]) > 1e-3 {
				t.Errorf("it ends at %v", last)
			}
		})
	}
}

func TestStopWithoutAnOutputEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(begin(t, 8, "neck"), options())
		if s.Heard() != 0 {
			t.Errorf("heard %d before any output", s.Heard())
		}
		s.Do(PlayPause)
		s.Do(Stop)
		synctest.Wait()
		if st := s.Status(); st.State != Ended || !st.Stopped {
			t.Errorf("%+v", st)
		}
		if n, err := s.Render(make([][2]float32, 100), 0); n != 0 || err != nil {
			t.Errorf("rendered %d, %v", n, err)
		}
		s.Close()
		s.Close()
	})
}

func TestProgressIsWhatWasDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		live := begin(t, 8, "neck")
		s := New(live, options())
		defer s.Close()
		if done, mark, ok := s.Progress(); done.Points != 0 || !ok || mark.Remaining != live.Frames() {
			t.Errorf("before it plays: %+v, %+v, %v", done, mark, ok)
		}
		out := output.NewSilent()
		defer out.Close()
		s.Attach(out)
		if err := out.Play(s, 0); err != nil {
			t.Fatal(err)
		}
		time.Sleep(4 * time.Minute)
		done, mark, ok := s.Progress()
		if want := live.Played(4 * 60 * second); done.Points != want.Points || done.Points == 0 || !ok || mark.Remaining != live.Frames()-s.Heard() {
			t.Errorf("in the middle: %+v, %+v, %v", done, mark, ok)
		}
		time.Sleep(5 * time.Minute)
		if done, _, ok := s.Progress(); ok || done.Rounds != 1 {
			t.Errorf("after the end: %+v, %v", done, ok)
		}
	})
}

func TestStatusDoesNotWaitForTheSound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(begin(t, 8, "neck"), options())
		defer s.Close()
		out := newStill(5 * second)
		out.block = make(chan struct{})
		s.Attach(out)
		for range 1000 { // more than can wait
			s.Do(VoiceLouder)
		}
		synctest.Wait() // a Retake is under way, and never ends
		if st := s.Status(); st.State != Playing || s.Heard() != 5*second {
			t.Errorf("%+v, heard %d", st, s.Heard())
		}
		close(out.block)
		synctest.Wait()
		if n := s.Status().Answers; n < mostWaiting || n > 2*mostWaiting+2 {
			t.Errorf("%d commands were answered", n)
		}
	})
}

// still is an output that stands still: a Retake is done at once, at a frame.
type still struct {
	output.Silent
	frame atomic.Int64
	block chan struct{} // a Retake waits for it
	done  chan struct{}
}

func newStill(at output.Frame) *still {
	s := &still{done: make(chan struct{})}
	s.frame.Store(int64(at))
	return s
}

func (s *still) Heard() output.Frame { return output.Frame(s.frame.Load()) }

func (s *still) Pause() {}

func (s *still) Resume() {}

func (s *still) Done() <-chan struct{} { return s.done }

func (s *still) Retake(change func(at output.Frame)) bool {
	if s.block != nil {
		<-s.block
	}
	change(s.Heard())
	return true
}
