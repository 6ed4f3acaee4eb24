package speech

import (
	"math"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/hearing"
)

// Buzz is how much 4 to 7.5 kHz pulse with the voice's pitch, from 0 to 1: the correlation
// of their envelope with itself a period later, in the middle one of its frames. In a
// voice of flesh and blood there is noise up there.
func (c *Clip) Buzz() float64 {
	envelope := c.envelope(4000, 7500)
	var found []float64
	voiced := 0
	for i, hz := range c.pitch {
		if hz == 0 {
			continue
		}
		if voiced++; voiced%3 != 1 {
			continue
		}
		period := audio.SampleRate / hz
		middle, reach := i*step+step/2, int(3*period)
		if middle < reach || middle+reach > len(envelope) {
			continue
		}
		found = append(found, repeats(envelope[middle-reach:middle+reach], int(period)))
	}
	return Median(found)
}

// repeats is how much x is like itself about a period later, from 0 to 1.
func repeats(x []float64, period int) float64 {
	mean := Mean(x)
	best := 0.0
	for lag := period - 3; lag <= period+6; lag++ {
		var sum, first, second float64
		for k, v := range x[lag:] {
			a, b := x[k]-mean, v-mean
			sum, first, second = sum+a*b, first+a*a, second+b*b
		}
		best = max(best, sum/math.Sqrt(first*second+1e-20))
	}
	return best
}

// envelope is the size of the analytic signal of the clip between two frequencies: a
// Butterworth band of the sixth order, forward and back.
func (c *Clip) envelope(low, high float64) []float64 {
	n := 1
	for n < len(c.samples)+audio.SampleRate/10 {
		n *= 2
	}
	a := hearing.NewAnalyser(n)
	x := make([]complex128, n)
	for i, v := range c.samples {
		x[i] = complex(float64(v), 0)
	}
	a.FFT(x)
	for k := range x {
		hz := a.Hz(k)
		if k == 0 || k >= n/2 {
			x[k] = 0 // what is left has no negative frequencies
			continue
		}
		off := (hz*hz - low*high) / (hz * (high - low))
		x[k] *= complex(2/(1+math.Pow(off, 12)), 0)
	}
	// The transform of the conjugate is the conjugate of the inverse one.
	for k := range x {
		x[k] = complex(real(x[k]), -imag(x[k]))
	}
	a.FFT(x)
	out := make([]float64, len(c.samples))
	for i := range out {
		out[i] = math.Hypot(real(x[i]), imag(x[i])) / float64(n)
	}
	return out
}
