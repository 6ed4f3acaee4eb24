package tone_test

import (
	"math"
	"math/bits"
	"math/cmplx"
)

// An analyser computes spectra of n bins; n is a power of two. Its tables take
// longer to compute than a spectrum.
type analyser struct {
	turns  []complex128
	window []float64
}

func newAnalyser(n int) *analyser {
	a := &analyser{turns: make([]complex128, n/2), window: blackmanHarris(n)}
	for k := range a.turns {
		a.turns[k] = cmplx.Rect(1, -2*math.Pi*float64(k)/float64(n))
	}
	return a
}

var (
	short = newAnalyser(8192)
	long  = newAnalyser(16384)
)

// blackmanHarris returns a window of m samples whose side lobes are 92 dB down.
func blackmanHarris(m int) []float64 {
	w := make([]float64, m)
	for i := range w {
		a := 2 * math.Pi * (float64(i) + 0.5) / float64(m)
		w[i] = 0.35875 - 0.48829*math.Cos(a) + 0.14128*math.Cos(2*a) - 0.01168*math.Cos(3*a)
	}
	return w
}

// fft computes the discrete Fourier transform of x in place.
func (a *analyser) fft(x []complex128) {
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

// spectrum returns the power of x in n/2 bins, under a Blackman-Harris window; a
// sine at full scale is about 1 at its bin. x is padded with zeros to n.
func (a *analyser) spectrum(x []float32) []float64 {
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
	a.fft(in)
	for k, v := range in[:n/2] {
		level := 2 * cmplx.Abs(v) / sum
		out[k] = level * level
	}
	return out
}

// hz returns the frequency of a bin.
func (a *analyser) hz(bin int) float64 { return float64(bin) * 48000 / float64(len(a.window)) }

// centroid returns the centre of the spectrum of x in Hz, which is how bright it
// is: over some five blocks of 170 ms from its start to its end.
func centroid(x []float32) float64 {
	n := len(short.window)
	sum, power := 0.0, 0.0
	for at := 0; at+n <= len(x); at += max((len(x)-n)/4, n/2) {
		for k, p := range short.spectrum(x[at : at+n]) {
			sum += p * short.hz(k)
			power += p
		}
	}
	return sum / power
}

// pitch returns the frequency of the strongest partial of x in Hz.
func pitch(x []float32) float64 {
	best, at := 0.0, 0
	for k, p := range long.spectrum(x) {
		if p > best {
			best, at = p, k
		}
	}
	return long.hz(at)
}

// pitchWithin returns the frequency of the strongest partial of x between two others,
// between the analyser's bins, in Hz.
func pitchWithin(x []float32, low, high float64) float64 {
	p := long.spectrum(x)
	best := 0
	for k := range p {
		if hz := long.hz(k); hz >= low && hz <= high && p[k] > p[best] {
			best = k
		}
	}
	a, b, c := math.Log(p[best-1]), math.Log(p[best]), math.Log(p[best+1])
	return long.hz(1) * (float64(best) + (a-c)/2/(a-2*b+c))
}

func rms(x []float32) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum / float64(len(x)))
}

func db(amplitude float64) float64 { return 20 * math.Log10(amplitude) }

// splatter returns the peak level of x above 8 kHz, in dBFS, and where it is; x has
// silence around it. A click is as strong up there as anywhere else, while a sound
// of lower partials has nothing there. (Six second-order high passes in a row: 2 kHz
// is 144 dB down.)
func splatter(x []float32) (level float64, at int) {
	w := math.Tan(math.Pi * 8000 / 48000)
	norm := 1 / (1 + math.Sqrt2*w + w*w)
	a1, a2 := 2*(w*w-1)*norm, (1-math.Sqrt2*w+w*w)*norm
	var state [6][2]float64
	peak := 0.0
	for i := range len(x) + 1000 {
		y := 0.0
		if i < len(x) {
			y = float64(x[i])
		}
		for k := range state {
			s := &state[k]
			in := y
			y = in*norm + s[0]
			s[0] = -2*norm*in - a1*y + s[1]
			s[1] = norm*in - a2*y
		}
		if math.Abs(y) > peak {
			peak, at = math.Abs(y), i
		}
	}
	return db(peak + 1e-12), at
}

// bends returns the largest second difference in each 64 samples of x: how sharply
// the signal turns there.
func bends(x []float32) []float64 {
	out := make([]float64, len(x)/64+1)
	for i := 2; i < len(x); i++ {
		d := math.Abs(float64(x[i]) - 2*float64(x[i-1]) + float64(x[i-2]))
		out[i/64] = max(out[i/64], d)
	}
	return out
}

func most(x []float64) float64 {
	m := math.Inf(-1)
	for _, v := range x {
		m = max(m, v)
	}
	return m
}
