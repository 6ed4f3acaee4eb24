package tone

import (
	"math"
	"sync"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/loudness"
)

// wind is noise through a moving band: a breath as one hears one's own.
type wind struct {
	from, to float64 // centre of the band, in Hz
	q        float64 // of each of the two filters in a row that make the band
}

// Air drawn in through rounding lips is a narrow band that climbs by over an octave.
// Let out, it is a wide, dark band that sinks.
var winds = [2]wind{
	Inhale: {from: 900, to: 1700, q: 2},
	Exhale: {from: 760, to: 450, q: 2.1},
}

// gale is a wind over a sound of so many frames, as one breath varies it.
type gale struct {
	from, rise float64 // centre in Hz; growth of its logarithm a frame
	frames     float64
	q          float64
	seed       uint64
}

func (w *wind) over(frames int64, v variation) gale {
	n := float64(max(frames, 1))
	return gale{from: w.from * v.pitch * math.Exp2(v.bright/12), rise: math.Log(w.to/w.from) / n, frames: n, q: w.q, seed: v.noise}
}

// power returns the A-weighted power of the wind u of the way through.
func (g *gale) power(u float64) float64 {
	centre := g.from * math.Exp(g.rise*u*g.frames)
	// White noise between -1 and 1 has a power of a third, from 0 Hz to a quarter of
	// the sample rate. The bands, an eighth of an octave wide, reach two octaves to
	// each side.
	const width, bands = 1. / 8, 32
	sum := 0.0
	for i := range bands {
		ratio := math.Exp2((float64(i) + 0.5 - bands/2) * width)
		f := centre * ratio
		x := g.q * (ratio - 1/ratio)
		band := 1 / (1 + x*x) // of one filter, the power
		sum += band * band * f * (math.Ln2 * width) * loudness.AWeight(f)
	}
	gain := flat(centre)
	return sum * gain * gain / 3 / (audio.SampleRate / 4)
}

// flat is the gain that makes the noise in a band as loud whatever its centre: its
// power is proportional to that.
func flat(centre float64) float64 { return math.Sqrt(1000 / centre) }

// A gale has no frame at which its filters' state could be computed at once. So every
// so many frames they begin anew, each time early enough that what came before is
// 160 dB down, and a frame can be reached from the last such place.
const (
	anew   = 64 * step
	warmUp = 4 * step
)

// gust is how far a gale was made, so that a breath heard from end to end is made once.
type gust struct {
	mu       sync.Mutex
	valid    bool
	at       int64   // of the step that was made last
	now, end turmoil // at its start and after it
}

// turmoil is the state of a gale between two steps.
type turmoil struct {
	filters [2]bandPass
	noise   noise
	past    [3]float64 // what the filters gave last
}

// block sets out to the step that begins at a frame, a multiple of step, under a gain
// that moves by slope each frame.
func (g *gust) block(out *[step]float32, w *gale, from int64, level, slope float64) {
	switch {
	case g.valid && from == g.at:
	case g.valid && from == g.at+step && from%anew != 0:
		g.now = g.end
	default:
		g.now = w.begin(from - from%anew)
		var skipped [step]float32
		for at := from - from%anew; at < from; at += step {
			w.run(&skipped, &g.now, at, 0, 0)
		}
	}
	g.valid, g.at, g.end = true, from, g.now
	w.run(out, &g.end, from, level, slope)
}

// begin returns the state at a frame at which the gale begins anew.
func (w *gale) begin(frame int64) turmoil {
	at := max(frame-warmUp, 0)
	t := turmoil{noise: noiseAt(w.seed, at/2)}
	var skipped [step]float32
	for ; at < frame; at += step {
		w.run(&skipped, &t, at, 0, 0)
	}
	return t
}

// run makes a step of the gale, and leaves the state after it. The noise is made at half
// the sample rate, which is more than it needs; every other frame lies between two
// samples, on the cubic through the four around it.
func (w *gale) run(out *[step]float32, t *turmoil, from int64, level, slope float64) {
	f := w.from * math.Exp(w.rise*float64(from+step/2))
	band, gain := bandAt(2*f, w.q), flat(f)
	level, slope = level*gain, slope*gain
	a, b, x := t.filters[0], t.filters[1], t.noise
	y0, y1, y2 := t.past[0], t.past[1], t.past[2]
	for i := 0; i < step; i += 2 {
		y3 := b.next(&band, a.next(&band, x.next()))
		out[i] = soften(level * y1)
		level += slope
		out[i+1] = soften(level * (9./16*(y1+y2) - 1./16*(y0+y3)))
		level += slope
		y0, y1, y2 = y1, y2, y3
	}
	*t = turmoil{[2]bandPass{a, b}, x, [3]float64{y0, y1, y2}}
}

// soften bends the rare peaks of noise above -19 dBFS, so that none reaches -15.
func soften(x float64) float32 {
	const knee, room = 0.11, 0.065
	over := math.Abs(x) - knee
	if over <= 0 {
		return float32(x)
	}
	return float32(math.Copysign(knee+room*over/(over+room), x))
}

// noise is white noise between -1 and 1, from a linear congruence (Knuth's MMIX).
type noise uint64

const noiseFactor, noiseTerm = 6364136223846793005, 1442695040888963407

func (n *noise) next() float64 {
	*n = *n*noiseFactor + noiseTerm
	return float64(int32(*n>>32)) * (1.0 / (1 << 31))
}

// noiseAt returns the noise of a seed after so many samples.
func noiseAt(seed uint64, samples int64) noise {
	// n steps are one of n-fold factor and term; they are doubled bit by bit.
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

// band holds the coefficients of a bandPass: how its two states and the input go into
// the states, and the first state into the output.
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
// continuous SVF equations using trapezoidal integration, 2013). Written as a matrix
// it has fewer operations that wait for each other.
type bandPass struct{ ic1, ic2 float64 }

func (b *bandPass) next(at *band, x float64) float64 {
	ic1 := at.a11*b.ic1 + (at.b1*x - at.a12*b.ic2)
	b.ic2 = at.a22*b.ic2 + (at.b2*x + at.a12*b.ic1)
	y := at.out * (ic1 + b.ic1)
	b.ic1 = ic1
	return y
}
