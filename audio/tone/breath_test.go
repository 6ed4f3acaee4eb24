package tone_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/tone"
)

const second = audio.SampleRate

var (
	sounding = []tone.Kind{tone.Air, tone.Hum, tone.Bowl}
	phases   = []tone.Phase{tone.Inhale, tone.Exhale}
)

// phaseFrames draws the length of a phase of a breath, from 2 to 10 s: in whole
// milliseconds, or any number of frames.
func phaseFrames(t *rapid.T, label string) int {
	if rapid.Bool().Draw(t, label+" in ms") {
		return rapid.IntRange(2000, 10000).Draw(t, label) * second / 1000
	}
	return rapid.IntRange(2*second, 10*second).Draw(t, label)
}

// part returns x between two fractions of its length.
func part(x []float32, from, to float64) []float32 {
	n := float64(len(x))
	return x[int(from*n):int(to*n)]
}

// What holds for every breath tone, whatever its kind and length.
func TestBreathToneIsSoftAndAtItsLevel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(sounding).Draw(t, "kind")
		phase := rapid.SampledFrom(phases).Draw(t, "phase")
		frames := phaseFrames(t, "frames")
		x := tone.Breath(kind, phase, frames)
		if len(x) != frames {
			t.Fatalf("%d frames instead of %d", len(x), frames)
		}
		if x[0] != 0 || x[frames-1] != 0 {
			t.Fatalf("starts at %g and ends at %g", x[0], x[frames-1])
		}
		if got := loudness.Integrated(x); math.Abs(got-tone.BreathLoudness) > 0.1 {
			t.Fatalf("%.2f LUFS", got)
		}
		if peak := db(float64(slices.Max(x))); peak > -15 {
			t.Fatalf("a peak of %.1f dBFS", peak)
		}
		soft(t, x)
		canBeFollowed(t, phase, x)
	})
}

func name(kind tone.Kind, phase tone.Phase) string {
	if phase == tone.Inhale {
		return string(kind) + "-inhale"
	}
	return string(kind) + "-exhale"
}

// soft checks that the tone takes over 150 ms to rise, and falls as gently.
func soft(t *rapid.T, x []float32) {
	const quarter = second / 4
	loudest := 0.0
	for at := 0; at+quarter <= len(x); at += quarter {
		loudest = max(loudest, rms(x[at:at+quarter]))
	}
	const ms = second / 1000
	for _, edge := range [][]float32{x[:50*ms], x[len(x)-50*ms:]} {
		if level := db(rms(edge) / loudest); level > -24 {
			t.Fatalf("%.1f dB within 50 ms of an end", level)
		}
	}
	for _, edge := range [][]float32{x[:150*ms], x[len(x)-100*ms:]} {
		if level := db(rms(edge) / loudest); level > -7 {
			t.Fatalf("%.1f dB within 150 ms of an end", level)
		}
	}
}

// canBeFollowed checks that there is sound to follow from end to end: an inhale grows
// towards its end, an exhale dies away.
func canBeFollowed(t *rapid.T, phase tone.Phase, x []float32) {
	const slices = 20
	var level [slices]float64
	loudest := 0
	for i := range level {
		level[i] = db(rms(part(x, float64(i)/slices, float64(i+1)/slices)))
		if level[i] > level[loudest] {
			loudest = i
		}
	}
	for i := 1; i < slices-1; i++ {
		if low := level[i] - level[loudest]; low < -26 || i > 1 && i < slices-2 && low < -15 {
			t.Fatalf("part %d of %d is %.1f dB below the loudest", i, slices, -low)
		}
	}
	first, last := rms(part(x, 0.2, 0.45)), rms(part(x, 0.6, 0.85))
	if growth := db(last / first); phase == tone.Inhale && growth < 1.5 || phase == tone.Exhale && growth > -1.5 {
		t.Fatalf("the level goes by %.1f dB", growth)
	}
}

// An inhale rises and an exhale falls, in pitch or in brightness, all the way and by
// a lot; and they are in different registers.
func TestInhaleRisesExhaleFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(sounding).Draw(t, "kind")
		in := tone.Breath(kind, tone.Inhale, phaseFrames(t, "inhale"))
		out := tone.Breath(kind, tone.Exhale, phaseFrames(t, "exhale"))
		var rise, fall [4]float64 // centroid of each quarter
		for q := range rise {
			from, to := float64(q)/4, float64(q+1)/4
			rise[q] = centroid(part(in, from, to))
			fall[q] = centroid(part(out, from, to))
		}
		for q := 1; q < 4; q++ {
			if rise[q] < 1.05*rise[q-1] {
				t.Fatalf("the inhale does not rise throughout: %.0f Hz", rise)
			}
			if fall[q] > fall[q-1]/1.05 {
				t.Fatalf("the exhale does not fall throughout: %.0f Hz", fall)
			}
		}
		if rise[3] < 1.5*rise[0] || fall[3] > fall[0]/1.4 {
			t.Fatalf("too little: inhale %.0f, exhale %.0f Hz", rise, fall)
		}
		if a, b := centroid(in), centroid(out); a < 1.4*b {
			t.Fatalf("inhale around %.0f, exhale around %.0f Hz", a, b)
		}
		if kind == tone.Air {
			return
		}
		// A fifth, less what the fades hide.
		up := pitch(part(in, 0.85, 0.95)) / pitch(part(in, 0.05, 0.15))
		down := pitch(part(out, 0.85, 0.95)) / pitch(part(out, 0.05, 0.15))
		if up < 1.3 || down > 1/1.3 {
			t.Fatalf("the pitch changes by %.2f and by %.2f", up, down)
		}
	})
}

// breaths returns breaths one after another, as they are played, and where they join.
func breaths(kind tone.Kind, lengths []int) (x []float32, joins []int) {
	for i, n := range lengths {
		x = append(x, tone.Breath(kind, phases[i%2], n)...)
		joins = append(joins, len(x))
	}
	return x, joins[:len(joins)-1]
}

// There is no click in a tone, nor where one follows another. A click shows by how
// sharply the signal turns, and by what there is above its partials.
func TestBreathsJoinWithoutAClick(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(sounding).Draw(t, "kind")
		x, joins := breaths(kind, []int{phaseFrames(t, "inhale"), phaseFrames(t, "exhale"), 2 * second})
		if fault := click(kind, x, joins); fault != "" {
			t.Fatal(fault)
		}
	})
}

func click(kind tone.Kind, x []float32, joins []int) string {
	if kind != tone.Air { // the noise of air reaches up here itself
		if high, at := splatter(x); high > -120 {
			return fmt.Sprintf("%.1f dBFS above 8 kHz at frame %d", high, at)
		}
	}
	turn := bends(x)
	usual := most(turn)
	sorted := slices.Sorted(slices.Values(turn))
	if top, high := usual, sorted[len(sorted)*99/100]; top > 2*high {
		return fmt.Sprintf("a turn %.1f dB sharper than the signal's own", db(top/high))
	}
	for _, at := range joins {
		// 20 ms to both sides, where the fades have nearly ended.
		near := most(turn[at/64-15 : at/64+16])
		if near > usual/10 {
			return fmt.Sprintf("a turn at a join, at frame %d, of %.1f dB of the signal's own", at, db(near/usual))
		}
		if x[at-1] != 0 || x[at] != 0 {
			return "a join that is not at zero"
		}
	}
	return ""
}

// The measures above find a click that one could just hear.
func TestAClickIsFound(t *testing.T) {
	for _, kind := range sounding {
		x, joins := breaths(kind, []int{4 * second, 6 * second, 4 * second})
		if fault := click(kind, x, joins); fault != "" {
			t.Fatalf("%s: %s", kind, fault)
		}
		for _, at := range []int{joins[0], joins[0] + 200} {
			y := slices.Clone(x)
			for i := at; i < at+480; i++ {
				y[i] += 0.001 // a step of -60 dBFS
			}
			if click(kind, y, joins) == "" {
				t.Errorf("%s: a step of -60 dBFS at frame %d was not found", kind, at)
			}
		}
	}
}

func TestBreathIsDeterministic(t *testing.T) {
	for _, kind := range tone.Kinds() {
		for _, phase := range phases {
			if !slices.Equal(tone.Breath(kind, phase, 3*second), tone.Breath(kind, phase, 3*second)) {
				t.Errorf("%s differs from itself", name(kind, phase))
			}
		}
	}
}

// Lengths that nobody breathes still give that many frames, zero at both ends, and no
// sample out of range.
func TestBreathOfAnyLength(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frames := rapid.IntRange(-1, 3000).Draw(t, "frames")
		for _, kind := range tone.Kinds() {
			for _, phase := range phases {
				x := tone.Breath(kind, phase, frames)
				if len(x) != max(frames, 0) {
					t.Fatalf("%s: %d frames instead of %d", name(kind, phase), len(x), frames)
				}
				for i, v := range x {
					if !(v >= -1 && v <= 1) || (i == 0 || i == len(x)-1) && v != 0 {
						t.Fatalf("%s: frame %d of %d is %v", name(kind, phase), i, frames, v)
					}
				}
			}
		}
	})
}

func TestNoneIsSilent(t *testing.T) {
	x := tone.Breath(tone.None, tone.Inhale, 2*second)
	if len(x) != 2*second || slices.ContainsFunc(x, func(v float32) bool { return v != 0 }) {
		t.Fatal("none can be heard, or is of another length")
	}
}

func BenchmarkBreath(b *testing.B) {
	for _, kind := range sounding {
		for _, phase := range phases {
			b.Run(name(kind, phase)+"-10s", func(b *testing.B) {
				for b.Loop() {
					tone.Breath(kind, phase, 10*second)
				}
			})
		}
	}
}
