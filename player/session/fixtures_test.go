package session

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

const second = audio.SampleRate

// slow is a voice whose clips are a tone, so many frames a word.
type slow int64

func (v slow) Frames(text string) (int64, bool) {
	return int64(v)*int64(len(strings.Fields(text))) + 7_001, text != ""
}

// clip swells and dies away, as a recording does.
func (v slow) clip(text string) (mix.Sound, error) {
	frames, _ := v.Frames(text)
	m := make(mix.Mono, frames)
	for i := range m {
		m[i] = float32(0.2 * min(1, float64(i)/2000, float64(len(m)-1-i)/2000) * math.Sin(2*math.Pi*300*float64(i)/second))
	}
	return m, nil
}

func mute(string) (mix.Sound, error) { return mix.Mono(nil), nil }

const voice slow = 19_000

// Tests share the tones and earcons they hear, which take longest to make, and
// what is parsed.
var (
	sharedSounds   = score.NewCache()
	builtinPhrases = sync.OnceValues(scripts.BuiltinPhrases)
)

func request(t testing.TB, names ...string) plan.Request {
	t.Helper()
	phrases, err := builtinPhrases()
	if err != nil {
		t.Fatal(err)
	}
	r := plan.Request{Phrases: phrases, Voice: voice, Breath: plan.DefaultBreath, Guidance: plan.GuidanceFull, Work: plan.WorkBoth}
	for _, name := range names {
		s, err := scripts.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		r.Scripts = append(r.Scripts, s)
	}
	return r
}

func begin(t testing.TB, minutes timeline.Frame, names ...string) *plan.Live {
	t.Helper()
	live, err := plan.Begin(request(t, names...), minutes*60*second, plan.AnchorEnd)
	if err != nil {
		t.Fatal(err)
	}
	return live
}

func options() Options {
	clips := map[string]mix.Sound{}
	var mu sync.Mutex
	return Options{
		Sound: score.Sound{Tones: tone.Hum, Bed: true, Sides: score.SidesOn, Cache: sharedSounds, Clip: func(text string) (mix.Sound, error) {
			mu.Lock()
			defer mu.Unlock()
			if clips[text] == nil {
				clips[text], _ = voice.clip(text)
			}
			return clips[text], nil
		}},
		LongEnough: "That is long enough.", LoopOn: "Round after round.", LastRound: "This is the last round.",
		Afterward: "Press once for this again.", Words: voice,
	}
}

// only leaves the session's own tones, without the voice.
func only(o Options) Options {
	o.Sound.Clip = mute
	return o
}

// recorder records what is heard of a source: what was rendered last for each
// frame.
type recorder struct {
	src    output.Source
	mu     sync.Mutex
	frames [][2]float32
}

func (r *recorder) Render(dst [][2]float32, at output.Frame) (int, error) {
	n, err := r.src.Render(dst, at)
	r.mu.Lock()
	defer r.mu.Unlock()
	if need := int(at) + n; need > cap(r.frames) {
		r.frames = slices.Grow(r.frames, max(2*need, 60*second)-len(r.frames))
	}
	r.frames = append(r.frames[:at], dst[:n]...)
	return n, err
}

// rig is a session on a silent output, in a bubble of testing/synctest.
type rig struct {
	*testing.T
	*Session
	out  *output.Silent
	tape *recorder
}

// play runs a test on a session of some minutes.
func play(t *testing.T, live *plan.Live, o Options, test func(r *rig)) {
	synctest.Test(t, func(t *testing.T) {
		s := New(live, o)
		r := &rig{T: t, Session: s, tape: &recorder{src: s}}
		r.attach(0)
		test(r)
		r.out.Close()
		s.Close()
	})
}

// attach plays on a new output from a frame on.
func (r *rig) attach(from output.Frame) {
	r.out = output.NewSilent()
	r.Attach(r.out)
	if err := r.out.Play(r.tape, from); err != nil {
		r.Fatal(err)
	}
}

// do has a command carried out, and is the output's frame it was done at.
func (r *rig) do(c Command) output.Frame {
	synctest.Wait()
	at := r.out.Heard()
	r.Do(c)
	synctest.Wait()
	return at
}

// at waits until the output is at a time.
func (r *rig) at(at time.Duration) {
	time.Sleep(at - audio.Duration(r.out.Heard()))
	synctest.Wait()
}

// heard is what was heard so far.
func (r *rig) heard() [][2]float32 {
	synctest.Wait()
	return r.tape.frames[:r.out.Heard()]
}

// unspliced is a session as it sounds without any command.
func unspliced(t testing.TB, live *plan.Live, sound score.Sound, from, frames timeline.Frame) [][2]float32 {
	t.Helper()
	laid, _ := live.Window(from)
	dst := make([][2]float32, frames)
	n, err := score.New(laid, sound).Render(dst, int64(from))
	if err != nil {
		t.Fatal(err)
	}
	return dst[:n]
}

func far(a, b [][2]float32) (most float64) {
	for i := range a {
		for ch := range 2 {
			most = max(most, math.Abs(float64(a[i][ch]-b[i][ch])))
		}
	}
	return most
}

func abs(x float32) float32 { return float32(math.Abs(float64(x))) }

func peak(frames [][2]float32) float64 { return far(frames, make([][2]float32, len(frames))) }

// silent is a session of which nothing is heard but what answers.
func silent() Options {
	o := only(options())
	o.Sound.Tones = tone.None
	return o
}

// quietAt is a moment of a session without tones in which nothing is heard for
// a second: within a hold's breaths.
func quietAt(t testing.TB, live *plan.Live) timeline.Frame {
	t.Helper()
	laid, _ := live.Window(0)
	for _, c := range laid.Cues {
		if c.Kind == timeline.KindInhale && c.Step == timeline.Hold && c.Breath > 1 {
			return c.At + second
		}
	}
	t.Fatal("no hold")
	return 0
}

// searchAt is a moment of a search in which nothing is said for a while.
func searchAt(t testing.TB, live *plan.Live) timeline.Frame {
	t.Helper()
	laid, _ := live.Window(0)
	for _, c := range laid.Cues {
		if c.Kind == timeline.KindSearch && c.Frames > 10*second {
			return c.End() - 4*second
		}
	}
	t.Fatal("no search")
	return 0
}
