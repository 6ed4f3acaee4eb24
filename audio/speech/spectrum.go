package speech

import (
	"math"

	"github.com/unknot/unknot/audio/hearing"
)

// Spectrum is the mean power of speech in each bin of an analyser, of several clips.
type Spectrum struct {
	analyser *hearing.Analyser
	power    []float64
}

// NewSpectrum returns a spectrum of nothing.
func NewSpectrum() *Spectrum {
	const size = 2048
	return &Spectrum{hearing.NewAnalyser(size), make([]float64, size/2)}
}

// Add adds a clip, without its pauses.
func (s *Spectrum) Add(c *Clip) {
	n := s.analyser.Size()
	for at := 0; at+n <= len(c.samples); at += n / 2 {
		if i := (at + n/2) / step; i >= len(c.loud) || !c.loud[i] {
			continue
		}
		for k, p := range s.analyser.Spectrum(c.samples[at : at+n]) {
			s.power[k] += p
		}
	}
}

// Between is the power between two frequencies in dB, of all above 80 Hz.
func (s *Spectrum) Between(low, high float64) float64 {
	within, all := 0.0, 0.0
	for k, p := range s.power {
		switch hz := s.analyser.Hz(k); {
		case hz < 80:
			continue
		case hz >= low && hz < high:
			within += p
		}
		all += p
	}
	return 10 * math.Log10(within/all+1e-15)
}
