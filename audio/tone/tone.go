// Package tone makes the sounds of a session other than the voice: the tones a
// breath follows, the sound of a search, the bed under a rest, the bells at the
// start and the end, and the short sounds that answer a command.
//
// Everything is computed, and the same arguments give the same samples. Every sound
// starts and ends at exactly zero and gets there smoothly, so one can follow another
// without a click. Levels are as heard, a mono sound the same in both ears, and are
// meant for a voice at -18 LUFS.
//
// docs/sound.md describes each sound, and gives the reasons.
package tone

import (
	"math"

	"github.com/unknot/unknot/audio/loudness"
)

// A-weighted levels in dB, relative to a sine of 1 kHz at full scale in both ears.
const (
	BreathLevel = -30.0 // a breath tone over its phase; each differs from it by up to 1 dB
	SearchLevel = -33.0 // the sound of a search over its period
	BedLevel    = -36.0 // the bed under a rest
	EarconLevel = -30.0 // an earcon, over the 400 ms from its start
	TickLevel   = -33.0 // Tick, likewise: it is so short that it would stand out
)

// The integrated loudness of the bells, in LUFS.
const (
	ChimeLoudness = -25.0
	BellLoudness  = -28.0
)

// The unweighted power of the loudest 400 ms of any sound, in both ears, in dB. A mixer
// needs it to keep them all below a voice.
const (
	LoudestTone   = -20.0 // of breath tones, earcons and bells
	LoudestSearch = -25.0 // of searches and beds
)

// gainTo returns the factor from one loudness to another.
func gainTo(want, have float64) float32 {
	if math.IsInf(have, 0) {
		return 1
	}
	return float32(math.Pow(10, (want-have)/20))
}

// level brings a mono sound to an A-weighted level in dB. Silence stays silent.
func level(out []float32, dB float64) { scale(out, gainTo(dB, loudness.AWeighted(out))) }

func scale(out []float32, gain float32) {
	for i := range out {
		out[i] *= gain
	}
}
