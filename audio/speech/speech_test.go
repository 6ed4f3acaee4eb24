package speech_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/speech"
)

const second = audio.SampleRate

func near(t *testing.T, what string, got, want, by float64) {
	t.Helper()
	if !(math.Abs(got-want) <= by) {
		t.Errorf("%s: %.3f, want %.3f", what, got, want)
	}
}

// vowel is a tone with all its harmonics up to 8 kHz, each softer by 6 dB an octave, of a
// root mean square of 0.1, with noise so many dB below it.
func vowel(hz, noise float64, frames int) []float32 {
	random := rand.New(rand.NewPCG(1, 2))
	x := make([]float64, frames)
	for n := 1.0; n*hz < 8000; n++ {
		for i := range x {
			x[i] += math.Sin(2*math.Pi*n*hz*float64(i)/second+n*n) / n
		}
	}
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	gain := 0.1 / math.Sqrt(sum/float64(len(x)))
	out := make([]float32, frames)
	for i, v := range x {
		out[i] = float32(v*gain + random.NormFloat64()*0.1*math.Pow(10, -noise/20))
	}
	return out
}

func TestPitchAndToneToNoise(t *testing.T) {
	for _, hz := range []float64{90, 123.4, 210, 330} {
		for _, noise := range []float64{10, 20} {
			c := speech.Analyse(vowel(hz, noise, second))
			pitch := c.Semitones()
			if len(pitch) < 90 {
				t.Errorf("%.0f Hz: only %d frames have a pitch", hz, len(pitch))
			}
			near(t, "pitch", speech.Median(pitch), 12*math.Log2(hz/100), 0.1)
			near(t, "spread of it", speech.Spread(pitch), 0, 0.2)
			near(t, "tone to noise", c.ToneToNoise(), noise, 1.5)
		}
	}
}

func TestNoiseHasNoPitch(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	x := make([]float32, second)
	for i := range x {
		x[i] = float32(random.NormFloat64()) * 0.1
	}
	if got := len(speech.Analyse(x).Semitones()); got > 5 {
		t.Errorf("%d frames of noise have a pitch", got)
	}
}

// Pulses buzz; noise over a vowel does not, although it is as loud up there.
func TestBuzz(t *testing.T) {
	pulses := vowel(120, 60, second)
	if got := speech.Analyse(pulses).Buzz(); got < 0.9 {
		t.Errorf("pulses buzz by %.2f", got)
	}
	hissing := vowel(120, 10, second)
	if got := speech.Analyse(hissing).Buzz(); got > 0.5 {
		t.Errorf("a hissing vowel buzzes by %.2f", got)
	}
}

func TestPausesAreFound(t *testing.T) {
	word := vowel(150, 30, second/2)
	x := append(append(append([]float32{}, word...), make([]float32, 4*second/10)...), word...)
	x = append(append(x, make([]float32, second/20)...), word...) // a gap, no pause
	pauses := speech.Analyse(x).Pauses()
	if len(pauses) != 1 {
		t.Fatalf("%v", pauses)
	}
	near(t, "the pause", pauses[0], 0.4, 0.02)
}

func TestSpectrumBetween(t *testing.T) {
	s := speech.NewSpectrum()
	x := make([]float32, second)
	for i := range x {
		x[i] = float32(0.1*math.Sin(2*math.Pi*1500*float64(i)/second) + 0.01*math.Sin(2*math.Pi*9000*float64(i)/second))
	}
	s.Add(speech.Analyse(x))
	near(t, "1 to 2 kHz", s.Between(1000, 2000), 0, 0.1)
	near(t, "8 to 12 kHz", s.Between(8000, 12000), -20, 0.1)
}
