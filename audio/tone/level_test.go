package tone_test

import (
	"testing"

	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/tone"
)

// loudest returns the power of the loudest 400 ms, in both ears, in dB.
func loudest(channels ...[]float32) float64 {
	const block = 400 * ms
	top := -200.0
	for at := 0; at == 0 || at+block <= len(channels[0]); at += block / 8 {
		power := 0.0
		for _, x := range channels {
			x = x[at:min(at+block, len(x))]
			r := rms(x)
			power += r * r * float64(len(x)) / block
		}
		if len(channels) == 1 {
			power *= 2
		}
		top = max(top, db(power)/2)
	}
	return top
}

// What a mixer reckons with holds, and is no more than needed.
func TestNothingIsLouderThanTheLoudest(t *testing.T) {
	top, of := -200.0, ""
	measured := func(what string, channels ...[]float32) {
		if l := loudest(channels...); l > top {
			top, of = l, what
		}
	}
	for _, kind := range sounding {
		for _, phase := range phases {
			for n := range 100 {
				frames := []int{2, 4, 6, 10}[n%4] * second
				measured(name(kind, phase), toneAt(kind, phase, int64(n*10*second), frames))
			}
		}
	}
	for _, e := range tone.Earcons() {
		measured(string(e), e.Sound())
	}
	left, right := ears(tone.StartBell())
	measured("the bell", left, right)
	if top > tone.LoudestTone || top < tone.LoudestTone-1 {
		t.Errorf("the loudest is %s, at %.1f dB", of, top)
	}

	top = -200
	x := make([]float32, 600*second)
	tone.Search().Fill(x, 0, int64(len(x)))
	measured("a search", x)
	tone.Bed{At: 0, Frames: int64(len(x))}.Fill(x, 0)
	measured("a bed", x)
	if top > tone.LoudestSearch || top < tone.LoudestSearch-1 {
		t.Errorf("the loudest is %s, at %.1f dB", of, top)
	}
}

// Sounds are as loud beside each other as they are heard to be: a search is softer than
// a breath, a bed softer than a search, whichever ear-weighting is asked.
func TestABedIsSofterThanASearchIsSofterThanABreath(t *testing.T) {
	search, bed := make([]float32, 64*second), make([]float32, 64*second)
	tone.Search().Fill(search, 0, int64(len(search)))
	tone.Bed{At: 123, Frames: int64(len(bed))}.Fill(bed, 0)
	for what, level := range map[string]func(...[]float32) float64{"A-weighted": loudness.AWeighted, "K-weighted": loudness.Integrated} {
		s, b := level(search), level(bed)
		if b > s-1.5 {
			t.Errorf("%s, a bed is at %.1f dB, a search at %.1f", what, b, s)
		}
		for _, kind := range sounding {
			for _, phase := range phases {
				if l := level(toneAt(kind, phase, 0, 5*second)); l < s+1.5 {
					t.Errorf("%s, %s is at %.1f dB, a search at %.1f", what, name(kind, phase), l, s)
				}
			}
		}
	}
}
