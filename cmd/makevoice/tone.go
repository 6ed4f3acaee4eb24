package main

import (
	"math"
	"slices"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/loudness"
)

const rate = audio.SampleRate

// section is a second-order filter (bilinear, as in the Audio EQ Cookbook).
type section struct{ b0, b1, b2, a1, a2 float64 }

func newSection(b0, b1, b2, a0, a1, a2 float64) section {
	return section{b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0}
}

// filter filters x in place.
func (s section) filter(x []float32) {
	var z1, z2 float64
	for i, v := range x {
		in := float64(v)
		y := s.b0*in + z1
		z1 = s.b1*in - s.a1*y + z2
		z2 = s.b2*in - s.a2*y
		x[i] = float32(y)
	}
}

// bothWays filters x in place, forward and then backward, which leaves no delay.
func (s section) bothWays(x []float32) {
	s.filter(x)
	slices.Reverse(x)
	s.filter(x)
	slices.Reverse(x)
}

// corner returns the terms of a corner frequency in Hz. A q of 1/sqrt(2) is Butterworth.
func corner(frequency, q float64) (cos, alpha float64) {
	w := 2 * math.Pi * frequency / rate
	return math.Cos(w), math.Sin(w) / 2 / q
}

func highPass(frequency float64) section {
	c, alpha := corner(frequency, math.Sqrt2/2)
	return newSection((1+c)/2, -(1 + c), (1+c)/2, 1+alpha, -2*c, 1-alpha)
}

func lowPass(frequency float64) section {
	c, alpha := corner(frequency, math.Sqrt2/2)
	return newSection((1-c)/2, 1-c, (1-c)/2, 1+alpha, -2*c, 1-alpha)
}

// highShelf changes what is above the frequency by gain dB.
func highShelf(frequency, gain float64) section {
	c, alpha := corner(frequency, math.Sqrt2/2)
	a := math.Pow(10, gain/40)
	s := 2 * math.Sqrt(a) * alpha
	return newSection(
		a*((a+1)+(a-1)*c+s), -2*a*((a-1)+(a+1)*c), a*((a+1)+(a-1)*c-s),
		(a+1)-(a-1)*c+s, 2*((a-1)-(a+1)*c), (a+1)-(a-1)*c-s)
}

// The de-esser. Kokoro's s is as loud as its vowels; in headphones, for an hour, that is
// too much.
const (
	sibilant     = 5000.0 // Hz, and up to
	sibilantEnd  = 10500.0
	deEssOver    = -8.0 // dB above the speech's level: as loud as this an s may be
	deEssRatio   = 0.6  // of the excess is taken off
	deEssMost    = 6.0  // dB
	sibilantTime = 0.003
	speechTime   = 0.050
)

// deEss turns down, in place, the sibilants where they are loud.
func deEss(x []float32) {
	band := slices.Clone(x)
	highPass(sibilant).bothWays(band)
	lowPass(sibilantEnd).bothWays(band)
	speech := envelope(x, speechTime)
	sorted := slices.Sorted(slices.Values(speech))
	level := sorted[len(sorted)*9/10]
	if level == 0 {
		return
	}
	for i, s := range envelope(band, sibilantTime) {
		over := 20*math.Log10(float64(s)/float64(level)+1e-9) - deEssOver
		if over > 0 {
			x[i] -= band[i] * float32(1-decibels(-min(over*deEssRatio, deEssMost)))
		}
	}
}

// envelope returns the level of x over a time in seconds, before and after each frame.
func envelope(x []float32, seconds float64) []float32 {
	out := make([]float32, len(x))
	for i, v := range x {
		out[i] = v * v
	}
	share := float32(1 - math.Exp(-1/(seconds*rate)))
	for range 2 {
		var held float32
		for i, v := range out {
			held += share * (v - held)
			out[i] = held
		}
		slices.Reverse(out)
	}
	for i, v := range out {
		out[i] = float32(math.Sqrt(float64(v)))
	}
	return out
}

func decibels(db float64) float64 { return math.Pow(10, db/20) }

const (
	rumble   = 60.0   // Hz: nothing of a voice is below
	shelfAt  = 8000.0 // Hz
	workedAt = -23.0  // LUFS: below every peak limit while the tone is set
)

// master gives a clip at 48 kHz its tone, in place. Its level is set by encode.
func (s settings) master(x []float32) error {
	highPass(rumble).filter(x)
	highShelf(shelfAt, s.shelf).filter(x)
	if err := loudness.Normalise(workedAt, loudness.Ceiling, x); err != nil {
		return err
	}
	deEss(x)
	fade(x[max(0, len(x)-rate/200):], true)
	return nil
}
