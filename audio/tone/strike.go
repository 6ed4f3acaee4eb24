package tone

import (
	"math"

	"github.com/unknot/unknot/audio"
)

// mode is one of the ways in which something struck rings.
type mode struct {
	ratio float64 // of its frequency to that of the note
	gain  float64
	ring  float64 // seconds until it is 60 dB down
	side  float64 // how much of it is at one side: -1 all left, 1 all right
}

// tailPart is how much longer than its ring a mode sounds; meanwhile it is faded
// from where it has got to, below hearing, to nothing.
const tailPart = 0.25

// strike adds a note of f Hz from the first frame on to what each ear hears:
// every mode from zero to its level over attack frames, then dying away. There
// is to be room until the last mode has ended. A nil right is no ear.
func strike(left, right []float32, f, gain float64, attack int, modes []mode) {
	for _, m := range modes {
		ring := m.ring * audio.SampleRate
		n := int(ring * (1 + tailPart))
		fade := int(ring * tailPart)
		tail := n - fade
		// A turn and a loss in one multiplication.
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
