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

// partial is one sine of a pad. Its level moves from one value to another and sways
// a little meanwhile, which makes a sound seem alive.
type partial struct {
	ratio    float64 // to the first partial
	from, to float64 // level, above 0
	sway     float64 // Hz
	depth    float64 // of the sway, as a part of the level
}

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
// released, and they die first.
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

// step is how many frames of a sound are made at a time: 5 ms, over which pitches
// and levels move evenly.
const step = 256

// chord is a pad over a sound of so many frames, as one breath varies it.
type chord struct {
	from, rise float64 // of the first partial: turns a frame; growth of its logarithm a frame
	frames     float64
	offset     int64 // frames by which the chord began before the sound
	partials   [4]sine

	known     int64 // frame of the moment that was computed last
	knownThen moment
}

// sine is a partial of a chord.
type sine struct {
	ratio, turns           float64 // to the first partial; where it begins
	level, slope           float64 // the slope a frame
	sway, swayTurns, depth float64 // the sway in turns a frame
}

// moment is a chord at a frame.
type moment struct {
	turns float64 // that the first partial has made
	level [4]float64
}

func (p *pad) over(frames int64, v variation) chord {
	n := float64(max(frames, 1))
	c := chord{from: p.from * v.pitch / audio.SampleRate, rise: math.Log(p.to/p.from) / n, frames: n, known: -1}
	for k := range p.partials {
		q, sway := &p.partials[k], v.sway[k]
		tilt := math.Pow(q.ratio, v.bright/6.02)
		c.partials[k] = sine{
			ratio: q.ratio, turns: v.turns[k],
			level: q.from * tilt, slope: (q.to - q.from) * tilt / n,
			sway: q.sway * sway.speed / audio.SampleRate, swayTurns: sway.turns, depth: q.depth,
		}
	}
	return c
}

// power returns the A-weighted power of the chord u of the way through.
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
	if frame == c.known {
		return c.knownThen
	}
	n := float64(frame + c.offset)
	m := moment{turns: c.from * n}
	if c.rise != 0 {
		m.turns = c.from * math.Expm1(c.rise*n) / c.rise
	}
	within := min(n, c.frames) // a step may reach beyond the end
	for k := range c.partials {
		p := &c.partials[k]
		s, _ := circle(p.sway*n + p.swayTurns)
		m.level[k] = (p.level + p.slope*within) * (1 + p.depth*s)
	}
	return m
}

// block sets out to the step that begins at a frame, a multiple of step, under a gain
// that moves by slope each frame.
func (c *chord) block(out *[step]float32, from int64, gain, slope float64) {
	a, b := c.at(from), c.at(from+step)
	c.known, c.knownThen = from+step, b
	angle := (b.turns - a.turns) * (2 * math.Pi / step)
	var o [4]oscillator
	for k := range c.partials {
		p := &c.partials[k]
		s, co := circle(a.turns*p.ratio + p.turns)
		o[k].set(s, co, angle*p.ratio, angle*p.ratio*c.rise, a.level[k], b.level[k])
	}
	play(out, &o, gain, slope)
}

// oscillator is a sine whose level grows or falls by the same factor each sample, as
// a recurrence: the next sample is twice the cosine of the angle it turns by times
// this one, less the one before. It takes a tenth of the time of computing sines.
type oscillator struct{ before, now, next, bend, last float64 }

// set makes the oscillator begin with a sine and a cosine, turn by a small angle per
// sample, which changes by bend each sample and is the given one in the middle of the
// step, and go from level a to b.
func (o *oscillator) set(sin, cos, angle, bend, a, b float64) {
	growth := 1 + (b-a)/(a*step)
	s, c := small(angle - bend*(step+1)/2)
	o.now = a * sin
	o.before = a / growth * (sin*c - cos*s)
	// Where the angle grows, a recurrence by itself loses level (as the root of its
	// sine), and it turns by the mean of the angles before and after a sample.
	growth *= 1 + bend*c/s/2
	o.next = 2 * growth * (c - s*bend*0.5)
	o.bend = -2 * growth * s * bend
	o.last = growth * growth
}

// play sets out to the sum of four oscillators under a gain. They run side by side:
// each alone would wait for its own last sample.
func play(out *[step]float32, o *[4]oscillator, gain, slope float64) {
	a0, a1, an, ab, al := o[0].before, o[0].now, o[0].next, o[0].bend, o[0].last
	b0, b1, bn, bb, bl := o[1].before, o[1].now, o[1].next, o[1].bend, o[1].last
	c0, c1, cn, cb, cl := o[2].before, o[2].now, o[2].next, o[2].bend, o[2].last
	d0, d1, dn, db, dl := o[3].before, o[3].now, o[3].next, o[3].bend, o[3].last
	for i := 0; i < step; i += 2 {
		out[i] = float32(gain * (a1 + b1 + (c1 + d1)))
		gain += slope
		a0 = an*a1 - al*a0
		b0 = bn*b1 - bl*b0
		c0 = cn*c1 - cl*c0
		d0 = dn*d1 - dl*d0
		an += ab
		bn += bb
		cn += cb
		dn += db
		out[i+1] = float32(gain * (a0 + b0 + (c0 + d0)))
		gain += slope
		a1 = an*a0 - al*a1
		b1 = bn*b0 - bl*b1
		c1 = cn*c0 - cl*c1
		d1 = dn*d0 - dl*d1
		an += ab
		bn += bb
		cn += cb
		dn += db
	}
}
