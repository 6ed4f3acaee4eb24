package tone_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/tone"
)

// A bed is soft, has no click, comes and goes slowly without a pulse, and is never
// twice the same.
func TestBed(t *testing.T) {
	bed := tone.Bed{At: 1234, Frames: 120 * second}
	x := make([]float32, bed.Frames)
	bed.Fill(x, 0)
	checkSound(t, "a bed", x)
	if got := loudness.AWeighted(x); math.Abs(got-tone.BedLevel) > 1 {
		t.Errorf("a bed is at %.1f dB", got)
	}
	var level []float64
	for at := 3 * second; at+second/2 <= len(x)-3*second; at += second / 2 {
		level = append(level, db(rms(x[at:at+second/2])))
	}
	if low, high := slices.Min(level), slices.Max(level); high-low > 10 {
		t.Errorf("from %.1f to %.1f dBFS", low, high)
	}
	for i, l := range level[1:] {
		if math.Abs(l-level[i]) > 2 {
			t.Errorf("by %.1f dB within half a second", l-level[i])
		}
	}
	if a, b := rms(x[:second/4]), rms(x[3*second:4*second]); a > b/10 {
		t.Errorf("it begins at %.1f dB", db(a/b))
	}
	other := make([]float32, bed.Frames)
	tone.Bed{At: 1234 + 300*second, Frames: bed.Frames}.Fill(other, 0)
	if c := correlation(x, other); math.Abs(c) > 0.9 {
		t.Errorf("five minutes later it is the same: %.2f", c)
	}
	rapid.Check(t, func(t *rapid.T) {
		bed := tone.Bed{At: rapid.Int64Range(0, 24*3600*second).Draw(t, "at"), Frames: rapid.Int64Range(0, 30*second).Draw(t, "frames")}
		want := make([]float32, bed.Frames)
		bed.Fill(want, 0)
		from := rapid.Int64Range(-2000, bed.Frames+2000).Draw(t, "from")
		got := make([]float32, rapid.IntRange(0, 5000).Draw(t, "size"))
		bed.Fill(got, from)
		for i, v := range got {
			n, w := from+int64(i), float32(0)
			if n >= 0 && n < bed.Frames {
				w = want[n]
			}
			if v != w {
				t.Fatalf("frame %d is %g, not %g", n, v, w)
			}
		}
		if n := len(want); n > 0 && (want[0] != 0 || want[n-1] != 0) {
			t.Fatalf("starts at %g and ends at %g", want[0], want[n-1])
		}
	})
}
