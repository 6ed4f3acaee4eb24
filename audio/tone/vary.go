package tone

import (
	"math"

	"github.com/unknot/unknot/audio"
)

// variation is what sets one breath apart from the others.
type variation struct {
	level  float64    // dB against BreathLevel
	pitch  float64    // factor of every frequency
	bright float64    // dB that partials gain with each octave
	turns  [4]float64 // where each partial begins, in turns
	sway   [4]swaying // of each partial's level
	noise  uint64     // seed
}

// swaying is how a partial's level sways: its speed against the usual, and where it
// begins, in turns.
type swaying struct{ speed, turns float64 }

// The slow change of a session: in the seconds that each of them takes to come back,
// the pitch and the brightness have moved up and down by so much.
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
	for k := range v.turns {
		v.turns[k] = r.next()
		v.sway[k] = swaying{0.85 + 0.3*r.next(), r.next()}
	}
	r.next()
	v.noise = uint64(r)
	return v
}

// random is a sequence of numbers from 0 up to 1 (SplitMix64): neighbouring seeds
// give numbers that have nothing to do with each other.
type random uint64

func (r *random) next() float64 {
	*r += 0x9E3779B97F4A7C15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return float64((z^z>>31)>>11) / (1 << 53)
}
