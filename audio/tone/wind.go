package tone

import (
	"math"

	"github.com/unknot/unknot/audio"
)

// wind is noise through a moving band: a breath as one hears one's own.
type wind struct {
	from, to  float64 // centre of the band, in Hz
	q         float64 // of each of the two filters in a row that make the band
	upper     float64 // centre of a second band, as a multiple of the first
	upperGain float64
	seed      uint64
}

// Air drawn in through rounding lips is a narrow band that climbs by well over an
// octave, with a brighter one above it. Let out, it is a wide, dark band that sinks.
var winds = [2]wind{
	Inhale: {from: 330, to: 1050, q: 2.2, upper: 2.6, upperGain: 0.22, seed: 1},
	Exhale: {from: 620, to: 190, q: 1.1, seed: 2},
}

// blow adds the wind to out, over its whole length.
func (w wind) blow(out []float32) {
	rise := math.Log(w.to/w.from) * step / float64(len(out)) // per step
	f, glide := w.from*math.Exp(rise/2), math.Exp(rise)
	low := [2]bandPass{}
	high := [2]bandPass{}
	noise := w.seed
	for at := 0; at < len(out); at += step {
		block := out[at:min(at+step, len(out))]
		// The power of noise in a band of constant Q is proportional to its centre.
		gain := math.Sqrt(1000 / f)
		set := bandAt(f, w.q)
		var upper band
		if w.upperGain != 0 {
			upper = bandAt(f*w.upper, w.q)
		}
		for i := range block {
			noise = noise*6364136223846793005 + 1442695040888963407 // Knuth's MMIX
			x := float64(int32(noise>>32)) * (1.0 / (1 << 31))
			y := low[1].next(set, low[0].next(set, x))
			if w.upperGain != 0 {
				y += w.upperGain * high[1].next(upper, high[0].next(upper, x))
			}
			block[i] += float32(gain * y)
		}
		f *= glide
	}
}

// band holds the coefficients of a bandPass.
type band struct{ a1, a2, a3, k float64 }

// bandAt returns a band around f Hz, f/q wide.
func bandAt(f, q float64) band {
	g, k := math.Tan(math.Pi*f/audio.SampleRate), 1/q
	a1 := 1 / (1 + g*(g+k))
	return band{a1, g * a1, g * g * a1, k}
}

// bandPass is a state variable filter with trapezoidal integration and a gain of 1
// at its centre. Unlike a biquad it can be retuned while it sounds: its state is
// that of two integrators, whatever the coefficients (A. Simper, Solving the
// continuous SVF equations using trapezoidal integration, 2013).
type bandPass struct{ ic1, ic2 float64 }

func (b *bandPass) next(at band, x float64) float64 {
	v3 := x - b.ic2
	v1 := at.a1*b.ic1 + at.a2*v3
	v2 := b.ic2 + at.a2*b.ic1 + at.a3*v3
	b.ic1 = 2*v1 - b.ic1
	b.ic2 = 2*v2 - b.ic2
	return at.k * v1
}
