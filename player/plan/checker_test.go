package plan_test

import (
	"fmt"
	"slices"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// checker checks sessions that began as one.
type checker struct {
	plan.Request
	stretches      map[string]int // how many steps the stretch of a region has
	moreSatellites bool           // the listener has asked for some
}

func newChecker(live *plan.Live) *checker {
	c := &checker{Request: live.Request(), stretches: map[string]int{}}
	round := map[string]int{}
	for _, s := range live.Steps {
		if s.Part == timeline.PartStretch && (round[s.Region] == 0 || round[s.Region] == s.Round) {
			round[s.Region] = s.Round
			c.stretches[s.Region]++
		}
	}
	return c
}

// sound is what is wrong with a session that was edited once.
func sound(was, live *plan.Live, at timeline.Frame) error { return newChecker(was).all(was, live, at) }

func (c *checker) all(was, live *plan.Live, at timeline.Frame) error {
	near := nearSteps(live, at)
	for _, check := range []func() error{
		func() error { return pastIsKept(nearSteps(was, at), near, at) },
		func() error { return c.capsHold(near) },
		func() error { return c.isWhole(live, near, at) },
		func() error { return spokenApart(live, at) },
		func() error { return c.inhalesAreHeardAlone(live, at) },
		func() error { return c.secondSideFollows(near, at) },
		func() error { return c.breathsAreWhole(near, at) },
		func() error { return c.windowIsThePlan(live, near, at) },
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// placedStep is a step and the frame it begins at.
type placedStep struct {
	plan.Step
	from timeline.Frame
}

func (s placedStep) end() timeline.Frame { return s.from + s.Frames }

// nearSteps is a session as far as some while after a frame, up to the end of a
// point or a part: an endless one has more than is looked at each time.
func nearSteps(l *plan.Live, at timeline.Frame) (steps []placedStep) {
	for from, s := range l.Steps {
		if n := len(steps); from > at+2*plan.WindowAhead && (visitOf(steps[n-1].Step) != visitOf(s) || steps[n-1].Part != s.Part) {
			break
		}
		steps = append(steps, placedStep{s, from})
	}
	return steps
}

// pastIsKept: what was heard is as it was, except that its last step may be
// broken off.
func pastIsKept(old, now []placedStep, at timeline.Frame) error {
	for i, s := range old {
		if s.from >= at {
			return nil
		}
		if i >= len(now) {
			return fmt.Errorf("step %d was heard, and is gone", i)
		}
		t := now[i]
		if s.end() > at { // being heard: broken off, longer, or as it was
			if t.end() < at || t.Text != s.Text || t.Kind != s.Kind || t.Point != s.Point || t.Side != s.Side {
				return fmt.Errorf("step %d being heard, %+v, became %+v", i, s, t)
			}
			return nil
		}
		if s != t {
			return fmt.Errorf("step %d was heard as %+v, and became %+v", i, s, t)
		}
	}
	return nil
}

// capsHold: no unbroken pressure lasts longer than its caps, and whatever is
// pressed counts as pressure.
func (c *checker) capsHold(steps []placedStep) error {
	type pressure struct {
		visit
		number int
	}
	taken, breathed := map[pressure]timeline.Frame{}, map[pressure]timeline.Frame{}
	for _, s := range steps {
		number, ok := s.Pressure()
		presses := s.Kind == plan.StepBreaths && slices.Contains([]timeline.Purpose{timeline.Hold, timeline.Move, timeline.Satellite}, s.Purpose)
		if presses && !ok {
			return fmt.Errorf("%q is pressed, and that is not counted", s.Point)
		}
		if !ok {
			continue
		}
		p := pressure{visitOf(s.Step), number}
		taken[p] += s.Frames
		if s.Kind == plan.StepBreaths {
			breathed[p] += s.Breathing()
		}
		if breath := breathOf(c.Request); taken[p] > 90*second || breathed[p] > 9*breath {
			return fmt.Errorf("%q is pressed for %s, %d breaths", s.Point, timeline.Clock(taken[p]), breathed[p]/breath)
		}
	}
	return nil
}

// isWhole: each region keeps its cautions and its stretch, and the session its
// closing, unless they were heard or left out by a finish.
func (c *checker) isWhole(live *plan.Live, steps []placedStep, at timeline.Frame) error {
	if last, _ := live.At(live.Frames() - 1); last.Part != timeline.PartClosing || last.Kind != plan.StepChime {
		return fmt.Errorf("the session has no end")
	}
	if err := c.cautionsAreSaid(steps); err != nil {
		return err
	}
	if err := c.stretchesAreWhole(steps, at); err != nil {
		return err
	}
	var before *placedStep
	for i, s := range steps {
		if s.IsAnswer() {
			continue
		}
		// A point is followed by others of its region or by its stretch.
		if before != nil && before.Point != "" && (s.Region != before.Region || s.Part == timeline.PartOpening || s.Part == timeline.PartClosing) {
			return fmt.Errorf("%q is followed by the %s of %s", before.Point, s.Part, s.Region)
		}
		before = &steps[i]
	}
	return nil
}

// cautionsAreSaid: every caution of a region that was opened is said to its end
// before its first point.
func (c *checker) cautionsAreSaid(steps []placedStep) error {
	cautions := 0
	for _, script := range c.Scripts {
		opened := slices.IndexFunc(steps, func(s placedStep) bool {
			return s.Region == script.Region && !s.IsAnswer() && (s.Part == timeline.PartOpening || s.Part == timeline.PartCaution)
		})
		if opened < 0 {
			continue
		}
		left := slices.IndexFunc(steps, func(s placedStep) bool {
			return s.Region == script.Region && s.Part != timeline.PartOpening && s.Part != timeline.PartCaution
		})
		if left < 0 { // cut off by nearSteps
			continue
		}
		for _, caution := range script.Cautions {
			cautions++
			if !slices.ContainsFunc(steps[opened:left], func(s placedStep) bool {
				isIt := s.Text == caution.Line.Text(scripts.Full, "") || s.Text == caution.Line.Text(scripts.Brief, "")
				return isIt && s.Words == clip(c.Request, s.Text) && s.Frames >= s.Words+plan.PauseAfterWords
			}) {
				return fmt.Errorf("%q is never said", caution.Line.Full)
			}
		}
	}
	if cautions == 0 {
		return fmt.Errorf("no caution is said")
	}
	return nil
}

// stretchesAreWhole: a stretch that is still to come has all of its steps.
func (c *checker) stretchesAreWhole(steps []placedStep, at timeline.Frame) error {
	type stretch struct {
		region string
		round  int
	}
	count, begun := map[stretch]int{}, map[stretch]bool{}
	for _, s := range steps {
		if s.Part == timeline.PartStretch && !s.IsAnswer() {
			key := stretch{s.Region, s.Round}
			begun[key] = begun[key] || s.from <= at
			count[key]++
		}
	}
	for key, n := range count {
		if !begun[key] && n < c.stretches[key.region] {
			return fmt.Errorf("a stretch that is to come has %d steps of %d", n, c.stretches[key.region])
		}
	}
	return nil
}

// spokenApart: nothing is said into anything else.
func spokenApart(live *plan.Live, at timeline.Frame) error {
	t, _ := live.Window(at)
	var spoken timeline.Frame
	for _, c := range t.Cues {
		if c.Kind != timeline.KindSay {
			continue
		}
		if c.At < spoken {
			return fmt.Errorf("%q at %d is spoken into words that end at %d", c.Text, c.At, spoken)
		}
		spoken = c.End()
	}
	return nil
}

// inhalesAreHeardAlone: no line is spoken over an inhale, and none ends just
// before one that follows it in the same step. An announcement takes no time of
// the session, and may have to be.
func (c *checker) inhalesAreHeardAlone(live *plan.Live, at timeline.Frame) error {
	t, _ := live.Window(at)
	said := timeline.Cue{At: -second}
	for _, cue := range t.Cues {
		switch {
		case cue.Kind == timeline.KindSay && !c.isAnnouncement(cue.Text):
			said = cue
		case cue.Kind == timeline.KindInhale && cue.At < said.End():
			return fmt.Errorf("%q ends at %d, in an inhale that begins at %d", said.Text, said.End(), cue.At)
		}
	}
	for from, s := range live.Steps {
		if whole := s.Frames > s.Words; from > at+plan.WindowAhead || s.Kind != plan.StepBreaths || s.Words == 0 || !whole {
			continue
		}
		if s.Breathing() > 0 && s.FirstInhale() != s.Words+plan.PauseIntoBreath {
			return fmt.Errorf("%q of %d frames is said before an inhale at %d", s.Text, s.Words, s.FirstInhale())
		}
	}
	return nil
}

// secondSideFollows: what is to come on the second side is what was, or is to
// be, on the first, and at least its least; less where the caps want it.
func (c *checker) secondSideFollows(steps []placedStep, at timeline.Frame) error {
	if c.Work != plan.WorkBoth {
		return nil
	}
	type sides struct {
		left, right []plan.Step
		begun       bool // the right, or moved on from the moment it began
	}
	visits := map[visit]*sides{}
	for _, s := range steps {
		v := visitOf(s.Step)
		if visits[v] == nil {
			visits[v] = &sides{}
		}
		switch s.Side {
		case scripts.Left:
			visits[v].left = append(visits[v].left, s.Step)
		case scripts.Right:
			visits[v].right = append(visits[v].right, s.Step)
			gives := s.Kind == plan.StepSearch || s.Kind == plan.StepRest || s.Kind == plan.StepBreaths
			visits[v].begun = visits[v].begun || gives && (s.from < at || s.Frames == 1)
		}
	}
	for v, sides := range visits {
		if sides.begun || v.point == "" {
			continue
		}
		point, _ := pointNamed(c.Request, v.region, v.point)
		spans, left := spans(c.Request, v.region, point, v.round), lengths(sides.left)
		for g, length := range lengths(sides.right) {
			first, ok := left[g]
			if !ok && c.moreSatellites {
				continue // a satellite that the listener asked for on this side
			}
			b, ok := spanOf(spans, g)
			if !ok {
				return fmt.Errorf("%q: the script has no %+v", v.point, g)
			}
			want := max(b.least, (first+b.unit/2)/b.unit*b.unit)
			if length != want && (length > want || b.unit == 1 || length < b.least) {
				return fmt.Errorf("%q, %+v: the right side has %d where the left had %d (%+v)", v.point, g, length, first, b)
			}
		}
	}
	return nil
}

// breathsAreWhole: of what is to come.
func (c *checker) breathsAreWhole(steps []placedStep, at timeline.Frame) error {
	for i, s := range steps {
		if s.Kind == plan.StepBreaths && s.from > at && s.Frames > 1 && s.Breathing()%breathOf(c.Request) != 0 {
			return fmt.Errorf("step %d: %d frames are no whole breaths", i, s.Breathing())
		}
		if s.Frames <= 0 {
			return fmt.Errorf("step %d takes %d frames", i, s.Frames)
		}
	}
	return nil
}

// windowIsThePlan: a window is the plan laid out around a frame, and nothing
// else but announcements.
func (c *checker) windowIsThePlan(live *plan.Live, steps []placedStep, at timeline.Frame) error {
	w, until := live.Window(at)
	if w.Frames != live.Frames() || until > live.Frames() || until < min(at+plan.WindowAhead, live.Frames()) {
		return fmt.Errorf("the window at %d reaches to %d of %d", at, until, live.Frames())
	}
	near := plan.Plan{Breath: c.Breath}
	for _, s := range steps {
		near.Steps = append(near.Steps, s.Step)
	}
	laid := near.LayOut().Cues
	first := slices.IndexFunc(w.Cues, func(cue timeline.Cue) bool { return !c.isAnnouncement(cue.Text) })
	i := slices.Index(laid, w.Cues[max(first, 0)])
	if first < 0 || i < 0 || i > 0 && laid[i].At > at {
		return fmt.Errorf("the window at %d begins with %+v", at, w.Cues[0])
	}
	for _, cue := range w.Cues {
		switch {
		case i < len(laid) && laid[i] == cue:
			i++
		case cue.Kind == timeline.KindSay && c.isAnnouncement(cue.Text):
		default:
			return fmt.Errorf("the window's cue %+v is not in the plan", cue)
		}
	}
	if i < len(laid) && laid[i].At < until {
		return fmt.Errorf("the plan's cue %+v is not in the window", laid[i])
	}
	return nil
}

func (c *checker) isAnnouncement(text string) bool {
	p := c.Phrases
	return slices.Contains(slices.Concat(p.TimeLeft.Texts(), p.RunsLonger.Texts(), p.EndsEarly.Texts(), []string{p.NoEnd.Full}), text)
}
