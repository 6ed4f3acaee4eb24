package main

import (
	"fmt"
	"image"
	"math"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/hearing"
)

// The range of levels of a spectrogram, in dB of a sine at full scale.
const (
	darkest   = -100.0
	brightest = -30.0
)

// axis is a range of frequencies, drawn by their logarithm.
type axis struct {
	low, high float64
	ticks     []float64
}

// at is where a frequency is, from 0 to 1.
func (a axis) at(hz float64) float64 { return math.Log(hz/a.low) / math.Log(a.high/a.low) }

// hz is the frequency at a place.
func (a axis) hz(at float64) float64 { return a.low * math.Pow(a.high/a.low, at) }

func hertz(hz float64) string {
	if hz >= 1000 {
		return fmt.Sprintf("%gk", hz/1000)
	}
	return fmt.Sprintf("%g", hz)
}

// spectrogram draws one of a mono sound into a rectangle, with its axis on the left.
func (c *canvas) spectrogram(r image.Rectangle, x []float32, y axis, a *hearing.Analyser) {
	size := a.Size()
	for column := range r.Dx() {
		// Several frames where a column is longer than one, so that nothing is missed.
		from, to := len(x)*column/r.Dx(), len(x)*(column+1)/r.Dx()
		sum := make([]float64, size/2)
		n := 0.0
		for at := from; at == from || at < to; at += size / 2 {
			start := max(at-size/2, 0)
			part := x[start:min(start+size, len(x))]
			if len(part) < size/8 {
				break
			}
			for k, p := range a.Spectrum(part) {
				sum[k] += p
			}
			n++
		}
		for row := range r.Dy() {
			bottom, top := y.hz(float64(r.Dy()-1-row)/float64(r.Dy())), y.hz(float64(r.Dy()-row)/float64(r.Dy()))
			best := 0.0
			for k := int(bottom / a.Hz(1)); k <= int(top/a.Hz(1)) && k < len(sum); k++ {
				best = max(best, sum[k]/max(n, 1))
			}
			level := 10 * math.Log10(best+1e-15)
			c.SetRGBA(r.Min.X+column, r.Min.Y+row, heat((level-darkest)/(brightest-darkest)))
		}
	}
	c.frame(r)
	for _, hz := range y.ticks {
		at := r.Max.Y - int(y.at(hz)*float64(r.Dy()))
		c.fill(image.Rect(r.Min.X-5, at, r.Min.X-1, at+1), grey)
		c.text(hertz(hz), r.Min.X-8, at+5, small, toRight, ink)
	}
}

// seconds draws an axis of time below a rectangle, a mark each so many seconds.
func (c *canvas) seconds(r image.Rectangle, from, to, each float64, label func(float64) string) {
	for s := math.Ceil(from/each) * each; s <= to; s += each {
		at := r.Min.X + int((s-from)/(to-from)*float64(r.Dx()))
		c.fill(image.Rect(at, r.Max.Y+1, at+1, r.Max.Y+6), grey)
		c.text(label(s), at, r.Max.Y+19, small, centred, ink)
	}
}

// scale draws what the colours of a spectrogram mean.
func (c *canvas) scale(r image.Rectangle) {
	for x := range r.Dx() {
		c.fill(image.Rect(r.Min.X+x, r.Min.Y, r.Min.X+x+1, r.Max.Y), heat(float64(x)/float64(r.Dx()-1)))
	}
	c.frame(r)
	c.text(fmt.Sprintf("%.0f", darkest), r.Min.X-6, r.Max.Y-1, small, toRight, ink)
	c.text(fmt.Sprintf("%.0f dBFS", brightest), r.Max.X+6, r.Max.Y-1, small, fromLeft, ink)
}

// mono is both channels of a stretch of a stem as one.
func mono(x [][2]float32) []float32 {
	out := make([]float32, len(x))
	for i, f := range x {
		out[i] = (f[0] + f[1]) / 2
	}
	return out
}

// levelOver is the A-weighted level of a sound in each slice of so many frames.
func levelOver(x []float32, slice int, a *hearing.Analyser) []float64 {
	var levels []float64
	for at := 0; at+a.Size() <= len(x); at += slice {
		sum := 0.0
		for k, p := range a.Spectrum(x[at : at+a.Size()]) {
			sum += p * aWeight(a.Hz(k))
		}
		levels = append(levels, 10*math.Log10(sum/windowWidth+1e-15))
	}
	return levels
}

// windowWidth is by how much the bins of a sine add up to more than its power, under a
// Blackman-Harris window.
const windowWidth = 2.0044

const second = audio.SampleRate
