package tone_test

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/tone"
)

const ms = second / 1000

func ears(x [][2]float32) (left, right []float32) {
	for _, f := range x {
		left, right = append(left, f[0]), append(right, f[1])
	}
	return left, right
}

// checkSound checks what holds for every sound: zero at both ends, no click, headroom.
func checkSound(t *testing.T, what string, channels ...[]float32) {
	t.Helper()
	for _, x := range channels {
		if x[0] != 0 || x[len(x)-1] != 0 {
			t.Errorf("%s starts at %g and ends at %g", what, x[0], x[len(x)-1])
		}
		if high, at := splatter(x); high > -120 {
			t.Errorf("%s clicks: %.1f dBFS above 8 kHz at frame %d", what, high, at)
		}
	}
	if peak := loudness.TruePeak(channels...); peak > -9 {
		t.Errorf("%s has a true peak of %.1f dBTP", what, peak)
	}
}

// checkLevel checks a level against the documented one.
func checkLevel(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 0.3 {
		t.Errorf("%s is at %.2f dB instead of %.1f", what, got, want)
	}
}

func TestChime(t *testing.T) {
	x := tone.Chime()
	if len(x) != tone.ChimeFrames {
		t.Fatalf("%d frames", len(x))
	}
	left, right := ears(x)
	checkSound(t, "the chime", left, right)
	checkLevel(t, "the chime", loudness.Integrated(left, right), tone.ChimeLoudness)

	// Three strikes, each lower than the one before.
	var strikes []int
	for at := 50 * ms; at+50*ms <= 6*second; at += 10 * ms {
		if rms(left[at:at+50*ms]) > 1.3*rms(left[at-50*ms:at]) && (strikes == nil || at > strikes[len(strikes)-1]+200*ms) {
			strikes = append(strikes, at)
		}
	}
	if len(strikes) != 2 {
		t.Fatalf("struck again at the frames %d", strikes)
	}
	first, middle, third := pitch(left[:600*ms]), pitch(left[strikes[0]:strikes[0]+600*ms]), pitch(left[strikes[1]:strikes[1]+600*ms])
	if !(first > 1.15*middle && middle > 1.15*third) {
		t.Errorf("the notes are %.0f, %.0f and %.0f Hz", first, middle, third)
	}

	// It rings for seconds, and falls silent before it ends.
	if level := db(rms(left[4*second : 4*second+second/2])); level < -50 {
		t.Errorf("%.1f dBFS after 4 s: it does not ring", level)
	}
	if level := db(rms(left[len(left)-second/4:])); level > -85 {
		t.Errorf("%.1f dBFS at the end: it is cut off", level)
	}
	for at := strikes[1] + second/2; at+second <= len(left); at += second / 2 {
		if now, next := rms(left[at:at+second/2]), rms(left[at+second/2:at+second]); next >= now {
			t.Errorf("it grows again at frame %d", at+second/2)
		}
	}
	both := make([]float32, len(x))
	for i := range both {
		both[i] = (left[i] + right[i]) / 2
	}
	if lost := loudness.Integrated(left, right) - loudness.Integrated(both); lost > 0.5 {
		t.Errorf("made mono it loses %.1f dB", lost)
	}
}

func TestStartBell(t *testing.T) {
	x := tone.StartBell()
	if len(x) != tone.BellFrames {
		t.Fatalf("%d frames", len(x))
	}
	left, right := ears(x)
	checkSound(t, "the bell", left, right)
	checkLevel(t, "the bell", loudness.Integrated(left, right), tone.BellLoudness)
	for _, ear := range [][]float32{left, right} {
		if level := db(float64(slices.Max(ear[:5*ms]))); level < -45 {
			t.Errorf("%.1f dBFS within 5 ms: it starts late", level)
		}
		if level := db(rms(ear[len(ear)-second/4:])); level > -85 {
			t.Errorf("%.1f dBFS at the end: it is cut off", level)
		}
	}
}

// Cut wherever it may be, the loop comes out the same: its period over and
// over, faded in and out.
func TestSearchIsTheSameHoweverCut(t *testing.T) {
	loop := tone.Search()
	size := int64(loop.Frames())
	period := make([]float32, size)
	loop.Fill(period, 100*size, 1000*size)
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.Int64Range(second, 600*second).Draw(t, "length")
		at := rapid.Int64Range(-2000, length+2000).Draw(t, "at")
		x := make([]float32, rapid.IntRange(0, 4000).Draw(t, "frames"))
		loop.Fill(x, at, length)
		cut := rapid.IntRange(0, len(x)).Draw(t, "cut")
		y := make([]float32, len(x))
		loop.Fill(y[:cut], at, length)
		loop.Fill(y[cut:], at+int64(cut), length)
		for i := range x {
			n := at + int64(i)
			want := float32(0)
			if n >= 0 && n < length {
				want = period[n%size] * tone.Fade(n, length)
			}
			if x[i] != want || y[i] != want {
				t.Fatalf("frame %d is %g whole and %g cut, not %g", n, x[i], y[i], want)
			}
		}
	})
}

func TestFade(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.Int64Range(0, 600*second).Draw(t, "length")
		if first, last := tone.Fade(0, length), tone.Fade(length-1, length); first != 0 || last != 0 {
			t.Fatalf("starts at %g and ends at %g", first, last)
		}
		if a, b := tone.Fade(-1, length), tone.Fade(length, length); a != 0 || b != 0 {
			t.Fatalf("%g before and %g after", a, b)
		}
		if length >= 10 && tone.Fade(length/2, length) != 1 {
			t.Fatalf("%g in the middle", tone.Fade(length/2, length))
		}
		at := rapid.Int64Range(0, max(length-1, 0)).Draw(t, "at")
		if tone.Fade(at, length) != tone.Fade(length-1-at, length) {
			t.Fatal("the fade-out is not the mirror of the fade-in")
		}
		if near, far := tone.Fade(at, length), tone.Fade(at+1, length); at+1 < length/2 && near > far {
			t.Fatalf("falls from %g to %g on the way in", near, far)
		}
		if length >= second { // no step: 1.875 is the steepest slope of the fade
			if step := math.Abs(float64(tone.Fade(at, length) - tone.Fade(at+1, length))); step > 1.9/float64(second/3) {
				t.Fatalf("a step of %g", step)
			}
		}
	})
}

// A search is quiet, has no click at its seam, is never silent, and swells about
// once a second: nothing like a breath.
func TestSearch(t *testing.T) {
	loop := tone.Search()
	x := make([]float32, 40*second)
	loop.Fill(x, 0, int64(len(x)))
	checkSound(t, "a search", x)
	checkLevel(t, "a search", loudness.AWeighted(x), tone.SearchLevel)
	middle := x[second : len(x)-second]
	var level []float64 // every 50 ms
	for at := 0; at+50*ms <= len(middle); at += 50 * ms {
		level = append(level, db(rms(middle[at:at+50*ms])))
	}
	if low := slices.Min(level); low < slices.Max(level)-24 {
		t.Errorf("it falls to %.1f dBFS, from %.1f", low, slices.Max(level))
	}
	rises := 0
	for i := 5; i < len(level); i++ { // 200 ms ago, it was quieter by far
		if level[i]-level[i-4] > 3 && level[i-1]-level[i-5] <= 3 {
			rises++
		}
	}
	if seconds := len(middle) / second; rises < seconds-4 || rises > seconds+4 {
		t.Errorf("%d rises in %d s", rises, seconds)
	}
	if low := centroid(middle); low < 400 || low > 800 {
		t.Errorf("around %.0f Hz: not in a register of its own", low)
	}
	if !slices.Equal(x[:8*second], func() []float32 {
		again := make([]float32, 8*second)
		tone.Search().Fill(again, 0, int64(len(x)))
		return again
	}()) {
		t.Error("it differs from itself")
	}
}

// A sound that is cut off rather than faded clicks, by the same measure.
func TestACutIsFound(t *testing.T) {
	for _, e := range tone.Earcons() {
		x := e.Sound()
		loudest := 0
		for i, v := range x {
			if v > x[loudest] {
				loudest = i
			}
		}
		if high, _ := splatter(x[:loudest]); high < -60 {
			t.Errorf("%s cut off is at %.1f dBFS above 8 kHz", e, high)
		}
	}
}

// docs/sound.md describes every sound.
func TestThePageNamesEverySound(t *testing.T) {
	page, err := os.ReadFile("../../docs/sound.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range tone.Kinds() {
		if !strings.Contains(string(page), "| `"+string(kind)+"` |") {
			t.Errorf("docs/sound.md has no row for the breath tone %s", kind)
		}
	}
	for _, e := range tone.Earcons() {
		if !strings.Contains(string(page), fmt.Sprintf("| `%s` | %d ms |", e, len(e.Sound())/ms)) {
			t.Errorf("docs/sound.md has no row for the earcon %s of %d ms", e, len(e.Sound())/ms)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	for b.Loop() {
		tone.Search()
	}
}

func BenchmarkSearchFill(b *testing.B) {
	loop, x := tone.Search(), make([]float32, second)
	for b.Loop() {
		loop.Fill(x, 5*second, 60*second)
	}
}

func BenchmarkChime(b *testing.B) {
	for b.Loop() {
		tone.Chime()
	}
}

func BenchmarkStartBell(b *testing.B) {
	for b.Loop() {
		tone.StartBell()
	}
}

func BenchmarkEarcons(b *testing.B) {
	for b.Loop() {
		for _, e := range tone.Earcons() {
			e.Sound()
		}
	}
}
