package main

import (
	"math"
	"slices"
	"unicode/utf8"
)

// modelRate is the sample rate of what Kokoro makes.
const modelRate = 24000

func modelFrames(seconds float64) int { return int(math.Round(seconds * modelRate)) }

// The pauses of a clip. The model's own are too short to follow with closed eyes, so
// each sentence is spoken by itself, and the silence is set here.
var (
	lead       = modelFrames(0.030)
	tail       = modelFrames(0.150)
	atSentence = modelFrames(0.900)
	atComma    = modelFrames(0.350)
)

// window is what levels are measured in: 5 ms.
const window = modelRate / 200

// levels returns the level of each window in dB below the loudest one.
func levels(x []float32) []float64 { return levelsOf(x, window) }

// levelsOf returns the level of each run of frames in dB below the loudest one.
func levelsOf(x []float32, frames int) []float64 {
	out := make([]float64, 0, len(x)/frames)
	for ; len(x) >= frames; x = x[frames:] {
		sum := 0.0
		for _, v := range x[:frames] {
			sum += float64(v) * float64(v)
		}
		out = append(out, 10*math.Log10(sum/float64(frames)+1e-14))
	}
	if len(out) == 0 {
		return nil
	}
	top := slices.Max(out)
	for i := range out {
		out[i] -= top
	}
	return out
}

const (
	silent = -45.0 // dB below the loudest window: nothing is said
	pause  = -38.0 // within a sentence, where a room answers what was said
)

// trim cuts the silence before and after the speech and fades the two ends. It returns
// how many frames it cut at the start.
func trim(x []float32) (trimmed []float32, cut int) {
	l := levels(x)
	first := slices.IndexFunc(l, func(v float64) bool { return v > silent })
	if first < 0 {
		return nil, 0
	}
	last := len(l) - 1
	for l[last] <= silent {
		last--
	}
	// Two windows more at the start and three at the end, where speech dies away.
	cut = max(0, first-2) * window
	trimmed = slices.Clone(x[cut:min(len(x), (last+4)*window)])
	fade(trimmed[:min(len(trimmed), window)], false)
	fade(trimmed[max(0, len(trimmed)-3*window):], true)
	return trimmed, cut
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

// sentence returns one spoken sentence without silence around it, the pause at each
// comma extended.
func sentence(s spoken, phonemes string) []float32 {
	x, cut := trim(s.sound)
	// From the last comma to the first, so that the places before it do not move.
	at := commas(s, phonemes)
	slices.Reverse(at)
	for _, place := range at {
		x = pauseNear(x, place-cut)
	}
	return x
}

// commas returns the place of each comma, in frames: the middle of what the model
// gives to it and the space after it.
func commas(s spoken, phonemes string) []int {
	if len(s.lengths) != utf8.RuneCountInString(phonemes)+2 {
		return nil
	}
	var out []int
	start, i := s.lengths[0], 1
	for _, p := range phonemes {
		length := s.lengths[i]
		if (p == ',' || p == ';' || p == ':' || p == '—') && i+2 < len(s.lengths)-1 {
			out = append(out, start+(length+s.lengths[i+1])/2)
		}
		start += length
		i++
	}
	return out
}

// upTo returns what is spoken up to the silence after so many phonemes; nothing if there
// is none.
func upTo(s spoken, phonemes int) spoken {
	if len(s.lengths) < phonemes+2 {
		return spoken{}
	}
	end := 0
	for _, n := range s.lengths[:phonemes+1] {
		end += n
	}
	l := levels(s.sound)
	start, length := silenceNear(l, silent, end, modelFrames(0.25))
	if length < modelFrames(0.06)/window {
		return spoken{}
	}
	cut := (start + length/2) * window
	lengths := append(slices.Clone(s.lengths[:phonemes+1]), 0)
	return spoken{sound: s.sound[:cut], lengths: lengths}
}

// silenceNear returns the longest run of windows below a level that begins before, and
// ends after, what is within reach of a place, in frames.
func silenceNear(l []float64, below float64, place, reach int) (start, length int) {
	for i := 0; i < len(l); i++ {
		run := 0
		for i+run < len(l) && l[i+run] < below {
			run++
		}
		if run > length && i > 0 && i+run < len(l) && (i+run)*window > place-reach && i*window < place+reach {
			start, length = i, run
		}
		i += run
	}
	return start, length
}

// pauseNear extends the longest silence within a fifth of a second of the place to
// atComma. If there is none, the speech runs on and is not changed.
func pauseNear(x []float32, place int) []float32 {
	best, length := silenceNear(levels(x), pause, place, modelFrames(0.2))
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

// layOut puts sentences together as a clip.
func layOut(parts [][]float32) []float32 {
	out := make([]float32, lead)
	for i, x := range parts {
		if i > 0 {
			out = append(out, make([]float32, atSentence)...)
		}
		out = append(out, x...)
	}
	return append(out, make([]float32, tail)...)
}
