package resample

import (
	"math"
	"testing"
)

// Against the same tone made at the higher rate.
func TestDoubleIsExactInThePassBand(t *testing.T) {
	const rate, frames = 24000, 24000
	for _, frequency := range []float64{0, 50, 440, 3000, 7777, 10000, 10790} {
		got := Double(tone(frequency, 0.3, rate, frames))
		want := tone(frequency, 0.3, 2*rate, 2*frames)
		if len(got) != len(want) {
			t.Fatalf("%d frames, want %d", len(got), len(want))
		}
		var wrong, all float64
		for i := 2000; i < len(want)-2000; i++ {
			d := float64(got[i] - want[i])
			wrong += d * d
			all += float64(want[i]) * float64(want[i])
		}
		if db := 10 * math.Log10(wrong/all+1e-20); db > -90 {
			t.Errorf("%g Hz: errors at %.1f dB", frequency, db)
		}
	}
}

func TestDoubleOfLittle(t *testing.T) {
	for n := range 5 {
		if got := Double(make([]float32, n)); len(got) != 2*n {
			t.Errorf("%d frames of %d", len(got), n)
		}
	}
	if got := Double([]float32{1}); got[0] != 1 {
		t.Errorf("%v", got)
	}
}

// BenchmarkDouble converts a second.
func BenchmarkDouble(b *testing.B) {
	x := tone(440, 0, 24000, 24000)
	for b.Loop() {
		Double(x)
	}
}
