package plan_test

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// resume resumes a session at a frame, and fails where that is not exact.
func resume(t *testing.T, live *plan.Live, at timeline.Frame, a plan.Anchor) *plan.Live {
	t.Helper()
	mark, ok := live.Mark(at)
	if !ok {
		t.Fatalf("nothing remains at %s", timeline.Clock(at))
	}
	again, exact, err := plan.Resume(live.Request(), mark, a)
	if err != nil || !exact {
		t.Fatalf("the same script is resumed exactly: %v, %v", exact, err)
	}
	return again
}

// resumedStep is the step that a session goes on with: what comes after the
// bell and the safety line.
func resumedStep(l *plan.Live, cautions int) plan.Step {
	n := 0
	for _, s := range l.Steps {
		if n == 2+cautions {
			return s
		}
		n++
	}
	return plan.Step{}
}

// A resumed session says the safety line, then what was being done, and keeps
// the guarantees.
func TestResumeGoesOnWhereItStood(t *testing.T) {
	t.Parallel()
	resumed := 0
	rapid.Check(t, func(rt *rapid.T) {
		r := drawRequest(rt, t)
		live := drawLive(rt, r)
		at, finishing := timeline.Frame(0), false
		for range rapid.IntRange(0, 5).Draw(rt, "edits") {
			at += drawFrame(rt, "ahead", 0, 90*second)
			e := drawEdit(rt, "edit")
			next, answer := live.Edit(e, at)
			if live = next; answer.Refusal == plan.NotRefused && e == plan.Finish {
				finishing = true
			}
		}
		at = drawFrame(rt, "stopped", at, max(at, min(live.Frames()-1, at+400*second)))
		mark, ok := live.Mark(at)
		step, _ := live.At(at)
		if !ok {
			if step.Part != timeline.PartClosing && step.Kind != "" && !step.IsAnswer() {
				rt.Fatalf("nothing can be resumed in the %s", step.Part)
			}
			return
		}
		resumed++
		again := resumeFromText(rt, live.Request(), mark)
		check := newChecker(live)
		near := nearSteps(again, 0)
		for _, err := range []error{check.capsHold(near), spokenApart(again, 0), check.inhalesAreHeardAlone(again, 0), check.windowIsThePlan(again, near, 0)} {
			if err != nil {
				rt.Fatal(err)
			}
		}
		if safety := near[1]; safety.Text != r.Phrases.SafetyAgain.Full || safety.Part != timeline.PartCaution {
			rt.Fatalf("it begins with %+v", near[:2])
		}
		// Where a spot that was left out was being let go, what comes after it follows.
		leaving := slices.ContainsFunc(live.Request().LeftOut, func(s plan.Spot) bool { return s.Region == step.Region && s.Title == step.Point })
		if s := near[2].Step; !leaving && !step.IsAnswer() && (!plan.SameScriptStep(s, step) || s.Side != step.Side || s.Point != step.Point || s.Kind != step.Kind) {
			rt.Fatalf("stopped at %+v, resumed at %+v", step, s)
		}
		if again.Endless() != live.Endless() || again.Looping() != live.Looping() {
			rt.Fatalf("the loop is another: %v %v", again.Endless(), again.Looping())
		}
		if finishing {
			if err := noPointFollows(again, 0); err != nil {
				rt.Fatal(err)
			}
		}
		editResumed(rt, again)
	})
	if resumed == 0 {
		t.Error("nothing was resumed")
	}
}

// resumeFromText resumes from a mark as a bookmark has it.
func resumeFromText(rt *rapid.T, r plan.Request, mark plan.Mark) *plan.Live {
	text, err := json.Marshal(mark)
	if err != nil {
		rt.Fatal(err)
	}
	var read plan.Mark
	if err := json.Unmarshal(text, &read); err != nil {
		rt.Fatal(err)
	}
	anchor := rapid.SampledFrom([]plan.Anchor{plan.AnchorEnd, plan.AnchorContent}).Draw(rt, "anchor")
	again, exact, err := plan.Resume(r, read, anchor)
	if err != nil || !exact {
		rt.Fatalf("the same script is resumed exactly: %v, %v", exact, err)
	}
	return again
}

// editResumed edits a resumed session like any other.
func editResumed(rt *rapid.T, live *plan.Live) {
	check := newChecker(live)
	at := timeline.Frame(0)
	for range 4 {
		at += drawFrame(rt, "on", 0, 60*second)
		if at >= live.Frames() {
			return
		}
		was := live
		live, _ = live.Edit(drawEdit(rt, "further"), at)
		if err := pastIsKept(nearSteps(was, at), nearSteps(live, at), at); err != nil {
			rt.Fatal(err)
		}
		if err := check.capsHold(nearSteps(live, at)); err != nil {
			rt.Fatal(err)
		}
	}
}

// A mark may come from a file that anyone has written, of a script that has
// changed: what is resumed is a session all the same.
func FuzzResume(f *testing.F) {
	live := begin(f, request(f, "neck"), 0, plan.AnchorEnd)
	for at := timeline.Frame(0); at < live.Frames(); at += 31 * second {
		if mark, ok := live.Mark(at); ok {
			text, err := json.Marshal(mark)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text, false)
			f.Add(text, true)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, loop bool) {
		var mark plan.Mark
		if json.Unmarshal(text, &mark) != nil {
			return
		}
		r := request(t, "neck")
		r.Loop = loop
		again, _, err := plan.Resume(r, mark, plan.AnchorEnd)
		if err != nil {
			return
		}
		if err := newChecker(again).capsHold(nearSteps(again, 0)); err != nil {
			t.Fatal(err)
		}
		if last, _ := again.At(again.Frames() - 1); last.Kind != plan.StepChime || again.Frames() > 2*plan.MostFrames {
			t.Fatalf("%d frames, the last a %s", again.Frames(), last.Kind)
		}
		again.Window(0)
	})
}

// Where there is room for the words that lead back into it, a session ends when
// it would have.
func TestResumeEndsInTime(t *testing.T) {
	for _, c := range []struct {
		regions []string
		length  timeline.Frame
		anchor  plan.Anchor
		apart   timeline.Frame
	}{
		{[]string{"neck"}, 0, plan.AnchorEnd, 17*second + 11},
		{[]string{"lower-back"}, 0, plan.AnchorEnd, 17*second + 11},
		{full, 0, plan.AnchorEnd, 17*second + 11},
		// The end holds, whatever an edit leaves as it is while it plays.
		{[]string{"neck"}, 8 * 60 * second, plan.AnchorContent, 97 * second},
		{[]string{"neck"}, 40 * 60 * second, plan.AnchorContent, 97 * second},
	} {
		r := request(t, c.regions...)
		live := begin(t, r, c.length, c.anchor)
		resumed, longer := 0, 0
		for at := timeline.Frame(0); at < live.Frames()/2; at += c.apart {
			again := resume(t, live, at, c.anchor)
			if again.Frames() != live.Frames()-at {
				t.Errorf("%v stopped at %s with %s to go is resumed for %s", c.regions, timeline.Clock(at), timeline.Clock(live.Frames()-at), timeline.Clock(again.Frames()))
			}
			resumed++
			for _, hold := range starts(again, isHold) {
				if c.anchor != plan.AnchorContent || !hasRoom(again, hold) {
					continue
				}
				if _, answer := again.Edit(plan.HoldLonger, hold+second); answer.Refusal != plan.NotRefused || answer.Moved < breathOf(r)-second/100 {
					t.Errorf("from there on the content is to hold: %+v", answer)
				}
				longer++
				break
			}
		}
		if resumed < 3 {
			t.Errorf("%v: resumed only %d times", c.regions, resumed)
		}
		if c.anchor == plan.AnchorContent && longer < 3 {
			t.Errorf("%v: held longer only %d times", c.regions, longer)
		}
	}
}

// hasRoom reports whether the pressure of a step that begins at a frame can
// last one breath longer, with nothing else in it shorter.
func hasRoom(l *plan.Live, at timeline.Frame) bool {
	now, _ := l.At(at)
	number, _ := now.Pressure()
	var lasts, breathes timeline.Frame
	for _, s := range l.Steps {
		if n, ok := s.Pressure(); ok && n == number && visitOf(s) == visitOf(now) {
			lasts, breathes = lasts+s.Frames, breathes+s.Breathing()
		}
	}
	breath := breathOf(l.Request())
	return lasts+breath <= 90*second && breathes+breath <= 9*breath
}

// Words between two rounds are a place like any other.
func TestResumeBetweenRounds(t *testing.T) {
	for _, length := range []timeline.Frame{60 * 60 * second, 0} {
		r := request(t, "neck")
		r.Loop = true
		resumeBetweenRounds(t, begin(t, r, length, plan.AnchorEnd))
	}
}

func resumeBetweenRounds(t *testing.T, live *plan.Live) {
	between := starts(live, func(s plan.Step) bool {
		return s.Round > 1 && s.Round < 8 && s.Part != timeline.PartStretch && s.Part != timeline.PartClosing && s.Point == ""
	})
	if len(between) < 2 {
		t.Fatal("there are no further rounds")
	}
	last := live.Plan().Steps[len(live.Plan().Steps)-1].Round
	for _, at := range between {
		at++
		step, _ := live.At(at)
		again := resume(t, live, at, plan.AnchorEnd)
		if got := resumedStep(again, 0); got.Text != step.Text || got.Round != step.Round {
			t.Errorf("stopped at %q of round %d, resumed at %q of round %d", step.Text, step.Round, got.Text, got.Round)
		}
		if !live.Endless() && again.Frames() != live.Frames()-at {
			t.Errorf("stopped with %s to go, resumed for %s", timeline.Clock(live.Frames()-at), timeline.Clock(again.Frames()))
		}
		got, want := pointsOf(again.Plan(), step.Round), pointsOf(live.Plan(), step.Round)
		if !slices.Equal(got, want) && step.Round < last { // the last may keep fewer, for the words that lead back into it
			t.Errorf("round %d has points %q, not %q", step.Round, got, want)
		}
	}
}

// In a loop that the listener wanted, what remains of the round comes before
// the next.
func TestResumeInALoopFinishesTheRound(t *testing.T) {
	live, _ := begin(t, request(t, "neck"), 0, plan.AnchorEnd).Edit(plan.LoopOn, 1)
	holds := starts(live, func(s plan.Step) bool { return s.Round == 2 && isHold(s) && s.Side != scripts.Right })
	if len(holds) < 2 {
		t.Fatal("there is no second round")
	}
	points := pointsOf(live.Plan(), 2)
	for _, at := range holds {
		s, _ := live.At(at + 1)
		again := resume(t, live, at+1, plan.AnchorEnd)
		want := points[slices.Index(points, "neck: "+s.Point):]
		if got := pointsOf(again.Plan(), 2); !slices.Equal(got, want) {
			t.Errorf("stopped in %q, the round goes on with %q", s.Point, got)
		}
	}
}

// The listener may loop one region of a programme that was to loop as a whole,
// or not at all.
func TestResumeInALoopOfOneRegion(t *testing.T) {
	for _, loop := range []bool{false, true} {
		r := request(t, full...)
		r.Loop = loop
		live := begin(t, r, rangeOf(t, r).Most, plan.AnchorEnd)
		live, answer := live.Edit(plan.LoopOn, startOf(t, live, isHold))
		if answer.Refusal != plan.NotRefused {
			t.Fatal(answer)
		}
		at := startOf(t, live, func(s plan.Step) bool { return s.Round == 2 }) + 1
		again := resume(t, live, at, plan.AnchorEnd)
		if !again.Looping() || !again.Endless() {
			t.Errorf("it loops %v, endless %v", again.Looping(), again.Endless())
		}
		was, _ := live.At(at)
		if got := resumedStep(again, 0); got.Text != was.Text || got.Region != was.Region || got.Round != was.Round {
			t.Errorf("stopped at %+v, resumed at %+v", was, got)
		}
		regions := map[string]bool{}
		for _, s := range nearSteps(again, 60*60*second) {
			regions[s.Region] = true
		}
		if len(regions) != 1 {
			t.Errorf("the loop is of %v", regions)
		}
	}
}

// Of several regions, a session may have points that one of the ideal length
// has not: it is resumed in them as well.
func TestResumeInAnyPoint(t *testing.T) {
	r := request(t, full...)
	l := rangeOf(t, r)
	for _, length := range []timeline.Frame{l.Least, l.Most} {
		live := begin(t, r, length, plan.AnchorEnd)
		resumed := 0
		var last piece
		for at, s := range live.Steps {
			if pieceOf(s) == last || s.Part == timeline.PartClosing {
				continue
			}
			last = pieceOf(s)
			resumed++
			if got := resumedStep(resume(t, live, at, plan.AnchorEnd), 0); pieceOf(got) != last && got.Part == s.Part {
				t.Errorf("stopped in %+v, resumed in %+v", last, pieceOf(got))
			}
		}
		if resumed < 6 {
			t.Errorf("resumed in only %d points", resumed)
		}
	}
}

// Where the script has changed, it begins at the nearest step and says so.
func TestResumeOfAChangedScript(t *testing.T) {
	r := request(t, "neck")
	live := begin(t, r, 0, plan.AnchorEnd)
	at := inSecondHold(t, live)
	mark, _ := live.Mark(at)
	changed := *r.Scripts[0]
	changed.Points = slices.Clone(changed.Points)
	for i := range changed.Points {
		changed.Points[i].Title += ", anew"
	}
	r.Scripts = []*scripts.Script{&changed}
	again, exact, err := plan.Resume(r, mark, plan.AnchorEnd)
	if err != nil || exact {
		t.Fatalf("exact %v, %v", exact, err)
	}
	// The cautions, which may be others now, are said before it goes on.
	for _, c := range changed.Cautions {
		if !slices.Contains(spoken(again, 0), c.Line.Full) {
			t.Errorf("%q is not said again", c.Line.Full)
		}
	}
	was, _ := live.At(at)
	if is := resumedStep(again, len(changed.Cautions)); is.Point != was.Point+", anew" {
		t.Errorf("stopped at %q, resumed at %q", was.Point, is.Point)
	}
	if _, _, err := plan.Resume(request(t, "jaw"), mark, plan.AnchorEnd); err == nil {
		t.Error("a mark in the neck was resumed in the jaw")
	}
}
