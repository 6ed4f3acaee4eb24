package tone

import (
	"math"

	"github.com/unknot/unknot/audio"
)

// pad is a sustained sound of a few partials that glides from one frequency to
// another, evenly in musical pitch.
type pad struct {
	from, to float64 // of the first partial, in Hz
	partials []partial
}

// partial is one sine of a pad. Its level moves from one value to another and sways
// a little meanwhile, which makes a sound seem alive.
type partial struct {
	ratio    float64 // to the first partial
	from, to float64 // level
	sway     float64 // Hz
	depth    float64 // of the sway, as a part of the level
}

// The hum: a voice-like harmonic sound. The inhale climbs a fifth from E3 and
// opens, all harmonics growing; the exhale falls a fifth from E3 and closes,
// with odd harmonics only, which sounds hollow.
var hums = [2]pad{
	Inhale: {from: 164.81, to: 246.94, partials: []partial{
		{1, 1, 1, 0.31, 0.06},
		{2, 0.28, 0.55, 0.43, 0.1},
		{3, 0.10, 0.36, 0.53, 0.12},
		{4, 0.03, 0.20, 0.61, 0.15},
		{5, 0.01, 0.12, 0.71, 0.15},
		{6, 0.00, 0.07, 0.83, 0.15},
	}},
	Exhale: {from: 164.81, to: 110, partials: []partial{
		{1, 1, 1, 0.29, 0.06},
		{3, 0.34, 0.12, 0.41, 0.12},
		{5, 0.12, 0.02, 0.59, 0.15},
		{7, 0.05, 0.00, 0.67, 0.15},
	}},
}

// The bowl: the partials of a singing bowl (1 : 2.71 : 5.12 : 8.0, about those of
// thick bronze bowls), each swaying as the two modes of an uneven bowl beat. On the
// inhale the bowl is rubbed, and the high partials come in. On the exhale it is
// released, and they die first.
var bowls = [2]pad{
	Inhale: {from: 185, to: 277.18, partials: []partial{
		{1, 1, 0.8, 0.7, 0.1},
		{2.71, 0.2, 0.5, 1.1, 0.15},
		{5.12, 0.02, 0.16, 1.6, 0.25},
		{8.0, 0.00, 0.03, 2.1, 0.3},
	}},
	Exhale: {from: 155.56, to: 103.83, partials: []partial{
		{1, 0.8, 1, 0.6, 0.1},
		{2.71, 0.5, 0.1, 0.9, 0.15},
		{5.12, 0.15, 0.01, 1.4, 0.25},
	}},
}

// step is how many samples pass between updates of a pad's frequencies and levels,
// and of a wind's filter: 1.3 ms, in which the first partial of a pad moves by less
// than a tenth of a hertz.
const step = 64

// play adds the pad to out, over its whole length.
func (p pad) play(out []float32) {
	const turn = 2 * math.Pi / audio.SampleRate
	total := float64(len(out))
	rise := math.Log(p.to/p.from) * step / total // per step
	f, glide := p.from*turn*math.Exp(rise/2), math.Exp(rise)
	phasors := make([]phasor, len(p.partials))
	gains := make([]float64, len(p.partials))
	for k, v := range p.partials {
		phasors[k] = phasor{cos: 1}
		gains[k] = v.level(k, 0, 0)
	}
	var sum [step]float64
	for at := 0; at < len(out); at += step {
		block := out[at:min(at+step, len(out))]
		clear(sum[:])
		end := float64(at + step)
		for k, v := range p.partials {
			gain := v.level(k, end/total, end*turn)
			phasors[k].add(&sum, f*v.ratio, gains[k], (gain-gains[k])/step)
			gains[k] = gain
		}
		f *= glide
		for i := range block {
			block[i] += float32(sum[i])
		}
	}
}

// level returns the level of partial number k, u of the way through the phase; angle
// is that of a sway of 1 Hz.
func (p partial) level(k int, u, angle float64) float64 {
	return (p.from + (p.to-p.from)*u) * (1 + p.depth*math.Sin(p.sway*angle+2*float64(k)))
}

// phasor is an oscillator: a point on a circle, rotated by a multiplication per
// sample rather than by computing a sine.
type phasor struct{ cos, sin float64 }

// add adds a step of the oscillator to sum. Its level starts at gain and grows by
// slope per sample; it rotates by angle per sample. Even and odd samples are rotated
// separately, so that the processor need not wait for one product to start the next.
func (p *phasor) add(sum *[step]float64, angle, gain, slope float64) {
	s, c := math.Sincos(angle)
	c0, s0 := p.cos, p.sin
	c1, s1 := c0*c-s0*s, s0*c+c0*s
	s, c = 2*s*c, c*c-s*s
	g0, g1 := gain, gain+slope
	slope *= 2
	for i := 0; i < step; i += 2 {
		sum[i] += g0 * s0
		sum[i+1] += g1 * s1
		c0, s0 = c0*c-s0*s, s0*c+c0*s
		c1, s1 = c1*c-s1*s, s1*c+c1*s
		g0 += slope
		g1 += slope
	}
	// Back onto the circle (one step of Newton's method): rounding would add up.
	r := 1.5 - 0.5*(c0*c0+s0*s0)
	p.cos, p.sin = c0*r, s0*r
}
