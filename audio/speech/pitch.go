package speech

import (
	"math"

	"github.com/unknot/unknot/audio"
)

// A frame has a pitch where two of its periods that follow each other correlate by more
// than voiced, and it is not much softer than the clip.
const voiced = 0.45

// octaveCost is by how much less a period may correlate than one of twice its length and
// still be taken for the true one: as the half of it.
const octaveCost = 0.03

// findPitch finds the pitch of each loud frame, by the correlation of a stretch of 13 ms
// with the one that follows a period later (Boersma, "Accurate short-term analysis of the
// fundamental frequency and the harmonics-to-noise ratio", 1993; the variant by
// cross-correlation).
func (c *Clip) findPitch() {
	const shortest, longest = audio.SampleRate / top, audio.SampleRate / floor
	c.pitch, c.tonal = make([]float64, len(c.loud)), make([]float64, len(c.loud))
	like := make([]float64, longest+2)
	for i := range c.loud {
		from := i*step + step/2 - longest
		if !c.loud[i] || from < 0 || from+2*longest+1 >= len(c.samples) {
			continue
		}
		x := c.samples[from : from+2*longest+1]
		correlate(like, x, shortest-1)
		pitch, best := 0.0, -1.0
		for lag := shortest; lag <= longest; lag++ {
			if like[lag] < like[lag-1] || like[lag] < like[lag+1] || like[lag] < voiced {
				continue
			}
			peak, offset := summit(like[lag-1], like[lag], like[lag+1])
			period := (float64(lag) + offset) / audio.SampleRate
			if strength := peak - octaveCost*math.Log2(floor*period); strength > best {
				pitch, best = 1/period, strength
			}
			c.tonal[i] = max(c.tonal[i], min(peak, 1-1e-6))
		}
		c.pitch[i] = pitch
	}
	c.dropJumps()
}

// correlate sets like[lag], from a lag on, to how much the first half of x is like what
// follows it by lag, from -1 to 1.
func correlate(like []float64, x []float32, from int) {
	n := len(x) / 2
	mean := float32(0)
	for _, v := range x {
		mean += v / float32(len(x))
	}
	first := 0.0
	for _, v := range x[:n] {
		first += float64(v-mean) * float64(v-mean)
	}
	second := 0.0
	for _, v := range x[from : from+n] {
		second += float64(v-mean) * float64(v-mean)
	}
	for lag := from; lag < len(like) && lag+n <= len(x); lag++ {
		var sum float32
		y := x[lag : lag+n]
		for k, v := range x[:n] {
			sum += (v - mean) * (y[k] - mean)
		}
		like[lag] = float64(sum) / math.Sqrt(first*second+1e-20)
		if lag+n < len(x) {
			gone, come := float64(x[lag]-mean), float64(x[lag+n]-mean)
			second += come*come - gone*gone
		}
	}
}

// summit is the height of a parabola through three values, and where it is, from -1 to 1.
func summit(a, b, c float64) (height, at float64) {
	bend := a - 2*b + c
	if bend == 0 {
		return b, 0
	}
	at = (a - c) / 2 / bend
	return b - (a-c)*at/4, at
}

// dropJumps takes a pitch for none where it is more than ten semitones from the middle
// one of the clip: an octave too high or too low.
func (c *Clip) dropJumps() {
	middle := Median(c.Semitones())
	for i, hz := range c.pitch {
		if hz > 0 && math.Abs(semitones(hz)-middle) > 10 {
			c.pitch[i] = 0
		}
	}
}

func semitones(hz float64) float64 { return 12 * math.Log2(hz/100) }

// Semitones is the pitch of each frame that has one, over 100 Hz.
func (c *Clip) Semitones() []float64 {
	var found []float64
	for _, hz := range c.pitch {
		if hz > 0 {
			found = append(found, semitones(hz))
		}
	}
	return found
}

// ToneToNoise is how much louder the voice's tone is than its noise, in dB: the
// harmonics-to-noise ratio, over the frames that have a pitch.
func (c *Clip) ToneToNoise() float64 {
	var found []float64
	for i, hz := range c.pitch {
		if hz > 0 {
			found = append(found, 10*math.Log10(c.tonal[i]/(1-c.tonal[i])))
		}
	}
	return Mean(found)
}
