package resample

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func converter(t interface{ Fatal(...any) }, from, to int) *Converter {
	c, err := New(from, to)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func tone(frequency, phase float64, rate, frames int) []float32 {
	x := make([]float32, frames)
	for i := range x {
		x[i] = float32(0.5 * math.Sin(2*math.Pi*frequency*float64(i)/float64(rate)+phase))
	}
	return x
}

// residue returns the level of the difference between got and a tone of amplitude
// 0.5, in dB relative to that tone, away from the ends.
func residue(got []float32, frequency, phase float64, rate int) float64 {
	want := tone(frequency, phase, rate, len(got))
	edge := len(got) / 4
	sum := 0.0
	for i := edge; i < len(got)-edge; i++ {
		d := float64(got[i] - want[i])
		sum += d * d
	}
	return 10 * math.Log10(sum/float64(len(got)-2*edge)/0.125)
}

var rates = []int{8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 176400, 192000, 37799}

// In the pass band a tone comes out as the same tone: its level, phase and place
// exact, without images or aliases, to 100 dB.
func TestPassBand(t *testing.T) {
	for _, from := range rates {
		c := converter(t, from, 48000)
		nyquist := float64(min(from, 48000)) / 2
		for share := 0.01; share < passBand; share += 0.0837 {
			x := tone(share*nyquist, 0.7, from, from/4)
			if r := residue(c.Convert(x), share*nyquist, 0.7, 48000); r > -100 {
				t.Errorf("%d Hz: a tone at %.0f Hz comes out with a residue of %.1f dB", from, share*nyquist, r)
			}
		}
	}
}

// Frequencies that the new rate cannot hold are gone.
func TestStopBand(t *testing.T) {
	for _, from := range rates {
		if from <= 48000 {
			continue
		}
		c := converter(t, from, 48000)
		for f := 24000.0; f < float64(from)/2; f += 1711 {
			y := c.Convert(tone(f, 0.3, from, from/4))
			sum := 0.0
			for _, s := range y[len(y)/4 : len(y)*3/4] {
				sum += float64(s) * float64(s)
			}
			if level := 10 * math.Log10(sum/float64(len(y)/2)/0.125); level > -100 {
				t.Errorf("%d Hz: a tone at %.0f Hz is heard at %.1f dB", from, f, level)
			}
		}
	}
}

// An odd pair of rates is converted about as well as a common one.
func TestAnyRatio(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.IntRange(8000, 192000).Draw(t, "from")
		to := rapid.IntRange(8000, 192000).Draw(t, "to")
		share := rapid.Float64Range(0.01, passBand).Draw(t, "share")
		phase := rapid.Float64Range(0, 6).Draw(t, "phase")
		frequency := share * float64(min(from, to)) / 2
		frames := from / 10
		c := converter(t, from, to)
		y := c.Convert(tone(frequency, phase, from, frames))
		if int64(len(y)) != c.Frames(int64(frames)) {
			t.Fatalf("%d frames, %d announced", len(y), c.Frames(int64(frames)))
		}
		if d := float64(len(y)) - float64(frames)*float64(to)/float64(from); math.Abs(d) > 0.5 {
			t.Fatalf("the length is %g frames off", d)
		}
		if r := residue(y, frequency, phase, to); r > -95 {
			t.Fatalf("residue %.1f dB", r)
		}
	})
}

// Short signals, even shorter than the filter, keep their place.
func TestShort(t *testing.T) {
	for _, from := range rates {
		c := converter(t, from, 48000)
		for frames := range 40 {
			x := make([]float32, frames)
			if frames > 0 {
				x[frames/2] = 1
			}
			y := c.Convert(x)
			peak := 0
			for i := range y {
				if y[i] > y[peak] {
					peak = i
				}
			}
			place := float64(frames/2) * 48000 / float64(from)
			if len(y) > 0 && place <= float64(len(y)-1) && math.Abs(float64(peak)-place) > 0.5 {
				t.Errorf("%d Hz, %d frames: the click moved from %d to %d", from, frames, frames/2, peak)
			}
		}
	}
}

func TestImpossibleRates(t *testing.T) {
	for _, pair := range [][2]int{{0, 48000}, {-1, 48000}, {48000, 0}, {999, 48000}, {768001, 48000}} {
		if _, err := New(pair[0], pair[1]); err == nil {
			t.Errorf("%v was accepted", pair)
		}
	}
}

func BenchmarkConvert(b *testing.B) {
	for _, from := range []int{24000, 44100, 96000} {
		b.Run(map[int]string{24000: "24k", 44100: "44k1", 96000: "96k"}[from], func(b *testing.B) {
			c := converter(b, from, 48000)
			x := tone(440, 0, from, from)
			for b.Loop() {
				c.Convert(x)
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		converter(b, 44100, 48000)
	}
}
