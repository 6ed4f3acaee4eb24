package session

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/unknot/unknot/audio/tone"
)

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
		if b := bend(got); b > 2*most || b < most/100 {
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

// A click is as strong at the top of the spectrum as anywhere, where the sounds
// of this session are not: whatever the commands and whenever they come, nothing
// is to be found there.
func TestSplicesHaveNoSpectrumOfClicks(t *testing.T) {
	live, o := begin(t, 8, "neck"), options()
	commands := slices.DeleteFunc(Commands(), func(c Command) bool {
		return c == Stop || c == Finish || c == VoiceLouder || c == TonesLouder
	})
	loudest := 0.0
	for seed := range uint64(4) {
		draw := rand.New(rand.NewPCG(seed, 1))
		play(t, live, o, func(r *rig) {
			for range 60 {
				time.Sleep(time.Duration(draw.IntN(900)+1) * time.Millisecond)
				r.do(commands[draw.IntN(len(commands))])
			}
			r.do(Stop)
			<-r.out.Done()
			loudest = max(loudest, top(r.heard()))
		})
	}
	// -100 dBFS is far below what can be heard.
	if db(loudest) > -100 {
		t.Errorf("%.1f dBFS above 8 kHz", db(loudest))
	}
	step := make([][2]float32, 4000)
	for i := range step[2000:] {
		step[2000+i] = [2]float32{0.01, 0.01}
	}
	if db(top(step)) < -60 {
		t.Errorf("a step of a hundredth of full scale has %.1f dBFS there: a click would not be seen", db(top(step)))
	}
	t.Logf("above 8 kHz: %.1f dBFS; a step of 0.01 has %.1f", db(loudest), db(top(step)))
}

func db(x float64) float64 { return 20 * math.Log10(x+1e-12) }

// top is the peak of what lies above 8 kHz: six high passes of second order
// (Butterworth, by the bilinear transform) in a row. Ends are left out.
func top(frames [][2]float32) (peak float64) {
	w := math.Tan(math.Pi * 8000 / second)
	norm := 1 / (1 + math.Sqrt2*w + w*w)
	a1, a2 := 2*(w*w-1)*norm, (1-math.Sqrt2*w+w*w)*norm
	for ch := range 2 {
		var state [6][2]float64
		for _, f := range frames {
			y := float64(f[ch])
			for k := range state {
				s, in := &state[k], y
				y = in*norm + s[0]
				s[0] = -2*norm*in - a1*y + s[1]
				s[1] = norm*in - a2*y
			}
			peak = max(peak, math.Abs(y))
		}
	}
	return peak
}
