package plan_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// A caution is said to its end, pressure is never longer than its cap, and what
// cannot be says why.
func TestRefusals(t *testing.T) {
	live := begin(t, request(t, "neck"), 0, plan.AnchorEnd)
	in := func(is func(plan.Step) bool) timeline.Frame { return startOf(t, live, is) + 1 }
	part := func(p timeline.Part) timeline.Frame { return in(func(s plan.Step) bool { return s.Part == p }) }
	chime := in(func(s plan.Step) bool { return s.Kind == plan.StepChime })
	search := in(func(s plan.Step) bool { return s.Kind == plan.StepSearch })
	breathe := in(func(s plan.Step) bool { return s.Purpose == timeline.Breathe })
	centre := in(func(s plan.Step) bool { return s.Side == scripts.SideCentre })
	for _, c := range []struct {
		edit plan.Edit
		at   timeline.Frame
		want plan.Refusal
	}{
		{plan.MoveOn, part(timeline.PartCaution), plan.ForSafety},
		{plan.MoveOn, chime, plan.NothingFollows},
		{plan.SayAgain, chime, plan.TooLate},
		{plan.HoldLonger, search, plan.NoHold},
		{plan.HoldLonger, breathe, plan.NoHold},
		{plan.OneMoreSatellite, part(timeline.PartOpening), plan.NoSatellites},
		{plan.OneMoreSatellite, centre, plan.NoSatellites},
		{plan.Finish, part(timeline.PartStretch), plan.Already},
		{plan.Finish, part(timeline.PartClosing), plan.TooLate},
		{plan.LoopOn, part(timeline.PartStretch), plan.TooLate},
		{plan.LoopOff, 0, plan.Already},
		{plan.MoveOn, live.Frames(), plan.TooLate},
	} {
		if same, answer := live.Edit(c.edit, c.at); answer.Refusal != c.want || same != live {
			t.Errorf("%s at %s: %+v, want %q", c.edit, timeline.Clock(c.at), answer, c.want)
		}
	}
}

func TestAHoldCanBeMadeLongerUpToTheCap(t *testing.T) {
	live := begin(t, request(t, "neck"), 0, plan.AnchorEnd)
	at := startOf(t, live, isHold) + 1
	for breaths := 0; ; breaths++ {
		next, answer := live.Edit(plan.HoldLonger, at)
		if answer.Refusal != plan.NotRefused {
			if answer.Refusal != plan.LongEnough || breaths == 0 {
				t.Errorf("after %d breaths: %+v", breaths, answer)
			}
			return
		}
		if live = next; breaths > 9 {
			t.Fatal("a hold can be made longer without end")
		}
	}
}

// A step that is moved on from the moment it begins does not come again.
func TestAStepIsMovedOnFromAtItsFirstFrame(t *testing.T) {
	live := begin(t, request(t, "neck"), 0, plan.AnchorEnd)
	steps := live.Plan().Steps
	moved := 0
	var from timeline.Frame
	for i, s := range steps[:len(steps)-6] {
		if s.Part != timeline.PartCaution && steps[i+1].Part != timeline.PartCaution {
			moved++
			next, answer := live.Edit(plan.MoveOn, from)
			for _, again := range next.Plan().Steps[i : i+3] {
				if plan.SameScriptStep(again, s) && again.Point == s.Point && again.Part == s.Part && again.Frames > 1 {
					t.Errorf("on from the first frame of %+v: %+v, and it comes again", s, answer)
				}
			}
			if err := sound(live, next, from); err != nil {
				t.Error(err)
			}
		}
		from += s.Frames
	}
	if moved < 20 {
		t.Errorf("moved on from only %d steps", moved)
	}
}

// Each press moves on, in a pause and in quick succession as well.
func TestEachPressMovesOn(t *testing.T) {
	live := begin(t, request(t, "neck"), 0, plan.AnchorContent)
	steps := live.Plan().Steps
	place := func(s plan.Step) int {
		return slices.IndexFunc(steps, func(o plan.Step) bool {
			return plan.SameScriptStep(o, s) && o.Point == s.Point && o.Side == s.Side && o.Part == s.Part
		})
	}
	series := 0
	for _, apart := range []timeline.Frame{0, second / 10, second / 4} {
		for from := inSecondHold(t, live); from < live.Frames()*3/4; from += 10 * second {
			series++
			at, steered := from, live
			s, _ := live.At(at)
			was := place(s)
			const presses = 5
			for range presses {
				before := steered
				var answer plan.Answer
				if steered, answer = steered.Edit(plan.MoveOn, at); answer.Refusal != plan.NotRefused {
					t.Fatal(answer)
				}
				if err := sound(before, steered, at); err != nil {
					t.Error(err)
				}
				at += apart
			}
			for s, begins := steered.At(at - apart); ; s, begins = steered.At(begins + s.Frames) {
				if s.IsAnswer() || s.Frames == 1 { // or what was moved on from
					continue
				}
				if now := place(s); now != was+presses {
					t.Errorf("%d presses, %s apart, led from step %d to %d: %+v", presses, duration(apart), was, now, s)
				}
				break
			}
		}
	}
	if series < 30 {
		t.Errorf("only %d series of presses", series)
	}
}

// A loop that a listener asks for is one that the voice can speak.
func TestNoLoopThatCannotBeSpoken(t *testing.T) {
	r := request(t, "neck")
	r.Voice = lacks{r.Voice, r.Phrases.NextRound.Text(scripts.Brief, "")}
	live := begin(t, r, 0, plan.AnchorEnd)
	if same, answer := live.Edit(plan.LoopOn, inSecondHold(t, live)); answer.Refusal != plan.NoWords || same != live {
		t.Errorf("%+v", answer)
	}
}

// Nor one whose shorter words press for too long.
func TestNoLoopThatPressesForTooLong(t *testing.T) {
	r := request(t)
	r.Scripts = []*scripts.Script{madeUp(scripts.Line{Full: "Press.", Brief: strings.Repeat("word ", 100)}, 5)}
	live := begin(t, r, 0, plan.AnchorEnd)
	if same, answer := live.Edit(plan.LoopOn, 1); answer.Refusal != plan.NoWords || same != live {
		t.Errorf("%+v", answer)
	}
}

// Whatever is done under pressure that is at its cap, it does not last longer.
func TestNoEditExceedsTheCap(t *testing.T) {
	live, _ := atItsCap(t)
	checked := 0
	for _, from := range starts(live, func(s plan.Step) bool { _, pressed := s.Pressure(); return pressed }) {
		s, _ := live.At(from)
		for _, at := range []timeline.Frame{from, from + 1, from + s.Frames/2, from + s.Frames - 1} {
			for _, e := range edits {
				next, _ := live.Edit(e, at)
				checked++
				if err := newChecker(live).capsHold(nearSteps(next, at)); err != nil {
					t.Errorf("%s at %s: %v", e, timeline.Clock(at), err)
				}
			}
		}
	}
	if checked < 50 {
		t.Errorf("only %d edits were checked", checked)
	}
}

// Letting go is said to its end, even where the pressure may not last longer.
func TestLettingGoIsSaidToItsEnd(t *testing.T) {
	live, r := atItsCap(t)
	text := r.Phrases.Release.Text(scripts.Full, scripts.SideCentre)
	at := startOf(t, live, func(s plan.Step) bool { return s.Text == text }) + second/3
	next, _ := live.Edit(plan.GoOn, at)
	w, _ := next.Window(at)
	if !slices.ContainsFunc(w.Cues, func(c timeline.Cue) bool {
		return c.Text == text && c.Frames == clip(r, text) && c.End() > at
	}) {
		t.Errorf("%q is not said to its end", text)
	}
}

// However soon another command follows a finish, no point comes any more.
func TestNothingBringsBackWhatAFinishLeftOut(t *testing.T) {
	live := begin(t, request(t, "neck"), 0, plan.AnchorEnd)
	finished := 0
	for at := timeline.Frame(0); at < live.Frames()*2/3; at += 11*second + 7 {
		short, answer := live.Edit(plan.Finish, at)
		if answer.Refusal != plan.NotRefused {
			continue
		}
		finished++
		for _, after := range []timeline.Frame{0, second / 4, second} {
			for _, e := range []plan.Edit{plan.MoveOn, plan.SayAgain, plan.HoldLonger, plan.OneMoreSatellite, plan.LoopOn, plan.GoOn, plan.Finish} {
				next, _ := short.Edit(e, at+after)
				if err := noPointFollows(next, at+after); err != nil {
					t.Errorf("%s %s after a finish at %s: %v", e, duration(after), timeline.Clock(at), err)
				}
			}
			next := short.Say(short.TimeRemaining(at+after), at+after)
			if err := noPointFollows(next, at+after); err != nil {
				t.Errorf("the time, asked for %s after a finish at %s: %v", duration(after), timeline.Clock(at), err)
			}
		}
	}
	if finished < 20 {
		t.Errorf("only %d sessions were finished", finished)
	}
}
