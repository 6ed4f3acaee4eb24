package score_test

import (
	"math"
	"slices"
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

// speaking is a clip as long as its words, at -18 dB in both ears together.
func speaking(text string) (mix.Sound, error) {
	n, _ := slow(19_000).Frames(text)
	clip := make(mix.Mono, n)
	for i := range clip {
		clip[i] = float32(0.126 * math.Sin(float64(i)/20))
	}
	return clip, nil
}

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
	for _, kind := range tone.Kinds() {
		for _, level := range []float64{0, 12, -12} {
			rendered := score.New(tl, score.Sound{Clip: silent, Tones: kind, Bed: true, TonesLevel: level, Sides: score.SidesOn})
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

// leaning is the kinds of cues that are heard on the side being worked, and how many
// dB louder there.
var leaning = map[timeline.Kind]struct{ least, most float64 }{
	timeline.KindInhale: {4, 5},
	timeline.KindExhale: {4, 5},
	timeline.KindSearch: {4, 5},
	timeline.KindSay:    {2.5, 3.5},
}

// cueOn is a cue of a kind on a side, and nothing else.
func cueOn(t *testing.T, tl *timeline.Timeline, kind timeline.Kind, side scripts.Side) *timeline.Timeline {
	t.Helper()
	for _, c := range tl.Cues {
		if c.Kind == kind && c.Side == side {
			c.At = 0
			return &timeline.Timeline{Frames: c.Frames, Cues: []timeline.Cue{c}}
		}
	}
	t.Fatalf("no %s on the %s", kind, side)
	return nil
}

func TestTheSideIsHeard(t *testing.T) {
	tl := laidOut(t, 8, "neck")
	for kind, want := range leaning {
		for _, c := range []struct {
			sides   score.SideCues
			side    scripts.Side
			towards float64
		}{
			{score.SidesOn, scripts.Left, 1}, {score.SidesOn, scripts.Right, -1},
			{score.SidesSwapped, scripts.Left, -1}, {score.SidesSwapped, scripts.Right, 1},
			{score.SidesOff, scripts.Left, 0}, {score.SidesMono, scripts.Right, 0},
		} {
			alone := cueOn(t, tl, kind, c.side)
			l, r := power(render(t, score.New(alone, score.Sound{Clip: speaking, Tones: tone.Hum, Sides: c.sides}), 0, alone.Frames))
			got := dB(l) - dB(r)
			if c.towards == 0 && math.Abs(got) > 0.01 || c.towards != 0 && (got*c.towards < want.least || got*c.towards > want.most) {
				t.Errorf("%s, side cues %s, %s: the left is %.1f dB louder", kind, c.sides, c.side, got)
			}
		}
	}
}

// Whoever wears one earbud hears everything: in neither ear is anything lost, or by
// far softer than in the middle.
func TestOneEarbudMissesNothing(t *testing.T) {
	tl := laidOut(t, 8, "neck")
	for kind := range leaning {
		for _, side := range []scripts.Side{scripts.Left, scripts.Right} {
			alone := cueOn(t, tl, kind, side)
			heard := func(sides score.SideCues) (left, right float64) {
				l, r := power(render(t, score.New(alone, score.Sound{Clip: speaking, Tones: tone.Hum, Sides: sides}), 0, alone.Frames))
				return dB(l), dB(r)
			}
			middle, _ := heard(score.SidesOff)
			if l, r := heard(score.SidesOn); min(l, r) < middle-3 {
				t.Errorf("%s on the %s: %.1f dB on the left, %.1f on the right, %.1f in the middle", kind, side, l, r, middle)
			}
		}
	}
}

// There is always something to hear: whatever the region, the length and the guidance,
// no stretch of more than 10 s is silent, from the first sound to the last.
func TestNothingIsSilentForTenSeconds(t *testing.T) {
	longest := timeline.Frame(0) // without a bed
	check := func(r plan.Request, length timeline.Frame) {
		fitted, err := plan.Fit(r, length)
		if err != nil {
			t.Fatal(err)
		}
		tl := fitted.LayOut()
		sound := score.Sound{Clip: speaking, Tones: tone.Hum, Bed: true, Sides: score.SidesOn}
		if at, frames := silence(t, score.New(tl, sound), tl.Frames); frames > 10*timeline.Second {
			t.Errorf("%v of %s, %s: %s is silent at %s", tl.Regions, timeline.Clock(length), r.Guidance, timeline.Clock(frames), timeline.Clock(at))
		}
		sound.Bed = false
		_, frames := silence(t, score.New(tl, sound), tl.Frames)
		longest = max(longest, frames)
	}
	for _, names := range [][]string{{"neck"}, {"jaw"}, {"upper-back"}, {"lower-back"}, {"neck", "upper-back", "lower-back"}} {
		for _, guidance := range []plan.Guidance{plan.GuidanceFull, plan.GuidanceBrief, plan.GuidanceTones} {
			r := request(t, names...)
			r.Guidance = guidance
			limits, err := plan.Range(r)
			if err != nil {
				t.Fatal(err)
			}
			check(r, limits.Ideal)
			if guidance == plan.GuidanceFull {
				check(r, limits.Least)
				check(r, limits.Most)
			}
		}
	}
	if longest <= 10*timeline.Second {
		t.Errorf("without a bed the longest silence is %s: this shows nothing", timeline.Clock(longest))
	}
}

// silence is the longest stretch of a score below -70 dBFS, in slices of 50 ms.
func silence(t *testing.T, rendered *mix.Score, frames timeline.Frame) (at, longest timeline.Frame) {
	t.Helper()
	const slice = audio.SampleRate / 20
	dst := make([][2]float32, 200*slice)
	var from timeline.Frame
	for start := timeline.Frame(0); start < frames; start += timeline.Frame(len(dst)) {
		n, err := rendered.Render(dst, int64(start))
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+slice <= n; i += slice {
			now := start + timeline.Frame(i)
			if l, r := power(dst[i : i+slice]); dB(max(l, r)) >= -70 {
				from = now + slice
			} else if now+slice-from > longest {
				at, longest = from, now+slice-from
			}
		}
	}
	return at, longest
}

// A listener who wants rests to be silent has them silent, and so has one who wants no
// tones. A pause between two lines has no bed.
func TestABedLiesUnderRests(t *testing.T) {
	rest := timeline.Cue{At: 480_000, Frames: 20 * timeline.Second, Kind: timeline.KindRest}
	tl := &timeline.Timeline{Frames: 50 * timeline.Second, Cues: []timeline.Cue{rest}}
	loud := func(tl *timeline.Timeline, sound score.Sound) float64 {
		l, r := power(render(t, score.New(tl, sound), 0, tl.Frames))
		return dB(l + r)
	}
	for _, kind := range tone.Kinds() {
		for _, on := range []bool{true, false} {
			got := loud(tl, score.Sound{Clip: silent, Tones: kind, Bed: on})
			if heard := got > -60; heard != (on && kind != tone.None) {
				t.Errorf("with %s and the bed %v a rest is at %.0f dB", kind, on, got)
			}
		}
	}
	whole := score.New(tl, score.Sound{Clip: silent, Tones: tone.Hum, Bed: true})
	frames := render(t, whole, 0, tl.Frames)
	for i, f := range frames {
		if n := timeline.Frame(i); (n < rest.At || n >= rest.End()) && f != [2]float32{} {
			t.Fatalf("frame %d, outside the rest, is %v", i, f)
		}
	}
	short := *tl
	short.Cues = []timeline.Cue{{At: 480_000, Frames: 3 * timeline.Second, Kind: timeline.KindRest}}
	if got := loud(&short, score.Sound{Clip: silent, Tones: tone.Hum, Bed: true}); got > -100 {
		t.Errorf("a pause of 3 s is at %.0f dB", got)
	}
	// Cut in two, and something said in between, it sounds as one.
	cut := *tl
	first, second := rest, rest
	first.Frames = 7 * timeline.Second
	second.At, second.Frames = first.End(), rest.Frames-first.Frames
	cut.Cues = []timeline.Cue{first, {At: first.End() - 10, Frames: 100, Kind: timeline.KindEarcon, Text: "tick"}, second}
	one := render(t, score.New(&cut, score.Sound{Clip: silent, Tones: tone.Hum, Bed: true}), 0, tl.Frames)
	for i := range one {
		if n := timeline.Frame(i); n < first.End()-10 || n > first.End()+timeline.Second/2 {
			if one[i] != frames[i] {
				t.Fatalf("cut in two, frame %d differs", i)
			}
		}
	}
}

// No breath of a session sounds exactly as another, and each sounds the same wherever
// the session is laid out from.
func TestEachBreathOfASessionIsItsOwn(t *testing.T) {
	tl := laidOut(t, 8, "neck")
	for _, kind := range tone.Kinds()[:3] {
		sound := score.Sound{Clip: silent, Tones: kind, Sides: score.SidesOff}
		rendered := score.New(tl, sound)
		var heard [][][2]float32
		for i, c := range tl.Cues {
			if c.Kind != timeline.KindExhale || c.Frames != 6*timeline.Second {
				continue
			}
			frames := render(t, rendered, c.At+2*timeline.Second, timeline.Second)
			for _, other := range heard {
				if slices.Equal(frames, other) {
					t.Fatalf("%s: the exhale at %s is another once more", kind, timeline.Clock(c.At))
				}
			}
			heard = append(heard, frames)
			part := &timeline.Timeline{Frames: tl.Frames} // but for the words, under which it is ducked
			for k, c := range tl.Cues {
				if k >= i || c.Kind == timeline.KindSay {
					part.Cues = append(part.Cues, c)
				}
			}
			if !slices.Equal(frames, render(t, score.New(part, sound), c.At+2*timeline.Second, timeline.Second)) {
				t.Errorf("%s: the exhale at %s depends on what comes before it", kind, timeline.Clock(c.At))
			}
		}
		if len(heard) < 10 {
			t.Errorf("only %d exhales", len(heard))
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
	tl := laidOut(t, 4, "jaw")
	for _, kind := range tone.Kinds() {
		rendered := score.New(tl, score.Sound{Clip: silent, Tones: kind, Bed: true, Sides: score.SidesOn})
		want := render(t, rendered, 0, tl.Frames)
		rapid.Check(t, func(rt *rapid.T) {
			at := timeline.Frame(rapid.Int64Range(0, int64(tl.Frames)-1).Draw(rt, "at"))
			for i, f := range render(t, rendered, at, timeline.Frame(rapid.IntRange(1, 9000).Draw(rt, "frames"))) {
				if f != want[at+timeline.Frame(i)] {
					rt.Fatalf("%s: frame %d differs", kind, at+timeline.Frame(i))
				}
			}
		})
		if tail := want[len(want)-100:]; tail[99] != [2]float32{} {
			t.Errorf("%s: the session ends at %v, not in silence", kind, tail[99])
		}
	}
}
