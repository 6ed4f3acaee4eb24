package tone_test

import (
	"math"
	"math/rand/v2"

	"github.com/unknot/unknot/audio/tone"
)

// example is half a second of a breath in a room.
type example struct {
	features []float64
	exhale   bool
}

type sampler struct {
	device device
	kind   tone.Kind
	random *rand.Rand
	breath int64
}

// draw returns n examples of each phase, of breaths of so many seconds.
func (s *sampler) draw(in, out, n int) []example {
	var all []example
	for i, seconds := range []int{in, out} {
		for range n {
			s.breath++
			x := toneAt(s.kind, phases[i], s.breath*10*second, seconds*second)
			x = s.device.hear(x)
			const half = second / 2
			at := s.random.IntN((len(x) - half) * 12 / 100)
			noise := roomNoise()[s.random.IntN(len(roomNoise())-half):]
			x = x[at : at+half]
			for k := range x {
				x[k] += noise[k]
			}
			all = append(all, example{features(x), i == 1})
		}
	}
	return all
}

// features returns the level of each band against the mean of all, in dB, and how it
// changes over the half second.
func features(x []float32) []float64 {
	n := len(short.window)
	bands := func(at int) []float64 {
		out := inThirds(short.spectrum(x[at : at+n]))
		mean := 0.0
		for i, p := range out {
			out[i] = 10 * math.Log10(p+1e-12)
			mean += out[i] / float64(len(out))
		}
		for i := range out {
			out[i] -= mean
		}
		return out
	}
	a, b, c := bands(0), bands((len(x)-n)/2), bands(len(x)-n)
	var out []float64
	for i := range a {
		out = append(out, (a[i]+b[i]+c[i])/3)
	}
	for i := range a {
		out = append(out, c[i]-a[i])
	}
	return out
}

// classifier is Fisher's linear discriminant: a direction and a threshold on it.
type classifier struct {
	mean, spread, weights []float64
	threshold             float64
}

func learn(examples []example) classifier {
	size := len(examples[0].features)
	c := classifier{mean: make([]float64, size), spread: make([]float64, size)}
	for _, e := range examples {
		for i, f := range e.features {
			c.mean[i] += f / float64(len(examples))
		}
	}
	for _, e := range examples {
		for i, f := range e.features {
			c.spread[i] += (f - c.mean[i]) * (f - c.mean[i]) / float64(len(examples))
		}
	}
	for i := range c.spread {
		c.spread[i] = math.Sqrt(c.spread[i]) + 1e-6
	}
	var means [2][]float64
	var count [2]float64
	means[0], means[1] = make([]float64, size), make([]float64, size)
	class := func(e example) int {
		if e.exhale {
			return 1
		}
		return 0
	}
	for _, e := range examples {
		count[class(e)]++
		for i, f := range c.scaled(e.features) {
			means[class(e)][i] += f
		}
	}
	for k := range means {
		for i := range means[k] {
			means[k][i] /= count[k]
		}
	}
	// The scatter within the classes, with something added so that it can be
	// inverted.
	scatter := make([][]float64, size)
	for i := range scatter {
		scatter[i] = make([]float64, size+1)
		scatter[i][i] = 0.2
		scatter[i][size] = means[1][i] - means[0][i]
	}
	for _, e := range examples {
		f, k := c.scaled(e.features), class(e)
		for i := range f {
			for j := range f {
				scatter[i][j] += (f[i] - means[k][i]) * (f[j] - means[k][j]) / count[k]
			}
		}
	}
	c.weights = solve(scatter)
	for i, w := range c.weights {
		c.threshold += w * (means[0][i] + means[1][i]) / 2
	}
	return c
}

func (c classifier) scaled(features []float64) []float64 {
	out := make([]float64, len(features))
	for i, f := range features {
		out[i] = (f - c.mean[i]) / c.spread[i]
	}
	return out
}

func (c classifier) isExhale(features []float64) bool {
	sum := 0.0
	for i, f := range c.scaled(features) {
		sum += c.weights[i] * f
	}
	return sum > c.threshold
}

// solve solves a system of linear equations, whose right sides are its last column:
// Gauss-Jordan, for positive definite ones.
func solve(m [][]float64) []float64 {
	for i := range m {
		for j := range m {
			if j == i {
				continue
			}
			by := m[j][i] / m[i][i]
			for k := i; k < len(m[i]); k++ {
				m[j][k] -= by * m[i][k]
			}
		}
	}
	out := make([]float64, len(m))
	for i := range m {
		out[i] = m[i][len(m)] / m[i][i]
	}
	return out
}
