package plan_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
)

// Whatever a listener does and whenever: what was heard stays, the plan's
// guarantees hold, and the end is where it was plus the differences reported.
func TestEditsKeepTheGuarantees(t *testing.T) {
	t.Parallel()
	t.Run("any", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(rt *rapid.T) {
			r := drawRequest(rt, t)
			editAtRandom(rt, drawLive(rt, r))
		})
	})
	for _, names := range everySession {
		t.Run(sessionName(names), func(t *testing.T) {
			t.Parallel()
			r := request(t, names...)
			rapid.Check(t, func(rt *rapid.T) { editAtRandom(rt, drawLive(rt, r)) })
		})
	}
}

func editAtRandom(rt *rapid.T, live *plan.Live) {
	check := newChecker(live)
	end := live.Frames()
	var at timeline.Frame
	finished := false
	var leftOut []plan.Spot
	for range rapid.IntRange(1, 25).Draw(rt, "edits") {
		// Now and then in quick succession.
		far := rapid.SampledFrom([]timeline.Frame{0, second / 2, 5 * second, 40 * second, 200 * second}).Draw(rt, "far")
		at += drawFrame(rt, "ahead", 0, far)
		if at >= live.Frames() {
			break
		}
		was := live
		var what string
		if rapid.IntRange(0, 6).Draw(rt, "say") == 0 {
			live, what = live.Say(live.TimeRemaining(at), at), "say"
			end += live.Frames() - was.Frames()
		} else {
			e := drawEdit(rt, "edit")
			var answer plan.Answer
			spot := live.SpotAt(at)
			if e == plan.GoOn {
				live, answer = live.GoOn(at, drawStop(rt))
			} else {
				live, answer = live.Edit(e, at)
			}
			what = string(e)
			switch {
			case answer.Refusal != plan.NotRefused && live != was:
				rt.Fatalf("%s at %d was refused, and changed the session", e, at)
			case answer.Refusal != plan.NotRefused:
			case e == plan.Finish:
				finished = true
			case finished && (e == plan.HoldLonger || e == plan.OneMoreSatellite || e == plan.LeaveOut):
				rt.Fatalf("%s at %d was done, after the finish", e, at)
			case e == plan.LeaveOut:
				leftOut = append(leftOut, spot)
			case e == plan.LoopOn && finished:
				rt.Fatalf("a loop was begun at %d, after the finish", at)
			case e == plan.OneMoreSatellite:
				check.moreSatellites = true
			}
			end += answer.Moved
		}
		if live.Frames() != end {
			rt.Fatalf("%s at %d: the session ends at %d, reported was %d", what, at, live.Frames(), end)
		}
		for _, s := range leftOut {
			if err := isNotPressed(live, s, at); err != nil {
				rt.Fatalf("%s at %d (%s): %v", what, at, timeline.Clock(at), err)
			}
		}
		if finished {
			if err := noPointFollows(live, at); err != nil {
				rt.Fatalf("%s at %d (%s): %v", what, at, timeline.Clock(at), err)
			}
		}
		if err := check.all(was, live, at); err != nil {
			rt.Fatalf("%s at %d (%s): %v", what, at, timeline.Clock(at), err)
		}
	}
}

// noPointFollows: after a finish no point comes any more.
func noPointFollows(live *plan.Live, at timeline.Frame) error {
	for s := range later(live, at) {
		if !s.IsAnswer() && (s.Part == timeline.PartPoints || s.Part == timeline.PartOpening) {
			return fmt.Errorf("%q of %s comes after the finish", s.Point, s.Region)
		}
	}
	return nil
}

// later is the steps of a session that begin after a frame.
func later(live *plan.Live, at timeline.Frame) func(yield func(plan.Step) bool) {
	return func(yield func(plan.Step) bool) {
		for from, s := range live.Steps {
			if from > at && !yield(s) {
				return
			}
		}
	}
}
