package plan

import (
	"errors"
	"reflect"
	"testing"

	"github.com/unknot/unknot/player/fit"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
	"pgregory.net/rapid"
)

// Guarantee 1: the length asked for, to the frame; else the range that can be.

func TestEveryFrameOfTheRangeCanBeAsked(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := drawRequest(rt, t)
		l, err := Range(r)
		if err != nil {
			skipRefused(rt, err)
		}
		length := drawFrame(rt, "length", l.Least-timeline.Second, l.Most+2*timeline.Second)
		plan, err := Fit(r, length)
		beyond := length < l.Least || length > l.Most && len(r.Scripts) > 1
		if length > l.Most && len(r.Scripts) == 1 && err != nil {
			// A further round may start later than the first one ends.
			beyond = true
		}
		if beyond {
			var re *RangeError
			if !errors.As(err, &re) || re.Asked != length || re.Least != l.Least {
				rt.Fatalf("asked %d of %v: %v", length, l, err)
			}
			return
		}
		if err != nil {
			rt.Fatalf("asked %d of %v: %v", length, l, err)
		}
		if tl := plan.LayOut(); plan.Frames != length || tl.Frames != length {
			rt.Fatalf("asked %d, planned %d, laid out %d", length, plan.Frames, tl.Frames)
		}
	})
}

// skipRefused skips a generated script that is rightly refused; a built-in one
// never is.
func skipRefused(t *rapid.T, err error) {
	var fault *ScriptError
	if !errors.As(err, &fault) || fault.Region != "made-up" {
		t.Fatal(err)
	}
	t.Skip(err)
}

// Guarantee 2: one unbroken range, and on in further rounds.

func TestEverySecondOfEveryRegion(t *testing.T) {
	for _, names := range [][]string{{"neck"}, {"jaw"}, {"upper-back"}, {"lower-back"}, full} {
		t.Run(names[0]+map[bool]string{true: " and others"}[len(names) > 1], func(t *testing.T) {
			t.Parallel()
			for _, loop := range []bool{false, true}[:3-min(2, len(names))] {
				r := request(t, names...)
				r.Loop = loop
				l, err := Range(r)
				if err != nil {
					t.Fatal(err)
				}
				p, err := prepare(r)
				if err != nil {
					t.Fatal(err)
				}
				most := max(l.Most, 70*60*timeline.Second)
				if len(names) > 1 {
					most = l.Most
				}
				kept := 0
				for length := ceilSecond(l.Least); length <= most; length += timeline.Second {
					plan, err := p.plan(length)
					if err != nil {
						t.Fatalf("loop %v: %v", loop, err)
					}
					tl := plan.LayOut()
					if tl.Frames != length {
						t.Fatalf("%s has %d frames", timeline.Clock(length), tl.Frames)
					}
					points := pointsOf(plan, 1)
					if len(points) < kept && len(names) == 1 {
						t.Fatalf("%s keeps %d points, a shorter session %d", timeline.Clock(length), len(points), kept)
					}
					kept = len(points)
				}
			}
		})
	}
}

func TestEveryBreathAndVoiceReachesTheIdeal(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := drawRequest(rt, t)
		r.Scripts = builtin(t, rapid.SampledFrom(regions).Draw(rt, "region"))
		l, err := Range(r)
		if err != nil {
			rt.Fatal(err)
		}
		if l.Least > l.Ideal || l.Ideal > l.Most {
			rt.Fatalf("the ideal is outside its range: %+v", l)
		}
	})
}

// pointsOf is the points of a round, each once, in the order they are worked.
func pointsOf(p *Plan, round int) []string {
	var points []string
	for _, s := range p.Steps {
		name := s.Region + ": " + s.Point
		if s.Point != "" && s.Round == round && (len(points) == 0 || points[len(points)-1] != name) {
			points = append(points, name)
		}
	}
	return points
}

// Guarantee 3: no step leaves its span, pressure stays under its caps, breaths
// are whole, sides are equal.

func TestPressureStaysUnderItsCaps(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		plan, _ := drawPlan(rt, t)
		breath := frames(plan.Breath.In) + frames(plan.Breath.Out)
		var breaths, pressed, words timeline.Frame
		for i, s := range plan.Steps {
			under := s.Purpose == timeline.Hold || s.Purpose == timeline.Move || s.Purpose == timeline.Satellite && s.Kind == StepBreaths
			if s.Kind == StepBreaths && s.Frames%breath != 0 {
				rt.Fatalf("step %d: %d frames are not whole breaths of %d", i, s.Frames, breath)
			}
			switch {
			case under && s.Kind == StepBreaths:
				breaths += s.Frames / breath
				pressed += words + s.Frames
				words = 0
			case s.Kind == StepSay || s.Kind == StepEarcon:
				// Words before a hold may press already; behind it they are let go in.
				words += s.Frames
			default:
				breaths, pressed, words = 0, 0, 0
			}
			if s.Text == released(t, s) {
				breaths, pressed, words = 0, 0, 0
			}
			if breaths > 9 || pressed > 90*timeline.Second {
				rt.Fatalf("step %d: pressed for %d breaths, %s", i, breaths, timeline.Clock(pressed))
			}
		}
	})
}

func released(t testing.TB, s Step) string {
	if s.Kind == StepEarcon {
		return "release"
	}
	return phrases(t).Release.Text(scripts.Brief, "")
}

func drawPlan(rt *rapid.T, t testing.TB) (*Plan, Request) {
	r := drawRequest(rt, t)
	r.Loop = rapid.Bool().Draw(rt, "loop")
	l, err := Range(r)
	if err != nil {
		skipRefused(rt, err)
	}
	plan, err := Fit(r, drawFrame(rt, "length", l.Least, l.Most))
	if err != nil {
		rt.Fatal(err)
	}
	return plan, r
}

func TestBothSidesAreEqual(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		plan, r := drawPlan(rt, t)
		if r.Work != WorkBoth {
			rt.Skip()
		}
		type place struct {
			region, point string
			part          timeline.Part
			round         int
		}
		type work struct{ breaths, search timeline.Frame }
		var left, right = map[place]work{}, map[place]work{}
		for _, s := range plan.Steps {
			side := map[scripts.Side]map[place]work{scripts.Left: left, scripts.Right: right}[s.Side]
			if side == nil {
				continue
			}
			at := place{s.Region, s.Point, s.Part, s.Round}
			w := side[at]
			switch s.Kind {
			case StepBreaths:
				w.breaths += s.Frames
			case StepSearch:
				w.search += s.Frames
			}
			side[at] = w
		}
		if !reflect.DeepEqual(left, right) {
			rt.Fatalf("left %v\nright %v", left, right)
		}
	})
}

// Guarantee 4: the frame is always there; points enter in their order, held
// properly.

func TestTheFrameIsAlwaysThere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		plan, r := drawPlan(rt, t)
		parts := map[timeline.Part]int{}
		for i, s := range plan.Steps {
			if i == 0 || plan.Steps[i-1].Part != s.Part || plan.Steps[i-1].Region != s.Region {
				parts[s.Part]++
			}
		}
		if parts[timeline.PartStretch] != len(r.Scripts) || parts[timeline.PartClosing] != 1 || parts[timeline.PartCaution] < len(r.Scripts) {
			rt.Fatalf("parts %v of %d regions", parts, len(r.Scripts))
		}
		safety, chimes := 0, 0
		for _, s := range plan.Steps {
			if s.Text == r.Phrases.Safety.Full && s.Words > 0 {
				safety++
			}
			if s.Kind == StepChime {
				chimes++
			}
		}
		if last := plan.Steps[len(plan.Steps)-1]; safety != 1 || chimes != 1 || last.Kind != StepChime {
			rt.Fatalf("safety said %d times, %d chimes, the last step a %s", safety, chimes, last.Kind)
		}
	})
}

func TestPointsEnterInKeepOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := drawRequest(rt, t)
		r.Scripts = r.Scripts[:1]
		l, err := Range(r)
		if err != nil {
			skipRefused(rt, err)
		}
		length := drawFrame(rt, "length", l.Least, l.Most)
		plan, err := Fit(r, length)
		if err != nil {
			rt.Fatal(err)
		}
		kept := map[string]bool{}
		for _, name := range pointsOf(plan, 1) {
			kept[name] = true
		}
		worst, left := 0, 10
		for _, p := range r.Scripts[0].Points {
			if kept[r.Scripts[0].Region+": "+p.Title] {
				worst = max(worst, p.Keep)
			} else {
				left = min(left, p.Keep)
			}
		}
		if left < worst || left == 0 {
			rt.Fatalf("a point of keep %d is in, one of keep %d is out", worst, left)
		}
		if len(kept) < len(r.Scripts[0].Points) && length >= l.Ideal {
			rt.Fatal("there is time for all points at their ideal, but not all are in")
		}
	})
}

func TestASecondRoundOnlyAfterAWholeFirst(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		plan, r := drawPlan(rt, t)
		rounds := plan.Steps[len(plan.Steps)-1].Round
		if len(r.Scripts) > 1 {
			if rounds != 1 {
				rt.Fatal("a programme plays each region once")
			}
			return
		}
		for round := 1; round < rounds; round++ {
			if got := len(pointsOf(plan, round)); got != len(r.Scripts[0].Points) {
				rt.Fatalf("round %d of %d has %d points of %d", round, rounds, got, len(r.Scripts[0].Points))
			}
		}
	})
}

// Guarantee 5 is held where it is made, in package fit; here it is that a
// region's elastic lengths reach it whole.

func TestWhatGivesGivesEvenly(t *testing.T) {
	r := request(t, "neck")
	p, err := prepare(r)
	if err != nil {
		t.Fatal(err)
	}
	c := p.courses[0]
	for length := c.ideal; length < c.most; length += 37 * timeline.Second {
		at := c.at(length)
		var es []fit.Elastic
		rest := length
		for _, s := range c.sections(at) {
			base := len(es)
			rest -= s.fixed
			for _, e := range s.elastic {
				if e.Multiplied {
					e.Multiplier += base
				}
				es = append(es, e)
			}
		}
		xs, ok := fit.Solve(es, int64(rest))
		if !ok {
			t.Fatalf("%s cannot be", timeline.Clock(length))
		}
		low, high := 1.0, 0.0 // the continuous lengths all depart alike
		for i, e := range es {
			if !e.Counted && e.Most-e.Ideal > int64(timeline.Second) && (!e.Multiplied || xs[e.Multiplier] > 0) {
				low, high = min(low, e.Departure(xs[i])), max(high, e.Departure(xs[i]))
			}
		}
		if high-low > 1e-4 {
			t.Fatalf("%s: continuous lengths depart by %g to %g", timeline.Clock(length), low, high)
		}
	}
}

// Guarantee 6: pure and deterministic.

func TestFitIsDeterministic(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		plan, r := drawPlan(rt, t)
		again, err := Fit(r, plan.Frames)
		if err != nil || !reflect.DeepEqual(plan, again) {
			rt.Fatalf("the same request made another plan (%v)", err)
		}
	})
}

func TestSharesOfAProgrammeFollowTheWeights(t *testing.T) {
	r := request(t, full...)
	p, err := prepare(r)
	if err != nil {
		t.Fatal(err)
	}
	l, _ := Range(r)
	for length := l.Least; length <= l.Most; length += 61*timeline.Second + 7 {
		var sum timeline.Frame
		level := -1.0
		for i, x := range share(p.courses, length) {
			c := p.courses[i]
			sum += x
			if x < c.least || x > c.most {
				t.Fatalf("%s is outside its range", c.script.Region)
			}
			if x < c.most {
				own := float64(x-c.least) / float64(c.script.Weight)
				if level >= 0 && (own < level-2 || own > level+2) {
					t.Fatalf("shares of %s are not by weight", timeline.Clock(length))
				}
				level = own
			}
		}
		if sum != length {
			t.Fatalf("shares of %d sum up to %d", length, sum)
		}
	}
}

func TestMissingClipsAreAllListed(t *testing.T) {
	r := request(t, "jaw")
	r.Voice = deaf{}
	_, err := Range(r)
	var missing *MissingError
	if !errors.As(err, &missing) || len(missing.Texts) != len(request(t, "jaw").Texts()) {
		t.Fatalf("got %v", err)
	}
}

type deaf struct{}

func (deaf) Frames(string) (int64, bool) { return 0, false }

func BenchmarkFitFull30Minutes(b *testing.B) {
	r := request(b, full...)
	for b.Loop() {
		if _, err := Fit(r, 30*60*timeline.Second); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFitLoop8Hours(b *testing.B) {
	r := request(b, "neck")
	r.Loop = true
	for b.Loop() {
		if _, err := Fit(r, 8*3600*timeline.Second); err != nil {
			b.Fatal(err)
		}
	}
}
