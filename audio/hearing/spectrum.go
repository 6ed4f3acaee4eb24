package hearing

import (
	"math"
	"math/bits"
	"math/cmplx"

	"github.com/unknot/unknot/audio"
)

// Analyser computes spectra of a number of samples that is a power of two. It is
// immutable. Its tables take longer to compute than a spectrum.
type Analyser struct {
	turns  []complex128
	window []float64
}

// NewAnalyser returns an analyser of n samples at a time.
func NewAnalyser(n int) *Analyser {
	a := &Analyser{turns: make([]complex128, n/2), window: blackmanHarris(n)}
	for k := range a.turns {
		a.turns[k] = cmplx.Rect(1, -2*math.Pi*float64(k)/float64(n))
	}
	return a
}

// blackmanHarris returns a window of m samples whose side lobes are 92 dB down.
func blackmanHarris(m int) []float64 {
	w := make([]float64, m)
	for i := range w {
		a := 2 * math.Pi * (float64(i) + 0.5) / float64(m)
		w[i] = 0.35875 - 0.48829*math.Cos(a) + 0.14128*math.Cos(2*a) - 0.01168*math.Cos(3*a)
	}
	return w
}

// Size is how many samples are analysed at a time.
func (a *Analyser) Size() int { return len(a.window) }

// Hz is the frequency of a bin.
func (a *Analyser) Hz(bin int) float64 {
	return float64(bin) * audio.SampleRate / float64(len(a.window))
}

// FFT computes the discrete Fourier transform of Size values in place.
func (a *Analyser) FFT(x []complex128) {
	n := len(x)
	shift := 64 - bits.Len(uint(n-1))
	for i := range x {
		if j := int(bits.Reverse64(uint64(i)) >> shift); i < j {
			x[i], x[j] = x[j], x[i]
		}
	}
	for size := 2; size <= n; size *= 2 {
		for at := 0; at < n; at += size {
			low, high := x[at:at+size/2], x[at+size/2:at+size]
			for k := range low {
				t := a.turns[k*(n/size)] * high[k]
				low[k], high[k] = low[k]+t, low[k]-t
			}
		}
	}
}

// Spectrum returns the power of x in Size/2 bins, under a Blackman-Harris window; a
// sine at full scale is about 1 at its bin. A shorter x is padded with zeros.
func (a *Analyser) Spectrum(x []float32) []float64 {
	n := len(a.window)
	in := make([]complex128, n)
	sum := 0.0
	window := a.window
	if len(x) < n {
		window = blackmanHarris(len(x))
	}
	for i, w := range window {
		in[i] = complex(w*float64(x[i]), 0)
		sum += w
	}
	out := make([]float64, n/2)
	a.FFT(in)
	for k, v := range in[:n/2] {
		level := 2 * cmplx.Abs(v) / sum
		out[k] = level * level
	}
	return out
}

// Thirds returns the power of a spectrum in each of Thirds.
func (a *Analyser) Thirds(spectrum []float64) []float64 {
	out := make([]float64, len(Thirds))
	edge := math.Exp2(1. / 6)
	for i, band := range Thirds {
		for k := int(math.Ceil(band.Hz / edge / a.Hz(1))); k < len(spectrum) && a.Hz(k) < band.Hz*edge; k++ {
			out[i] += spectrum[k]
		}
	}
	return out
}

// frames returns the spectra of x, a half of Size apart.
func (a *Analyser) frames(x []float32) (spectra [][]float64, total []float64) {
	for at := 0; at+a.Size() <= len(x); at += a.Size() / 2 {
		s := a.Spectrum(x[at : at+a.Size()])
		sum := 0.0
		for _, p := range s {
			sum += p
		}
		spectra, total = append(spectra, s), append(total, sum)
	}
	return spectra, total
}

// power is the mean square of x.
func power(x []float32) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	return sum / float64(len(x))
}

func dB(power float64) float64 { return 10 * math.Log10(power+1e-15) }
