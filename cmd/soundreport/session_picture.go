package main

import (
	"fmt"
	"image"
	"image/color"
	"slices"

	"github.com/unknot/unknot/audio/hearing"
	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

func aWeight(hz float64) float64 {
	if hz == 0 {
		return 0
	}
	return loudness.AWeight(hz)
}

// lane is one row of a session: what kind of cue it shows.
type lane struct {
	name  string
	kinds []timeline.Kind
}

func lanes() []lane {
	return []lane{
		{"voice", []timeline.Kind{timeline.KindSay}},
		{"breath", []timeline.Kind{timeline.KindInhale, timeline.KindExhale}},
		{"search", []timeline.Kind{timeline.KindSearch}},
		{"bed", []timeline.Kind{timeline.KindRest}},
		{"bells", []timeline.Kind{timeline.KindEarcon, timeline.KindChime}},
	}
}

var (
	leftSide  = color.RGBA{52, 110, 200, 255}
	rightSide = color.RGBA{222, 120, 40, 255}
	noSide    = color.RGBA{96, 96, 108, 255}
	bedColour = color.RGBA{110, 170, 120, 255}
)

func sideColour(s scripts.Side) color.RGBA {
	switch s {
	case scripts.Left:
		return leftSide
	case scripts.Right:
		return rightSide
	}
	return noSide
}

// sessionPicture draws a session of 8 minutes: two rows of four, each with a spectrogram,
// the lanes of its cues, and its level.
func sessionPicture(s *studio, path string) error {
	session, err := s.session("neck", builtin.Default, plan.GuidanceFull, usualLength)
	if err != nil {
		return err
	}
	x := make([][2]float32, session.Timeline.Frames)
	if _, err := session.Score(session.Timeline).Render(x, 0); err != nil {
		return err
	}
	const width, left, right, rows, row = 1500, 70, 20, 2, 440
	c, err := newCanvas(width, 70+rows*row)
	if err != nil {
		return err
	}
	c.text(fmt.Sprintf("unknot play neck --length 8m: %s, full guidance, tones hum", builtin.Default), left, 28, large, fromLeft, ink)
	legend := left
	for _, l := range []struct {
		text   string
		colour color.RGBA
	}{{"left side", leftSide}, {"right side", rightSide}, {"both, or the middle", noSide}} {
		c.fill(image.Rect(legend, 42, legend+14, 54), l.colour)
		c.text(l.text, legend+20, 53, small, fromLeft, ink)
		legend += 40 + c.width(l.text, small)
	}
	c.text("breath: a rising wedge is an inhale, a falling one an exhale", legend, 53, small, fromLeft, ink)
	c.scale(image.Rect(width-290, 42, width-110, 54))
	rowFrames := session.Timeline.Frames / rows
	for i := range timeline.Frame(rows) {
		v := view{c, session, x, i * rowFrames, (i + 1) * rowFrames, image.Rect(left, 0, width-right, 0)}
		v.draw(75 + int(i)*row)
	}
	return c.save(path)
}

// view is a stretch of a session, drawn into the columns of a rectangle.
type view struct {
	*canvas
	subject
	sound    [][2]float32
	from, to timeline.Frame
	image.Rectangle
}

// x is the column of a frame.
func (v *view) x(at timeline.Frame) int {
	at = min(max(at, v.from), v.to)
	return v.Min.X + int(int64(at-v.from)*int64(v.Dx())/int64(v.to-v.from))
}

func (v *view) rows(top, height int) image.Rectangle {
	return image.Rect(v.Min.X, top, v.Max.X, top+height)
}

// draw draws it from a row on: chapters, spectrogram, lanes, level and time.
func (v *view) draw(top int) {
	v.chapters(top + 12)
	sound := mono(v.sound[v.from:v.to])
	spectrum := v.rows(top+20, 160)
	v.spectrogram(spectrum, sound, axis{60, 12000, []float64{100, 300, 1000, 3000, 10000}}, hearing.NewAnalyser(4096))
	v.text("Hz", v.Min.X-8, spectrum.Min.Y-6, small, toRight, ink)
	const height = 20
	for i, l := range lanes() {
		v.lane(l, v.rows(spectrum.Max.Y+6+i*height, height-3))
	}
	v.level(v.rows(spectrum.Max.Y+14+len(lanes())*height, 90), sound)
}

// chapters writes where chapters begin, as far as there is room for their titles.
func (v *view) chapters(baseline int) {
	for i, ch := range v.Chapters {
		next := v.Timeline.Frames
		if i+1 < len(v.Chapters) {
			next = v.Chapters[i+1].At
		}
		if ch.At >= v.to || next <= v.from {
			continue
		}
		at, end := v.x(ch.At), v.x(next)
		v.fill(image.Rect(at, baseline-11, at+1, baseline+6), grey)
		title := []rune(ch.Title)
		shown := string(title)
		for v.width(shown, small) > end-at-6 && len(title) > 0 {
			title = title[:len(title)-1]
			shown = string(title) + "…"
		}
		if len(title) > 3 {
			v.text(shown, at+4, baseline, small, fromLeft, ink)
		}
	}
}

func (v *view) lane(l lane, r image.Rectangle) {
	v.text(l.name, r.Min.X-8, r.Max.Y-4, small, toRight, ink)
	v.fill(image.Rect(r.Min.X, r.Max.Y, r.Max.X, r.Max.Y+1), faint)
	for _, cue := range v.Cues {
		if cue.End() < v.from || cue.At >= v.to || !slices.Contains(l.kinds, cue.Kind) {
			continue
		}
		box := image.Rect(v.x(cue.At), r.Min.Y, max(v.x(cue.End()), v.x(cue.At)+3), r.Max.Y)
		colour := sideColour(cue.Side)
		switch cue.Kind {
		case timeline.KindInhale, timeline.KindExhale:
			v.ramp(box, cue.Kind == timeline.KindInhale, colour)
		case timeline.KindRest:
			if cue.Frames >= 4*timeline.Second { // a shorter one has none
				v.fill(box, bedColour)
			}
		case timeline.KindSearch:
			v.fill(box.Inset(3), colour)
		default:
			v.fill(box, colour)
		}
	}
}

// level draws the A-weighted level, from -70 to -10 dB.
func (v *view) level(r image.Rectangle, sound []float32) {
	const low, high = -70.0, -10.0
	y := func(dB float64) int {
		return r.Max.Y - int((min(max(dB, low), high)-low)/(high-low)*float64(r.Dy()))
	}
	for dB := low; dB <= high; dB += 20 {
		v.fill(image.Rect(r.Min.X, y(dB), r.Max.X, y(dB)+1), faint)
		v.text(fmt.Sprintf("%.0f", dB), r.Min.X-8, y(dB)+5, small, toRight, ink)
	}
	v.text("dB, A-weighted", r.Min.X+4, r.Min.Y+14, small, fromLeft, grey)
	slice := (v.to - v.from) / timeline.Frame(v.Dx())
	levels := levelOver(sound, int(slice), hearing.NewAnalyser(8192))
	points := make([]image.Point, len(levels))
	for i, dB := range levels {
		points[i] = image.Pt(v.x(v.from+timeline.Frame(i)*slice), y(dB))
	}
	v.line(points, 1, ink)
	v.frame(r)
	v.seconds(r, seconds(v.from), seconds(v.to), 10, func(s float64) string {
		if int(s)%30 != 0 {
			return ""
		}
		return fmt.Sprintf("%d:%02d", int(s)/60, int(s)%60)
	})
}
