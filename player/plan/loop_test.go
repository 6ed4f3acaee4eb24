package plan_test

import (
	"testing"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// said counts how often a text is spoken, and in which round it first is.
func said(p *plan.Plan, text string) (times, first int) {
	for _, s := range p.Steps {
		if s.Text == text && s.Words > 0 {
			if times++; times == 1 {
				first = s.Round
			}
		}
	}
	return times, first
}

func TestALoopRepeatsOnlyThePoints(t *testing.T) {
	for _, region := range regions {
		r := request(t, region)
		r.Loop = true
		p := fit(t, r, 75*60*second)
		rounds := 0
		for i, s := range p.Steps {
			rounds = max(rounds, s.Round)
			if s.Round > 1 && s.Part == timeline.PartOpening {
				t.Errorf("%s: step %d of round %d is in the opening", region, i, s.Round)
			}
		}
		if rounds < 4 {
			t.Fatalf("%s: only %d rounds in 75 minutes", region, rounds)
		}
		for _, c := range r.Scripts[0].Cautions {
			if n, _ := said(p, c.Line.Full); n != 1 {
				t.Errorf("%s: %q is said %d times", region, c.Line.Full, n)
			}
		}
		if n, _ := said(p, r.Phrases.NextRound.Text(scripts.Brief, "")); n != rounds-1 {
			t.Errorf("%s: %d rounds are announced, there are %d", region, n, rounds)
		}
		if n, first := said(p, r.Phrases.SafetyAgain.Full); n != rounds/3 || first != 3 {
			t.Errorf("%s: in %d rounds the safety words come %d times, first in round %d", region, rounds, n, first)
		}
	}
}

func TestALoopWithoutALengthGoesOnForADay(t *testing.T) {
	for _, names := range [][]string{{"jaw"}, full} {
		for _, guidance := range []plan.Guidance{plan.GuidanceFull, plan.GuidanceTones} {
			r := request(t, names...)
			r.Loop, r.Guidance = true, guidance
			p := fit(t, r, 0)
			if p.Frames > plan.MostFrames || p.Frames < plan.MostFrames-90*60*second {
				t.Errorf("%v: the loop takes %s", names, timeline.Clock(p.Frames))
			}
			last := p.Steps[len(p.Steps)-1]
			if last.Kind != plan.StepChime || last.Round < 10 {
				t.Errorf("%v: it ends with a %s in round %d", names, last.Kind, last.Round)
			}
			if n, _ := said(p, r.Phrases.SafetyAgain.Full); n < last.Round/3-1 || n > last.Round/3 {
				t.Errorf("%v: the safety words come %d times in %d rounds", names, n, last.Round)
			}
			for _, name := range names { // and no region goes unstretched
				stretched := map[int]bool{}
				for _, s := range p.Steps {
					if s.Region == name && s.Part == timeline.PartStretch {
						stretched[s.Round] = true
					}
				}
				if len(names) > 1 && len(stretched) != last.Round || len(stretched) == 0 {
					t.Errorf("%s is stretched in %d of %d rounds", name, len(stretched), last.Round)
				}
			}
		}
	}
}
