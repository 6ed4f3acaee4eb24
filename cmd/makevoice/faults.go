package main

import (
	"math"
	"slices"
	"strings"
)

// What can be wrong with how a sentence or a clip begins, ends and passes.
const (
	falseStart = "false start" // a blip before the first sound
	afterword  = "afterword"   // a sound after the last word
	click      = "click"
)

const (
	stops = "pbtdkɡgʧʤT"
	marks = "ˈˌ"
)

// plain returns phonemes without marks of stress and length.
func plain(phonemes string) []rune {
	return []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(marks+"ː", r) {
			return -1
		}
		return r
	}, phonemes))
}

// edges returns the faults at both ends of one sentence, spoken with silence around it
// or cut: x is at modelRate.
func edges(x []float32, phonemes string) []string {
	var out []string
	l := levels(x)
	p := plain(phonemes)
	if len(l) == 0 || len(p) == 0 {
		return nil
	}
	if startsFalse(l, p) {
		out = append(out, falseStart)
	}
	if endsLate(l, p) {
		out = append(out, afterword)
	}
	return out
}

// startsFalse looks for a blip in the first tenth of a second: a sound, and then
// silence, where the phonemes have no closure.
func startsFalse(l []float64, phonemes []rune) bool {
	const (
		reach   = 26    // windows
		audible = -33.0 // dB below the loudest
		gap     = 2     // windows
		depth   = 12.0  // dB: between two pulses of a deep voice it falls by less
		voicing = -22.0 // dB: what is weaker than this before b, d or g is a part of it
	)
	first := phonemes[0]
	if len(phonemes) > 1 && strings.ContainsRune(stops, phonemes[1]) {
		return false // a closure: stay, about
	}
	start := slices.IndexFunc(l, func(v float64) bool { return v > audible })
	if start < 0 {
		return false
	}
	loudest := l[start]
	quiet := 0
	for i := start; i < min(start+reach, len(l)); i++ {
		if l[i] > min(audible-1, loudest-depth) {
			loudest = max(loudest, l[i])
			quiet = 0
			continue
		}
		if quiet++; quiet >= gap {
			return !(strings.ContainsRune("bdɡgʤ", first) && loudest < voicing)
		}
	}
	return false
}

// endsLate looks for a sound after the last phoneme: an island after silence, where the
// last phonemes have no closure.
func endsLate(l []float64, phonemes []rune) bool {
	const (
		audible = -38.0
		gap     = 10 // windows
		longest = 60 // windows: what is longer is speech
	)
	letters := slices.DeleteFunc(slices.Clone(phonemes), func(r rune) bool { return strings.ContainsRune(".,?!;: ", r) })
	last := len(l) - 1
	for last > 0 && l[last] <= audible {
		last--
	}
	start := last
	for start > 0 && l[start-1] > audible {
		start--
	}
	before := start
	for before > 0 && l[before-1] <= audible {
		before--
	}
	if before == 0 || start-before < gap || last-start+1 > longest {
		return false
	}
	// The release of a final stop, and an s after it, come after a closure.
	for _, p := range letters[max(0, len(letters)-3):] {
		if strings.ContainsRune(stops, p) {
			return start-before > 30 // 150 ms: no closure is that long
		}
	}
	return true
}

// clicks returns whether a clip has an impulse in one of its pauses, or a step at its
// ends.
func clicks(x []float32, frames int) bool {
	const (
		quiet  = -52.0 // dB below the loudest window
		loud   = -44.0
		short  = 2 // windows
		around = 8 // windows: the release of a t is longer, and is followed by breath
		step   = 0.001
	)
	if len(x) == 0 || abs(x[0]) > step || abs(x[len(x)-1]) > step {
		return true
	}
	l := levelsOf(x, frames)
	for i := around; i < len(l); i++ {
		if l[i] < loud {
			continue
		}
		end := i
		for end < len(l) && l[end] >= loud {
			end++
		}
		if end-i <= short && end+around <= len(l) && slices.Max(l[i-around:i]) < quiet && slices.Max(l[end:end+around]) < quiet {
			return true
		}
		i = end
	}
	return false
}

func abs(x float32) float32 { return float32(math.Abs(float64(x))) }
