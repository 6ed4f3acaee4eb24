// Package tone makes the sounds of a session other than the voice: the tones a
// breath follows, the sound of a search, the bells at the start and the end, and
// the short sounds that answer a command.
//
// Everything is computed, and the same arguments give the same samples. Every sound
// starts and ends at exactly zero and gets there smoothly, so one may follow another
// without a click. Levels are as heard, a mono sound the same in both ears, and are
// meant for a voice at -18 LUFS.
//
// docs/sound.md describes each sound, and gives the reasons.
package tone

import (
	"fmt"
	"math"

	"github.com/unknot/unknot/audio/loudness"
)

// The loudness of each sound, in LUFS.
const (
	BreathLoudness = -30.0 // a breath tone, integrated over its phase
	SearchLoudness = -36.0 // the sound of a search, integrated over a period
	ChimeLoudness  = -25.0 // the end chime, integrated
	BellLoudness   = -28.0 // the start bell, integrated
	EarconLoudness = -26.0 // an earcon, over the 400 ms from its start
	TickLoudness   = -30.0 // Tick, likewise: short as it is, it would stand out
)

// Kind is a kind of breath tone.
type Kind string

const (
	Air  Kind = "air"  // the rush of a breath itself
	Hum  Kind = "hum"  // a warm pad that glides up and down
	Bowl Kind = "bowl" // a singing bowl that bends up and down
	None Kind = "none" // silence
)

// Kinds returns every kind, the default first, None last.
func Kinds() []Kind { return []Kind{Hum, Air, Bowl, None} }

// Phase is one half of a breath.
type Phase int

const (
	Inhale Phase = iota // rises and opens
	Exhale              // falls and closes, in a lower register
)

// Breath returns the tone of one phase of a breath: mono, exactly frames long, at
// BreathLoudness whatever its kind and length; None is silence. It is made for
// lengths of 2 to 10 seconds; any other works, even 0. It panics on an unknown kind
// or phase.
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

// level brings a mono sound to a loudness in LUFS. Silence stays silent.
func level(out []float32, lufs float64) {
	scale(out, gainTo(lufs, loudness.Integrated(out)))
}

// gainTo returns the factor from one loudness to another.
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
