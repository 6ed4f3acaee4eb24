package tone

import (
	"math"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/loudness"
)

// pad is a sustained sound of a few partials that glides from one frequency to
// another, evenly in musical pitch.
type pad struct {
	from, to float64 // of the first partial, in Hz
	partials [4]partial
}

// partial is one sine of a pad. Its level moves from one value to another. Meanwhile it
// sways a little, which makes the sound seem alive.
type partial struct {
	ratio    float64 // to the first partial
	from, to float64 // level, above 0
	sway     float64 // Hz
	depth    float64 // of the sway, as a part of the level
}

// The hum: a voice-like harmonic sound. The inhale climbs a fifth and opens, its upper
// harmonics growing. The exhale falls a fifth, from a fourth below, with odd harmonics
// only, which sounds hollow.
var hums = [2]pad{
	Inhale: {from: 329.63, to: 493.88, partials: [4]partial{
		{1, 0.85, 0.7, 0.31, 0.04},
		{2, 0.5, 0.75, 0.43, 0.06},
		{3, 0.09, 0.48, 0.53, 0.08},
		{4, 0.01, 0.2, 0.61, 0.15},
	}},
	Exhale: {from: 246.94, to: 164.81, partials: [4]partial{
		{1, 0.55, 0.72, 0.29, 0.04},
		{3, 0.56, 0.5, 0.41, 0.06},
		{5, 0.16, 0.19, 0.59, 0.08},
		{7, 0.1, 0.01, 0.67, 0.15},
	}},
}

// The bowl: the partials of a singing bowl (1 : 2.71 : 5.12 : 8.0, about those of
// thick bronze bowls), each swaying as the two modes of an uneven bowl beat. On the
// inhale the bowl is rubbed, and the high partials come in. On the exhale it is
// released, and the highest dies first.
var bowls = [2]pad{
	Inhale: {from: 243, to: 364.5, partials: [4]partial{
		{1, 0.78, 0.64, 0.7, 0.04},
		{2.71, 0.46, 0.7, 1.1, 0.06},
		{5.12, 0.03, 0.22, 1.6, 0.1},
		{8.0, 0.01, 0.03, 2.1, 0.3},
	}},
	Exhale: {from: 190, to: 126.7, partials: [4]partial{
		{1, 0.55, 0.65, 0.6, 0.04},
		{2.71, 0.6, 0.5, 0.9, 0.06},
		{5.12, 0.26, 0.25, 1.2, 0.06},
		{8.0, 0.08, 0.01, 1.8, 0.3},
	}},
}

// step is how many frames of a sound are computed together: 5 ms, in which pitch and
// level move evenly.
const step = 256

// chord is a pad as one sound plays it.
type chord struct {
	from, rise float64 // of the first partial: cycles a frame, and how their logarithm grows
	frames     float64
	offset     int64 // by how many frames the chord began before the sound
	partials   [4]sine

	// The moment computed last: the end of one step is the start of the next.
	lastFrame  int64
	lastMoment moment
}

// sine is a partial of a chord. Its phase and that of its sway are in cycles.
type sine struct {
	ratio, phase           float64
	level, slope           float64 // the slope is per frame
	sway, swayPhase, depth float64 // cycles a frame
}

// moment is the state of a chord at a frame.
type moment struct {
	cycles float64 // of the first partial so far
	level  [4]float64
}

func (p *pad) over(frames int64, v variation) chord {
	n := float64(max(frames, 1))
	c := chord{from: p.from * v.pitch / audio.SampleRate, rise: math.Log(p.to/p.from) / n, frames: n, lastFrame: -1}
	for k := range p.partials {
		q, sway := &p.partials[k], v.sway[k]
		tilt := math.Pow(q.ratio, v.bright/6.02)
		c.partials[k] = sine{
			ratio: q.ratio, phase: v.phase[k],
			level: q.from * tilt, slope: (q.to - q.from) * tilt / n,
			sway: q.sway * sway.speed / audio.SampleRate, swayPhase: sway.phase, depth: q.depth,
		}
	}
	return c
}

// power returns the A-weighted power of the chord at part u of its length.
func (c *chord) power(u float64) float64 {
	f := c.from * audio.SampleRate * math.Exp(c.rise*u*c.frames)
	sum := 0.0
	for k := range c.partials {
		p := &c.partials[k]
		a := p.level + p.slope*u*c.frames
		sum += a * a / 2 * loudness.AWeight(f*p.ratio)
	}
	return sum
}

func (c *chord) at(frame int64) moment {
	if frame == c.lastFrame {
		return c.lastMoment
	}
	n := float64(frame + c.offset)
	m := moment{cycles: c.from * n}
	if c.rise != 0 {
		m.cycles = c.from * math.Expm1(c.rise*n) / c.rise
	}
	within := min(n, c.frames) // the last step reaches beyond the end
	for k := range c.partials {
		p := &c.partials[k]
		s, _ := circle(p.sway*n + p.swayPhase)
		m.level[k] = (p.level + p.slope*within) * (1 + p.depth*s)
	}
	return m
}

// block sets out to the step that starts at a frame, a multiple of step, under a gain
// that moves by slope each frame.
func (c *chord) block(out *[step]float32, from int64, gain, slope float64) {
	a, b := c.at(from), c.at(from+step)
	c.lastFrame, c.lastMoment = from+step, b
	angle := (b.cycles - a.cycles) * (2 * math.Pi / step)
	var o [4]oscillator
	for k := range c.partials {
		p := &c.partials[k]
		s, co := circle(a.cycles*p.ratio + p.phase)
		o[k].set(s, co, angle*p.ratio, angle*p.ratio*c.rise, a.level[k], b.level[k])
	}
	play(out, &o, gain, slope)
}

// oscillator is a sine as a recurrence: sin(x+w) = 2 cos(w) sin(x) - sin(x-w), here with
// a w that changes evenly and a level that changes by the same factor each sample. It
// takes a tenth of the time of computing sines.
type oscillator struct {
	before, now float64 // the last two samples
	next, sweep float64 // the factor of now, and how it changes each sample
	last        float64 // the factor of before
}

// set starts the oscillator at a sine and a cosine and at level a. A step later it is at
// level b. It advances by angle each sample halfway through the step; each sample that
// changes by sweep.
func (o *oscillator) set(sin, cos, angle, sweep, a, b float64) {
	growth := 1 + (b-a)/(a*step)
	s, c := small(angle - sweep*(step+1)/2)
	o.now = a * sin
	o.before = a / growth * (sin*c - cos*s)
	// While w grows, the recurrence alone loses level, as the square root of sin(w).
	growth *= 1 + sweep*c/s/2
	o.next = 2 * growth * (c - s*sweep/2) // at the mean of w before and after a sample
	o.sweep = -2 * growth * s * sweep
	o.last = growth * growth
}

// play sets out to the sum of four oscillators, under a gain that moves by slope each
// sample. The four run side by side, because each alone would wait for its own last
// sample.
func play(out *[step]float32, o *[4]oscillator, gain, slope float64) {
	a0, a1, an, as, al := o[0].before, o[0].now, o[0].next, o[0].sweep, o[0].last
	b0, b1, bn, bs, bl := o[1].before, o[1].now, o[1].next, o[1].sweep, o[1].last
	c0, c1, cn, cs, cl := o[2].before, o[2].now, o[2].next, o[2].sweep, o[2].last
	d0, d1, dn, ds, dl := o[3].before, o[3].now, o[3].next, o[3].sweep, o[3].last
	for i := 0; i < step; i += 2 {
		out[i] = float32(gain * (a1 + b1 + (c1 + d1)))
		gain += slope
		a0 = an*a1 - al*a0
		b0 = bn*b1 - bl*b0
		c0 = cn*c1 - cl*c0
		d0 = dn*d1 - dl*d0
		an += as
		bn += bs
		cn += cs
		dn += ds
		out[i+1] = float32(gain * (a0 + b0 + (c0 + d0)))
		gain += slope
		a1 = an*a0 - al*a1
		b1 = bn*b0 - bl*b1
		c1 = cn*c0 - cl*c1
		d1 = dn*d0 - dl*d1
		an += as
		bn += bs
		cn += cs
		dn += ds
	}
}
