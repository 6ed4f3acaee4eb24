package plan_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
)

// With room in what is to come, the end is where it was, to the frame.
func TestTheEndHolds(t *testing.T) {
	for _, names := range everySession {
		begun := begin(t, request(t, names...), 0, plan.AnchorEnd)
		done := map[plan.Edit]int{}
		for at := timeline.Frame(0); at < begun.Frames()/2; at += 7*second + 13 {
			for _, e := range []plan.Edit{plan.MoveOn, plan.SayAgain, plan.HoldLonger, plan.OneMoreSatellite, plan.GoOn} {
				live, answer := begun.Edit(e, at)
				if answer.Moved != 0 || live.Frames() != begun.Frames() {
					t.Errorf("%v: %s at %s moves the end by %d", names, e, timeline.Clock(at), answer.Moved)
				}
				if answer.Refusal == plan.NotRefused {
					done[e]++
				}
			}
		}
		for _, e := range []plan.Edit{plan.MoveOn, plan.SayAgain, plan.HoldLonger, plan.GoOn} {
			if done[e] == 0 {
				t.Errorf("%v: %s was never done", names, e)
			}
		}
	}
}

// Where the content is to hold, the end moves by what was changed.
func TestTheContentHolds(t *testing.T) {
	r := request(t, "neck")
	begun := begin(t, r, 0, plan.AnchorContent)
	at, breath := inSecondHold(t, begun), breathOf(r)
	step, from := begun.At(at)
	if _, answer := begun.Edit(plan.HoldLonger, at); answer.Moved < breath || answer.Moved%breath != 0 {
		t.Errorf("one breath longer: %+v", answer)
	}
	remaining := from + step.Frames - at
	if _, answer := begun.Edit(plan.MoveOn, at); answer.Moved > -remaining+plan.AnswerTime+10*second || answer.Moved >= 0 {
		t.Errorf("on from a step with %d frames to go: %+v", remaining, answer)
	}
}

// The end gives way only where it must: a session that runs over has nothing
// to come that could be shorter, except for what whole breaths leave open.
func TestItRunsOverByTheLeastItCan(t *testing.T) {
	over := 0
	rapid.Check(t, func(rt *rapid.T) {
		r := request(t, rapid.SampledFrom(regions).Draw(rt, "region"))
		l, err := plan.Range(r)
		if err != nil {
			rt.Fatal(err)
		}
		shortest, err := plan.Fit(r, l.Least)
		if err != nil {
			rt.Fatal(err)
		}
		live, err := plan.Begin(r, drawFrame(rt, "length", l.Least, l.Least+2*60*second), plan.AnchorEnd)
		if err != nil {
			rt.Fatal(err)
		}
		least := lengthsOfPieces(shortest.Steps)
		var at timeline.Frame
		for range 12 {
			at += drawFrame(rt, "ahead", 0, 15*second)
			e := rapid.SampledFrom([]plan.Edit{plan.SayAgain, plan.HoldLonger, plan.OneMoreSatellite, plan.GoOn}).Draw(rt, "edit")
			next, answer := live.Edit(e, at)
			if answer.Moved > 0 {
				over++
				now, _ := next.At(at)
				optional, spare := false, timeline.Frame(0)
				for piece, length := range lengthsOfPieces(next.Plan().Steps) {
					if began, ok := starting(next, piece); !ok || began <= at || piece == pieceOf(now) {
						continue
					}
					shortest, always := least[piece]
					optional = optional || !always
					spare += length - shortest
				}
				if (optional || spare > 0) && answer.Moved > 4*breathOf(r) {
					rt.Fatalf("%s at %s runs over by %d, where %d could be left out (%v)", e, timeline.Clock(at), answer.Moved, spare, optional)
				}
			}
			live = next
		}
	})
	if over < 20 {
		t.Errorf("only %d sessions ran over", over)
	}
}

// piece is what a session has as a whole or not at all: an opening with its
// cautions, a point in a round, a stretch, a closing.
type piece struct {
	visit
	part timeline.Part
}

func pieceOf(s plan.Step) piece {
	p := piece{visitOf(s), s.Part}
	if p.part == timeline.PartCaution {
		p.part = timeline.PartOpening
	}
	return p
}

func lengthsOfPieces(steps []plan.Step) map[piece]timeline.Frame {
	lengths := map[piece]timeline.Frame{}
	for _, s := range steps {
		lengths[pieceOf(s)] += s.Frames
	}
	return lengths
}

func starting(l *plan.Live, p piece) (at timeline.Frame, ok bool) {
	for from, s := range l.Steps {
		if pieceOf(s) == p {
			return from, true
		}
	}
	return 0, false
}
