package session

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/timeline"
)

func TestQuietSeconds(t *testing.T) {
	live := begin(t, 4, "jaw")
	for _, test := range []struct {
		name     string
		commands []Command
		outcome  Outcome
		least    time.Duration // that it lasts after the first command
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
			if r.Status().Answer.Refused != test.refused {
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
			if output.Frame(onset) < announceAfter-10 || output.Frame(onset) > announceAfter+second/20 {
				t.Errorf("announced after %d frames", onset)
			}
			spoken, _ := voice.Frames(o.Afterward)
			if p := peak(got[int64(announceAfter)+spoken/2:][:second/10]); words != (p > 0.1) {
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
