package tone

import (
	"math"
	"sync"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/loudness"
)

// wind is noise through a moving band: the sound of one's own breath.
type wind struct {
	from, to float64 // centre of the band, in Hz
	q        float64 // of each of the two filters in a row that make the band
}

// Air drawn in is bright and climbs by most of an octave; let out, it is darker and
// sinks.
var winds = [2]wind{
	Inhale: {from: 900, to: 1700, q: 2},
	Exhale: {from: 760, to: 430, q: 2.1},
}

// airTone is the wind of one breath.
type airTone struct {
	from, rise float64 // centre in Hz; how its logarithm grows each frame
	frames     float64
	q          float64
	seed       uint64
	knee       float64 // peaks above it are softened; before the breath's gain
}

func (w *wind) over(frames int64, v variation) airTone {
	n := float64(max(frames, 1))
	return airTone{from: w.from * v.pitch * math.Exp2(v.bright/12), rise: math.Log(w.to/w.from) / n, frames: n, q: w.q, seed: v.noise}
}

// power returns the A-weighted power of the tone at part u of its length.
func (w *airTone) power(u float64) float64 {
	centre := w.from * math.Exp(w.rise*u*w.frames)
	// White noise between -1 and 1 has a power of 1/3, spread from 0 Hz to a quarter of
	// audio.SampleRate. It is summed in slices of an eighth of an octave.
	const width, bands = 1. / 8, 32
	sum := 0.0
	for i := range bands {
		ratio := math.Exp2((float64(i) + 0.5 - bands/2) * width)
		f := centre * ratio
		x := w.q * (ratio - 1/ratio)
		band := 1 / (1 + x*x) // what one of the filters passes of the power
		sum += band * band * f * (math.Ln2 * width) * loudness.AWeight(f)
	}
	gain := flat(centre)
	return sum * gain * gain / 3 / (audio.SampleRate / 4)
}

// flat is the gain that makes the power of the noise independent of the band's centre,
// to which it is proportional.
func flat(centre float64) float64 { return math.Sqrt(1000 / centre) }

// No formula gives the state of the filters at a frame. So they start afresh every
// restart frames, and any frame can be reached from the last restart before it. They
// start warmUp frames early: by then what came before would be 160 dB down.
const (
	restart = 128 * step
	warmUp  = 4 * step
)

// airCursor remembers the step rendered last, so that rendering a breath from end to
// end does not go back to a restart for each step. It does not change what is heard.
type airCursor struct {
	mu            sync.Mutex
	valid         bool
	at            int64 // the first frame of the step
	before, after airState
}

// airState is the state of an airTone between two steps.
type airState struct {
	filters [2]bandPass
	noise   noise
	past    [3]float64 // the last samples of the filters
}

// block sets out to the step that starts at a frame, a multiple of step, at a level that
// moves by slope each frame.
func (c *airCursor) block(out *[step]float32, w *airTone, from int64, level, slope float64) {
	switch {
	case c.valid && from == c.at:
	case c.valid && from == c.at+step && from%restart != 0:
		c.before = c.after
	default:
		c.before = w.restarted(from - from%restart)
		var skipped [step]float32
		for at := from - from%restart; at < from; at += step {
			w.run(&skipped, &c.before, at, 0, 0)
		}
	}
	c.valid, c.at, c.after = true, from, c.before
	w.run(out, &c.after, from, level, slope)
}

// restarted returns the state at a multiple of restart.
func (w *airTone) restarted(frame int64) airState {
	at := max(frame-warmUp, 0)
	t := airState{noise: noiseAt(w.seed, at/2)}
	var skipped [step]float32
	for ; at < frame; at += step {
		w.run(&skipped, &t, at, 0, 0)
	}
	return t
}

// run renders a step, and moves the state to its end. The noise is made at half the
// sample rate, which halves the cost. Every other frame is interpolated, by a cubic
// through the four samples around it.
func (w *airTone) run(out *[step]float32, t *airState, from int64, level, slope float64) {
	f := w.from * math.Exp(w.rise*float64(from+step/2))
	band, gain := bandAt(2*f, w.q), flat(f)
	level, slope = level*gain, slope*gain
	a, b, x := t.filters[0], t.filters[1], t.noise
	y0, y1, y2 := t.past[0], t.past[1], t.past[2]
	knee := w.knee / gain
	for i := 0; i < step; i += 2 {
		y3 := b.next(&band, a.next(&band, x.next()))
		if y3 > knee || y3 < -knee {
			y3 = soften(y3, knee)
		}
		out[i] = float32(level * y1)
		level += slope
		out[i+1] = float32(level * (9./16*(y1+y2) - 1./16*(y0+y3)))
		level += slope
		y0, y1, y2 = y1, y2, y3
	}
	*t = airState{[2]bandPass{a, b}, x, [3]float64{y0, y1, y2}}
}

// loudNoise is -19 dBFS. The rare peaks of noise above it are softened, so that none
// reaches -15 dBFS.
const loudNoise = 0.11

// soften brings a sample above the knee, by any amount, to between 1 and 1.55 times the
// knee.
func soften(y, knee float64) float64 {
	over := math.Abs(y) - knee
	room := 0.55 * knee
	return math.Copysign(knee+room*over/(over+room), y)
}

// noise is white noise between -1 and 1, from a linear congruence (Knuth's MMIX).
type noise uint64

const noiseFactor, noiseTerm = 6364136223846793005, 1442695040888963407

func (n *noise) next() float64 {
	*n = *n*noiseFactor + noiseTerm
	return float64(int32(*n>>32)) * (1.0 / (1 << 31))
}

// noiseAt returns the noise of a seed after so many samples. Any number of steps of a
// linear congruence is one step of another; bit by bit, its factor and term are
// doubled.
func noiseAt(seed uint64, samples int64) noise {
	factor, term := uint64(noiseFactor), uint64(noiseTerm)
	for ; samples > 0; samples >>= 1 {
		if samples&1 != 0 {
			seed = seed*factor + term
		}
		term *= factor + 1
		factor *= factor
	}
	return noise(seed)
}

// band holds the coefficients of a bandPass: how its two states and its input make the
// next states, and the first state its output.
type band struct{ a11, a12, a22, b1, b2, out float64 }

// bandAt returns a band around f Hz, f/q wide, for samples at audio.SampleRate.
func bandAt(f, q float64) band {
	g, k := math.Tan(math.Pi*f/audio.SampleRate), 1/q
	a1 := 1 / (1 + g*(g+k))
	a2, a3 := g*a1, g*g*a1
	return band{a11: 2*a1 - 1, a12: 2 * a2, a22: 1 - 2*a3, b1: 2 * a2, b2: 2 * a3, out: k / 2}
}

// bandPass is a state variable filter with trapezoidal integration and a gain of 1
// at its centre. Unlike a biquad it can be retuned while it sounds: its state is
// that of two integrators, whatever the coefficients (A. Simper, Solving the
// continuous SVF equations using trapezoidal integration, 2013). In this form, a
// matrix, fewer operations wait for one another.
type bandPass struct{ ic1, ic2 float64 }

func (b *bandPass) next(at *band, x float64) float64 {
	ic1 := at.a11*b.ic1 + (at.b1*x - at.a12*b.ic2)
	b.ic2 = at.a22*b.ic2 + (at.b2*x + at.a12*b.ic1)
	y := at.out * (ic1 + b.ic1)
	b.ic1 = ic1
	return y
}
