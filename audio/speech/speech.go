// Package speech measures a voice: its pitch, how much of it is tone and how much noise,
// how much it buzzes, its spectrum and its pauses. High values of some of them make a
// synthetic voice sound like a machine.
//
// Speech is mono, at 48 kHz. What is measured follows published methods, in forms that
// need nothing but this program; other tools differ from them a little.
package speech

import (
	"math"
	"slices"

	"github.com/unknot/unknot/audio"
)

const (
	step  = audio.SampleRate / 100 // a frame: 10 ms
	floor = 75                     // Hz, the lowest pitch looked for
	top   = 500                    // Hz, the highest
)

// Clip is one clip, analysed in frames of 10 ms.
type Clip struct {
	samples []float32
	loud    []bool    // the frame is speech, not a pause
	pitch   []float64 // of the frame, in Hz; 0 where there is none
	tonal   []float64 // which part of the frame's power is periodic, where there is a pitch
}

// Analyse analyses a clip.
func Analyse(samples []float32) *Clip {
	c := &Clip{samples: samples}
	c.loud = speaking(samples)
	c.findPitch()
	return c
}

// frameLevels is the level of each frame in dB.
func frameLevels(x []float32) []float64 {
	levels := make([]float64, len(x)/step)
	for i := range levels {
		sum := 1e-14 * step
		for _, v := range x[i*step : (i+1)*step] {
			sum += float64(v) * float64(v)
		}
		levels[i] = 10 * math.Log10(sum/step)
	}
	return levels
}

// speaking is the frames that are less than 32 dB below the loud ones; gaps of less than
// 80 ms between two of them, such as those before a plosive, belong to them.
func speaking(x []float32) []bool {
	levels := frameLevels(x)
	if len(levels) == 0 {
		return nil
	}
	gate := percentile(levels, 95) - 32
	loud := make([]bool, len(levels))
	last := -1
	for i, l := range levels {
		if l <= gate {
			continue
		}
		loud[i] = true
		if last >= 0 && i-last <= 8 {
			for k := last; k < i; k++ {
				loud[k] = true
			}
		}
		last = i
	}
	return loud
}

// Pauses is how long each silence inside the clip is, of 150 ms at least, in seconds.
func (c *Clip) Pauses() []float64 {
	var found []float64
	last := -1
	for i, loud := range c.loud {
		if !loud {
			continue
		}
		if last >= 0 && i-last > 15 {
			found = append(found, float64(i-last-1)/100)
		}
		last = i
	}
	return found
}

// percentile is the value that p per cent of some values are below.
func percentile(values []float64, p int) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)*p/100, len(sorted)-1)]
}

// Median is the middle one of some values; of none it is not a number.
func Median(values []float64) float64 { return percentile(values, 50) }

// Mean is the mean of some values; of none it is not a number.
func Mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// Spread is the standard deviation of some values.
func Spread(values []float64) float64 {
	mean, sum := Mean(values), 0.0
	for _, v := range values {
		sum += (v - mean) * (v - mean)
	}
	return math.Sqrt(sum / float64(len(values)))
}
