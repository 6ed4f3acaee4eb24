package tone

import (
	"slices"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/loudness"
)

// The lengths of the bells, in frames.
const (
	ChimeFrames = 9 * audio.SampleRate
	BellFrames  = 3*audio.SampleRate + audio.SampleRate/2
)

// bronze rings as a small bowl or a thick bar does: not in harmonics, its high modes
// soft and soon gone. They are spread a little to both sides, so that a bell seems to
// be in a room; the lowest is in the middle, and nothing is lost in mono.
var bronze = []mode{
	{1, 1, 5.2, 0},
	{2.003, 0.26, 3.6, -0.3},
	{2.76, 0.2, 2.4, 0.4},
	{5.40, 0.07, 1.1, -0.5},
	{8.93, 0.02, 0.5, 0.5},
}

// hammer is how long a strike takes: short enough to be one, too long to click.
const hammer = 4 * audio.SampleRate / 1000

// Chime returns the sound of the end, stereo, ChimeFrames long: three notes struck
// slowly, falling to the keynote (sol, mi, do). An octave lies under the last, and
// rings out into silence.
func Chime() [][2]float32 {
	left, right := make([]float32, ChimeFrames), make([]float32, ChimeFrames)
	const beat = 95 * audio.SampleRate / 100
	strike(left, right, 392.00, 0.7, hammer, bronze)
	strike(left[beat:], right[beat:], 329.63, 0.75, hammer, bronze)
	strike(left[2*beat:], right[2*beat:], 261.63, 1, hammer, bronze)
	strike(left[2*beat:], right[2*beat:], 130.81, 0.45, 3*hammer, []mode{{1, 1, 5.6, 0}, {2.76, 0.1, 3, 0}})
	return frames(left, right, ChimeLoudness)
}

// StartBell returns the sound that a session starts with, stereo, BellFrames long:
// one soft strike, heard from its first milliseconds.
func StartBell() [][2]float32 {
	modes := slices.Clone(bronze)
	for i := range modes {
		modes[i].ring *= 0.5
	}
	left, right := make([]float32, BellFrames), make([]float32, BellFrames)
	strike(left, right, 392.00, 1, hammer, modes)
	return frames(left, right, BellLoudness)
}

// frames returns both channels interleaved, brought to a loudness in LUFS.
func frames(left, right []float32, lufs float64) [][2]float32 {
	gain := gainTo(lufs, loudness.Integrated(left, right))
	out := make([][2]float32, len(left))
	for i := range out {
		out[i] = [2]float32{left[i] * gain, right[i] * gain}
	}
	return out
}
