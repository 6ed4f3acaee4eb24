package loudness

import (
	"math"

	"github.com/unknot/unknot/audio"
)

// The corner frequencies of the A-weighting in Hz, and its gain at 1 kHz without
// them (IEC 61672-1, annex E).
const (
	aLowest  = 20.598997 // twice
	aLow     = 107.65265
	aMiddle  = 737.86223
	aHighest = 12194.217 // twice
	aGain    = 1.2588966 // 2 dB
)

// AWeight returns by what factor A-weighting multiplies the power at a frequency
// in Hz: 1 at 1 kHz, less below 1 kHz as the ear is less sensitive there.
func AWeight(hz float64) float64 {
	f := hz * hz
	low := f + aLowest*aLowest
	high := f + aHighest*aHighest
	a := aGain * aHighest * aHighest * f * f
	return a * a / (low * low * (f + aLow*aLow) * (f + aMiddle*aMiddle) * high * high)
}

// AWeighted returns the A-weighted level of the channels over their whole length,
// in dB: 0 for a sine of 1 kHz at full scale in both. It is ungated. One channel
// counts as the same in both ears, and minus infinity is silence. It panics unless
// there are one or two channels of equal length.
//
// K-weighting, and so LUFS, hardly falls towards low frequencies. A-weighting is
// nearer to how loud a soft low tone is: 19 dB down at 100 Hz.
func AWeighted(channels ...[]float32) float64 {
	frames := check(channels)
	sum := 0.0
	for _, x := range channels {
		w := newAWeighting()
		for _, s := range x {
			y := w.next(float64(s))
			sum += y * y
		}
	}
	if len(channels) == 1 {
		sum *= 2
	}
	return 10 * math.Log10(sum/float64(max(frames, 1)))
}

// aWeighting is the A-weighting as a filter: six one-pole sections, of which four
// are high passes, by the bilinear transform. Up to 2 kHz it is within 0.1 dB of
// AWeight.
type aWeighting struct {
	gain  float64
	poles [6]float64
	state [6]float64
}

func newAWeighting() aWeighting {
	w := aWeighting{gain: 1}
	for i, hz := range [6]float64{aLowest, aLowest, aLow, aMiddle, aHighest, aHighest} {
		g := math.Tan(math.Pi * hz / audio.SampleRate)
		w.poles[i] = (1 - g) / (1 + g)
		if i < 4 {
			w.gain /= 1 + g
		} else {
			w.gain *= g / (1 + g)
		}
	}
	return w.scaled()
}

// scaled returns the filter with a gain of 1 at 1 kHz.
func (w aWeighting) scaled() aWeighting {
	z := func(turn float64) complex128 {
		s, c := math.Sincos(turn)
		return complex(c, -s)
	}(2 * math.Pi * 1000 / audio.SampleRate)
	h := complex(w.gain, 0)
	for i, p := range w.poles {
		zero := complex(1, 0)
		if i < 4 {
			zero = -zero
		}
		h *= (1 + zero*z) / (1 - complex(p, 0)*z)
	}
	w.gain /= math.Hypot(real(h), imag(h))
	return w
}

func (w *aWeighting) next(x float64) float64 {
	y := w.gain * x
	for i, p := range &w.poles {
		// One pole, and a zero at 0 Hz or at half the sample rate.
		v := y + p*w.state[i]
		if i < 4 {
			y = v - w.state[i]
		} else {
			y = v + w.state[i]
		}
		w.state[i] = v
	}
	return y
}
