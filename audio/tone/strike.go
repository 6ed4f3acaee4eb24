package tone

import (
	"math"

	"github.com/unknot/unknot/audio"
)

// mode is one of the modes in which something struck rings.
type mode struct {
	ratio float64 // of its frequency to that of the note
	gain  float64
	ring  float64 // seconds until it is 60 dB down
	side  float64 // -1 all left, 0 in the middle, 1 all right
}

// tailPart is how much longer than its ring a mode sounds, as a part of the ring. In
// that time it fades, from below hearing, to nothing.
const tailPart = 0.25

// strike adds a note of f Hz to left and right, from their first frame on. Each mode
// rises from zero to its level in attack frames, then dies away. left must be long
// enough for the longest mode; right is as long, or nil for mono.
func strike(left, right []float32, f, gain float64, attack int, modes []mode) {
	for _, m := range modes {
		ring := m.ring * audio.SampleRate
		n := int(ring * (1 + tailPart))
		fade := int(ring * tailPart)
		tail := n - fade
		// Rotation and decay in one multiplication.
		loss := math.Pow(10, -3/ring)
		s, c := math.Sincos(2 * math.Pi * f * m.ratio / audio.SampleRate)
		s, c = s*loss, c*loss
		re, im := gain*m.gain, 0.0
		atLeft, atRight := 1-m.side, 1+m.side
		for i := range left[:n] {
			y := im
			if i < attack {
				y *= smooth(float64(i) / float64(attack))
			}
			if i > tail {
				y *= smooth(float64(n-1-i) / float64(fade))
			}
			left[i] += float32(y * atLeft)
			if right != nil {
				right[i] += float32(y * atRight)
			}
			re, im = re*c-im*s, re*s+im*c
		}
	}
}
