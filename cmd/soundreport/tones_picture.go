package main

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"github.com/unknot/unknot/audio/hearing"
	"github.com/unknot/unknot/audio/tone"
)

// tonesPicture draws each breath tone, the search and the bed: spectrograms, and how loud
// each band is at the ear, beside the noise of a room.
func tonesPicture(_ *studio, path string) error {
	kinds := soundingKinds()
	const width, row, left = 1300, 250, 70
	c, err := newCanvas(width, 60+(len(kinds)+1)*row)
	if err != nil {
		return err
	}
	c.text("Breath tones, search and bed", left, 28, large, fromLeft, ink)
	c.scale(image.Rect(width-290, 16, width-110, 28))
	for i, kind := range kinds {
		in, out := breathOf(kind, tone.Inhale, 0), breathOf(kind, tone.Exhale, 4*second)
		c.tones(80+i*row, []toneOf{{fmt.Sprintf("%s, inhale", kind), in, inColour}, {fmt.Sprintf("%s, exhale", kind), out, outColour}})
	}
	sounds := lastingSounds()
	c.tones(80+len(kinds)*row, []toneOf{
		{"search, a period", sounds[0].left[8*second : 16*second], inColour}, {"bed", sounds[1].left[10*second : 22*second], outColour},
	})
	return c.save(path)
}

// toneOf is a sound and the colour of its spectrum.
type toneOf struct {
	name   string
	sound  []float32
	colour color.RGBA
}

var (
	inColour  = color.RGBA{200, 60, 80, 255}
	outColour = color.RGBA{52, 90, 190, 255}
)

// tones draws two sounds from a row on.
func (c *canvas) tones(top int, two []toneOf) {
	const height, wide, gap = 180, 360, 60
	x := 70
	for _, s := range two {
		r := image.Rect(x, top, x+wide, top+height)
		c.text(s.name, x, top-8, medium, fromLeft, s.colour)
		c.spectrogram(r, s.sound, axis{100, 6000, []float64{100, 200, 500, 1000, 2000, 5000}}, hearing.NewAnalyser(8192))
		c.text("Hz", x-8, top-8, small, toRight, ink)
		length := float64(len(s.sound)) / second
		c.seconds(r, 0, length, 1, func(s float64) string { return fmt.Sprintf("%.0f s", s) })
		x += wide + gap
	}
	c.bands(image.Rect(x, top, x+wide, top+height), two)
}

// bands draws the mean level of two sounds at the ear in each third of an octave, at low
// volume, over what the room masks.
func (c *canvas) bands(r image.Rectangle, two []toneOf) {
	room := lowVolume()
	x := axis{80, 8000, []float64{100, 200, 500, 1000, 2000, 5000}}
	const low, high = 0.0, 45.0
	y := func(dB float64) int {
		return r.Max.Y - int((min(max(dB, low), high)-low)/(high-low)*float64(r.Dy()))
	}
	point := func(hz, dB float64) image.Point { return image.Pt(r.Min.X+int(x.at(hz)*float64(r.Dx())), y(dB)) }
	c.text(fmt.Sprintf("dB in thirds of an octave at the ear; %s dB(A)", roomName(room)), r.Min.X-20, r.Min.Y-8, small, fromLeft, ink)
	for dB := low; dB <= high; dB += 10 {
		c.fill(image.Rect(r.Min.X, y(dB), r.Max.X, y(dB)+1), faint)
		c.text(fmt.Sprintf("%.0f", dB), r.Min.X-8, y(dB)+5, small, toRight, ink)
	}
	for _, hz := range x.ticks {
		at := point(hz, low)
		c.fill(image.Rect(at.X, r.Min.Y, at.X+1, r.Max.Y), faint)
		c.text(hertz(hz)+" Hz", at.X, r.Max.Y+19, small, centred, ink)
	}
	noise := room.NoiseInThirds()
	var masked []image.Point
	for i, band := range hearing.Thirds {
		if band.Hz >= x.low {
			masked = append(masked, point(band.Hz, noise[i]))
		}
	}
	c.line(masked, 2, grey)
	c.text("noise of the room", r.Max.X-6, y(noise[len(noise)-1])-52, small, toRight, grey)
	a := hearing.NewAnalyser(8192)
	for _, s := range two {
		sum := make([]float64, len(hearing.Thirds))
		frames := 0.0
		for at := 0; at+a.Size() <= len(s.sound); at += a.Size() / 2 {
			for i, p := range a.Thirds(a.Spectrum(s.sound[at : at+a.Size()])) {
				sum[i] += p
			}
			frames++
		}
		var points []image.Point
		for i, band := range hearing.Thirds {
			if band.Hz >= x.low {
				// Half of a sine's peak squared is its power; two ears make up for it.
				points = append(points, point(band.Hz, 10*math.Log10(sum[i]/windowWidth/frames+1e-15)+room.ToEar()))
			}
		}
		c.line(points, 3, s.colour)
	}
	c.frame(r)
}
