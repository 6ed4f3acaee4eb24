// Package hearing models a listener: what of a sound is heard in a room, through
// headphones or a phone's speaker, and how much of what is said is understood.
//
// All sounds are mono, at 48 kHz, and the same in both ears. Levels at the ear
// follow from how loud the listener has set the voice, whose clips all have the same
// loudness.
package hearing

import (
	"math"
	"math/rand/v2"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/loudness"
)

// Room is where someone listens, and how loud the voice is set: both in dB(A) at the
// ear. The noise of the room falls by 5 dB from octave to octave, as that of a quiet
// home does.
type Room struct{ Voice, Noise float64 }

// ToEar is the way from dB of full scale to dB at the ear: the voice is at -18 LUFS.
// (A-weighted, speech at that loudness differs from it by some dB, voice by voice.)
func (r Room) ToEar() float64 { return r.Voice - loudness.Target }

// NoiseInThirds is the noise in each of Thirds, in dB at the ear.
func (r Room) NoiseInThirds() []float64 {
	sum := 0.0
	for _, band := range Thirds {
		sum += math.Pow(10, -5*math.Log2(band.Hz/1000)/10) * loudness.AWeight(band.Hz)
	}
	out := make([]float64, len(Thirds))
	for i, band := range Thirds {
		out[i] = r.Noise - 10*math.Log10(sum) - 5*math.Log2(band.Hz/1000)
	}
	return out
}

// noiseFrames is the length of a room's noise: 11 s.
const noiseFrames = 1 << 19

// Sound is 11 s of the room's noise as it adds to a mono sound. It goes on from its
// end to its start without a seam.
func (r Room) Sound(seed uint64) []float32 {
	a, random := NewAnalyser(noiseFrames), rand.New(rand.NewPCG(seed, 2))
	x := make([]complex128, noiseFrames)
	for k := 1; k < noiseFrames/2; k++ {
		if f := a.Hz(k); f > 20 {
			// A band of a third of an octave grows in width by 3 dB an octave, so its
			// density falls by 8.
			sin, cos := math.Sincos(2 * math.Pi * random.Float64())
			level := math.Pow(f, -8/6.02)
			x[k] = complex(level*cos, level*sin)
		}
	}
	a.FFT(x)
	out := make([]float32, noiseFrames)
	for i, v := range x {
		out[i] = float32(real(v))
	}
	gain := float32(math.Pow(10, (r.Noise-r.ToEar()-loudness.AWeighted(out))/20))
	for i := range out {
		out[i] *= gain
	}
	return out
}

// Band is a band of a third of an octave.
type Band struct {
	Hz         float64 // its centre
	Threshold  float64 // of hearing, in dB at the ear (ISO 389-7, diffuse field)
	Importance float64 // of the band for understanding speech (ANSI S3.5-1997, table 3)
}

// Thirds are the bands of a third of an octave from 50 Hz to 8 kHz.
var Thirds = [...]Band{
	{50, 44, 0}, {63, 37.5, 0}, {80, 31.5, 0}, {100, 26.5, 0}, {125, 22.1, 0}, {160, 17.9, 0.0083},
	{200, 14.4, 0.0095}, {250, 11.4, 0.0150}, {315, 8.4, 0.0289}, {400, 5.8, 0.0440}, {500, 3.8, 0.0578},
	{630, 2.1, 0.0653}, {800, 1.0, 0.0711}, {1000, 0.8, 0.0818}, {1250, 1.9, 0.0844}, {1600, 0.5, 0.0882},
	{2000, -1.5, 0.0898}, {2500, -3.1, 0.0868}, {3150, -4.0, 0.0844}, {4000, -3.8, 0.0771}, {5000, -1.8, 0.0527},
	{6300, 2.5, 0.0364}, {8000, 6.8, 0.0185},
}

// Device is what a sound is heard through: Butterworth high passes, Orders of the
// second order in a row.
type Device struct {
	Name   string
	Hz     float64
	Orders int
}

// Devices are what people listen through, the best first.
func Devices() []Device {
	return []Device{
		{"headphones that seal well", 0, 0},
		{"a leaky earbud", 250, 1},
		{"a phone's speaker", 500, 2},
	}
}

// Loss returns what the device takes of a frequency, in dB.
func (d Device) Loss(hz float64) float64 {
	if d.Orders == 0 {
		return 0
	}
	return 10 * math.Log10(1+math.Pow(d.Hz/hz, float64(4*d.Orders)))
}

// Hear returns x as it comes out of the device.
func (d Device) Hear(x []float32) []float32 {
	out := make([]float32, len(x))
	copy(out, x)
	w := math.Tan(math.Pi * d.Hz / audio.SampleRate)
	for i := range d.Orders {
		k := 2 * math.Cos(math.Pi*float64(2*i+1)/float64(4*d.Orders))
		norm := 1 / (1 + k*w + w*w)
		a1, a2 := 2*(w*w-1)*norm, (1-k*w+w*w)*norm
		var s1, s2 float64
		for n, v := range out {
			in := float64(v)
			y := in*norm + s1
			s1 = -2*norm*in - a1*y + s2
			s2 = norm*in - a2*y
			out[n] = float32(y)
		}
	}
	return out
}
