package main

import (
	"math"
	"testing"
)

// response returns what a tone's level becomes, in dB.
func response(frequency float64, filter func(x []float32)) float64 {
	x := make([]float32, rate)
	for i := range x {
		x[i] = float32(0.1 * math.Sin(2*math.Pi*frequency*float64(i)/rate))
	}
	level := func() float64 {
		sum := 0.0
		for _, v := range x[rate/4 : rate*3/4] {
			sum += float64(v) * float64(v)
		}
		return 10 * math.Log10(sum)
	}
	before := level()
	filter(x)
	return level() - before
}

func TestFilters(t *testing.T) {
	for _, c := range []struct {
		name            string
		frequency, want float64
		filter          func(x []float32)
	}{
		{"high pass, far below", 15, -24, highPass(60).filter},
		{"high pass, corner", 60, -3, highPass(60).filter},
		{"high pass, above", 500, 0, highPass(60).filter},
		{"low pass, corner", 10000, -3, lowPass(10000).filter},
		{"both ways, corner", 5000, -6, highPass(5000).bothWays},
		{"shelf, below", 500, 0, highShelf(8000, -4).filter},
		{"shelf, corner", 8000, -2, highShelf(8000, -4).filter},
		{"shelf, above", 20000, -4, highShelf(8000, -4).filter},
	} {
		if got := response(c.frequency, c.filter); math.Abs(got-c.want) > 0.3 {
			t.Errorf("%s: %.2f dB, want %.2f", c.name, got, c.want)
		}
	}
}

// A loud s is turned down, a vowel and a soft s are not.
func TestDeEss(t *testing.T) {
	part := func(x []float32, from, to float64) float64 {
		sum := 0.0
		for _, v := range x[int(from*rate):int(to*rate)] {
			sum += float64(v) * float64(v)
		}
		return 10 * math.Log10(sum)
	}
	make := func(s float64) []float32 {
		x := make([]float32, 2*rate)
		for i := range x {
			at := float64(i) / rate
			if at < 1.5 {
				x[i] = float32(0.2 * math.Sin(2*math.Pi*300*at))
			} else {
				x[i] = float32(s * math.Sin(2*math.Pi*7000*at))
			}
		}
		return x
	}
	for level, want := range map[float64]float64{0.2: -2.1, 0.01: 0} {
		x := make(level)
		vowel, s := part(x, 0.2, 1.3), part(x, 1.6, 1.9)
		deEss(x)
		if d := part(x, 0.2, 1.3) - vowel; math.Abs(d) > 0.05 {
			t.Errorf("the vowel changed by %.2f dB", d)
		}
		if d := part(x, 1.6, 1.9) - s; math.Abs(d-want) > 0.3 {
			t.Errorf("an s at %g changed by %.2f dB, want %.1f", level, d, want)
		}
	}
}
