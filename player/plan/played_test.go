package plan_test

import (
	"testing"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
)

func TestPlayedCountsWhatWasDone(t *testing.T) {
	r := request(t, "neck")
	r.Loop = true
	live := begin(t, r, 30*60*second, plan.AnchorEnd)
	p := live.Plan()
	rounds := p.Steps[len(p.Steps)-1].Round
	points := 0
	for round := 1; round <= rounds; round++ {
		points += len(pointsOf(p, round))
	}
	if got := live.Played(live.Frames()); got.Rounds != rounds || got.Points != points || got.Regions["neck"] != live.Frames() || rounds < 2 {
		t.Errorf("%+v of %d rounds, %d points, %d frames", got, rounds, points, live.Frames())
	}
	if got := live.Played(0); got.Rounds != 0 || got.Points != 0 || len(got.Regions) != 0 {
		t.Errorf("%+v before anything", got)
	}
	pressing := startOf(t, live, func(s plan.Step) bool {
		return s.Purpose == timeline.Hold && "neck: "+s.Point == pointsOf(p, 1)[1]
	})
	if before, after := live.Played(pressing).Points, live.Played(pressing+1).Points; before != 1 || after != 2 {
		t.Errorf("%d and %d points around the second", before, after)
	}
}
