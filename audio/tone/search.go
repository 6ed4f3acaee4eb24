package tone

import "github.com/unknot/unknot/audio"

// Loop is a sound without an end: one period, whose end runs into its start. It is
// immutable, so several goroutines may use it.
type Loop struct{ period []float32 }

// searchPeriod is the length of the search's period, searchBeat the time from one
// note to the next, in frames.
const (
	searchPeriod = 8 * audio.SampleRate
	searchBeat   = audio.SampleRate
)

// Search returns the sound of a search: soft notes that bloom about once a second
// and ring into each other, a few steps high above the breath tones, neither rising
// nor falling on the whole. It is at SearchLevel.
func Search() Loop {
	glass := []mode{{1, 1, 3.2, 0}, {2, 0.12, 2, 0}, {3.01, 0.03, 1.2, 0}}
	const bloom = audio.SampleRate / 4
	notes := map[float64][]float32{}
	period := make([]float32, searchPeriod)
	// A and D, with B and E in between: no keynote to come home to.
	for beat, f := range []float64{440, 587.33, 493.88, 587.33, 440, 659.26, 493.88, 587.33} {
		note := notes[f]
		if note == nil {
			note = make([]float32, 4*audio.SampleRate)
			strike(note, nil, f, 440/f, bloom, glass)
			notes[f] = note
		}
		at := beat * searchBeat
		over := note[min(len(note), searchPeriod-at):] // rings past the end
		add(period[at:], note[:len(note)-len(over)])
		add(period, over) // and into the start
	}
	level(period, SearchLevel)
	return Loop{period}
}

// Frames returns the length of the period.
func (l Loop) Frames() int { return len(l.period) }

// searchFade is how many frames a stretch of a loop takes to fade in, and to fade out.
// In a short one it is a third of its length.
const searchFade = 6 * audio.SampleRate / 10

// Fill sets dst to the frames from at on of a stretch of the loop that is length
// frames long: the loop from its start, faded in and out. Outside the stretch it is
// silent. A frame is the same however the stretch is divided into calls.
func (l Loop) Fill(dst []float32, at, length int64) {
	dst, at = clip(dst, at, length)
	size := int64(len(l.period))
	if size == 0 {
		clear(dst)
		return
	}
	for n := 0; n < len(dst); {
		n += copy(dst[n:], l.period[(at+int64(n))%size:])
	}
	ramp := min(searchFade, length/3)
	for i := 0; i < len(dst); i++ {
		n := at + int64(i)
		if plain := length - 1 - ramp - n; n > ramp && plain > 0 { // skip to the fade-out
			i += int(min(plain, int64(len(dst)))) - 1
			continue
		}
		dst[i] *= float32(fade(n, length, ramp))
	}
}

// fade returns the gain at frame at of a stretch of length frames that fades in and
// out smoothly, in ramp frames each: 0 at its first and its last frame and outside, 1
// in between.
func fade(at, length, ramp int64) float64 {
	near := min(at, length-1-at)
	switch {
	case near <= 0:
		return 0
	case near >= ramp:
		return 1
	}
	return smooth(float64(near) / float64(ramp))
}

func add(dst, src []float32) {
	for i, x := range src {
		dst[i] += x
	}
}
