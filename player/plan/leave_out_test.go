package plan_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// drawStop draws for how long sound had stopped.
func drawStop(rt *rapid.T) time.Duration {
	return rapid.SampledFrom([]time.Duration{0, time.Second, 20*time.Second - 1, 20 * time.Second, time.Hour}).Draw(rt, "stopped")
}

// isNotPressed: after a frame nothing of a spot comes any more but letting go of
// it.
func isNotPressed(live *plan.Live, spot plan.Spot, at timeline.Frame) error {
	for s := range later(live, at) {
		if s.Region != spot.Region || s.Point != spot.Title || s.IsAnswer() || s.Part == timeline.PartCaution {
			continue
		}
		_, pressed := s.Pressure()
		if letsGo := pressed && (s.Kind == plan.StepSay || s.Kind == plan.StepEarcon && s.Text == "release"); !letsGo {
			return fmt.Errorf("%q was left out, and %+v comes", spot.Title, s)
		}
	}
	return nil
}

// Wherever a spot is left out: it is let go at once and in words, the next place
// comes, and the session ends when it would have where there is room.
func TestASpotIsLeftOut(t *testing.T) {
	t.Parallel()
	for _, names := range everySession {
		for _, guidance := range []plan.Guidance{plan.GuidanceFull, plan.GuidanceBrief, plan.GuidanceTones} {
			r := request(t, names...)
			r.Guidance = guidance
			live := begin(t, r, 0, plan.AnchorEnd)
			left, inTime := 0, 0
			for from, s := range live.Steps {
				at := from + s.Frames/2
				spot := live.SpotAt(at)
				next, answer := live.Edit(plan.LeaveOut, at)
				if spot.IsZero() {
					if answer.Refusal == plan.NotRefused || next != live {
						t.Errorf("%v: in the %s a spot is left out", names, s.Part)
					}
					continue
				}
				if answer.Refusal != plan.NotRefused {
					t.Fatalf("%v: %q at %s: %+v", names, s.Point, timeline.Clock(at), answer)
				}
				left++
				if next.Frames() == live.Frames() {
					inTime++
				}
				if err := isNotPressed(next, spot, at); err != nil {
					t.Errorf("%v: %v", names, err)
				}
				if err := sound(live, next, at); err != nil {
					t.Errorf("%v at %s: %v", names, timeline.Clock(at), err)
				}
				if !slices.Contains(next.Request().LeftOut, spot) || slices.Contains(live.Request().LeftOut, spot) {
					t.Errorf("%v: %+v is not remembered", names, spot)
				}
				if err := isLetGo(r, next, s, at); err != nil {
					t.Errorf("%v, %s, %q at %s: %v", names, guidance, s.Point, timeline.Clock(at), err)
				}
				if again, answer := next.Edit(plan.LeaveOut, at+1); answer.Refusal != plan.Already || again != next {
					t.Errorf("left out twice: %+v", answer)
				}
			}
			if left < 30 || inTime < left*2/3 {
				t.Errorf("%v: left out %d times, %d of them in time", names, left, inTime)
			}
		}
	}
}

// isLetGo: what was being pressed in a step is let go of, in words or an earcon,
// before anything else but an answer.
func isLetGo(r plan.Request, next *plan.Live, was plan.Step, at timeline.Frame) error {
	if _, pressed := was.Pressure(); !pressed {
		return nil
	}
	release := r.Phrases.Release
	for from, s := range next.Steps {
		switch {
		case from+s.Frames <= at || s.IsAnswer():
		case s.Kind == plan.StepEarcon && s.Text == "release" && r.Guidance == plan.GuidanceTones && from <= at+second:
			return nil
		case s.Kind == plan.StepSay && (s.Text == release.Text(scripts.Full, s.Side) || s.Text == release.Text(scripts.Brief, s.Side)) && from <= at+second:
			return nil
		default:
			return fmt.Errorf("it goes on at %d with %+v", from, s)
		}
	}
	return fmt.Errorf("it ends")
}

// The command is refused in a caution, and where no spot is worked.
func TestWhereNoSpotIsLeftOut(t *testing.T) {
	r := request(t, "neck")
	live := begin(t, r, 0, plan.AnchorEnd)
	part := func(p timeline.Part) timeline.Frame {
		return startOf(t, live, func(s plan.Step) bool { return s.Part == p }) + 1
	}
	for at, want := range map[timeline.Frame]plan.Refusal{
		part(timeline.PartOpening): plan.NoSpot, part(timeline.PartCaution): plan.ForSafety,
		part(timeline.PartStretch): plan.NoSpot, part(timeline.PartClosing): plan.NoSpot, live.Frames(): plan.TooLate,
	} {
		if same, answer := live.Edit(plan.LeaveOut, at); answer.Refusal != want || same != live {
			t.Errorf("at %s: %+v, want %q", timeline.Clock(at), answer, want)
		}
	}
	// A session that is resumed says the safety line to its end.
	again := resume(t, live, inSecondHold(t, live), plan.AnchorEnd)
	safety := startOf(t, again, func(s plan.Step) bool { return s.Part == timeline.PartCaution })
	if _, answer := again.Edit(plan.LeaveOut, safety+1); answer.Refusal != plan.ForSafety {
		t.Errorf("in the safety line: %+v", answer)
	}
	early, answer := again.Edit(plan.LeaveOut, safety-1)
	if n, _ := said(early.Plan(), r.Phrases.SafetyAgain.Full); answer.Refusal != plan.NotRefused || n == 0 {
		t.Errorf("in the bell: %+v, and the safety line is never said", answer)
	}
}

// A spot that was just moved on from is left out without a break.
func TestASpotThatWasMovedOnFromIsLeftOut(t *testing.T) {
	r := request(t, "neck")
	r.Loop = true
	live := begin(t, r, 60*60*second, plan.AnchorEnd)
	at := inSecondHold(t, live)
	first := live.SpotAt(startOf(t, live, isHold))
	was, from := live.At(at)
	next, answer := live.LeaveOut(first, at)
	now, begins := next.At(at)
	if answer.Refusal != plan.NotRefused || answer.Sounds || now != was || begins != from || next.Frames() != live.Frames() {
		t.Errorf("%+v: %+v became %+v", answer, was, now)
	}
	if err := isNotPressed(next, first, at); err != nil {
		t.Error(err)
	}
	if err := isNotPressed(live, first, at); err == nil {
		t.Error("it would not have come anyway")
	}
	if err := sound(live, next, at); err != nil {
		t.Error(err)
	}
}

// leaveAllOut leaves out every spot in turn, each in its first hold.
func leaveAllOut(t *testing.T, live *plan.Live, region string) (*plan.Live, timeline.Frame) {
	t.Helper()
	at := timeline.Frame(-1)
	for {
		hold := timeline.Frame(-1)
		for from, s := range live.Steps {
			if from > at && isHold(s) && s.Region == region {
				hold = from + s.Frames/2
				break
			}
		}
		if hold < 0 {
			return live, at
		}
		next, answer := live.Edit(plan.LeaveOut, hold)
		if answer.Refusal != plan.NotRefused {
			t.Fatal(answer)
		}
		if err := sound(live, next, hold); err != nil {
			t.Fatal(err)
		}
		live, at = next, hold
	}
}

// With its last spot left out, a region goes on to its stretch, and no round
// follows, in whatever loop.
func TestTheLastSpotIsLeftOut(t *testing.T) {
	for _, names := range [][]string{{"jaw"}, {"jaw", "neck"}} {
		for _, length := range []timeline.Frame{0, 1} {
			for _, loop := range []bool{false, true} {
				r := request(t, names...)
				r.Loop = loop
				if length > 0 {
					length = rangeOf(t, r).Ideal
				}
				live, at := leaveAllOut(t, begin(t, r, length, plan.AnchorEnd), "jaw")
				stretch := false
				for s := range later(live, at) {
					if s.Region == "jaw" && s.Part == timeline.PartPoints && s.Kind == plan.StepBreaths {
						t.Fatalf("%v, loop %v: %+v comes", names, loop, s)
					}
					if s.Region == "jaw" && s.Part == timeline.PartOpening && s.Round > 1 {
						t.Fatalf("%v, loop %v: it is opened again: %+v", names, loop, s)
					}
					stretch = stretch || s.Region == "jaw" && s.Part == timeline.PartStretch
				}
				if !stretch {
					t.Errorf("%v, loop %v: there is no stretch", names, loop)
				}
				if goesRound := loop && len(names) > 1 && length == 0; live.Looping() != goesRound || live.Endless() != goesRound {
					t.Errorf("%v, loop %v, %d: looping %v, endless %v", names, loop, length, live.Looping(), live.Endless())
				}
				// It can be resumed, though a new session of it cannot be begun.
				if mark, ok := live.Mark(startOf(t, live, func(s plan.Step) bool { return s.Part == timeline.PartStretch && s.Region == "jaw" }) + 1); ok {
					if _, _, err := plan.Resume(live.Request(), mark, plan.AnchorEnd); err != nil {
						t.Errorf("%v, loop %v: %v", names, loop, err)
					}
				}
				if _, err := plan.Range(live.Request()); err == nil {
					t.Error("a session of no spots can be begun")
				}
			}
		}
	}
}

// Sessions without spots that were left out keep all that plans keep, in an
// unbroken range, whichever spots they are.
func TestAPlanWithoutSpots(t *testing.T) {
	t.Parallel()
	for _, names := range everySession {
		t.Run(sessionName(names), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				r := drawLeftOut(rt, request(t, names...))
				l, err := plan.Range(r)
				if err != nil {
					rt.Fatal(err)
				}
				whole, err := plan.Range(request(t, names...))
				if err != nil || l.Least > whole.Least+60*second || l.Ideal > whole.Ideal || l.Most > whole.Most {
					rt.Fatalf("the range is %+v, that of all spots %+v, %v", l, whole, err)
				}
				length := drawFrame(rt, "length", l.Least, l.Most)
				p, err := plan.Fit(r, length)
				if err != nil || p.Frames != length {
					rt.Fatalf("%s is not possible in %+v: %v", timeline.Clock(length), l, err)
				}
				live := begin(t, r, length, plan.AnchorEnd)
				for _, s := range r.LeftOut {
					if err := isNotPressed(live, s, -1); err != nil {
						rt.Fatal(err)
					}
				}
				if err := newChecker(live).all(live, live, 0); err != nil {
					rt.Fatal(err)
				}
				pressed := map[string]bool{}
				for _, s := range p.Steps {
					pressed[s.Region] = pressed[s.Region] || isHold(s)
				}
				if len(pressed) != len(names) || slices.ContainsFunc(names, func(n string) bool { return !pressed[n] }) {
					rt.Fatalf("only %v are pressed", pressed)
				}
			})
		})
	}
}

// drawLeftOut leaves out any spots of a request, but not all of a region.
func drawLeftOut(rt *rapid.T, r plan.Request) plan.Request {
	for _, s := range r.Scripts {
		stays := rapid.IntRange(0, len(s.Points)-1).Draw(rt, "stays")
		for i, p := range s.Points {
			if i != stays && rapid.Bool().Draw(rt, "left out") {
				r.LeftOut = append(r.LeftOut, plan.Spot{Region: s.Region, Place: p.Place, Title: p.Title})
			}
		}
	}
	return r
}

// Any script that can be played can be without any of its spots, or says why.
func TestAnyScriptWithoutSpots(t *testing.T) {
	t.Parallel()
	played := 0
	rapid.Check(t, func(rt *rapid.T) {
		r := drawRequest(rt, t)
		if _, err := plan.Range(r); err != nil {
			skipRefused(rt, err)
		}
		r = drawLeftOut(rt, r)
		l, err := plan.Range(r)
		if err != nil {
			rt.Fatal(err)
		}
		if _, err := plan.Fit(r, drawFrame(rt, "length", l.Least, l.Most)); err != nil {
			rt.Fatalf("within %+v: %v", l, err)
		}
		played++
	})
	if played == 0 {
		t.Error("nothing was played")
	}
}

func TestAllSpotsOfARegionLeftOutAreRefused(t *testing.T) {
	r := request(t, "neck", "jaw")
	for _, p := range r.Scripts[1].Points {
		r.LeftOut = append(r.LeftOut, plan.Spot{Region: "jaw", Place: p.Place, Title: "an older title"})
	}
	want := &plan.AllLeftOutError{Region: "jaw"}
	if _, err := plan.Fit(r, 0); err == nil || err.Error() != want.Error() {
		t.Error(err)
	}
	if got := r.LeftOutSpots(); len(got) != len(r.Scripts[1].Points) || got[0].Title != r.Scripts[1].Points[0].Title {
		t.Errorf("%+v", got)
	}
	r.LeftOut = r.LeftOut[1:]
	if _, err := plan.Fit(r, 0); err != nil {
		t.Error(err)
	}
}

// A bookmark may be older than the spots that were left out, or lie in one of
// them: then the next place follows, or the stretch.
func TestResumeWithoutSpots(t *testing.T) {
	for _, length := range []timeline.Frame{20 * 60 * second, 60 * 60 * second, 0} {
		r := request(t, "neck")
		r.Loop = length != 20*60*second
		live := begin(t, r, length, plan.AnchorEnd)
		points := r.Scripts[0].Points
		resumed := 0
		for at := timeline.Frame(0); at < min(live.Frames()*3/4, 50*60*second); at += 71*second + 7 {
			mark, ok := live.Mark(at)
			if !ok {
				continue
			}
			spot := live.SpotAt(at)
			for i, p := range points {
				without := r
				left := plan.Spot{Region: "neck", Place: p.Place, Title: p.Title}
				without.LeftOut = []plan.Spot{left}
				again, exact, err := plan.Resume(without, mark, plan.AnchorEnd)
				if err != nil || !exact {
					t.Fatalf("exact %v, %v", exact, err)
				}
				resumed++
				if err := isNotPressed(again, left, -1); err != nil {
					t.Errorf("stopped at %s: %v", timeline.Clock(at), err)
				}
				got := resumedStep(again, 0)
				switch was, _ := live.At(at); {
				case spot.Is(left) && i == len(points)-1:
					further := got.Part == timeline.PartPoints && got.Point == "" && got.Round == was.Round+1
					if wants := was.Round < mark.Rounds; further != wants || !wants && got.Part != timeline.PartStretch {
						t.Errorf("stopped at the last spot of round %d of %d, resumed at %+v", was.Round, mark.Rounds, got)
					}
				case spot.Is(left):
					if got.Point != points[i+1].Title || got.Round != was.Round {
						t.Errorf("stopped at %q in round %d, resumed at %q in round %d", was.Point, was.Round, got.Point, got.Round)
					}
				case got.Point != was.Point || got.Part != was.Part:
					t.Errorf("stopped at %+v, resumed at %+v", was, got)
				}
				if err := newChecker(live).capsHold(nearSteps(again, 0)); err != nil {
					t.Error(err)
				}
			}
		}
		if resumed < 50 {
			t.Errorf("resumed only %d times", resumed)
		}
	}
}
