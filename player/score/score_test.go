package score_test

import (
	"math"
	"strings"
	"testing"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
	"pgregory.net/rapid"
)

// silent clips leave only what is under the voice.
func silent(string) (mix.Sound, error) { return mix.Mono(nil), nil }

// render is a stretch of a timeline as it sounds.
func render(t testing.TB, score *mix.Score, at, frames timeline.Frame) [][2]float32 {
	t.Helper()
	dst := make([][2]float32, frames)
	n, err := score.Render(dst, int64(at))
	if err != nil {
		t.Fatal(err)
	}
	return dst[:n]
}

// slow is a voice: so many frames a word, and some around them.
type slow int64

func (v slow) Frames(text string) (int64, bool) {
	return int64(v)*int64(len(strings.Fields(text))) + 7_001, true
}

func request(t testing.TB, names ...string) plan.Request {
	t.Helper()
	r := plan.Request{Voice: slow(19_000), Breath: plan.DefaultBreath, Guidance: plan.GuidanceFull, Work: plan.WorkBoth}
	var err error
	if r.Phrases, err = scripts.BuiltinPhrases(); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		s, err := scripts.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		r.Scripts = append(r.Scripts, s)
	}
	return r
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

func laidOut(t testing.TB, minutes timeline.Frame, names ...string) *timeline.Timeline {
	t.Helper()
	fitted, err := plan.Fit(request(t, names...), minutes*60*audio.SampleRate)
	if err != nil {
		t.Fatal(err)
	}
	return fitted.LayOut()
}

// A clip is at -18 LUFS as heard in stereo: some -18 dB of power in both
// channels together. What is under it must be 20 dB lower wherever it is heard.
func TestWhatIsUnderTheVoiceIsAtLeast20dBLower(t *testing.T) {
	tl := laidOut(t, 8, "neck")
	sounds := score.NewCache()
	for _, kind := range tone.Kinds() {
		for _, level := range []float64{0, 12, -12} {
			rendered := score.New(tl, score.Sound{Clip: silent, Tones: kind, TonesLevel: level, Sides: score.SidesOn, Cache: sounds})
			worst, measured := -200.0, 0
			for _, c := range tl.Cues {
				if c.Kind != timeline.KindSay {
					continue
				}
				// 400 ms at a time, as a loudness meter's momentary reading.
				const block = 400 * audio.SampleRate / 1000
				for at := c.At; at+block <= c.End(); at += block / 4 {
					l, r := power(render(t, rendered, at, block))
					worst = max(worst, dB(l+r))
					measured++
				}
			}
			if measured < 100 {
				t.Errorf("%s: only %d moments of words were measured", kind, measured)
			}
			t.Logf("%s at %+.0f dB: at most %.1f dB under the voice", kind, level, worst-(-18.0))
			if worst > -18.0-20 {
				t.Errorf("%s at %+.0f dB is only %.1f dB under the voice", kind, level, (-18.0)-worst)
			}
		}
	}
}

func TestTheSideIsHeard(t *testing.T) {
	tl, sounds := laidOut(t, 8, "neck"), score.NewCache()
	lean := func(sides score.SideCues, side scripts.Side) float64 {
		rendered := score.New(tl, score.Sound{Clip: silent, Tones: tone.Hum, Sides: sides, Cache: sounds})
		for _, c := range tl.Cues {
			if c.Kind == timeline.KindExhale && c.Side == side && c.Breath > 1 {
				l, r := power(render(t, rendered, c.At, c.Frames))
				return dB(l) - dB(r)
			}
		}
		t.Fatalf("no breath on the %s", side)
		return 0
	}
	for _, want := range []struct {
		sides   score.SideCues
		side    scripts.Side
		towards float64
	}{
		{score.SidesOn, scripts.Left, 1}, {score.SidesOn, scripts.Right, -1},
		{score.SidesSwapped, scripts.Left, -1}, {score.SidesSwapped, scripts.Right, 1},
		{score.SidesOff, scripts.Left, 0}, {score.SidesMono, scripts.Right, 0},
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
	tl := laidOut(t, 4, "neck")
	for _, kind := range []tone.Kind{tone.Hum, tone.Bowl} {
		rendered := score.New(tl, score.Sound{Clip: silent, Tones: kind, Sides: score.SidesOn})
		var most float64
		var where timeline.Frame
		const block = 48_000
		for at := timeline.Frame(0); at < tl.Frames; at += block {
			frames := render(t, rendered, max(0, at-2), block+2)
			for i := 2; i < len(frames); i++ {
				for ch := range 2 {
					bend := math.Abs(float64(frames[i][ch] - 2*frames[i-1][ch] + frames[i-2][ch]))
					if bend > most {
						most, where = bend, at+timeline.Frame(i)
					}
				}
			}
		}
		// The brightest that sounds is an earcon, some 2 kHz at -20 dB; a step
		// of even -40 dB would bend by 0.01.
		t.Logf("%s: bends by %.5f at most, at %.2f s", kind, most, float64(where)/48000)
		if most > 0.006 || most < 1e-5 { // or it is silent
			t.Errorf("%s: frame %d bends by %.4f", kind, where, most)
		}
	}
}

func TestScoreRendersTheSameInAnyPieces(t *testing.T) {
	tl := laidOut(t, 3, "jaw")
	rendered := score.New(tl, score.Sound{Clip: silent, Tones: tone.Bowl, Sides: score.SidesOn})
	want := render(t, rendered, 0, tl.Frames)
	rapid.Check(t, func(rt *rapid.T) {
		at := timeline.Frame(rapid.Int64Range(0, int64(tl.Frames)-1).Draw(rt, "at"))
		for i, f := range render(t, rendered, at, 5000) {
			if f != want[at+timeline.Frame(i)] {
				rt.Fatalf("frame %d differs", at+timeline.Frame(i))
			}
		}
	})
	if tail := want[len(want)-100:]; tail[99] != [2]float32{} {
		t.Errorf("the session ends at %v, not in silence", tail[99])
	}
}
