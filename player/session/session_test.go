package session

import (
	"math"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

const second = audio.SampleRate

// slow is a voice whose clips are a tone, so many frames a word.
type slow int64

func (v slow) Frames(text string) (int64, bool) {
	return int64(v)*int64(len(strings.Fields(text))) + 7_001, text != ""
}

// clip swells and dies away, as a recording does.
func (v slow) clip(text string) (mix.Sound, error) {
	frames, _ := v.Frames(text)
	m := make(mix.Mono, frames)
	for i := range m {
		m[i] = float32(0.2 * min(1, float64(i)/2000, float64(len(m)-1-i)/2000) * math.Sin(2*math.Pi*300*float64(i)/second))
	}
	return m, nil
}

func mute(string) (mix.Sound, error) { return mix.Mono(nil), nil }

const voice slow = 19_000

func request(t testing.TB, names ...string) plan.Request {
	t.Helper()
	phrases, err := scripts.BuiltinPhrases()
	if err != nil {
		t.Fatal(err)
	}
	r := plan.Request{Phrases: phrases, Voice: voice, Breath: plan.DefaultBreath, Guidance: plan.GuidanceFull, Work: plan.WorkBoth}
	for _, name := range names {
		s, err := scripts.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		r.Scripts = append(r.Scripts, s)
	}
	return r
}

func begin(t testing.TB, minutes timeline.Frame, names ...string) *plan.Live {
	t.Helper()
	live, err := plan.Begin(request(t, names...), minutes*60*second, plan.AnchorEnd)
	if err != nil {
		t.Fatal(err)
	}
	return live
}

func options() Options {
	clips := map[string]mix.Sound{}
	var mu sync.Mutex
	return Options{
		Sound: score.Sound{Tones: tone.Hum, Sides: score.SidesOn, Clip: func(text string) (mix.Sound, error) {
			mu.Lock()
			defer mu.Unlock()
			if clips[text] == nil {
				clips[text], _ = voice.clip(text)
			}
			return clips[text], nil
		}},
		LongEnough: "That is long enough.", LoopOn: "Round after round.", LastRound: "This is the last round.",
		Afterward: "Press once for this again.", Words: voice,
	}
}

// only leaves the session's own tones, and nothing of the voice.
func only(o Options) Options {
	o.Sound.Clip = mute
	return o
}

// recorder keeps what is heard of a source: what was rendered last.
type recorder struct {
	src    output.Source
	mu     sync.Mutex
	frames [][2]float32
}

func (r *recorder) Render(dst [][2]float32, at output.Frame) (int, error) {
	n, err := r.src.Render(dst, at)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.frames = append(r.frames[:at], dst[:n]...)
	return n, err
}

// rig is a session on a silent output, in a bubble of testing/synctest.
type rig struct {
	*testing.T
	*Session
	out  *output.Silent
	tape *recorder
}

// play runs a test on a session of some minutes.
func play(t *testing.T, live *plan.Live, o Options, test func(r *rig)) {
	synctest.Test(t, func(t *testing.T) {
		s := New(live, o)
		r := &rig{T: t, Session: s, tape: &recorder{src: s}}
		r.attach(0)
		test(r)
		r.out.Close()
		s.Close()
	})
}

// attach plays on a new output from a frame on.
func (r *rig) attach(from output.Frame) {
	r.out = output.NewSilent()
	r.Attach(r.out)
	if err := r.out.Play(r.tape, from); err != nil {
		r.Fatal(err)
	}
}

// do has a command carried out, and is the output's frame it was done at.
func (r *rig) do(c Command) output.Frame {
	synctest.Wait()
	at := r.out.Heard()
	r.Do(c)
	synctest.Wait()
	return at
}

// at waits until the output is at a time.
func (r *rig) at(at time.Duration) {
	time.Sleep(at - audio.Duration(r.out.Heard()))
	synctest.Wait()
}

// heard is what was heard so far.
func (r *rig) heard() [][2]float32 {
	synctest.Wait()
	return r.tape.frames[:r.out.Heard()]
}

// unspliced is a session as it sounds without any command.
func unspliced(t testing.TB, live *plan.Live, sound score.Sound, from, frames timeline.Frame) [][2]float32 {
	t.Helper()
	laid, _ := live.Window(from)
	dst := make([][2]float32, frames)
	n, err := score.New(laid, sound).Render(dst, int64(from))
	if err != nil {
		t.Fatal(err)
	}
	return dst[:n]
}

func far(a, b [][2]float32) (most float64) {
	for i := range a {
		for ch := range 2 {
			most = max(most, math.Abs(float64(a[i][ch]-b[i][ch])))
		}
	}
	return most
}

func abs(x float32) float32 { return float32(math.Abs(float64(x))) }

func peak(frames [][2]float32) float64 { return far(frames, make([][2]float32, len(frames))) }

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
		if r.Status().State != Paused || r.Status().Answer == "" || changes == 0 {
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
		if s.Heard() != -1 {
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

func TestProgressTellsWhatWasDone(t *testing.T) {
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
			t.Errorf("behind the end: %+v, %v", done, ok)
		}
	})
}
