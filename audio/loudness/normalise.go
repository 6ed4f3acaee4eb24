package loudness

import (
	"errors"
	"math"

	"github.com/unknot/unknot/audio"
)

// The level that every clip is brought to.
const (
	Target  = -18.0 // LUFS, as heard in stereo
	Ceiling = -1.2  // dBTP: low enough that other meters, too, read below -1
)

// near is how close to the target a normalised signal comes, in LU. A signal that
// is this close already, its peak below the ceiling, is not changed.
const near = 0.15

// ErrSilent is returned for a signal too quiet to have a loudness.
var ErrSilent = errors.New("it is silent")

// Normalise brings the channels, together and in place, to the target in LUFS with
// a true peak of at most ceiling dBTP: with one gain and, only if that takes the
// peak over the ceiling, a limiter. A signal that is there already is not changed.
// The only error is ErrSilent.
func Normalise(target, ceiling float64, channels ...[]float32) error {
	check(channels)
	loud := Integrated(channels...)
	if math.IsInf(loud, -1) || math.IsNaN(loud) {
		return ErrSilent
	}
	if math.Abs(loud-target) <= near && TruePeak(channels...) <= ceiling {
		return nil
	}
	// The loudness that the limiter takes is made up, and the signal limited again;
	// a few rounds are enough. A signal that is all peaks stays a little below the
	// target.
	for range 8 {
		scale(gain(target-loud), channels)
		if TruePeak(channels...) <= ceiling {
			return nil
		}
		Limit(ceiling, channels...)
		loud = Integrated(channels...)
		if math.Abs(loud-target) <= near/3 {
			return nil
		}
	}
	return nil
}

func gain(decibels float64) float64 { return math.Pow(10, decibels/20) }

func scale(by float64, channels [][]float32) {
	for _, x := range channels {
		for i := range x {
			x[i] *= float32(by)
		}
	}
}

// lookahead is how long before and after a peak the limiter's gain moves.
const lookahead = audio.SampleRate * 10 / 1000

// Limit brings the true peak of the channels down to ceiling dBTP in place, with
// the same gain for both. The gain glides for 10 ms before and after each peak.
// Whatever is farther from a peak is not changed.
func Limit(ceiling float64, channels ...[]float32) {
	frames := check(channels)
	most := float32(gain(ceiling))
	const hair = 0.9999 // below the ceiling, so that rounding does not take another round
	aim := most * hair
	for range 6 {
		need := make([]float32, frames)
		limited := false
		for i := range need {
			need[i] = 1
		}
		for _, x := range channels {
			limited = require(need, x, aim) || limited
		}
		if !limited {
			break
		}
		glide := smooth(need)
		for _, x := range channels {
			for i := range x {
				x[i] *= glide[i]
			}
		}
		// The moving gain changes the points between the samples. If some are over
		// the ceiling now, the next round aims lower.
		var peak float32
		for _, x := range channels {
			peak = max(peak, truePeak(x))
		}
		if peak <= most {
			return
		}
		aim *= hair * most / peak
	}
	var peak float32
	for _, x := range channels {
		peak = max(peak, truePeak(x))
	}
	if peak > most {
		scale(float64(most/peak), channels)
	}
}

// require lowers need, a gain for each sample, as far as the samples and the points
// on either side of them need it to stay below the ceiling.
func require(need, x []float32, ceiling float32) bool {
	f := oversampling()
	limited := false
	at := func(i int, level float32) {
		if i >= 0 && i < len(need) && level > ceiling {
			need[i] = min(need[i], ceiling/level)
			limited = true
		}
	}
	for i := -halfTaps; i < len(x)+halfTaps; i++ {
		if i >= 0 && i < len(x) {
			at(i, abs(x[i]))
		}
		if samplePeak(x[max(0, min(len(x), i-halfTaps)):max(0, min(len(x), i+halfTaps+1))])*f.gain > ceiling {
			level := f.between(x, i)
			at(i, level)
			at(i+1, level)
		}
	}
	return limited
}

// smooth widens each dip of need by the lookahead on both sides and rounds it with a
// window of the same width, so that it is as deep as necessary at the peak and has
// no corner.
func smooth(need []float32) []float32 {
	wide := make([]float32, len(need))
	for i := range wide {
		wide[i] = 1
	}
	for i, g := range need {
		if g < 1 {
			for j := max(0, i-lookahead); j < min(len(wide), i+lookahead+1); j++ {
				wide[j] = min(wide[j], g)
			}
		}
	}
	const width = 2*lookahead + 1
	window := make([]float32, width)
	sum := float32(0)
	for k := range window {
		window[k] = float32(1 + math.Cos(math.Pi*float64(k-lookahead)/(lookahead+1)))
		sum += window[k]
	}
	out := make([]float32, len(need))
	for i := range out {
		out[i] = 1
	}
	// Only dips are rounded: where the gain is 1 all around, it stays 1.
	for j, g := range wide {
		if g == 1 {
			continue
		}
		loss := (1 - g) / sum
		for k, w := range window {
			if i := j + k - lookahead; i >= 0 && i < len(out) {
				out[i] -= loss * w
			}
		}
	}
	return out
}
