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

// toneAt returns the tone of a phase of a breath that begins at a frame of the session.
func toneAt(kind tone.Kind, phase tone.Phase, at int64, frames int) []float32 {
	out := make([]float32, max(frames, 0))
	tone.NewBreath(kind, phase, at, int64(frames)).Fill(out, 0)
	return out
}

// begins draws where in a session a breath begins.
func begins(t *rapid.T, label string) int64 {
	return rapid.Int64Range(0, 24*3600*second).Draw(t, label+" at")
}

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
		at := begins(t, "breath")
		x := toneAt(kind, phase, at, frames)
		if x[0] != 0 || x[frames-1] != 0 {
			t.Fatalf("starts at %g and ends at %g", x[0], x[frames-1])
		}
		off := 1.3 // 1 dB that is meant, and what sways
		if kind == tone.Air {
			off = 1.8 // noise fluctuates
		}
		if got := loudness.AWeighted(x); math.Abs(got-tone.BreathLevel) > off {
			t.Fatalf("%.2f dB", got)
		}
		if peak := db(float64(slices.Max(x))); peak > -15 {
			t.Fatalf("a peak of %.1f dBFS", peak)
		}
		all := several(kind, phase, at, frames)
		soft(t, all)
		canBeFollowed(t, phase, all)
	})
}

func name(kind tone.Kind, phase tone.Phase) string {
	if phase == tone.Inhale {
		return string(kind) + "-inhale"
	}
	return string(kind) + "-exhale"
}

// soft checks that a tone takes over 150 ms to rise, and falls as gently.
func soft(t *rapid.T, tones [][]float32) {
	const ms = second / 1000
	edge := func(of func(x []float32) []float32) float64 {
		return mean(tones, func(x []float32) float64 {
			const quarter = second / 4
			loudest := 0.0
			for at := 0; at+quarter <= len(x); at += quarter {
				loudest = max(loudest, rms(x[at:at+quarter]))
			}
			return db(rms(of(x)) / loudest)
		})
	}
	for _, of := range []func(x []float32) []float32{
		func(x []float32) []float32 { return x[:50*ms] },
		func(x []float32) []float32 { return x[len(x)-50*ms:] },
	} {
		if level := edge(of); level > -24 {
			t.Fatalf("%.1f dB within 50 ms of an end", level)
		}
	}
	for _, of := range []func(x []float32) []float32{
		func(x []float32) []float32 { return x[:150*ms] },
		func(x []float32) []float32 { return x[len(x)-100*ms:] },
	} {
		if level := edge(of); level > -7 {
			t.Fatalf("%.1f dB within 150 ms of an end", level)
		}
	}
}

// several returns the tone of a breath, and for air also the breaths that follow, of
// which what is measured is the mean: noise fluctuates.
func several(kind tone.Kind, phase tone.Phase, at int64, frames int) [][]float32 {
	n := 1
	if kind == tone.Air {
		n = 8
	}
	var all [][]float32
	for i := range n {
		all = append(all, toneAt(kind, phase, at+int64(i)*10*second, frames))
	}
	return all
}

// mean returns the mean of what is measured of several tones.
func mean(tones [][]float32, measure func([]float32) float64) float64 {
	sum := 0.0
	for _, x := range tones {
		sum += measure(x)
	}
	return sum / float64(len(tones))
}

// canBeFollowed checks that there is sound to follow from end to end: an inhale grows
// towards its end, an exhale dies away.
func canBeFollowed(t *rapid.T, phase tone.Phase, tones [][]float32) {
	const slices = 20
	var level [slices]float64
	loudest := 0
	for i := range level {
		level[i] = mean(tones, func(x []float32) float64 { return db(rms(part(x, float64(i)/slices, float64(i+1)/slices))) })
		if level[i] > level[loudest] {
			loudest = i
		}
	}
	for i := 1; i < slices-1; i++ {
		if low := level[i] - level[loudest]; low < -26 || i > 1 && i < slices-2 && low < -15 {
			t.Fatalf("part %d of %d is %.1f dB below the loudest", i, slices, -low)
		}
	}
	growth := mean(tones, func(x []float32) float64 { return db(rms(part(x, 0.6, 0.85)) / rms(part(x, 0.2, 0.45))) })
	if phase == tone.Inhale && growth < 1.5 || phase == tone.Exhale && growth > -1.5 {
		t.Fatalf("the level goes by %.1f dB", growth)
	}
}

// An inhale rises and an exhale falls, in pitch or in brightness, all the way and by
// a lot; and they are in different registers.
func TestInhaleRisesExhaleFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(sounding).Draw(t, "kind")
		at, inFrames := begins(t, "breath"), phaseFrames(t, "inhale")
		in := several(kind, tone.Inhale, at, inFrames)
		out := several(kind, tone.Exhale, at+int64(inFrames), phaseFrames(t, "exhale"))
		var rise, fall [4]float64 // centroid of each quarter
		for q := range rise {
			quarter := func(x []float32) float64 { return centroid(part(x, float64(q)/4, float64(q+1)/4)) }
			rise[q], fall[q] = mean(in, quarter), mean(out, quarter)
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
		if a, b := mean(in, centroid), mean(out, centroid); a < 1.4*b {
			t.Fatalf("inhale around %.0f, exhale around %.0f Hz", a, b)
		}
		if kind == tone.Air {
			return
		}
		// A fifth, less what the fades hide.
		up := pitch(part(in[0], 0.85, 0.95)) / pitch(part(in[0], 0.05, 0.15))
		down := pitch(part(out[0], 0.85, 0.95)) / pitch(part(out[0], 0.05, 0.15))
		if up < 1.3 || down > 1/1.3 {
			t.Fatalf("the pitch changes by %.2f and by %.2f", up, down)
		}
	})
}

// breaths returns breaths one after another, as they are played, and where they join.
func breaths(kind tone.Kind, lengths []int) (x []float32, joins []int) {
	for i, n := range lengths {
		x = append(x, toneAt(kind, phases[i%2], int64(len(x)), n)...)
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

// A breath is the same wherever it is taken up and however it is cut: whoever renders
// it need not know what was rendered before.
func TestBreathIsTheSameHoweverCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(tone.Kinds()).Draw(t, "kind")
		phase := rapid.SampledFrom(phases).Draw(t, "phase")
		at, frames := begins(t, "breath"), phaseFrames(t, "frames")
		want := toneAt(kind, phase, at, frames)
		b := tone.NewBreath(kind, phase, at, int64(frames))
		for range 8 {
			from := rapid.IntRange(-3000, frames+3000).Draw(t, "from")
			x := make([]float32, rapid.IntRange(0, 30_000).Draw(t, "size"))
			x = append(x, 9)[:len(x)] // left over from before
			b.Fill(x, int64(from))
			for i, v := range x {
				n, w := from+i, float32(0)
				if n >= 0 && n < frames {
					w = want[n]
				}
				if v != w {
					t.Fatalf("frame %d is %g, not %g", n, v, w)
				}
			}
		}
	})
}

// No breath is another: neither the same samples, nor the same moved or scaled. Two of
// them at the same pitch have little in common.
func TestNoTwoBreathsAreTheSame(t *testing.T) {
	for _, kind := range sounding {
		for i, phase := range phases {
			frames := []int{2, 3}[i] * second
			var all [][]float32
			var level []float64
			for n := range 40 {
				x := toneAt(kind, phase, int64(n)*10*second+1_234_567, frames)
				all = append(all, x)
				level = append(level, loudness.AWeighted(x))
			}
			alike := 0
			for i, x := range all {
				for _, y := range all[:i] {
					if slices.Equal(x, y) {
						t.Fatalf("%s: two breaths are the same", name(kind, phase))
					}
					if math.Abs(correlation(x, y)) > 0.9 {
						alike++
					}
				}
			}
			if pairs := len(all) * (len(all) - 1) / 2; alike > pairs/20 {
				t.Errorf("%s: %d of %d pairs are nearly the same", name(kind, phase), alike, pairs)
			}
			mean := 0.0
			for _, l := range level {
				mean += l / float64(len(level))
			}
			if low, high := slices.Min(level), slices.Max(level); math.Abs(mean-tone.BreathLevel) > 0.3 || high-low < 1.2 {
				t.Errorf("%s is at %.2f dB on average, %.2f to %.2f", name(kind, phase), mean, low, high)
			}
		}
	}
}

func correlation(x, y []float32) float64 {
	xy := 0.0
	for i := range x {
		xy += float64(x[i]) * float64(y[i])
	}
	return xy / (rms(x) * rms(y) * float64(len(x)))
}

// Over minutes the breaths of a session move to and fro in pitch, by too little from
// one to the next to be noticed.
func TestBreathsChangeSlowly(t *testing.T) {
	var pitches []float64 // of the exhale's fundamental, halfway
	for at := int64(0); at < 600*second; at += 10 * second {
		x := toneAt(tone.Hum, tone.Exhale, at, 60*second)
		pitches = append(pitches, pitchWithin(part(x, 0.5, 0.51), 100, 400))
	}
	low, high := slices.Min(pitches), slices.Max(pitches)
	if cents := 1200 * math.Log2(high/low); cents < 30 || cents > 80 {
		t.Errorf("the pitch moves by %.0f cents in ten minutes", cents)
	}
	for i, p := range pitches[1:] {
		if cents := math.Abs(1200 * math.Log2(p/pitches[i])); cents > 25 {
			t.Errorf("by %.0f cents from one breath to the next", cents)
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
				x := toneAt(kind, phase, int64(frames), frames)
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
	x := toneAt(tone.Hum, tone.Inhale, 0, 2*second)
	tone.NewBreath(tone.None, tone.Inhale, 0, 2*second).Fill(x, 0)
	if slices.ContainsFunc(x, func(v float32) bool { return v != 0 }) {
		t.Fatal("none can be heard")
	}
}

// A breath tone, as a player renders it: a tenth of a second at a time.
func BenchmarkBreath(b *testing.B) {
	for _, kind := range sounding {
		for _, phase := range phases {
			b.Run(name(kind, phase)+"-6s", func(b *testing.B) {
				x, breath := make([]float32, second/10), tone.NewBreath(kind, phase, 12345, 6*second)
				b.ReportAllocs()
				for b.Loop() {
					for at := int64(0); at < 6*second; at += second / 10 {
						breath.Fill(x, at)
					}
				}
			})
		}
	}
}
