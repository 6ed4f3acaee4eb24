package plan

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// begun is a session of a request at its ideal.
func begun(t *testing.T, r Request, keep Keep) *Live {
	t.Helper()
	live, err := Begin(r, 0, keep)
	if err != nil {
		t.Fatal(err)
	}
	return live
}

// starts is where each step begins that is asked for.
func starts(l *Live, is func(Step) bool) (at []timeline.Frame) {
	var from timeline.Frame
	for _, s := range l.Plan().Steps {
		if is(s) {
			at = append(at, from)
		}
		from += s.Frames
	}
	return at
}

// A loop that a listener asks for is one that the voice can speak, and that
// keeps the caps in its shorter words, too.
func TestNoLoopThatCannotBeSpoken(t *testing.T) {
	r := request(t, "neck")
	next := r.Phrases.NextRound.Text(scripts.Brief, "")
	r.Voice = lacks{r.Voice, next}
	live := begun(t, r, KeepEnd)
	if loops, answer := live.Edit(LoopOn, held(live)); answer.Refused == "" {
		if slices.ContainsFunc(loops.Plan().Steps, func(s Step) bool { return s.Text == next }) {
			t.Errorf("%q is to be said, and the voice has no clip of it", next)
		}
	}

	long := strings.Repeat("word ", 100)
	r = request(t)
	r.Scripts = []*scripts.Script{madeUp(scripts.Line{Full: "Press.", Brief: long}, 5)}
	live = begun(t, r, KeepEnd)
	loops, answer := live.Edit(LoopOn, 1)
	if answer.Refused == "" {
		if err := capped(live, loops, 1); err != nil {
			t.Error(err)
		}
	}
}

// lacks is a voice without one clip.
type lacks struct {
	Lengths
	text string
}

func (v lacks) Frames(text string) (int64, bool) {
	if text == v.text {
		return 0, false
	}
	return v.Lengths.Frames(text)
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

// An end that comes early is told at once, under pressure as well.
func TestAnEarlyEndIsToldUnderPressure(t *testing.T) {
	r := request(t, "neck")
	live := begun(t, r, KeepContent)
	for _, at := range starts(live, func(s Step) bool { return s.Kind == StepBreaths && s.run > 0 }) {
		at += timeline.Second
		next, answer := live.Edit(MoveOn, at)
		if answer.Refused != "" || answer.Differs > -2*sayFrom {
			continue
		}
		early := slices.ContainsFunc(spoken(next, at), func(text string) bool {
			return slices.Contains([]string{r.Phrases.EndsEarly.Text(duration(-answer.Differs)), r.Phrases.EndsEarly.Text(duration(-answer.Differs - 4*timeline.Second))}, text)
		})
		if !early {
			t.Errorf("at %s the end moves by %s, and nothing tells: %q", timeline.Clock(at), timeline.Clock(-answer.Differs), spoken(next, at)[:3])
		}
		if err := sound(live, next, at); err != nil {
			t.Error(err)
		}
	}
}

// What was left is fitted into the time that was left, whatever an edit is to
// keep while it plays.
func TestResumeEndsInTimeWithItsContentKept(t *testing.T) {
	for _, length := range []timeline.Frame{8 * 60 * timeline.Second, 40 * 60 * timeline.Second} {
		live, err := Begin(request(t, "neck"), length, KeepContent)
		if err != nil {
			t.Fatal(err)
		}
		for at := timeline.Frame(0); at < live.Frames()/2; at += 97 * timeline.Second {
			mark, _ := live.Mark(at)
			again, exact, err := Resume(live.p.Request, mark, KeepContent)
			if err != nil || !exact {
				t.Fatal(exact, err)
			}
			if again.Frames() != live.Frames()-at {
				t.Errorf("left at %s with %s to go, it is taken up for %s", timeline.Clock(at), timeline.Clock(live.Frames()-at), timeline.Clock(again.Frames()))
			}
			if again.keep != KeepContent {
				t.Error("and its end is to be kept from there on")
			}
		}
	}
}

// Words between two rounds are a place like any other to take up.
func TestResumeBetweenRounds(t *testing.T) {
	r := request(t, "neck")
	r.Loop = true
	live, err := Begin(r, 60*60*timeline.Second, KeepEnd)
	if err != nil {
		t.Fatal(err)
	}
	from := starts(live, func(s Step) bool {
		return s.Round > 1 && s.Part != timeline.PartStretch && s.Part != timeline.PartClosing && s.Point == ""
	})
	if len(from) < 2 {
		t.Fatal("there are no further rounds")
	}
	for _, at := range from {
		step, _ := live.At(at + 1)
		mark, _ := live.Mark(at + 1)
		again, exact, err := Resume(live.p.Request, mark, KeepEnd)
		if err != nil || !exact {
			t.Errorf("round %d: the same script is taken up exactly: %v, %v", mark.Round, exact, err)
		}
		if got := again.parts[0].steps[2]; got.Text != step.Text || again.parts[0].round != step.Round {
			t.Errorf("left at %q of round %d, taken up at %q of round %d", step.Text, step.Round, got.Text, again.parts[0].round)
		}
		if again.Frames() != live.Frames()-at-1 {
			t.Errorf("left with %s to go, taken up for %s", timeline.Clock(live.Frames()-at-1), timeline.Clock(again.Frames()))
		}
		pressed := 0
		for _, p := range again.parts[1:] {
			if p.round == step.Round && p.section.point >= 0 {
				pressed++
			}
		}
		want := 0
		for _, p := range live.parts {
			if p.round == step.Round && p.section.point >= 0 {
				want++
			}
		}
		if pressed != want && step.Round < mark.Rounds { // the last may keep fewer, for the words that take it up
			t.Errorf("round %d has %d points of %d", step.Round, pressed, want)
		}
	}
}

// In a loop that the listener wanted, the rest of the round comes before the
// next.
func TestResumeInALoopKeepsTheRound(t *testing.T) {
	live, _ := begun(t, request(t, "neck"), KeepEnd).Edit(LoopOn, 1)
	points := len(live.p.Scripts[0].Points)
	for _, at := range starts(live, func(s Step) bool { return s.Round == 2 && s.Purpose == timeline.Hold && s.Side != scripts.Right }) {
		m, _ := live.moment(at + 1)
		mark, _ := live.Mark(at + 1)
		again, exact, err := Resume(live.p.Request, mark, KeepEnd)
		if err != nil || !exact {
			t.Fatal(exact, err)
		}
		var left []int
		for _, p := range again.parts[1:] {
			if p.round == 2 && p.section.point >= 0 {
				left = append(left, p.section.point)
			}
		}
		if len(left) != points-1-m.point {
			t.Errorf("left in point %d of %d, then come %v", m.point, points, left)
		}
	}
}

// Of several regions, a session may have points that one of the ideal length
// has not: they are taken up as well.
func TestResumeInAnyPoint(t *testing.T) {
	r := request(t, full...)
	limits, err := Range(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, length := range []timeline.Frame{limits.Least, limits.Most} {
		live, err := Begin(r, length, KeepEnd)
		if err != nil {
			t.Fatal(err)
		}
		var from timeline.Frame
		for _, p := range live.parts {
			if mark, ok := live.Mark(from); ok {
				again, exact, err := Resume(r, mark, KeepEnd)
				if err != nil || !exact || again.parts[0].section.point != p.section.point {
					t.Errorf("point %d of the %s: exact %v, %v", p.section.point, p.course.script.Region, exact, err)
				}
			}
			from += p.frames
		}
	}
}

// Each press moves on, at the first frame of a step, in a pause and in quick
// succession as well.
func TestEachPressMovesOn(t *testing.T) {
	r := request(t, "neck")
	live := begun(t, r, KeepEnd)
	all := live.Plan().Steps
	var from timeline.Frame
	for i, s := range all[:len(all)-6] {
		if s.Part != timeline.PartCaution && all[i+1].Part != timeline.PartCaution {
			next, answer := live.Edit(MoveOn, from)
			steps := next.Plan().Steps
			for _, again := range steps[i : i+3] {
				if again.origin == s.origin && again.Point == s.Point && again.Part == s.Part && again.Frames > 1 {
					t.Errorf("on from the first frame of %+v: %+v, and it comes again", s, answer)
				}
			}
			if err := sound(live, next, from); err != nil {
				t.Error(err)
			}
		}
		from += s.Frames
	}
	live = begun(t, r, KeepContent)
	all = live.Plan().Steps
	place := func(s Step) int {
		return slices.IndexFunc(all, func(o Step) bool {
			return o.origin == s.origin && o.Point == s.Point && o.Side == s.Side && o.Part == s.Part
		})
	}
	for _, apart := range []timeline.Frame{0, timeline.Second / 10, timeline.Second / 4} {
		for from := held(live); from < live.Frames()*3/4; from += 10 * timeline.Second {
			at, steered := from, live
			s, _ := live.At(at)
			was := place(s)
			const presses = 5
			for range presses {
				before := steered
				var answer Answer
				if steered, answer = steered.Edit(MoveOn, at); answer.Refused != "" {
					t.Fatal(answer)
				}
				if err := sound(before, steered, at); err != nil {
					t.Error(err)
				}
				at += apart
			}
			for s, begins := steered.At(at - apart); ; s, begins = steered.At(begins + s.Frames) {
				if s.slot < 0 || s.Frames == 1 { // an answer, or what was moved on from
					continue
				}
				if now := place(s); now != was+presses {
					t.Errorf("%d presses, %s apart, led from step %d to %d: %+v", presses, duration(apart), was, now, s)
				}
				break
			}
		}
	}
}

// However an answer falls, no pressure lasts longer than its cap.
func TestFinishKeepsTheCap(t *testing.T) {
	r := request(t)
	r.Scripts = []*scripts.Script{madeUp(scripts.Line{Full: "Press.", Brief: "Press."}, 8)}
	words, _ := r.clip("Press.")
	release, _ := r.clip(r.Phrases.Release.Text(scripts.Full, scripts.SideCentre))
	left := frames(mostTimePressed) - words - release - 2*pauseAfterWords
	// Breaths that leave next to nothing of the cap.
	r.Breath = Breath{4 * time.Second, time.Duration(left/8/48)*time.Millisecond - 4*time.Second}
	live := begun(t, r, KeepEnd)
	for _, from := range starts(live, func(s Step) bool { return s.run > 0 }) {
		s, _ := live.At(from)
		for _, at := range []timeline.Frame{from, from + 1, from + s.Frames/2, from + s.Frames - 1} {
			for _, e := range edits {
				next, _ := live.Edit(e, at)
				if err := capped(live, next, at); err != nil {
					t.Errorf("%s at %s: %v", e, timeline.Clock(at), err)
				}
			}
		}
	}
}

// Letting go is said to its end, even where the pressure may not last longer.
func TestLettingGoIsSaid(t *testing.T) {
	r := request(t)
	r.Scripts = []*scripts.Script{madeUp(scripts.Line{Full: "Press.", Brief: "Press."}, 8)}
	words, _ := r.clip("Press.")
	text := r.Phrases.Release.Text(scripts.Full, scripts.SideCentre)
	release, _ := r.clip(text)
	left := frames(mostTimePressed) - words - release - 2*pauseAfterWords
	r.Breath = Breath{4 * time.Second, time.Duration(left/8/48)*time.Millisecond - 4*time.Second}
	live := begun(t, r, KeepEnd)
	at := starts(live, func(s Step) bool { return s.Text == text })[0] + timeline.Second/3
	next, _ := live.Edit(GoOn, at)
	var heard bool
	w, _ := next.Window(at)
	for _, c := range w.Cues {
		heard = heard || c.Text == text && c.Frames == release && c.End() > at
	}
	if !heard {
		t.Errorf("%q is not said to its end", text)
	}
}

// A key that is held down asks once.
func TestOneAnswerAtATime(t *testing.T) {
	r := request(t, "neck")
	live := begun(t, r, KeepEnd)
	for at := timeline.Frame(0); at < live.Frames()-60*timeline.Second; at += 5*timeline.Second + 11 {
		text := live.TimeLeft(at)
		asked := live
		now := at
		for range 20 {
			asked = asked.Say(text, now)
			now += timeline.Second / 30
		}
		n := 0
		for _, s := range spoken(asked, at) {
			if s == text {
				n++
			}
		}
		if n != 1 {
			t.Errorf("asked at %s, and held: it is said %d times", timeline.Clock(at), n)
		}
		once := live.Say(text, at)
		if d := asked.Frames() - once.Frames(); d > 5*timeline.Second {
			t.Errorf("asked at %s, and held, it ends %s later than asked once", timeline.Clock(at), timeline.Clock(d))
		}
	}
}
