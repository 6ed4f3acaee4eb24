package hearing

import "math"

// Features describes half a second of sound: the level of each band from 100 Hz to
// 3.2 kHz against the mean of all, in dB, and how it changes over the half second.
func (e *Ear) Features(x []float32) []float64 {
	n := e.analyser.Size()
	first := 0
	for Thirds[first].Hz < 100 {
		first++
	}
	last := len(Thirds)
	for Thirds[last-1].Hz > 3150 {
		last--
	}
	bands := func(at int) []float64 {
		out := e.analyser.Thirds(e.analyser.Spectrum(x[at : at+n]))[first:last]
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
	out := make([]float64, 0, 2*len(a))
	for i := range a {
		out = append(out, (a[i]+b[i]+c[i])/3)
	}
	for i := range a {
		out = append(out, c[i]-a[i])
	}
	return out
}

// Example is what a classifier learns from.
type Example struct {
	Features []float64
	Second   bool // it is of the second of the two classes
}

// class is 0 or 1.
func (e Example) class() int {
	if e.Second {
		return 1
	}
	return 0
}

// Classifier tells two classes apart: Fisher's linear discriminant, a direction and a
// threshold on it.
type Classifier struct {
	mean, spread, weights []float64
	threshold             float64
}

// Learn returns the classifier of some examples, of which both classes must have some.
func Learn(examples []Example) *Classifier {
	size := len(examples[0].Features)
	c := &Classifier{mean: make([]float64, size), spread: make([]float64, size)}
	for _, e := range examples {
		for i, f := range e.Features {
			c.mean[i] += f / float64(len(examples))
		}
	}
	for _, e := range examples {
		for i, f := range e.Features {
			c.spread[i] += (f - c.mean[i]) * (f - c.mean[i]) / float64(len(examples))
		}
	}
	for i := range c.spread {
		c.spread[i] = math.Sqrt(c.spread[i]) + 1e-6
	}
	means := [2][]float64{make([]float64, size), make([]float64, size)}
	var count [2]float64
	for _, e := range examples {
		count[e.class()]++
		for i, f := range c.scaled(e.Features) {
			means[e.class()][i] += f
		}
	}
	for k := range means {
		for i := range means[k] {
			means[k][i] /= count[k]
		}
	}
	// The scatter within the classes, with something added so that it can be inverted.
	scatter := make([][]float64, size)
	for i := range scatter {
		scatter[i] = make([]float64, size+1)
		scatter[i][i] = 0.2
		scatter[i][size] = means[1][i] - means[0][i]
	}
	for _, e := range examples {
		f, k := c.scaled(e.Features), e.class()
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

func (c *Classifier) scaled(features []float64) []float64 {
	out := make([]float64, len(features))
	for i, f := range features {
		out[i] = (f - c.mean[i]) / c.spread[i]
	}
	return out
}

// IsSecond reports whether it takes something for one of the second class.
func (c *Classifier) IsSecond(features []float64) bool {
	sum := 0.0
	for i, f := range c.scaled(features) {
		sum += c.weights[i] * f
	}
	return sum > c.threshold
}

// Right returns which part of some examples it puts into their class, from 0 to 1.
func (c *Classifier) Right(examples []Example) float64 {
	right := 0
	for _, e := range examples {
		if c.IsSecond(e.Features) == e.Second {
			right++
		}
	}
	return float64(right) / float64(len(examples))
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
