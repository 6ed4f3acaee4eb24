package plan_test

import (
	"errors"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// Guarantee 1: the length asked for, to the frame; else the range that can be.

func TestEveryFrameOfTheRangeCanBeAsked(t *testing.T) {
	fitted := 0
	rapid.Check(t, func(rt *rapid.T) {
		r := drawRequest(rt, t)
		l, err := plan.Range(r)
		if err != nil {
			skipRefused(rt, err)
		}
		length := drawFrame(rt, "length", l.Least-second, l.Most+2*second)
		p, err := plan.Fit(r, length)
		beyond := length < l.Least || length > l.Most && len(r.Scripts) > 1
		if length > l.Most && len(r.Scripts) == 1 && err != nil {
			// A further round may start later than the first one ends.
			beyond = true
		}
		if beyond {
			var re *plan.RangeError
			if !errors.As(err, &re) || re.Asked != length || re.Least != l.Least {
				rt.Fatalf("asked %d of %v: %v", length, l, err)
			}
			return
		}
		if err != nil {
			rt.Fatalf("asked %d of %v: %v", length, l, err)
		}
		fitted++
		if tl := p.LayOut(); p.Frames != length || tl.Frames != length {
			rt.Fatalf("asked %d, planned %d, laid out %d", length, p.Frames, tl.Frames)
		}
	})
	if fitted == 0 {
		t.Error("no drawn length was in its range")
	}
}

// Guarantee 2: one unbroken range, and on in further rounds. Every second is
// fitted and laid out, of loops too.
func TestEverySecondOfEveryRegion(t *testing.T) {
	t.Parallel()
	for _, names := range everySession {
		t.Run(sessionName(names), func(t *testing.T) {
			t.Parallel()
			r := request(t, names...)
			l := rangeOf(t, r)
			first := (l.Least + second - 1) / second * second
			fitEvery(t, r, first, l.Most)
			if len(names) == 1 {
				fitEvery(t, r, l.Most/second*second, 70*60*second)
				r.Loop = true
				fitEvery(t, r, first, 70*60*second)
			}
		})
	}
}

// fitEvery fits a request to lengths, and checks that each keeps as many points
// in its first round as those before it.
func fitEvery(t *testing.T, r plan.Request, from, to timeline.Frame) {
	t.Helper()
	fit, err := plan.Prepare(r)
	if err != nil {
		t.Fatal(err)
	}
	kept, fitted := 0, 0
	for length := from; length <= to; length += second {
		p, err := fit(length)
		if err != nil {
			t.Fatalf("loop %v: %v", r.Loop, err)
		}
		if laid := p.LayOut().Frames; laid != length {
			t.Fatalf("%s has %d frames", timeline.Clock(length), laid)
		}
		points := pointsOf(p, 1)
		if len(points) < kept && len(r.Scripts) == 1 {
			t.Fatalf("%s keeps %d points, a shorter session %d", timeline.Clock(length), len(points), kept)
		}
		kept = len(points)
		fitted++
	}
	if fitted < 100 {
		t.Errorf("only %d lengths from %s to %s", fitted, timeline.Clock(from), timeline.Clock(to))
	}
}

func TestEveryBreathAndVoiceReachesTheIdeal(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := drawRequest(rt, t)
		r.Scripts = builtin(t, rapid.SampledFrom(regions).Draw(rt, "region"))
		l, err := plan.Range(r)
		if err != nil {
			rt.Fatal(err)
		}
		if l.Least > l.Ideal || l.Ideal > l.Most {
			rt.Fatalf("the ideal is outside its range: %+v", l)
		}
	})
}

// Guarantee 3: pressure stays under its caps, breaths are whole, sides are
// equal. That no step leaves its span is held in spans_test.go.

func TestPressureStaysUnderItsCaps(t *testing.T) {
	pressing := 0
	rapid.Check(t, func(rt *rapid.T) {
		p, r := drawPlan(rt, t)
		breath := breathOf(r)
		release := r.Phrases.Release.Text(scripts.Brief, "")
		var breaths, pressed, words timeline.Frame
		for i, s := range p.Steps {
			under := s.Purpose == timeline.Hold || s.Purpose == timeline.Move || s.Purpose == timeline.Satellite && s.Kind == plan.StepBreaths
			if s.Kind == plan.StepBreaths && s.Breathing()%breath != 0 {
				rt.Fatalf("step %d: %d frames are not whole breaths of %d", i, s.Breathing(), breath)
			}
			switch {
			case under && s.Kind == plan.StepBreaths:
				pressing++
				breaths += s.Breathing() / breath
				pressed += words + s.Frames
				words = 0
			case s.Kind == plan.StepSay || s.Kind == plan.StepEarcon:
				// Words before a hold may already press.
				words += s.Frames
			default:
				breaths, pressed, words = 0, 0, 0
			}
			if s.Text == release || s.Kind == plan.StepEarcon && s.Text == "release" {
				breaths, pressed, words = 0, 0, 0
			}
			if breaths > 9 || pressed > 90*second {
				rt.Fatalf("step %d: pressed for %d breaths, %s", i, breaths, timeline.Clock(pressed))
			}
		}
	})
	if pressing == 0 {
		t.Error("nothing was pressed")
	}
}

func TestBothSidesAreEqual(t *testing.T) {
	compared := 0
	rapid.Check(t, func(rt *rapid.T) {
		p, r := drawPlan(rt, t)
		if r.Work != plan.WorkBoth {
			rt.Skip()
		}
		type place struct {
			region, point string
			part          timeline.Part
			round         int
		}
		type work struct{ breaths, search timeline.Frame }
		left, right := map[place]work{}, map[place]work{}
		for _, s := range p.Steps {
			side := map[scripts.Side]map[place]work{scripts.Left: left, scripts.Right: right}[s.Side]
			if side == nil {
				continue
			}
			at := place{s.Region, s.Point, s.Part, s.Round}
			w := side[at]
			switch s.Kind {
			case plan.StepBreaths:
				w.breaths += s.Breathing()
			case plan.StepSearch:
				w.search += s.Frames
			}
			side[at] = w
		}
		compared += len(left)
		if !reflect.DeepEqual(left, right) {
			rt.Fatalf("left %v\nright %v", left, right)
		}
	})
	if compared == 0 {
		t.Error("nothing has two sides")
	}
}

// Guarantee 4: cautions, opening, stretch and closing are always there; points
// enter in their order, held properly.

func TestCautionsStretchAndClosingAreAlwaysThere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, r := drawPlan(rt, t)
		parts := map[timeline.Part]int{}
		for i, s := range p.Steps {
			if i == 0 || p.Steps[i-1].Part != s.Part || p.Steps[i-1].Region != s.Region {
				parts[s.Part]++
			}
		}
		if parts[timeline.PartStretch] != len(r.Scripts) || parts[timeline.PartClosing] != 1 || parts[timeline.PartCaution] < len(r.Scripts) {
			rt.Fatalf("parts %v of %d regions", parts, len(r.Scripts))
		}
		safety, chimes := 0, 0
		for _, s := range p.Steps {
			if s.Text == r.Phrases.Safety.Full && s.Words > 0 {
				safety++
			}
			if s.Kind == plan.StepChime {
				chimes++
			}
		}
		if last := p.Steps[len(p.Steps)-1]; safety != 1 || chimes != 1 || last.Kind != plan.StepChime {
			rt.Fatalf("safety said %d times, %d chimes, the last step a %s", safety, chimes, last.Kind)
		}
	})
}

func TestPointsEnterInKeepOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := drawRequest(rt, t)
		r.Scripts = r.Scripts[:1]
		l, err := plan.Range(r)
		if err != nil {
			skipRefused(rt, err)
		}
		length := drawFrame(rt, "length", l.Least, l.Most)
		p, err := plan.Fit(r, length)
		if err != nil {
			rt.Fatal(err)
		}
		entered := map[string]bool{}
		for _, name := range pointsOf(p, 1) {
			entered[name] = true
		}
		highestIn, lowestOut := 0, 10
		for _, p := range r.Scripts[0].Points {
			if entered[r.Scripts[0].Region+": "+p.Title] {
				highestIn = max(highestIn, p.Keep)
			} else {
				lowestOut = min(lowestOut, p.Keep)
			}
		}
		if lowestOut < highestIn || lowestOut == 0 {
			rt.Fatalf("a point of keep %d is in, one of keep %d is out", highestIn, lowestOut)
		}
		if len(entered) < len(r.Scripts[0].Points) && length >= l.Ideal {
			rt.Fatal("there is time for all points at their ideal, but not all are in")
		}
	})
}

func TestASecondRoundOnlyAfterAWholeFirst(t *testing.T) {
	further := 0
	rapid.Check(t, func(rt *rapid.T) {
		p, r := drawPlan(rt, t)
		if len(r.Scripts) == 1 && rapid.Bool().Draw(rt, "longer than one round") {
			limits, err := plan.Range(r)
			if err == nil {
				p, err = plan.Fit(r, limits.Most+drawFrame(rt, "beyond", 1, limits.Most))
			}
			if err != nil {
				skipRefused(rt, err)
			}
		}
		rounds := p.Steps[len(p.Steps)-1].Round
		if len(r.Scripts) > 1 {
			if rounds != 1 {
				rt.Fatal("a programme plays each region once")
			}
			return
		}
		further += rounds - 1
		for round := 1; round < rounds; round++ {
			if got := len(pointsOf(p, round)); got != len(r.Scripts[0].Points) {
				rt.Fatalf("round %d of %d has %d points of %d", round, rounds, got, len(r.Scripts[0].Points))
			}
		}
	})
	if further == 0 {
		t.Error("no session had a second round")
	}
}

// Guarantee 5 is held where it is made, in package fit; here it is that the
// elastic lengths of a region reach it together.
func TestSearchesOfARegionGiveEvenly(t *testing.T) {
	r := request(t, "neck")
	l := rangeOf(t, r)
	compared := 0
	for length := l.Ideal; length < l.Most; length += 37 * second {
		low, high := 1.0, 0.0
		steps := map[visit][]plan.Step{}
		for _, s := range fit(t, r, length).Steps {
			if s.Point != "" && s.Side != scripts.Right { // the second side is as the first
				steps[visitOf(s)] = append(steps[visitOf(s)], s)
			}
		}
		for at, side := range steps {
			point, _ := pointNamed(r, at.region, at.point)
			spans := spans(r, at.region, point, at.round)
			for g, length := range lengths(side) {
				b, _ := spanOf(spans, g)
				if b.unit > 1 || b.most-b.ideal <= second {
					continue
				}
				if g.purpose == timeline.Satellite && g.nth > 1 {
					continue // as long as the first
				}
				departure := float64(length-b.ideal) / float64(b.most-b.ideal)
				low, high = min(low, departure), max(high, departure)
				compared++
			}
		}
		if high-low > 1e-4 {
			t.Fatalf("%s: searches depart by %g to %g", timeline.Clock(length), low, high)
		}
	}
	if compared < 50 {
		t.Errorf("only %d searches were compared", compared)
	}
}

// Guarantee 6: pure and deterministic.
func TestFitIsDeterministic(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, r := drawPlan(rt, t)
		again, err := plan.Fit(r, p.Frames)
		if err != nil || !reflect.DeepEqual(p, again) {
			rt.Fatalf("the same request made another plan (%v)", err)
		}
	})
}

// Each region of a programme has its least; what is above is shared by weight,
// within the range of each.
func TestSharesOfAProgrammeFollowTheWeights(t *testing.T) {
	r := request(t, full...)
	shares := func(length timeline.Frame) map[string]timeline.Frame {
		regions := map[string]timeline.Frame{}
		for _, s := range fit(t, r, length).Steps {
			regions[s.Region] += s.Frames
		}
		return regions
	}
	l := rangeOf(t, r)
	least, most := shares(l.Least), shares(l.Most)
	compared := 0
	for length := l.Least; length <= l.Most; length += 61*second + 7 {
		level := -1.0
		for region, x := range shares(length) {
			if x < least[region] || x > most[region] {
				t.Fatalf("%s is outside its range", region)
			}
			if x == most[region] {
				continue
			}
			own := float64(x-least[region]) / float64(builtin(t, region)[0].Weight)
			if level >= 0 {
				compared++
				if own < level-2 || own > level+2 {
					t.Fatalf("shares of %s are not by weight", timeline.Clock(length))
				}
			}
			level = own
		}
	}
	if compared < 50 {
		t.Errorf("only %d shares were compared", compared)
	}
}
