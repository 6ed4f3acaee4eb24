package hearing

import (
	"math/rand/v2"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/tone"
)

// HeardBreath returns which part of the time a phase of a breath is heard, from 0 to 1,
// over a dozen breaths of that many seconds. The first 0.4 s and the last 0.6 s, when it
// fades, do not count.
func (e *Ear) HeardBreath(kind tone.Kind, phase tone.Phase, seconds int) float64 {
	heard, of := 0, 0
	for n := range int64(12) {
		h, o := e.Heard(breath(kind, phase, n*37*audio.SampleRate, seconds), 0.4, 0.6)
		heard, of = heard+h, of+o
	}
	return float64(heard) / float64(of)
}

// ToldApart returns how often a classifier that knows nothing but the levels of bands
// tells an inhale from an exhale, from 0 to 1, by half a second near the start of either,
// in the room's noise. It learns from breaths of other lengths than those it is tried on.
func (e *Ear) ToldApart(kind tone.Kind) float64 {
	s := &sampler{Ear: e, kind: kind, noise: e.Sound(1), random: rand.New(rand.NewPCG(3, 4))}
	train := append(append(s.draw(3, 5, 40), s.draw(5, 7, 40)...), s.draw(4, 4, 40)...)
	return Learn(train).Right(s.draw(4, 6, 100))
}

// breath is a phase of a breath that begins at a frame of a session.
func breath(kind tone.Kind, phase tone.Phase, at int64, seconds int) []float32 {
	x := make([]float32, seconds*audio.SampleRate)
	tone.NewBreath(kind, phase, at, int64(len(x))).Fill(x, 0)
	return x
}

// sampler draws half seconds of breaths.
type sampler struct {
	*Ear
	kind    tone.Kind
	noise   []float32
	random  *rand.Rand
	breaths int64
}

// draw returns n examples of each phase, of breaths of so many seconds.
func (s *sampler) draw(in, out, n int) []Example {
	const half = audio.SampleRate / 2
	var all []Example
	for phase, seconds := range []int{in, out} {
		for range n {
			s.breaths++
			x := s.Hear(breath(s.kind, tone.Phase(phase), s.breaths*10*audio.SampleRate, seconds))
			at := s.random.IntN((len(x) - half) * 12 / 100)
			noise := s.noise[s.random.IntN(len(s.noise)-half):]
			x = x[at : at+half]
			for k := range x {
				x[k] += noise[k]
			}
			all = append(all, Example{s.Features(x), tone.Phase(phase) == tone.Exhale})
		}
	}
	return all
}
