package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
	"pgregory.net/rapid"
)

// slow is a voice: so many frames a word, and some around them.
type slow int64

func (v slow) Frames(text string) (int64, bool) {
	return int64(v)*int64(len(strings.Fields(text))) + 7_001, true
}

func phrases(t testing.TB) *scripts.Phrases {
	t.Helper()
	p, err := scripts.BuiltinPhrases()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var regions = []string{"neck", "jaw", "upper-back", "lower-back"}

func builtin(t testing.TB, names ...string) []*scripts.Script {
	t.Helper()
	var list []*scripts.Script
	for _, name := range names {
		s, err := scripts.Builtin(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	return list
}

func request(t testing.TB, names ...string) Request {
	return Request{Scripts: builtin(t, names...), Phrases: phrases(t), Voice: slow(19_000), Breath: DefaultBreath, Guidance: GuidanceFull, Work: WorkBoth}
}

var full = []string{"neck", "upper-back", "lower-back"}

// drawRequest draws a request over built-in or generated scripts.
func drawRequest(t *rapid.T, tb testing.TB) Request {
	r := request(tb)
	switch rapid.IntRange(0, 2).Draw(t, "scripts") {
	case 0:
		r.Scripts = builtin(tb, rapid.SampledFrom(regions).Draw(t, "region"))
	case 1:
		r.Scripts = builtin(tb, full...)
	case 2:
		for range rapid.IntRange(1, 2).Draw(t, "regions") {
			r.Scripts = append(r.Scripts, drawScript(t))
		}
	}
	r.Voice = slow(rapid.Int64Range(12_000, 25_000).Draw(t, "voice"))
	r.Guidance = rapid.SampledFrom([]Guidance{GuidanceFull, GuidanceBrief, GuidanceTones}).Draw(t, "guidance")
	r.Work = rapid.SampledFrom([]Work{WorkBoth, WorkLeft, WorkRight}).Draw(t, "work")
	r.Breath = drawBreath(t)
	return r
}

func drawBreath(t *rapid.T) Breath {
	in := time.Duration(rapid.IntRange(2000, 10000).Draw(t, "in")) * time.Millisecond
	least, most := max(leastPhase, leastBreath-in), min(mostPhase, mostBreath-in)
	out := time.Duration(rapid.Int64Range(least.Milliseconds(), most.Milliseconds()).Draw(t, "out")) * time.Millisecond
	return Breath{in, out}
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

func drawFrame(t *rapid.T, name string, least, most timeline.Frame) timeline.Frame {
	return timeline.Frame(rapid.Int64Range(int64(least), int64(most)).Draw(t, name))
}
