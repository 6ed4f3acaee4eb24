package tone_test

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"sync"

	"github.com/unknot/unknot/audio/loudness"
)

// A listener in an ordinary room, with the volume low: the voice, at -18 LUFS, reaches
// the ear at 50 dB(A), and the room's noise at 40 dB(A), falling by 5 dB from octave to
// octave.
const (
	voiceAtEar = 50.0
	noiseAtEar = 40.0
	toEar      = voiceAtEar + 18 // from dB of full scale to dB at the ear
)

// roomNoise returns 11 s of the room's noise as it adds to a mono sound.
var roomNoise = sync.OnceValue(func() []float32 {
	const n = 1 << 19
	a, random := newAnalyser(n), rand.New(rand.NewPCG(1, 2))
	x := make([]complex128, n)
	for k := 1; k < n/2; k++ {
		if f := a.hz(k); f > 20 {
			// A band of a third of an octave grows in width by 3 dB an octave, so
			// its density falls by 8.
			x[k] = cmplx.Rect(math.Pow(f, -8/6.02), 2*math.Pi*random.Float64())
		}
	}
	a.fft(x)
	out := make([]float32, n)
	for i, v := range x {
		out[i] = float32(real(v))
	}
	gain := math.Pow(10, (noiseAtEar-toEar-loudness.AWeighted(out))/20)
	for i := range out {
		out[i] *= float32(gain)
	}
	return out
})

// thirds are the centres of the bands of a third of an octave from 100 Hz to 3.2 kHz,
// with the hearing threshold in each, in dB (ISO 389-7, diffuse field).
var thirds = []struct{ hz, threshold float64 }{
	{100, 26.5}, {125, 22.1}, {160, 17.9}, {200, 14.4}, {250, 11.4}, {315, 8.4}, {400, 5.8}, {500, 3.8},
	{630, 2.1}, {800, 1.0}, {1000, 0.8}, {1250, 1.9}, {1600, 0.5}, {2000, -1.5}, {2500, -3.1}, {3150, -4.0},
}

// inThirds returns the power of a spectrum of short in each of the bands.
func inThirds(spectrum []float64) []float64 {
	out := make([]float64, len(thirds))
	edge := math.Exp2(1. / 6)
	for i, band := range thirds {
		for k := int(math.Ceil(band.hz / edge / short.hz(1))); short.hz(k) < band.hz*edge; k++ {
			out[i] += spectrum[k]
		}
	}
	return out
}

// noiseInThirds returns the room's noise in each of the bands at the ear, in dB.
var noiseInThirds = sync.OnceValue(func() []float64 {
	sum := 0.0
	out := make([]float64, len(thirds))
	for hz, k := 50.0, 0; hz < 9000; hz, k = 50*math.Exp2(float64(k+1)/3), k+1 {
		sum += math.Pow(10, -5*math.Log2(hz/1000)/10) * loudness.AWeight(hz)
	}
	for i, band := range thirds {
		out[i] = noiseAtEar - 10*math.Log10(sum) - 5*math.Log2(band.hz/1000)
	}
	return out
})

// device is what a sound is heard through: a high pass of so many second orders.
type device struct {
	name   string
	hz     float64
	orders int
}

var devices = []device{
	{"headphones that seal well", 0, 0},
	{"a leaky earbud", 250, 1},
	{"a phone's speaker", 500, 2},
}

// loss returns what the device takes of a frequency, in dB.
func (d device) loss(hz float64) float64 {
	if d.orders == 0 {
		return 0
	}
	return 10 * math.Log10(1+math.Pow(d.hz/hz, float64(4*d.orders)))
}

// hear returns x as it comes out of the device: Butterworth high passes.
func (d device) hear(x []float32) []float32 {
	out := make([]float32, len(x))
	copy(out, x)
	w := math.Tan(math.Pi * d.hz / 48000)
	for i := range d.orders {
		k := 2 * math.Cos(math.Pi*float64(2*i+1)/float64(4*d.orders))
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

// audible returns in which part of a sound it is heard over the room's noise, from and
// to some seconds from its ends: in at least one band it is over what the noise masks
// (4 dB below the noise, or the threshold of hearing) by 3 dB.
func (d device) audible(x []float32, from, to float64) (heard, of int) {
	n := len(short.window)
	var frames [][]float64
	sum := 0.0
	for at := 0; at+n <= len(x); at += n / 2 {
		bands := short.spectrum(x[at : at+n])
		for _, p := range bands {
			sum += p
		}
		frames = append(frames, bands)
	}
	// So that the bands of a frame add up to its power in both ears.
	scale := 2 * rms(x) * rms(x) * float64(len(frames)) / sum
	for i, frame := range frames {
		middle := (float64(i)/2 + 0.5) * float64(n) / 48000
		if middle < from || middle > float64(len(x))/48000-to {
			continue
		}
		of++
		for k, p := range inThirds(frame) {
			level := 10*math.Log10(p*scale+1e-15) + toEar - d.loss(thirds[k].hz)
			if level > max(thirds[k].threshold, noiseInThirds()[k]-4)+3 {
				heard++
				break
			}
		}
	}
	return heard, of
}
