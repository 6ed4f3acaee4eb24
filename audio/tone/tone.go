// Package tone makes the sounds of a session that are not a voice: the tones a
// breath follows, the sound of a search, the bells at the start and the end,
// and the short sounds that answer a command.
//
// Everything is computed, from numbers in this package and nothing else; the
// same arguments give the same samples. Every sound starts and ends at exactly
// zero and gets there smoothly, so sounds may follow each other, or be cut in
// between them, without a click. Levels are those of the sound as heard, a mono sound
// the same in both ears, and belong to a voice at -18 LUFS.
//
// docs/sound.md says what each sound is like and why.
package tone

import (
	"fmt"
	"math"

	"github.com/unknot/unknot/audio/loudness"
)

// How loud the sounds are, in LUFS.
const (
	BreathLoudness = -30.0 // a breath tone, integrated over its phase
	SearchLoudness = -36.0 // the sound of a search, integrated over a period
	ChimeLoudness  = -25.0 // the end chime, integrated
	BellLoudness   = -28.0 // the start bell, integrated
	EarconLoudness = -26.0 // an earcon, in the 400 ms that begin with it
	TickLoudness   = -30.0 // Tick, in the same: short as it is, it would stand out
)

// Kind is a kind of breath tone.
type Kind string

const (
	Air  Kind = "air"  // the rush of a breath itself
	Hum  Kind = "hum"  // a warm pad that glides up and down
	Bowl Kind = "bowl" // a singing bowl that bends up and down
	None Kind = "none" // silence
)

// Kinds is every kind, the default first, None last.
func Kinds() []Kind { return []Kind{Hum, Air, Bowl, None} }

// Phase is one half of a breath.
type Phase int

const (
	Inhale Phase = iota // rises and opens
	Exhale              // falls and closes, in a lower register
)

// Breath is the tone of one phase of a breath, mono, exactly frames long, at
// BreathLoudness whatever the kind and the length; None is silence. Lengths of
// 2 to 10 seconds are what it is made for; others work, down to nothing. It
// panics on a kind that is not one of Kinds, and on a phase that is neither.
func Breath(kind Kind, phase Phase, frames int) []float32 {
	if phase != Inhale && phase != Exhale {
		panic(fmt.Sprintf("tone: no phase %d", phase))
	}
	out := make([]float32, max(frames, 0))
	switch kind {
	case Air:
		winds[phase].blow(out)
	case Hum:
		hums[phase].play(out)
	case Bowl:
		bowls[phase].play(out)
	case None:
		return out
	default:
		panic(fmt.Sprintf("tone: no kind %q", kind))
	}
	swells[phase].apply(out)
	level(out, BreathLoudness)
	return out
}

// level brings a mono sound to a loudness in LUFS. Silence stays silence.
func level(out []float32, lufs float64) {
	scale(out, gainTo(lufs, loudness.Integrated(out)))
}

// gainTo is the factor from one loudness to another.
func gainTo(want, have float64) float32 {
	if math.IsInf(have, 0) {
		return 1
	}
	return float32(math.Pow(10, (want-have)/20))
}

func scale(out []float32, gain float32) {
	for i := range out {
		out[i] *= gain
	}
}
