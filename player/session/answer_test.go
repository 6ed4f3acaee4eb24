package session

import (
	"math"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
)

// silent is a session of which nothing is heard but what answers.
func silent() Options {
	o := only(options())
	o.Sound.Tones = tone.None
	return o
}

// quietAt is a moment of a session without tones in which nothing is heard for
// a second: within a hold's breaths.
func quietAt(t testing.TB, live *plan.Live) timeline.Frame {
	t.Helper()
	laid, _ := live.Window(0)
	for _, c := range laid.Cues {
		if c.Kind == timeline.KindInhale && c.Step == timeline.Hold && c.Breath > 1 {
			return c.At + second
		}
	}
	t.Fatal("no hold")
	return 0
}

func TestEveryCommandIsAnsweredWithinATenthOfASecond(t *testing.T) {
	live := begin(t, 8, "neck")
	quiet := quietAt(t, live)
	for _, c := range Commands() {
		for _, paused := range []bool{false, true} {
			if paused && c == Pause || !paused && c == Play {
				continue // nothing to do, and nothing to answer
			}
			play(t, live, silent(), func(r *rig) {
				r.at(audio.Duration(quiet))
				if paused {
					r.do(PlayPause)
					time.Sleep(time.Second)
				}
				answers := r.Status().Answers
				at := r.do(c)
				time.Sleep(time.Second)
				if st := r.Status(); st.Answers != answers+1 || st.Answer == "" {
					t.Errorf("%s, paused %v: %d answers, the last %q", c, paused, st.Answers-answers, st.Answer)
				}
				got := r.heard()[at:]
				onset := slices.IndexFunc(got, func(f [2]float32) bool { return abs(f[0]) > 0.002 })
				if onset < 0 || onset > second/10 {
					t.Errorf("%s, paused %v: sounds after %d frames", c, paused, onset)
				}
			})
		}
	}
}

func TestLevels(t *testing.T) {
	live, o := begin(t, 8, "neck"), options()
	play(t, live, o, func(r *rig) {
		r.at(time.Second)
		at := r.do(TonesQuieter)
		for _, want := range []float64{2, 4, 6, 6, 6} {
			r.do(VoiceLouder)
			if st := r.Status(); st.VoiceLevel != want || st.TonesLevel != -2 {
				t.Errorf("levels %+v", st)
			}
		}
		if !r.Status().Refused {
			t.Error("louder than can be is not refused")
		}
		time.Sleep(3 * time.Second)
		o.Sound.VoiceLevel, o.Sound.TonesLevel = 6, -2
		from := at + second
		got := r.heard()[from:]
		if d := far(got, unspliced(t, live, o.Sound, timeline.Frame(from), timeline.Frame(len(got)))); d > 1e-6 {
			t.Errorf("differs by %g from a session at these levels", d)
		}
		for range 20 {
			r.do(VoiceQuieter)
			time.Sleep(time.Second)
		}
		if st := r.Status(); st.VoiceLevel != -20 || !st.Refused {
			t.Errorf("levels %+v", st)
		}
	})
}

// No sample may step further from those before it than the sounds' own slope
// takes it: a click shows in the second difference.
func TestNoSpliceClicks(t *testing.T) {
	live, o := begin(t, 8, "neck"), options()
	most := bend(unspliced(t, live, o.Sound, 0, 60*second))
	for _, e := range tone.Earcons() {
		own := make([][2]float32, 0, second)
		for _, x := range e.Sound() {
			own = append(own, [2]float32{x, x})
		}
		most = max(most, bend(own))
	}
	commands := slices.DeleteFunc(Commands(), func(c Command) bool { return c == Stop || c == Finish })
	play(t, live, o, func(r *rig) {
		r.at(time.Second)
		for i := range 150 {
			r.do(commands[i*7%len(commands)])
			time.Sleep(time.Duration(1+i*i%311) * time.Millisecond)
		}
		r.do(Stop)
		<-r.out.Done()
		got := r.heard()
		// Levels have gone up by 6 dB at most, and two answers can sound at once.
		if b := bend(got); b > 2*most {
			t.Errorf("bends by %.4f, where its sounds do by %.4f", b, most)
		}
	})
}

func bend(frames [][2]float32) (most float64) {
	for i := 2; i < len(frames); i++ {
		for ch := range 2 {
			most = max(most, math.Abs(float64(frames[i][ch]-2*frames[i-1][ch]+frames[i-2][ch])))
		}
	}
	return most
}

func TestQuietSeconds(t *testing.T) {
	live := begin(t, 4, "jaw")
	for _, test := range []struct {
		name     string
		commands []Command
		outcome  Outcome
		least    time.Duration // that it lasts behind the first command
		most     time.Duration
		refused  bool
	}{
		{"nothing", nil, Over, 10 * time.Second, 10 * time.Second, false},
		{"one press", []Command{PlayPause}, Again, 500 * time.Millisecond, 700 * time.Millisecond, false},
		{"two presses", []Command{PlayPause, PlayPause}, Further, 200 * time.Millisecond, time.Second, false},
		{"a press that becomes two", []Command{Pressed, MoveOn}, Further, 200 * time.Millisecond, time.Second, false},
		{"a press, then on", []Command{PlayPause, MoveOn}, Further, 200 * time.Millisecond, time.Second, false},
		{"on", []Command{MoveOn}, Further, 200 * time.Millisecond, 500 * time.Millisecond, false},
		{"stop", []Command{Stop}, Over, 200 * time.Millisecond, 500 * time.Millisecond, false},
		{"longer", []Command{HoldLonger}, Over, 7 * time.Second, 7 * time.Second, true},
	} {
		o := only(options())
		o.Quiet, o.AnnounceQuiet = 10*time.Second, true
		play(t, live, o, func(r *rig) {
			r.at(audio.Duration(live.Frames()) - time.Second)
			if r.Status().State != Playing {
				t.Errorf("%s: before the end: %+v", test.name, r.Status())
			}
			wait := 4 * time.Second
			if test.commands == nil {
				wait = time.Second
			}
			time.Sleep(wait)
			synctest.Wait()
			if r.Status().State != Afterward || r.Heard() != live.Frames() {
				t.Errorf("%s: after the end: %+v", test.name, r.Status())
			}
			began := r.out.Heard()
			for _, c := range test.commands {
				r.do(c)
				time.Sleep(100 * time.Millisecond)
			}
			if r.Status().Refused != test.refused {
				t.Errorf("%s: %+v", test.name, r.Status())
			}
			<-r.out.Done()
			synctest.Wait()
			took := audio.Duration(r.out.Heard() - began)
			if st := r.Status(); st.State != Ended || st.Outcome != test.outcome || took < test.least || took > test.most || r.Heard() != live.Frames() {
				t.Errorf("%s: %s, outcome %q after %v, at %d of %d", test.name, st.State, st.Outcome, took, r.Heard(), live.Frames())
			}
		})
	}
}

func TestTheQuietSecondsAreAnnounced(t *testing.T) {
	live := begin(t, 4, "jaw")
	for _, words := range []bool{false, true} {
		o := options()
		o.Quiet, o.AnnounceQuiet = 10*time.Second, words
		play(t, live, o, func(r *rig) {
			<-r.out.Done()
			got := r.heard()[live.Frames():]
			if len(got) != 10*second {
				t.Errorf("%d quiet frames", len(got))
			}
			onset := slices.IndexFunc(got, func(f [2]float32) bool { return abs(f[0]) > 0.002 })
			if output.Frame(onset) < afterEnd-10 || output.Frame(onset) > afterEnd+second/20 {
				t.Errorf("announced after %d frames", onset)
			}
			spoken, _ := voice.Frames(o.Afterward)
			if p := peak(got[int64(afterEnd)+spoken/2:][:second/10]); words != (p > 0.1) {
				t.Errorf("words %v: a peak of %g where they would be", words, p)
			}
		})
	}
}

func TestWithoutQuietSecondsItJustEnds(t *testing.T) {
	live := begin(t, 4, "jaw")
	play(t, live, only(options()), func(r *rig) {
		<-r.out.Done()
		synctest.Wait()
		if st := r.Status(); st.State != Ended || st.Stopped || r.Heard() != live.Frames() || timeline.Frame(r.out.Heard()) != live.Frames() {
			t.Errorf("%+v, at %d of %d", st, r.Heard(), live.Frames())
		}
	})
}
