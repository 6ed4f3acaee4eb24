package tone

import (
	"math"

	"github.com/unknot/unknot/audio"
)

// Bed is the sound under a rest, mono. It begins at frame At of the session and lasts
// that many Frames. All beds of a session are parts of one chord, which goes on unheard
// between them, so no two are the same.
type Bed struct{ At, Frames int64 }

// bedFade is how many frames a bed takes to fade in, and to fade out. In a short one it
// is a third of its length.
const bedFade = 2 * audio.SampleRate

// An open fifth in two octaves: neither major nor minor, and going nowhere. Each note
// swells and fades at a pace of its own.
var bedChord = pad{from: 293.66, to: 293.66, partials: [4]partial{
	{1, 0.6, 0.6, 1. / 17, 0.35},
	{1.4983, 1, 1, 1. / 11, 0.35},
	{2.001, 0.9, 0.9, 1. / 23, 0.35},
	{2.9966, 0.3, 0.3, 1. / 13, 0.5},
}}

// Fill sets dst to the frames from frame from on; outside the bed they are silent. A
// frame is the same however the bed is divided into calls.
func (b Bed) Fill(dst []float32, from int64) {
	dst, from = clip(dst, from, b.Frames)
	c := bedChord.over(b.Frames, variationAt(0))
	c.offset = b.At
	gain := math.Pow(10, BedLevel/20) / math.Sqrt(2*c.power(0))
	ramp := min(bedFade, b.Frames/3)
	var buf [step]float32
	for len(dst) > 0 {
		first := from % step
		n := min(step-first, int64(len(dst)))
		start, end := from-first, min(from-first+step, b.Frames-1)
		level := fade(start, b.Frames, ramp)
		slope := (fade(end, b.Frames, ramp) - level) / float64(max(end-start, 1))
		c.block(&buf, start, level*gain, slope*gain)
		copy(dst[:n], buf[first:])
		if last := b.Frames - 1 - from; last < n {
			dst[last] = 0 // rather than a rounding error
		}
		dst, from = dst[n:], from+n
	}
}
