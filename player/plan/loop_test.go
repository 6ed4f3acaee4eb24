package plan

import (
	"testing"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
	"pgregory.net/rapid"
)

// said counts how often a text is spoken, and in which round it first is.
func said(p *Plan, text string) (times, first int) {
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
		plan, err := Fit(r, 75*60*timeline.Second)
		if err != nil {
			t.Fatal(err)
		}
		rounds := 0
		for i, s := range plan.Steps {
			rounds = max(rounds, s.Round)
			if s.Round > 1 && s.Part == timeline.PartOpening {
				t.Errorf("%s: step %d of round %d is in the opening", region, i, s.Round)
			}
		}
		if rounds < 4 {
			t.Fatalf("%s: only %d rounds in 75 minutes", region, rounds)
		}
		for _, c := range r.Scripts[0].Cautions {
			if n, _ := said(plan, c.Line.Full); n != 1 {
				t.Errorf("%s: %q is said %d times", region, c.Line.Full, n)
			}
		}
		if n, _ := said(plan, r.Phrases.NextRound.Text(scripts.Brief, "")); n != rounds-1 {
			t.Errorf("%s: %d rounds are announced, there are %d", region, n, rounds)
		}
		if n, first := said(plan, r.Phrases.SafetyAgain.Full); n != rounds/3 || first != 3 {
			t.Errorf("%s: in %d rounds the safety words come %d times, first in round %d", region, rounds, n, first)
		}
	}
}

func TestALoopWithoutALengthGoesOnForADay(t *testing.T) {
	for _, names := range [][]string{{"jaw"}, full} {
		for _, guidance := range []Guidance{GuidanceFull, GuidanceTones} {
			r := request(t, names...)
			r.Loop, r.Guidance = true, guidance
			plan, err := Fit(r, 0)
			if err != nil {
				t.Fatal(err)
			}
			if plan.Frames > MostFrames || plan.Frames < MostFrames-90*60*timeline.Second {
				t.Errorf("%v: the loop takes %s", names, timeline.Clock(plan.Frames))
			}
			last := plan.Steps[len(plan.Steps)-1]
			if last.Kind != StepChime || last.Round < 10 {
				t.Errorf("%v: it ends with a %s in round %d", names, last.Kind, last.Round)
			}
			if n, _ := said(plan, r.Phrases.SafetyAgain.Full); n < last.Round/3-1 || n > last.Round/3 {
				t.Errorf("%v: the safety words come %d times in %d rounds", names, n, last.Round)
			}
			for _, name := range names { // and no region goes unstretched
				stretched := map[int]bool{}
				for _, s := range plan.Steps {
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

func TestCuesFollowEachOther(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		plan, r := drawPlan(rt, t)
		tl := plan.LayOut()
		inhale, exhale := frames(r.Breath.In), frames(r.Breath.Out)
		var words, under timeline.Frame // where the last line, and the last of all else, ended
		last := timeline.Cue{Kind: timeline.KindExhale}
		for i, c := range tl.Cues {
			if i > 0 && c.At < tl.Cues[i-1].At || c.At < 0 || c.Frames <= 0 || c.End() > tl.Frames || c.Round < 1 {
				rt.Fatalf("cue %d: %+v", i, c)
			}
			if c.Kind == timeline.KindSay {
				if c.At < words || c.Text == "" {
					rt.Fatalf("cue %d: %q is spoken into the line before", i, c.Text)
				}
				words = c.End()
				continue
			}
			if c.At < under {
				rt.Fatalf("cue %d: a %s begins before the %s ends", i, c.Kind, last.Kind)
			}
			under = c.End()
			// After anything else the breath starts at an inhale.
			switch {
			case c.Kind == timeline.KindInhale && (c.Frames != inhale || last.Kind == timeline.KindInhale),
				c.Kind == timeline.KindExhale && (c.Frames != exhale || last.Kind != timeline.KindInhale || last.End() != c.At),
				c.Kind != timeline.KindExhale && last.Kind == timeline.KindInhale:
				rt.Fatalf("cue %d: %s of %d frames after %s", i, c.Kind, c.Frames, last.Kind)
			}
			last = c
		}
		for i, c := range tl.Chapters {
			if i > 0 && c.At <= tl.Chapters[i-1].At || c.Title == "" || c.At >= tl.Frames {
				rt.Fatalf("chapter %d: %+v", i, c)
			}
		}
	})
}

func TestOneSideAloneIsWorkedAlone(t *testing.T) {
	for work, other := range map[Work]scripts.Side{WorkLeft: scripts.Right, WorkRight: scripts.Left} {
		r := request(t, "upper-back")
		r.Work = work
		plan, err := Fit(r, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range plan.Steps {
			if s.Side == other {
				t.Fatalf("--side %s works the %s", work, other)
			}
		}
	}
}
