package hearing_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/hearing"
	"github.com/unknot/unknot/audio/loudness"
)

func sine(hz, dB float64, seconds int) []float32 {
	x := make([]float32, seconds*audio.SampleRate)
	for i := range x {
		x[i] = float32(math.Pow(10, dB/20) * math.Sin(2*math.Pi*hz*float64(i)/audio.SampleRate))
	}
	return x
}

func near(t *testing.T, what string, got, want, by float64) {
	t.Helper()
	if !(math.Abs(got-want) <= by) {
		t.Errorf("%s: %.3f, want %.3f", what, got, want)
	}
}

// The noise of a room has its level, and falls by 5 dB from octave to octave.
func TestNoiseOfARoom(t *testing.T) {
	room := hearing.Room{Voice: 50, Noise: 40}
	x := room.Sound(1)
	near(t, "dB(A)", loudness.AWeighted(x)+room.ToEar(), 40, 0.01)
	thirds := room.NoiseInThirds()
	sum := 0.0
	for i, band := range hearing.Thirds {
		sum += math.Pow(10, thirds[i]/10) * loudness.AWeight(band.Hz)
	}
	near(t, "the sum of the bands", 10*math.Log10(sum), 40, 0.01)
	a := hearing.NewAnalyser(8192)
	measured := make([]float64, len(hearing.Thirds))
	for at := 0; at+8192 <= len(x); at += 8192 {
		for i, p := range a.Thirds(a.Spectrum(x[at : at+8192])) {
			measured[i] += p
		}
	}
	for i := range measured {
		if hearing.Thirds[i].Hz >= 250 { // below, few bins make a band
			near(t, "a band against that of 1 kHz", 10*math.Log10(measured[i]/measured[13]), thirds[i]-thirds[13], 1.2)
		}
	}
}

// A sine is heard where it is 1 dB below the noise in its band (3 dB over what that
// masks), not where it is softer, and less of it by a phone.
func TestOver(t *testing.T) {
	room := hearing.Room{Voice: 50, Noise: 40}
	noise := room.NoiseInThirds()[13] // 1 kHz
	// One channel counts as the same in both: 3 dB more. A sine has 3 dB less than its peak.
	x := sine(1000, noise-1-room.ToEar(), 2)
	for _, d := range hearing.Devices() {
		over := hearing.NewEar(room, d).Over(x, 0.2, 0.2)
		near(t, d.Name, over[len(over)/2], 3-d.Loss(1000), 0.2)
	}
	ear := hearing.NewEar(room, hearing.Devices()[0])
	for _, c := range []struct {
		dB   float64
		want int
	}{{0.5, 1}, {-0.5, 0}} {
		heard, of := ear.Heard(sine(1000, noise-1-room.ToEar()+c.dB, 2), 0.2, 0.2)
		if of < 10 || heard != of*c.want {
			t.Errorf("%+.1f dB: heard in %d slices of %d", c.dB, heard, of)
		}
	}
}

// A device's filter loses what its formula says.
func TestDevices(t *testing.T) {
	for _, d := range hearing.Devices() {
		for _, hz := range []float64{150, 250, 500, 1000, 3000} {
			x := sine(hz, -10, 1)
			y := d.Hear(x)
			lost := loudness.AWeighted(x[audio.SampleRate/2:]) - loudness.AWeighted(y[audio.SampleRate/2:])
			near(t, d.Name, lost, d.Loss(hz), 0.1)
		}
	}
}

// The importance of all bands is that of all speech, and the index is between its ends.
func TestUnderstood(t *testing.T) {
	sum := 0.0
	for _, b := range hearing.Thirds {
		sum += b.Importance
	}
	near(t, "importance of all bands", sum, 1, 0.001)
	random := rand.New(rand.NewPCG(1, 1))
	x := make([]float32, 5*audio.SampleRate)
	for i := range x {
		x[i] = float32(random.NormFloat64()) * 0.08
	}
	index := func(voice, noise float64) float64 {
		return hearing.NewEar(hearing.Room{Voice: voice, Noise: noise}, hearing.Devices()[0]).Understood(x)
	}
	near(t, "far over the noise", index(110, 0), 1, 0.001)
	near(t, "far under it", index(20, 90), 0, 0.001)
	if a, b := index(50, 40), index(60, 40); a >= b {
		t.Errorf("louder is understood less: %.2f, %.2f", a, b)
	}
}

// Two heaps of points, one beside the other, are told apart; one heap is not.
func TestClassifier(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	draw := func(apart float64) (all []hearing.Example) {
		for i := range 400 {
			second := i%2 == 1
			x := []float64{random.NormFloat64(), 3 * random.NormFloat64()}
			if second {
				x[0], x[1] = x[0]+apart, x[1]+apart
			}
			all = append(all, hearing.Example{Features: x, Second: second})
		}
		return all
	}
	if right := hearing.Learn(draw(6)).Right(draw(6)); right < 0.98 {
		t.Errorf("%.2f are right", right)
	}
	if right := hearing.Learn(draw(0)).Right(draw(0)); right > 0.6 {
		t.Errorf("%.2f are right where there is no difference", right)
	}
}
