package loudness_test

import (
	"math"
	"testing"

	"github.com/unknot/unknot/audio/loudness"
)

// IEC 61672-1, table 3.
func TestAWeightIsThatOfTheStandard(t *testing.T) {
	for hz, want := range map[float64]float64{
		31.62: -39.4, 100: -19.1, 199.53: -10.9, 501.19: -3.2, 1000: 0, 1995.3: 1.2, 3981.1: 1.0, 10000: -2.5,
	} {
		if got := 10 * math.Log10(loudness.AWeight(hz)); math.Abs(got-want) > 0.1 {
			t.Errorf("%.0f Hz: %.2f dB, want %.1f", hz, got, want)
		}
	}
}

func TestAWeightedMeasuresSines(t *testing.T) {
	for _, hz := range []float64{100, 250, 500, 1000, 2000} {
		x := make([]float32, 96000)
		for i := range x {
			x[i] = float32(0.1 * math.Sin(2*math.Pi*hz*float64(i)/48000))
		}
		want := -20 + 10*math.Log10(loudness.AWeight(hz))
		if got := loudness.AWeighted(x); math.Abs(got-want) > 0.1 {
			t.Errorf("%.0f Hz at -20 dB in both ears: %.2f dB, want %.2f", hz, got, want)
		}
		if one, both := loudness.AWeighted(x), loudness.AWeighted(x, x); math.Abs(one-both) > 1e-9 {
			t.Errorf("%.0f Hz: one channel is %.2f dB, both are %.2f", hz, one, both)
		}
		if got := loudness.AWeighted(x, make([]float32, len(x))); math.Abs(got-want+3.01) > 0.1 {
			t.Errorf("%.0f Hz in one ear alone: %.2f dB, want %.2f", hz, got, want-3.01)
		}
	}
	if got := loudness.AWeighted(make([]float32, 100)); !math.IsInf(got, -1) {
		t.Errorf("silence is %g dB", got)
	}
}
