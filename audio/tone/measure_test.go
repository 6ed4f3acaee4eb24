package tone_test

import (
	"math"

	"github.com/unknot/unknot/audio/hearing"
)

var (
	short = hearing.NewAnalyser(8192)
	long  = hearing.NewAnalyser(16384)
)

// centroid returns the centre of the spectrum of x in Hz, which is how bright it
// is: over some five blocks of 170 ms from its start to its end.
func centroid(x []float32) float64 {
	n := short.Size()
	sum, power := 0.0, 0.0
	for at := 0; at+n <= len(x); at += max((len(x)-n)/4, n/2) {
		for k, p := range short.Spectrum(x[at : at+n]) {
			sum += p * short.Hz(k)
			power += p
		}
	}
	return sum / power
}

// pitch returns the frequency of the strongest partial of x in Hz.
func pitch(x []float32) float64 {
	best, at := 0.0, 0
	for k, p := range long.Spectrum(x) {
		if p > best {
			best, at = p, k
		}
	}
	return long.Hz(at)
}

// pitchWithin returns the frequency of the strongest partial of x between two others,
// between the analyser's bins, in Hz.
func pitchWithin(x []float32, low, high float64) float64 {
	p := long.Spectrum(x)
	best := 0
	for k := range p {
		if hz := long.Hz(k); hz >= low && hz <= high && p[k] > p[best] {
			best = k
		}
	}
	a, b, c := math.Log(p[best-1]), math.Log(p[best]), math.Log(p[best+1])
	return long.Hz(1) * (float64(best) + (a-c)/2/(a-2*b+c))
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
