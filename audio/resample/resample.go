// Package resample changes the sample rate of a whole signal with a polyphase
// Kaiser-windowed sinc (Crochiere and Rabiner, Multirate Digital Signal
// Processing, chapter 4; Kaiser's design formulas).
//
// Up to 0.9 of the lower of the two Nyquist frequencies, errors are at least 100 dB
// below the signal; from that Nyquist frequency on, images and aliases are.
package resample

import (
	"fmt"
	"math"
	"slices"
)

const (
	// Attenuation in dB and pass band, as a share of the lower Nyquist frequency.
	attenuation = 110.0
	passBand    = 0.9

	// For a ratio with no more phases than this, each is computed. For others, a
	// phase is interpolated between two of a grid this fine, which is exact to
	// 125 dB.
	mostPhases = 2048

	// The rates that New accepts. They bound the length of the filter.
	Least = 1000
	Most  = 768000
)

// Converter converts signals from one rate to another. It is immutable, so several
// goroutines may share it.
type Converter struct {
	from, to int64
	phases   int64
	taps     int // of each phase, even
	table    []float32
}

// New returns a converter between two rates in frames per second, each from Least
// to Most.
func New(from, to int) (*Converter, error) {
	for _, rate := range []int{from, to} {
		if rate < Least || rate > Most {
			return nil, fmt.Errorf("a sample rate of %d Hz is not between %d and %d Hz", rate, Least, Most)
		}
	}
	d := gcd(from, to)
	c := &Converter{from: int64(from / d), to: int64(to / d)}
	if c.from == c.to {
		return c, nil
	}
	c.phases = min(c.to, mostPhases)
	c.design()
	return c, nil
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// Frames returns the length of the converted signal: the exact length, rounded once.
func (c *Converter) Frames(frames int64) int64 {
	return (frames*c.to*2 + c.from) / (c.from * 2)
}

// design fills the table. In units of the input's sample period the kernel is
// sinc(x*2*cutoff)*2*cutoff under a Kaiser window; row p holds it for an output
// sample that lies p/phases after an input sample. One row more than there are
// phases completes the grid.
func (c *Converter) design() {
	nyquist := 0.5 * min(1, float64(c.to)/float64(c.from)) // cycles per input sample
	cutoff := nyquist * (1 + passBand) / 2
	transition := nyquist * (1 - passBand)
	// Kaiser: taps = (A - 7.95) / (2.285 * 2 pi * transition).
	half := int(math.Ceil((attenuation - 7.95) / (2.285 * 2 * math.Pi * transition) / 2))
	beta := 0.1102 * (attenuation - 8.7)
	c.taps = 2 * half
	c.table = make([]float32, (int(c.phases)+1)*c.taps)
	row := make([]float64, c.taps)
	for p := range int(c.phases) + 1 {
		for k := range row {
			x := float64(k-half+1) - float64(p)/float64(c.phases)
			w := x / float64(half)
			row[k] = sinc(2*cutoff*x) * bessel(beta*math.Sqrt(max(0, 1-w*w)))
		}
		c.setRow(p, row)
		if mirror := int(c.phases) - p; c.phases == mostPhases { // p/phases is exact
			slices.Reverse(row)
			c.setRow(mirror, row)
			if mirror <= p+1 {
				break
			}
		}
	}
}

// setRow sets a row of the table. Every phase has the same gain for a constant, so
// that it has no image.
func (c *Converter) setRow(p int, row []float64) {
	sum := 0.0
	for _, h := range row {
		sum += h
	}
	for k, h := range row {
		c.table[p*c.taps+k] = float32(h / sum)
	}
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// bessel returns the modified Bessel function of the first kind, order 0.
func bessel(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1; term > 1e-14*sum; k++ {
		half := x / 2 / float64(k)
		term *= half * half
		sum += term
	}
	return sum
}

// Convert returns the signal at the new rate: of the length that Frames returns,
// without delay, taken as silent beyond its ends. x is not changed; at equal rates
// it is returned itself.
func (c *Converter) Convert(x []float32) []float32 {
	if c.from == c.to {
		return x
	}
	out := make([]float32, c.Frames(int64(len(x))))
	// The input with silence around it, so that the sum needs no bounds checks.
	half := c.taps / 2
	padded := make([]float32, len(x)+2*c.taps)
	copy(padded[c.taps:], x)
	between := make([]float32, c.taps)
	for i := range out {
		whole := int64(i) * c.from / c.to
		fraction := int64(i) * c.from % c.to // of an input sample, in 1/c.to
		first := int(whole) - half + 1 + c.taps
		if first > len(padded)-c.taps {
			first = len(padded) - c.taps // up to half a frame beyond the end, by rounding: silence
		}
		row := between
		if c.phases == c.to {
			row = c.table[int(fraction)*c.taps:][:c.taps]
		} else {
			at := fraction * c.phases
			p, share := int(at/c.to), float32(at%c.to)/float32(c.to)
			a, b := c.table[p*c.taps:][:c.taps], c.table[(p+1)*c.taps:][:c.taps]
			for k := range row {
				row[k] = a[k] + share*(b[k]-a[k])
			}
		}
		out[i] = dot(row, padded[first:])
	}
	return out
}

// dot sums in four lanes, which is faster, and rounds less, than one.
func dot(h, x []float32) float32 {
	x = x[:len(h)]
	var a, b, c, d float32
	k := 0
	for ; k+4 <= len(h); k += 4 {
		a += h[k] * x[k]
		b += h[k+1] * x[k+1]
		c += h[k+2] * x[k+2]
		d += h[k+3] * x[k+3]
	}
	for ; k < len(h); k++ {
		a += h[k] * x[k]
	}
	return (a + b) + (c + d)
}
