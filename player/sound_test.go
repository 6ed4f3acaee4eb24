package player

import (
	"math"
	"testing"

	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/scripts"
	"pgregory.net/rapid"
)

// silent clips leave only what is under the voice.
func silent(string) (mix.Sound, error) { return mix.Mono(nil), nil }

// render is a stretch of a timeline as it sounds.
func render(t testing.TB, score *mix.Score, at, frames int64) [][2]float32 {
	t.Helper()
	dst := make([][2]float32, frames)
	n, err := score.Render(dst, at)
	if err != nil {
		t.Fatal(err)
	}
	return dst[:n]
}

func power(frames [][2]float32) (left, right float64) {
	for _, f := range frames {
		left += float64(f[0]) * float64(f[0])
		right += float64(f[1]) * float64(f[1])
	}
	n := float64(max(1, len(frames)))
	return left / n, right / n
}

func dB(power float64) float64 { return 10 * math.Log10(max(power, 1e-12)) }

func timeline(t testing.TB, minutes int64, names ...string) *Timeline {
	t.Helper()
	plan, err := Fit(request(t, names...), minutes*60*perSecond)
	if err != nil {
		t.Fatal(err)
	}
	return plan.LayOut()
}

// A clip is at -18 LUFS as heard in stereo: some -18 dB of power in both
// channels together. What is under it must be 20 dB lower wherever it is heard.
func TestWhatIsUnderTheVoiceIsAtLeast20dBLower(t *testing.T) {
	tl := timeline(t, 8, "neck")
	for _, kind := range tone.Kinds() {
		for _, level := range []float64{0, 12, -12} {
			score := tl.Score(Sound{Clip: silent, Tones: kind, TonesLevel: level, Sides: SidesOn})
			worst := -200.0
			for _, c := range tl.Cues {
				if c.Kind != KindSay {
					continue
				}
				// 400 ms at a time, as a loudness meter's momentary reading.
				const block = 400 * perSecond / 1000
				for at := c.At; at+block <= c.End(); at += block / 4 {
					l, r := power(render(t, score, at, block))
					worst = max(worst, dB(l+r))
				}
			}
			t.Logf("%s at %+.0f dB: at most %.1f dB under the voice", kind, level, worst-voiceLoudness)
			if worst > voiceLoudness-20 {
				t.Errorf("%s at %+.0f dB is only %.1f dB under the voice", kind, level, voiceLoudness-worst)
			}
		}
	}
}

func TestTheSideIsHeard(t *testing.T) {
	tl := timeline(t, 8, "neck")
	lean := func(sides SideCues, side scripts.Side) float64 {
		score := tl.Score(Sound{Clip: silent, Tones: tone.Hum, Sides: sides})
		for _, c := range tl.Cues {
			if c.Kind == KindExhale && c.Side == side && c.Breath > 1 {
				l, r := power(render(t, score, c.At, c.Frames))
				return dB(l) - dB(r)
			}
		}
		t.Fatalf("no breath on the %s", side)
		return 0
	}
	for _, want := range []struct {
		sides   SideCues
		side    scripts.Side
		towards float64
	}{
		{SidesOn, scripts.Left, 1}, {SidesOn, scripts.Right, -1},
		{SidesSwapped, scripts.Left, -1}, {SidesSwapped, scripts.Right, 1},
		{SidesOff, scripts.Left, 0}, {SidesMono, scripts.Right, 0},
	} {
		got := lean(want.sides, want.side)
		if want.towards == 0 && math.Abs(got) > 0.01 || want.towards != 0 && got*want.towards < 6 {
			t.Errorf("side cues %s, %s: the left is %.1f dB louder", want.sides, want.side, got)
		}
	}
}

// No sample may step further from the last than a sound's own slope takes it:
// a click shows in the second difference, as energy where the sounds have none.
func TestNothingClicks(t *testing.T) {
	tl := timeline(t, 4, "neck")
	for _, kind := range []tone.Kind{tone.Hum, tone.Bowl} {
		score := tl.Score(Sound{Clip: silent, Tones: kind, Sides: SidesOn})
		var most float64
		var where int64
		const block = 48_000
		for at := int64(0); at < tl.Frames; at += block {
			frames := render(t, score, max(0, at-2), block+2)
			for i := 2; i < len(frames); i++ {
				for ch := range 2 {
					bend := math.Abs(float64(frames[i][ch] - 2*frames[i-1][ch] + frames[i-2][ch]))
					if bend > most {
						most, where = bend, at+int64(i)
					}
				}
			}
		}
		// The brightest that sounds is an earcon, some 2 kHz at -20 dB; a step
		// of even -40 dB would bend by 0.01.
		t.Logf("%s: bends by %.5f at most, at %.2f s", kind, most, float64(where)/48000)
		if most > 0.006 {
			t.Errorf("%s: frame %d bends by %.4f", kind, where, most)
		}
	}
}

func TestScoreRendersTheSameInAnyPieces(t *testing.T) {
	tl := timeline(t, 3, "jaw")
	score := tl.Score(Sound{Clip: silent, Tones: tone.Bowl, Sides: SidesOn})
	want := render(t, score, 0, tl.Frames)
	rapid.Check(t, func(rt *rapid.T) {
		at := rapid.Int64Range(0, tl.Frames-1).Draw(rt, "at")
		for i, f := range render(t, score, at, 5000) {
			if f != want[at+int64(i)] {
				rt.Fatalf("frame %d differs", at+int64(i))
			}
		}
	})
	if tail := want[len(want)-100:]; tail[99] != [2]float32{} {
		t.Errorf("the session ends at %v, not in silence", tail[99])
	}
}
