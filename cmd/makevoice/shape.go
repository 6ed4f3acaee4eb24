package main

import (
	"math"
	"slices"
)

var window = milliseconds(5)

// levels returns the RMS of each window.
func levels(x []float32) []float64 {
	out := make([]float64, 0, len(x)/window)
	for ; len(x) >= window; x = x[window:] {
		sum := 0.0
		for _, v := range x[:window] {
			sum += float64(v) * float64(v)
		}
		out = append(out, math.Sqrt(sum/float64(window)))
	}
	return out
}

// quiet returns the level below which nothing is said. A soft s or f is still above
// it.
func (s settings) quiet(levels []float64) float64 {
	return slices.Max(levels) * math.Pow(10, -s.silence/20)
}

// trim cuts the silence before and after the speech and fades the two ends.
func (s settings) trim(x []float32) []float32 {
	l := levels(x)
	if len(l) == 0 {
		return nil
	}
	threshold := s.quiet(l)
	first, last := 0, len(l)-1
	for first < last && l[first] < threshold {
		first++
	}
	for last > first && l[last] < threshold {
		last--
	}
	// One window more at the start and two at the end, where speech dies away, to
	// fade in and out.
	x = slices.Clone(x[max(0, first-1)*window : min(len(x), (last+3)*window)])
	fade(x[:min(len(x), window)], false)
	fade(x[max(0, len(x)-2*window):], true)
	return x
}

// fade fades all of x in or out with a raised cosine.
func fade(x []float32, out bool) {
	for i := range x {
		g := 0.5 - 0.5*math.Cos(math.Pi*(float64(i)+0.5)/float64(len(x)))
		if out {
			g = 1 - g
		}
		x[i] *= float32(g)
	}
}

// pauseNear extends the longest silence that begins within a quarter of a second of
// the place to atComma. If there is none, the speech runs on and is not changed.
func (s settings) pauseNear(x []float32, place int) []float32 {
	l := levels(x)
	if len(l) == 0 {
		return x
	}
	threshold := s.quiet(l)
	reach := milliseconds(250)
	best, length := 0, 0
	for i := 0; i < len(l); i++ {
		run := 0
		for i+run < len(l) && l[i+run] < threshold {
			run++
		}
		if at := i * window; run > length && at > place-reach && at < place+reach && i+run < len(l) {
			best, length = i, run
		}
		i += run
	}
	missing := atComma - length*window
	if length < 4 || missing <= 0 {
		return x
	}
	// Both ends of the new silence fade over a window inside the old one.
	middle := (best + length/2) * window
	out := make([]float32, 0, len(x)+missing)
	out = append(out, x[:middle]...)
	fade(out[middle-window:], true)
	out = append(out, make([]float32, missing)...)
	start := len(out)
	out = append(out, x[middle:]...)
	fade(out[start:start+window], false)
	return out
}
