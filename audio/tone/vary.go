package tone

import (
	"math"

	"github.com/unknot/unknot/audio"
)

// variation is what makes one breath differ from the others.
type variation struct {
	level  float64    // dB relative to BreathLevel
	pitch  float64    // a factor of every frequency
	bright float64    // dB that partials gain for each octave above the first
	phase  [4]float64 // where each partial starts, in cycles
	sway   [4]swaying
	noise  uint64 // its seed
}

// swaying is how the level of a partial sways: how fast, relative to the usual, and
// where it starts, in cycles.
type swaying struct{ speed, phase float64 }

// Over a session pitch and brightness drift up and down by so much, once in so many
// seconds.
const (
	pitchPeriod, pitchCents   = 317.0, 25.0
	brightPeriod, brightRange = 233.0, 1.0 // dB an octave
)

// variationAt returns the variation of a breath that begins at a frame of the session.
func variationAt(at int64) variation {
	r := random(at)
	t := float64(at) / audio.SampleRate
	slow := func(period float64) float64 {
		s, _ := circle(t / period)
		return s
	}
	v := variation{
		level:  2*r.next() - 1,
		pitch:  math.Exp2(slow(pitchPeriod) * pitchCents / 1200),
		bright: slow(brightPeriod) * brightRange,
	}
	for k := range v.phase {
		v.phase[k] = r.next()
		v.sway[k] = swaying{0.85 + 0.3*r.next(), r.next()}
	}
	v.noise = r.bits()
	return v
}

// random makes pseudorandom numbers (SplitMix64). Those of neighbouring seeds are not
// correlated.
type random uint64

func (r *random) bits() uint64 {
	*r += 0x9E3779B97F4A7C15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// next returns a number from 0 to 1, without 1.
func (r *random) next() float64 { return float64(r.bits()>>11) / (1 << 53) }
