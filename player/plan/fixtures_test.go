package plan_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

const second = timeline.Second

func frames(d time.Duration) timeline.Frame { return audio.Frames[timeline.Frame](d) }

func breathOf(r plan.Request) timeline.Frame { return frames(r.Breath.In + r.Breath.Out) }

// slow is a voice: so many frames a word, and some around them.
type slow int64

func (v slow) Frames(text string) (int64, bool) {
	return int64(v)*int64(len(strings.Fields(text))) + 7_001, true
}

// lacks is a voice without one clip.
type lacks struct {
	plan.Lengths
	text string
}

func (v lacks) Frames(text string) (int64, bool) {
	if text == v.text {
		return 0, false
	}
	return v.Lengths.Frames(text)
}

// clip is how long the clip of a text is.
func clip(r plan.Request, text string) timeline.Frame {
	frames, _ := r.Voice.Frames(text)
	return timeline.Frame(frames)
}

// The built-in scripts and phrases are parsed once: nothing changes them.
var (
	builtinPhrases = sync.OnceValues(scripts.BuiltinPhrases)
	builtinScript  = func() func(name string) (*scripts.Script, error) {
		parsed := map[string]func() (*scripts.Script, error){}
		for _, name := range regions {
			parsed[name] = sync.OnceValues(func() (*scripts.Script, error) { return scripts.Builtin(name) })
		}
		return func(name string) (*scripts.Script, error) { return parsed[name]() }
	}()
)

var (
	regions = []string{"neck", "jaw", "upper-back", "lower-back"}
	full    = []string{"neck", "upper-back", "lower-back"}
)

// everySession is the built-in regions, each alone, and a programme.
var everySession = [][]string{{"neck"}, {"jaw"}, {"upper-back"}, {"lower-back"}, full}

func sessionName(names []string) string {
	if len(names) > 1 {
		return "programme"
	}
	return names[0]
}

func phrases(t testing.TB) *scripts.Phrases {
	t.Helper()
	p, err := builtinPhrases()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func builtin(t testing.TB, names ...string) []*scripts.Script {
	t.Helper()
	var list []*scripts.Script
	for _, name := range names {
		s, err := builtinScript(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	return list
}

func request(t testing.TB, names ...string) plan.Request {
	t.Helper()
	return plan.Request{
		Scripts: builtin(t, names...), Phrases: phrases(t), Voice: slow(19_000), Breath: plan.DefaultBreath,
		Guidance: plan.GuidanceFull, Work: plan.WorkBoth,
	}
}

// begin is a session of a request.
func begin(t testing.TB, r plan.Request, length timeline.Frame, a plan.Anchor) *plan.Live {
	t.Helper()
	live, err := plan.Begin(r, length, a)
	if err != nil {
		t.Fatal(err)
	}
	return live
}

// fit is a plan of a request.
func fit(t testing.TB, r plan.Request, length timeline.Frame) *plan.Plan {
	t.Helper()
	p, err := plan.Fit(r, length)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func rangeOf(t testing.TB, r plan.Request) plan.Limits {
	t.Helper()
	l, err := plan.Range(r)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// starts is where each step begins that is asked for.
func starts(l *plan.Live, is func(plan.Step) bool) (at []timeline.Frame) {
	for from, s := range l.Steps {
		if is(s) {
			at = append(at, from)
		}
	}
	return at
}

// startOf is where the first step begins that is asked for.
func startOf(t testing.TB, l *plan.Live, is func(plan.Step) bool) timeline.Frame {
	t.Helper()
	at := starts(l, is)
	if len(at) == 0 {
		t.Fatal("there is no such step")
	}
	return at[0]
}

func isHold(s plan.Step) bool { return s.Purpose == timeline.Hold }

// inSecondHold is a frame in the middle of the second hold.
func inSecondHold(t testing.TB, l *plan.Live) timeline.Frame {
	t.Helper()
	holds := starts(l, isHold)
	if len(holds) < 2 {
		t.Fatal("there are fewer than two holds")
	}
	s, _ := l.At(holds[1])
	return holds[1] + s.Frames/2
}

// pointsOf is the points of a round, each once, in the order they are worked.
func pointsOf(p *plan.Plan, round int) []string {
	var points []string
	for i := range p.Steps {
		s := &p.Steps[i]
		if s.Point == "" || s.Round != round {
			continue
		}
		if name := s.Region + ": " + s.Point; len(points) == 0 || points[len(points)-1] != name {
			points = append(points, name)
		}
	}
	return points
}

// madeUp is a script of one point over the middle, held for so many breaths.
func madeUp(press scripts.Line, breaths int) *scripts.Script {
	rest := scripts.Rest{Time: scripts.TimeSpan{Least: 2 * time.Second, Ideal: 10 * time.Second, Most: time.Minute}}
	say := func(text string) scripts.Say { return scripts.Say{Line: scripts.Line{Full: text, Brief: text}} }
	return &scripts.Script{
		Region: "made-up", Title: "Made up", File: "made-up.yaml", Weight: 1,
		Position: []scripts.Step{say("Lie down."), rest},
		Opening:  []scripts.Step{say("Breathe."), rest},
		Cautions: []scripts.Say{say("Be careful.")},
		Closing:  []scripts.Step{rest, say("Done.")},
		Stretch:  []scripts.Step{say("Stretch."), scripts.Breathe{Breaths: scripts.Count{Least: 1, Ideal: 2, Most: 5}}},
		Points: []scripts.Point{{Title: "Middle", Side: scripts.Centre, Steps: []scripts.Step{
			scripts.Search{Time: scripts.TimeSpan{Least: 5 * time.Second, Ideal: 10 * time.Second, Most: 30 * time.Second}},
			scripts.Say{Line: press}, scripts.Hold{Breaths: scripts.Count{Least: breaths, Ideal: breaths, Most: breaths}},
		}}},
	}
}

// atItsCap is a session with a hold whose eight breaths leave next to nothing of
// the cap on unbroken pressure.
func atItsCap(t testing.TB) (live *plan.Live, r plan.Request) {
	t.Helper()
	r = request(t)
	r.Scripts = []*scripts.Script{madeUp(scripts.Line{Full: "Press.", Brief: "Press."}, 8)}
	words := clip(r, "Press.") + clip(r, r.Phrases.Release.Text(scripts.Full, scripts.SideCentre)) + 2*plan.PauseAfterWords
	breath := (frames(90*time.Second) - words) / 8
	r.Breath = plan.Breath{In: 4 * time.Second, Out: audio.Duration(breath).Truncate(time.Millisecond) - 4*time.Second}
	return begin(t, r, 0, plan.AnchorEnd), r
}

// skipRefused skips a generated script that is rightly refused; a built-in one
// never is.
func skipRefused(t *rapid.T, err error) {
	var fault *plan.ScriptError
	if !errors.As(err, &fault) || !strings.HasPrefix(fault.Region, "made-up") {
		t.Fatal(err)
	}
	t.Skip(err)
}

// drawRequest draws a request over built-in or generated scripts.
func drawRequest(t *rapid.T, tb testing.TB) plan.Request {
	r := request(tb)
	switch rapid.IntRange(0, 2).Draw(t, "scripts") {
	case 0:
		r.Scripts = builtin(tb, rapid.SampledFrom(regions).Draw(t, "region"))
	case 1:
		r.Scripts = builtin(tb, full...)
	case 2:
		for i := range rapid.IntRange(1, 2).Draw(t, "regions") {
			s := drawScript(t)
			s.Region = fmt.Sprintf("made-up-%d", i+1)
			r.Scripts = append(r.Scripts, s)
		}
	}
	r.Voice = slow(rapid.Int64Range(12_000, 25_000).Draw(t, "voice"))
	r.Guidance = rapid.SampledFrom([]plan.Guidance{plan.GuidanceFull, plan.GuidanceBrief, plan.GuidanceTones}).Draw(t, "guidance")
	r.Work = rapid.SampledFrom([]plan.Work{plan.WorkBoth, plan.WorkLeft, plan.WorkRight}).Draw(t, "work")
	r.Breath = drawBreath(t)
	return r
}

// drawPlan draws a request and fits it to a length in its range.
func drawPlan(rt *rapid.T, t testing.TB) (*plan.Plan, plan.Request) {
	r := drawRequest(rt, t)
	r.Loop = rapid.Bool().Draw(rt, "loop")
	l, err := plan.Range(r)
	if err != nil {
		skipRefused(rt, err)
	}
	p, err := plan.Fit(r, drawFrame(rt, "length", l.Least, l.Most))
	if err != nil {
		rt.Fatal(err)
	}
	return p, r
}

// drawLive draws a session of a request.
func drawLive(rt *rapid.T, r plan.Request) *plan.Live {
	r.Loop = rapid.Bool().Draw(rt, "loop")
	l, err := plan.Range(r)
	if err != nil {
		skipRefused(rt, err)
	}
	length := drawFrame(rt, "length", l.Least, l.Most)
	if rapid.IntRange(0, 4).Draw(rt, "ideal") == 0 {
		length = 0
	}
	anchor := rapid.SampledFrom([]plan.Anchor{plan.AnchorEnd, plan.AnchorEnd, plan.AnchorEnd, plan.AnchorContent}).Draw(rt, "anchor")
	live, err := plan.Begin(r, length, anchor)
	if err != nil {
		rt.Fatal(err)
	}
	return live
}

var edits = []plan.Edit{plan.MoveOn, plan.SayAgain, plan.HoldLonger, plan.OneMoreSatellite, plan.Finish, plan.LoopOn, plan.LoopOff, plan.LeaveOut, plan.GoOn}

func drawEdit(t *rapid.T, label string) plan.Edit { return rapid.SampledFrom(edits).Draw(t, label) }

func drawFrame(t *rapid.T, label string, least, most timeline.Frame) timeline.Frame {
	return timeline.Frame(rapid.Int64Range(int64(least), int64(most)).Draw(t, label))
}

func drawBreath(t *rapid.T) plan.Breath {
	in := time.Duration(rapid.Int64Range(plan.LeastPhase.Milliseconds(), plan.MostPhase.Milliseconds()).Draw(t, "in")) * time.Millisecond
	least, most := max(plan.LeastPhase, plan.LeastBreath-in), min(plan.MostPhase, plan.MostBreath-in)
	out := time.Duration(rapid.Int64Range(least.Milliseconds(), most.Milliseconds()).Draw(t, "out")) * time.Millisecond
	return plan.Breath{In: in, Out: out}
}

func drawTime(t *rapid.T, least, most int) scripts.TimeSpan {
	v := rapid.SliceOfN(rapid.IntRange(least, most), 3, 3).Draw(t, "seconds")
	slices.Sort(v)
	s := func(i int) time.Duration { return time.Duration(v[i]) * time.Second }
	return scripts.TimeSpan{Least: s(0), Ideal: s(1), Most: s(2)}
}

func drawCount(t *rapid.T, least, most int) scripts.Count {
	v := rapid.SliceOfN(rapid.IntRange(least, most), 3, 3).Draw(t, "count")
	slices.Sort(v)
	return scripts.Count{Least: v[0], Ideal: v[1], Most: v[2]}
}

func drawLine(t *rapid.T) scripts.Line {
	words := func(name string, most int) string {
		return strings.Repeat("word ", rapid.IntRange(1, most).Draw(t, name)) + "{side}."
	}
	return scripts.Line{Full: words("full", 12), Brief: words("brief", 4)}
}

// drawScript draws a script as the checker lets it through: pressure of 2 to 9
// breaths, something kept always, rests that give.
func drawScript(t *rapid.T) *scripts.Script {
	rest := scripts.Rest{Time: scripts.TimeSpan{Least: 2 * time.Second, Ideal: 10 * time.Second, Most: time.Minute}}
	say := func() scripts.Say { return scripts.Say{Line: drawLine(t)} }
	s := &scripts.Script{
		Region: "made-up", Title: "Made up", File: "made-up.yaml",
		Weight:   rapid.IntRange(1, 5).Draw(t, "weight"),
		Position: []scripts.Step{say(), rest},
		Opening:  []scripts.Step{say(), rest},
		Cautions: []scripts.Say{say()},
		Closing:  []scripts.Step{rest, say()},
	}
	s.Stretch = []scripts.Step{say(), scripts.Breathe{Breaths: drawCount(t, 1, 5), Line: scripts.Line{}},
		scripts.EachSide{Steps: []scripts.Step{say(), scripts.Breathe{Breaths: drawCount(t, 1, 4)}}}}
	for i := range rapid.IntRange(1, 5).Draw(t, "points") {
		p := scripts.Point{
			Title: fmt.Sprintf("Point %d", i),
			Side:  rapid.SampledFrom([]scripts.Sides{scripts.Centre, scripts.Both}).Draw(t, "side"),
			Keep:  rapid.IntRange(0, 9).Draw(t, "keep"),
		}
		if i == 0 {
			p.Keep = 0
		}
		p.Steps = []scripts.Step{say(), scripts.Search{Time: drawTime(t, 5, 45)}, say(), scripts.Hold{Breaths: drawCount(t, 2, 4)}}
		if rapid.Bool().Draw(t, "move") {
			p.Steps = append(p.Steps, scripts.Move{Breaths: drawCount(t, 1, 4)})
		}
		if rapid.Bool().Draw(t, "satellites") {
			p.Steps = append(p.Steps, scripts.Satellites{Number: drawCount(t, 0, 3), Search: drawTime(t, 5, 20), Each: drawCount(t, 2, 4)})
		}
		s.Points = append(s.Points, p)
	}
	return s
}
