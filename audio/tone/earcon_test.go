package tone_test

import (
	"math"
	"slices"
	"testing"

	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/tone"
)

func TestEarcons(t *testing.T) {
	if n := len(tone.Earcons()); n != 16 {
		t.Fatalf("%d earcons", n)
	}
	for _, e := range tone.Earcons() {
		x := e.Sound()
		if len(x) < 80*ms || len(x) > 400*ms {
			t.Errorf("%s takes %d ms", e, len(x)/ms)
		}
		block := make([]float32, 400*ms)
		copy(block, x)
		checkSound(t, string(e), block)
		checkLevel(t, string(e), loudness.AWeighted(block), e.Level())
		if peak := loudness.TruePeak(block); peak > -15 {
			t.Errorf("%s has a true peak of %.1f dBTP", e, peak)
		}
		if x[len(x)-1] != 0 {
			t.Errorf("%s ends at %g", e, x[len(x)-1])
		}
		if level := db(float64(slices.Max(x[:10*ms]))); level < -40 {
			t.Errorf("%s is at %.1f dBFS within 10 ms: it starts late", e, level)
		}
		if high := centroid(append(x, make([]float32, 8192)...)); high > 1200 {
			t.Errorf("%s is around %.0f Hz: not soft", e, high)
		}
		if !slices.Equal(x, e.Sound()) {
			t.Errorf("%s differs from itself", e)
		}
	}
}

// Any two earcons differ for at least a third of their time: in pitch, in level, or
// in whether there is any sound.
func TestEarconsAreToldApart(t *testing.T) {
	const slice = 20 * ms
	type moment struct{ pitch, level float64 }
	course := func(e tone.Earcon) (out [20]moment) {
		x := make([]float32, 400*ms)
		copy(x, e.Sound())
		top := 0.0
		for i := range out {
			top = max(top, rms(x[i*slice:(i+1)*slice]))
		}
		for i := range out {
			part := x[i*slice : (i+1)*slice]
			if level := db(rms(part)/top + 1e-9); level > -30 {
				out[i] = moment{pitch(part), level}
			}
		}
		return out
	}
	courses := map[tone.Earcon][20]moment{}
	for i, a := range tone.Earcons() {
		courses[a] = course(a)
		for _, b := range tone.Earcons()[:i] {
			differ, sound := 0, 0
			for k, m := range courses[a] {
				n := courses[b][k]
				if m.pitch == 0 && n.pitch == 0 {
					continue
				}
				sound++
				if m.pitch == 0 || n.pitch == 0 || math.Abs(math.Log2(m.pitch/n.pitch)) > 1.5/12 || math.Abs(m.level-n.level) > 6 {
					differ++
				}
			}
			if 3*differ < sound {
				t.Errorf("%s and %s differ in %d of %d moments", a, b, differ, sound)
			}
		}
	}
}

// The sides are as unlike each other as yes and no: in the number of notes as well as
// in pitch, so that one need not be compared with the other to be known.
func TestSidesAreAsUnlikeAsYesAndNo(t *testing.T) {
	strikes := func(e tone.Earcon) int {
		x := append(e.Sound(), make([]float32, 100*ms)...)
		n := 0
		last := -1000
		for at := 0; at+10*ms <= len(x); at += 5 * ms {
			before := 1e-4
			if at >= 20*ms {
				before += rms(x[at-20*ms : at-10*ms])
			}
			if rms(x[at:at+10*ms]) > 1.6*before && at-last > 60*ms {
				n++
				last = at
			}
		}
		return n
	}
	apart := func(a, b tone.Earcon) float64 {
		return 12 * math.Abs(math.Log2(pitch(a.Sound())/pitch(b.Sound())))
	}
	if y, n := strikes(tone.Yes), strikes(tone.No); y == n {
		t.Errorf("yes has %d notes, and so has no", y)
	}
	if l, r := strikes(tone.SideLeft), strikes(tone.SideRight); l == r {
		t.Errorf("the left has %d notes, and so has the right", l)
	}
	if sides, answers := apart(tone.SideLeft, tone.SideRight), apart(tone.Yes, tone.No); sides < min(answers, 10) {
		t.Errorf("the sides are %.1f semitones apart, yes and no %.1f", sides, answers)
	}
}
