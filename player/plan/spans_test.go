package plan_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// giving names a step of a point that gives: the nth of its kind on one side,
// from 1.
type giving struct {
	kind    plan.StepKind
	purpose timeline.Purpose
	nth     int
}

// span is the bounds of a step that gives, each a whole number of units.
type span struct{ least, ideal, most, unit timeline.Frame }

// spans is the bounds of the steps of a point in a round, with the words of its
// searches given room. Satellites have the same bounds whatever their number: theirs are those
// of the first.
func spans(r plan.Request, region string, p scripts.Point, round int) map[giving]span {
	s := spanner{r: r, region: region, round: round, sides: sidesWorked(r, p), spans: map[giving]span{}}
	for _, step := range p.Steps {
		switch step := step.(type) {
		case scripts.Rest:
			s.time(plan.StepRest, "", step.Time, scripts.Line{})
		case scripts.Search:
			s.time(plan.StepSearch, "", step.Time, step.Line)
		case scripts.Hold:
			s.breaths(timeline.Hold, step.Breaths)
		case scripts.Move:
			s.breaths(timeline.Move, step.Breaths)
		case scripts.Satellites:
			s.time(plan.StepSearch, timeline.Satellite, step.Search, step.Line)
			s.breaths(timeline.Satellite, step.Each)
		}
	}
	return s.spans
}

func sidesWorked(r plan.Request, p scripts.Point) []scripts.Side {
	switch {
	case p.Side != scripts.Both:
		return []scripts.Side{scripts.SideCentre}
	case r.Work == plan.WorkLeft:
		return []scripts.Side{scripts.Left}
	case r.Work == plan.WorkRight:
		return []scripts.Side{scripts.Right}
	}
	return []scripts.Side{scripts.Left, scripts.Right}
}

type spanner struct {
	r      plan.Request
	region string
	round  int
	sides  []scripts.Side
	spans  map[giving]span
}

// longest is how long a line takes on the side on which it takes longest.
func (s *spanner) longest(l scripts.Line) (words timeline.Frame) {
	for i, side := range s.sides {
		wording := scripts.Full
		if i > 0 || s.round > 1 || s.r.GuidanceOf(s.region) == plan.GuidanceBrief {
			wording = scripts.Brief
		}
		if text := l.Text(wording, side); text != "" && s.r.GuidanceOf(s.region) != plan.GuidanceTones {
			words = max(words, clip(s.r, text))
		}
	}
	return words
}

func (s *spanner) time(kind plan.StepKind, purpose timeline.Purpose, t scripts.TimeSpan, l scripts.Line) {
	s.add(giving{kind: kind, purpose: purpose}, span{frames(t.Least), frames(t.Ideal), frames(t.Most), 1}, l)
}

func (s *spanner) breaths(purpose timeline.Purpose, n scripts.Count) {
	breath := breathOf(s.r)
	of := func(n int) timeline.Frame { return timeline.Frame(n) * breath }
	s.add(giving{kind: plan.StepBreaths, purpose: purpose}, span{of(n.Least), of(n.Ideal), of(n.Most), breath}, scripts.Line{})
}

func (s *spanner) add(g giving, b span, l scripts.Line) {
	for g.nth = 1; ; g.nth++ {
		if _, taken := s.spans[g]; !taken {
			break
		}
	}
	if words := s.longest(l); words > 0 {
		need := words + plan.PauseIntoNext
		b.least, b.ideal = max(b.least, need), max(b.ideal, need)
	}
	s.spans[g] = b
}

// spanOf is the bounds of a step.
func spanOf(spans map[giving]span, g giving) (span, bool) {
	if g.purpose == timeline.Satellite {
		g.nth = 1
	}
	s, ok := spans[g]
	return s, ok
}

// lengths is how long the giving steps of one side of a point are, without the
// words before their breaths. One that was
// broken off and played again is one step.
func lengths(steps []plan.Step) map[giving]timeline.Frame {
	sums := map[giving]timeline.Frame{}
	nth := map[giving]int{}
	var last giving
	for _, s := range steps {
		if s.IsAnswer() {
			continue
		}
		switch s.Kind {
		case plan.StepSearch, plan.StepRest, plan.StepBreaths:
			g := giving{kind: s.Kind, purpose: s.Purpose}
			if last.kind != g.kind || last.purpose != g.purpose {
				nth[g]++
				last = giving{g.kind, g.purpose, nth[g]}
			}
			sums[last] += s.Frames - s.FirstInhale()
		default:
			last = giving{}
		}
	}
	return sums
}

// visit is a point in one round of a session, on all its sides.
type visit struct {
	region, point string
	round         int
}

func visitOf(s plan.Step) visit { return visit{s.Region, s.Point, s.Round} }

// pointNamed is a point of a request.
func pointNamed(r plan.Request, region, title string) (scripts.Point, bool) {
	for _, s := range r.Scripts {
		for _, p := range s.Points {
			if s.Region == region && p.Title == title {
				return p, true
			}
		}
	}
	return scripts.Point{}, false
}

// Guarantee 3: no step of a point leaves its span.
func TestNoStepOfAPointLeavesItsSpan(t *testing.T) {
	checked := 0
	rapid.Check(t, func(rt *rapid.T) {
		p, r := drawPlan(rt, t)
		type side struct {
			visit
			side scripts.Side
		}
		visits := map[side][]plan.Step{}
		for _, s := range p.Steps {
			if s.Point != "" {
				at := side{visitOf(s), s.Side}
				visits[at] = append(visits[at], s)
			}
		}
		for at, steps := range visits {
			point, _ := pointNamed(r, at.region, at.point)
			spans := spans(r, at.region, point, at.round)
			for g, length := range lengths(steps) {
				b, ok := spanOf(spans, g)
				if !ok {
					rt.Fatalf("%+v: the script has no %+v", at, g)
				}
				if checked++; length < b.least || length > b.most || length%b.unit != 0 {
					rt.Fatalf("%+v: %+v takes %d, outside of %+v", at, g, length, b)
				}
			}
		}
	})
	if checked == 0 {
		t.Error("no step was checked")
	}
}
