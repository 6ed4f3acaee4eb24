package hearing

import (
	"slices"

	"github.com/unknot/unknot/audio"
)

// Ear is a listener in a room, with a device. It is immutable.
type Ear struct {
	Room
	Device
	analyser *Analyser // of 171 ms
	noise    []float64 // in Thirds
}

// NewEar returns a listener.
func NewEar(r Room, d Device) *Ear {
	return &Ear{Room: r, Device: d, analyser: NewAnalyser(8192), noise: r.NoiseInThirds()}
}

// What is masked: in a band of a third of an octave, a sound is heard from 4 dB below
// the noise on. It counts as heard where it is 3 dB over that.
const (
	masking = -4.0
	clearly = 3.0
)

// Over returns by how much a sound is over what masks it, in dB, in the band where it is
// most, in each 85 ms; without what is nearer than some seconds to its ends.
func (e *Ear) Over(x []float32, from, to float64) []float64 {
	spectra, total := e.analyser.frames(x)
	sum := 0.0
	for _, t := range total {
		sum += t
	}
	// So that the bands of a frame add up to its power in both ears.
	scale := 2 * power(x) * float64(len(spectra)) / sum
	var over []float64
	for i, s := range spectra {
		middle := (float64(i)/2 + 0.5) * float64(e.analyser.Size()) / audio.SampleRate
		if middle < from || middle > float64(len(x))/audio.SampleRate-to {
			continue
		}
		best := -200.0
		for k, p := range e.analyser.Thirds(s) {
			level := dB(p*scale) + e.ToEar() - e.Loss(Thirds[k].Hz)
			best = max(best, level-max(Thirds[k].Threshold, e.noise[k]+masking))
		}
		over = append(over, best)
	}
	return over
}

// Heard returns in how many slices of 85 ms a sound is heard, of how many; without what
// is nearer than some seconds to its ends.
func (e *Ear) Heard(x []float32, from, to float64) (heard, of int) {
	for _, over := range e.Over(x, from, to) {
		if of++; over > clearly {
			heard++
		}
	}
	return heard, of
}

// Understood is the speech intelligibility index of the voice, from 0 to 1 (ANSI
// S3.5-1997, the method of thirds of an octave, without level distortion and spread of
// masking): how much of what matters for understanding is over the noise. x is speech at
// -18 LUFS, of some seconds at least; the softest parts of it do not count.
func (e *Ear) Understood(x []float32) float64 {
	a := NewAnalyser(4096)
	spectra, total := a.frames(x)
	sorted := slices.Sorted(slices.Values(total))
	floor := sorted[len(sorted)*95/100] / 1000
	sum := make([]float64, a.Size()/2)
	active := 0.0
	for i, s := range spectra {
		if total[i] > floor {
			active += total[i]
			for k, p := range s {
				sum[k] += p
			}
		}
	}
	index := 0.0
	for k, p := range a.Thirds(sum) {
		level := dB(2*p/active*power(x)) + e.ToEar() - e.Loss(Thirds[k].Hz)
		heard := (level + 15 - max(Thirds[k].Threshold, e.noise[k])) / 30
		index += Thirds[k].Importance * min(max(heard, 0), 1)
	}
	return index
}
