package loudness

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio"
)

// sine returns a tone at a level in dBFS, its ends faded so that it has no step.
func sine(frequency, phase, level, seconds float64) []float32 {
	x := make([]float32, int(seconds*audio.SampleRate))
	const fade = audio.SampleRate / 100
	for i := range x {
		edge := min(1, float64(min(i, len(x)-1-i))/fade)
		x[i] = float32(edge * gain(level) * math.Sin(2*math.Pi*frequency*float64(i)/audio.SampleRate+phase))
	}
	return x
}

func within(t *testing.T, what string, got, want, below, above float64) {
	t.Helper()
	if !(got >= want-below && got <= want+above) {
		t.Errorf("%s: %.3f, want %.3f (-%g, +%g)", what, got, want, below, above)
	}
}

// The minimum requirements of EBU Tech 3341, as far as the signals can be computed.
func TestIntegratedMeetsEBU3341(t *testing.T) {
	tone := func(level, seconds float64) []float32 { return sine(1000, 0, level, seconds) }
	for name, c := range map[string]struct {
		signal []float32
		want   float64
	}{
		"1": {tone(-23, 20), -23},
		"2": {tone(-33, 20), -33},
		"3": {slices.Concat(tone(-36, 10), tone(-23, 60), tone(-36, 10)), -23},
		"4": {slices.Concat(tone(-72, 10), tone(-36, 10), tone(-23, 60), tone(-36, 10), tone(-72, 10)), -23},
		"5": {slices.Concat(tone(-26, 20), tone(-20, 20.1), tone(-26, 20)), -23},
	} {
		within(t, "case "+name, Integrated(c.signal, c.signal), c.want, 0.1, 0.1)
		within(t, "case "+name+" as mono", Integrated(c.signal), c.want, 0.1, 0.1)
	}
}

func TestIntegratedReference(t *testing.T) {
	// BS.1770-4: 997 Hz at 0 dBFS in one of two channels reads -3.01 LUFS.
	x := sine(997, 0, 0, 10)
	within(t, "997 Hz", Integrated(x, make([]float32, len(x))), -3.01, 0.02, 0.02)
}

func TestTruePeakMeetsEBU3341(t *testing.T) {
	degrees := math.Pi / 180
	for name, c := range map[string]struct{ divisor, phase, level, want float64 }{
		"15": {4, 0, -6, -6},
		"16": {4, 45, -6, -6},
		"17": {6, 60, -6, -6},
		"18": {8, 67.5, -6, -6},
		"19": {4, 45, 3, 3},
	} {
		x := sine(audio.SampleRate/c.divisor, c.phase*degrees, c.level, 0.5)
		within(t, "case "+name, TruePeak(x), c.want, 0.4, 0.2)
	}
	// Up to 20 kHz ours is much more accurate than the standard requires.
	for f := 100.0; f <= 20000; f += 331 {
		within(t, "sweep", TruePeak(sine(f, 1, -3, 0.25)), -3, 0.45, 0.05)
	}
}

func TestSilence(t *testing.T) {
	for _, x := range [][]float32{nil, make([]float32, 10), make([]float32, 96000)} {
		if got := Integrated(x); !math.IsInf(got, -1) {
			t.Errorf("loudness of silence is %v", got)
		}
		if got := TruePeak(x); !math.IsInf(got, -1) {
			t.Errorf("peak of silence is %v", got)
		}
		if err := Normalise(Target, Ceiling, x); err != ErrSilent {
			t.Errorf("normalising silence: %v", err)
		}
	}
}

// A short signal is as loud as many of it in a row.
func TestShortIsMeasuredRepeated(t *testing.T) {
	x := sine(500, 0, -20, 0.3)
	var many []float32
	for range 40 {
		many = append(many, x...)
	}
	within(t, "0.3 s", Integrated(x), Integrated(many), 0.05, 0.05)
}

// signal draws noise, tones and clicks, as mono or stereo.
func signal(t *rapid.T) [][]float32 {
	frames := rapid.IntRange(200, 2*audio.SampleRate).Draw(t, "frames")
	channels := make([][]float32, rapid.IntRange(1, 2).Draw(t, "channels"))
	seed := rapid.Uint32Range(1, math.MaxUint32).Draw(t, "seed")
	frequency := rapid.Float64Range(30, 15000).Draw(t, "frequency")
	level := rapid.Float64Range(-50, 6).Draw(t, "level")
	noise := rapid.Float64Range(0, 1).Draw(t, "noise")
	clicks := rapid.IntRange(0, 20).Draw(t, "clicks")
	for c := range channels {
		x := make([]float32, frames)
		for i := range x {
			seed = seed*1664525 + 1013904223
			white := float64(int32(seed)) / (1 << 31)
			x[i] = float32(gain(level) * (noise*white + (1-noise)*math.Sin(frequency*2*math.Pi*float64(i)/audio.SampleRate)))
		}
		for range clicks {
			seed = seed*1664525 + 1013904223
			x[int(seed)%frames] += float32(gain(level))
		}
		channels[c] = x
	}
	return channels
}

func TestNormaliseProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := signal(t)
		if err := Normalise(Target, Ceiling, x...); err != nil {
			if math.IsInf(Integrated(x...), -1) {
				return
			}
			t.Fatal(err)
		}
		if p := TruePeak(x...); p > Ceiling+0.001 {
			t.Fatalf("true peak %.3f dBTP", p)
		}
		loud := Integrated(x...)
		if loud > Target+0.2 {
			t.Fatalf("%.2f LUFS", loud)
		}
		again := [][]float32{}
		for _, c := range x {
			again = append(again, slices.Clone(c))
		}
		if math.Abs(loud-Target) < near {
			if err := Normalise(Target, Ceiling, again...); err != nil {
				t.Fatal(err)
			}
			if !slices.EqualFunc(x, again, slices.Equal) {
				t.Fatal("a signal at its level was changed")
			}
		}
	})
}

// Peaks like those of speech are limited without loss of loudness.
func TestNormaliseReachesTheTargetThroughTheLimiter(t *testing.T) {
	x := sine(300, 0, -40, 3)
	for i := audio.SampleRate / 10; i < len(x); i += audio.SampleRate / 3 {
		for k := range 480 {
			x[i+k] += float32(0.25 * math.Sin(math.Pi*float64(k)/480) * math.Sin(float64(k)/5))
		}
	}
	if err := Normalise(Target, -12, x); err != nil {
		t.Fatal(err)
	}
	within(t, "true peak", TruePeak(x), -12, 0.5, 0.001)
	within(t, "loudness", Integrated(x), Target, 0.2, 0.2)
}

func TestLimitChangesOnlyWhatIsNearPeaks(t *testing.T) {
	x := sine(200, 0, -12, 1)
	before := slices.Clone(x)
	for k := range 100 {
		x[audio.SampleRate/2+k] *= 4
	}
	Limit(-6, x)
	if p := TruePeak(x); p > -6+0.001 {
		t.Errorf("true peak %.3f", p)
	}
	far := 2*lookahead + halfTaps + 1
	if !slices.Equal(x[:audio.SampleRate/2-far], before[:audio.SampleRate/2-far]) || !slices.Equal(x[audio.SampleRate/2+100+far:], before[audio.SampleRate/2+100+far:]) {
		t.Error("far from the peak the signal was changed")
	}
	y := slices.Clone(before)
	Limit(-6, y)
	if !slices.Equal(y, before) {
		t.Error("a signal below the ceiling was changed")
	}
}

func BenchmarkIntegrated(b *testing.B) {
	x := sine(300, 0, -20, 4)
	for b.Loop() {
		Integrated(x)
	}
}

func BenchmarkTruePeak(b *testing.B) {
	x := sine(300, 0, -20, 4)
	for b.Loop() {
		TruePeak(x)
	}
}
