package plan_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

const letGoAfter = 20 * time.Second // PROTOCOL: pressure before and after a shorter stop counts as one

// asksFor is what is said, or sounded, from the beginning of a pressure to its
// first breaths.
func asksFor(live *plan.Live, of plan.Step) (texts []string) {
	number, _ := of.Pressure()
	for _, s := range live.Steps {
		n, pressed := s.Pressure()
		if !pressed || n != number || visitOf(s) != visitOf(of) || s.IsAnswer() {
			continue
		}
		if s.Text != "" {
			texts = append(texts, s.Text)
		}
		if s.Kind == plan.StepBreaths {
			return texts
		}
	}
	return texts
}

// after is the steps that begin at a frame or later.
func after(live *plan.Live, at timeline.Frame) (steps []plan.Step) {
	for from, s := range live.Steps {
		if from >= at {
			steps = append(steps, s)
		}
	}
	return steps
}

// Wherever sound stops under pressure, and however short: it goes on at the line
// that asks for the pressure. The caps count what was pressed before, but not
// after 20 s.
func TestGoingOnUnderPressureAsksForItAgain(t *testing.T) {
	t.Parallel()
	for _, names := range everySession {
		for _, guidance := range []plan.Guidance{plan.GuidanceFull, plan.GuidanceTones} {
			r := request(t, names...)
			r.Guidance = guidance
			live := begin(t, r, 0, plan.AnchorEnd)
			asked := 0
			for from, s := range live.Steps {
				number, pressed := s.Pressure()
				if !pressed || s.Purpose == "" && s.Kind != plan.StepBreaths {
					continue
				}
				if !live.LetsGo(from) {
					t.Fatalf("%+v is no pressure", s)
				}
				asks := asksFor(live, s)
				if len(asks) == 0 {
					t.Fatalf("nothing asks for %+v", s)
				}
				for _, stopped := range []time.Duration{0, letGoAfter - 1, letGoAfter, time.Hour} {
					at := from + s.FirstInhale() + 3*second
					next, _ := live.GoOn(at, stopped)
					if err := sound(live, next, at); err != nil {
						t.Fatalf("%v, stopped for %s at %s: %v", names, stopped, timeline.Clock(at), err)
					}
					steps := after(next, at)
					if steps[0].Kind == plan.StepEarcon && steps[0].Text == "resume" {
						steps = steps[1:]
					}
					pressedOn := slices.IndexFunc(steps, func(s plan.Step) bool { return s.Kind == plan.StepBreaths })
					var said []string
					for _, s := range steps[:pressedOn+1] {
						if s.Text != "" {
							said = append(said, s.Text)
						}
					}
					first := steps[pressedOn]
					if got, _ := first.Pressure(); visitOf(first) != visitOf(s) || !plan.SameScriptStep(first, s) {
						if stopped >= letGoAfter {
							t.Errorf("%v: after %s it is not pressed again", names, stopped)
						}
						continue // it had lasted as long as it may
					} else if anew := got != number; anew != (stopped >= letGoAfter) {
						t.Errorf("%v: after %s the caps start anew: %v", names, stopped, anew)
					}
					asked++
					if len(said) < len(asks) || !slices.Equal(said[:len(asks)], asks) {
						t.Errorf("%v, %s into %+v: going on says %q, not first %q", names, timeline.Clock(at-from), s, said, asks)
					}
					if breath := breathOf(r); stopped >= letGoAfter && first.Breathing() < 2*breath {
						t.Errorf("%v: it is pressed again for %d frames", names, first.Breathing())
					}
				}
			}
			if asked < 50 {
				t.Errorf("%v: only %d were asked for again", names, asked)
			}
		}
	}
}

// In a stretch going on starts at the line that asks for it, too.
func TestGoingOnInAStretchAsksForItAgain(t *testing.T) {
	for _, names := range everySession {
		live := begin(t, request(t, names...), 0, plan.AnchorEnd)
		asked := 0
		line := "" // said last
		for from, s := range live.Steps {
			if s.Text != "" {
				line = s.Text
			}
			if s.Purpose != timeline.Stretch {
				continue
			}
			at := from + s.FirstInhale() + second
			if !live.LetsGo(at) {
				t.Fatalf("%+v is no stretch", s)
			}
			next, _ := live.GoOn(at, time.Second)
			if got := after(next, at); got[0].Text != "resume" || got[1].Text != line {
				t.Errorf("%v: %q is asked for, going on begins with %+v", names, line, got[:2])
			}
			asked++
		}
		if asked == 0 {
			t.Errorf("%v has no stretch", names)
		}
	}
	if live := begin(t, request(t, "neck"), 0, plan.AnchorEnd); live.LetsGo(1) || live.LetsGo(live.Frames()) {
		t.Error("there is pressure where there is none")
	}
}

// However often it is stopped and made longer, each pressure keeps its caps, and
// short stops do not add to them.
func TestStopsUnderPressureKeepTheCaps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		r := drawRequest(rt, t)
		live := drawLive(rt, r)
		check := newChecker(live)
		check.moreSatellites = true
		presses := starts(live, func(s plan.Step) bool { _, pressed := s.Pressure(); return pressed && s.Round < 4 })
		if len(presses) == 0 {
			rt.Skip("nothing is pressed")
		}
		at := rapid.SampledFrom(presses).Draw(rt, "pressure")
		for range rapid.IntRange(1, 12).Draw(rt, "commands") {
			at += drawFrame(rt, "ahead", 0, 12*second)
			if at >= live.Frames() {
				return
			}
			was := live
			switch e := rapid.SampledFrom([]plan.Edit{plan.GoOn, plan.GoOn, plan.GoOn, plan.HoldLonger, plan.SayAgain, plan.OneMoreSatellite, plan.MoveOn}).Draw(rt, "edit"); e {
			case plan.GoOn:
				live, _ = live.GoOn(at, drawStop(rt))
			default:
				live, _ = live.Edit(e, at)
			}
			if err := check.all(was, live, at); err != nil {
				rt.Fatalf("at %d: %v", at, err)
			}
		}
	})
}

// After a finish nothing is pressed any more, whatever is done; and what asks
// for it is refused.
func TestFinishIsFinal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		live := drawLive(rt, drawRequest(rt, t))
		at := drawFrame(rt, "finish", 0, min(live.Frames()-1, 40*60*second))
		live, answer := live.Edit(plan.Finish, at)
		if answer.Refusal != plan.NotRefused {
			return
		}
		for range 12 {
			at += drawFrame(rt, "ahead", 0, 15*second)
			if at >= live.Frames() {
				return
			}
			e := drawEdit(rt, "edit")
			next, answer := live.Edit(e, at)
			asks := slices.Contains([]plan.Edit{plan.HoldLonger, plan.OneMoreSatellite, plan.LoopOn, plan.LoopOff, plan.LeaveOut, plan.Finish}, e)
			if asks && (answer.Refusal == plan.NotRefused || next != live) {
				rt.Fatalf("%s at %d: %+v", e, at, answer)
			}
			live = next
			if s, _ := live.At(at); s.Part == timeline.PartPoints && s.Kind == plan.StepBreaths {
				rt.Fatalf("%s at %d: %+v", e, at, s)
			}
			if err := noPointFollows(live, at); err != nil {
				rt.Fatalf("%s at %d: %v", e, at, err)
			}
		}
	})
}

// Who moves on from a stretch is led out of it: the step after it comes next,
// and the line that it begins with is said to its end.
func TestMovingOnLeavesAStretchByItsWayOut(t *testing.T) {
	for _, names := range everySession {
		live := begin(t, request(t, names...), 0, plan.AnchorEnd)
		at := inSecondHold(t, live)
		live, answer := live.Edit(plan.Finish, at)
		if answer.Refusal != plan.NotRefused {
			t.Fatal(answer)
		}
		steps := live.Plan().Steps
		moved := 0
		for from, s := range live.Steps {
			if from < at || s.Purpose != timeline.Stretch {
				continue
			}
			i := slices.IndexFunc(steps, func(t plan.Step) bool { return t.Part == s.Part && t.Side == s.Side && plan.SameScriptStep(t, s) })
			out := steps[i+1]
			next, answer := live.Edit(plan.MoveOn, from+s.FirstInhale()+second)
			if answer.Refusal != plan.NotRefused {
				t.Fatal(answer)
			}
			got := after(next, from+s.FirstInhale()+second)
			if j := slices.IndexFunc(got, func(s plan.Step) bool { return !s.IsAnswer() }); got[j].Text != out.Text || got[j].Words != out.Words || got[j].Part != out.Part || got[j].Side != out.Side {
				t.Errorf("%v: out of %+v comes %+v, not %+v", names, s, got[j], out)
			}
			moved++
		}
		if moved == 0 {
			t.Errorf("%v: no stretch was left", names)
		}
	}
}

// Going on in the words that end a pressure presses nothing.
func TestLettingGoAgainIsNoPressure(t *testing.T) {
	live, r := atItsCap(t)
	text := r.Phrases.Release.Text(scripts.Full, scripts.SideCentre)
	at := startOf(t, live, func(s plan.Step) bool { return s.Text == text }) + second/3
	next, _ := live.GoOn(at, time.Minute)
	for s := range later(next, at) {
		if s.Kind == plan.StepBreaths && s.Part == timeline.PartPoints {
			t.Fatalf("%+v comes after letting go", s)
		}
	}
}
