package session

import (
	"slices"
	"testing"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/timeline"
)

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
				if st := r.Status(); st.Answers != answers+1 || st.Answer.Code == "" {
					t.Errorf("%s, paused %v: %d answers, the last %+v", c, paused, st.Answers-answers, st.Answer)
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

// An edited session may sound an earcon of its own: then that is the answer,
// and there is no other.
func TestAnEditIsAnsweredOnce(t *testing.T) {
	live := begin(t, 12, "neck") // its first hold is in the middle: nothing is panned
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
		if !r.Status().Answer.Refused {
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
		if st := r.Status(); st.VoiceLevel != -20 || !st.Answer.Refused {
			t.Errorf("levels %+v", st)
		}
	})
}
