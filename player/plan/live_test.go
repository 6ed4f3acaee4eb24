package plan

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

var edits = []Edit{MoveOn, SayAgain, HoldLonger, OneMoreSatellite, Finish, LoopOn, LoopOff, GoOn}

// drawLive draws a session as it may be asked for.
func drawLive(rt *rapid.T, t testing.TB) *Live { return drawLiveOf(rt, t, drawRequest(rt, t)) }

// drawLiveOf draws a session of a request.
func drawLiveOf(rt *rapid.T, t testing.TB, r Request) *Live {
	r.Loop = rapid.Bool().Draw(rt, "loop")
	l, err := Range(r)
	if err != nil {
		skipRefused(rt, err)
	}
	length := drawFrame(rt, "length", l.Least, l.Most)
	if rapid.IntRange(0, 4).Draw(rt, "ideal") == 0 {
		length = 0
	}
	keep := rapid.SampledFrom([]Keep{KeepEnd, KeepEnd, KeepEnd, KeepContent}).Draw(rt, "keep")
	live, err := Begin(r, length, keep)
	if err != nil {
		rt.Fatal(err)
	}
	return live
}

// Whatever a listener does and whenever: what was heard stays, the plan's
// guarantees hold, and the end is where it was and the differences told.
func TestEditsKeepTheGuarantees(t *testing.T) {
	t.Run("any", func(t *testing.T) { rapid.Check(t, func(rt *rapid.T) { editAtRandom(rt, drawLive(rt, t)) }) })
	for _, names := range [][]string{{"neck"}, {"jaw"}, {"upper-back"}, {"lower-back"}, full} {
		t.Run(names[0]+map[bool]string{true: " and others"}[len(names) > 1], func(t *testing.T) {
			t.Parallel()
			r := request(t, names...)
			rapid.Check(t, func(rt *rapid.T) { editAtRandom(rt, drawLiveOf(rt, t, r)) })
		})
	}
}

func editAtRandom(rt *rapid.T, live *Live) {
	end := live.Frames()
	var at timeline.Frame
	finished := false
	for range rapid.IntRange(1, 25).Draw(rt, "edits") {
		// Now and then in quick succession.
		far := rapid.SampledFrom([]timeline.Frame{0, timeline.Second / 2, 5 * timeline.Second, 40 * timeline.Second, 200 * timeline.Second}).Draw(rt, "far")
		at += drawFrame(rt, "ahead", 0, far)
		if at >= live.Frames() {
			break
		}
		was := live
		var what string
		if rapid.IntRange(0, 6).Draw(rt, "say") == 0 {
			live, what = live.Say(live.TimeLeft(at), at), "say"
			end += live.Frames() - was.Frames()
		} else {
			e := rapid.SampledFrom(edits).Draw(rt, "edit")
			var answer Answer
			live, answer = live.Edit(e, at)
			if answer.Refused == "" && (e == Finish || e == LoopOn) {
				finished = e == Finish
			}
			what = string(e)
			if answer.Refused != "" && live != was {
				rt.Fatalf("%s at %d was refused, and changed the session", e, at)
			}
			end += answer.Differs
		}
		if live.Frames() != end {
			rt.Fatalf("%s at %d: the session ends at %d, told were %d", what, at, live.Frames(), end)
		}
		if finished {
			if err := closing(live, at); err != nil {
				rt.Fatalf("%s at %d (%s): %v", what, at, timeline.Clock(at), err)
			}
		}
		if err := sound(was, live, at); err != nil {
			rt.Fatalf("%s at %d (%s): %v", what, at, timeline.Clock(at), err)
		}
	}
}

// closing: behind a finish no point comes any more.
func closing(live *Live, at timeline.Frame) error {
	m, ok := live.moment(at)
	if !ok {
		return nil
	}
	for _, p := range live.parts[m.number+1:] {
		if p.section.part == timeline.PartPoints || p.section.part == timeline.PartOpening {
			return fmt.Errorf("%s comes behind the finish", p.course.script.Region)
		}
	}
	return nil
}

// sound tells what is wrong with a session that was edited at a frame.
func sound(was, live *Live, at timeline.Frame) error {
	for _, check := range []func(was, live *Live, at timeline.Frame) error{past, capped, framed, spokenApart, sides, wholeBreaths, windowed} {
		if err := check(was, live, at); err != nil {
			return err
		}
	}
	return nil
}

// listed is the plan as far as some while behind a frame: an endless one has
// more than is looked at each time.
func listed(l *Live, at timeline.Frame) *Plan {
	var parts []part
	var from timeline.Frame
	for _, p := range l.parts {
		if from > at+2*windowAhead {
			break
		}
		parts = append(parts, p)
		from += p.frames
	}
	return l.p.listed(parts)
}

// past: what was heard is as it was, but that its last step may be broken off.
func past(was, live *Live, at timeline.Frame) error {
	old, now := listed(was, at).Steps, listed(live, at).Steps
	var from timeline.Frame
	for i, s := range old {
		if from >= at {
			return nil
		}
		if i >= len(now) {
			return fmt.Errorf("step %d was heard, and is gone", i)
		}
		t := now[i]
		if from+s.Frames > at { // being heard: broken off, longer, or as it was
			if from+t.Frames < at || t.Text != s.Text || t.Kind != s.Kind || t.Point != s.Point || t.Side != s.Side {
				return fmt.Errorf("step %d being heard, %+v, became %+v", i, s, t)
			}
			return nil
		}
		if s != t {
			return fmt.Errorf("step %d was heard as %+v, and became %+v", i, s, t)
		}
		from += s.Frames
	}
	return nil
}

// capped: none lasts longer than its caps.
func capped(_, live *Live, at timeline.Frame) error {
	breath := live.p.breath()
	var from timeline.Frame
	for _, p := range live.parts {
		if from += p.frames; from > at+2*windowAhead {
			return nil
		}
		taken, breaths := [1000]timeline.Frame{}, [1000]timeline.Frame{}
		for _, s := range p.steps {
			if s.run == 0 {
				continue
			}
			taken[s.run] += s.Frames
			if s.Kind == StepBreaths {
				breaths[s.run] += s.Frames
			}
			if taken[s.run] > 90*timeline.Second || breaths[s.run] > 9*breath {
				return fmt.Errorf("%q is pressed for %s, %d breaths", s.Point, timeline.Clock(taken[s.run]), breaths[s.run]/breath)
			}
		}
	}
	return nil
}

// framed: each region keeps its cautions, its stretch and the session its
// closing, unless it was heard or left behind.
func framed(_, live *Live, at timeline.Frame) error {
	n := len(live.parts)
	last := live.parts[n-1].steps
	if live.parts[n-1].section.part != timeline.PartClosing || last[len(last)-1].Kind != StepChime {
		return fmt.Errorf("the session has no end")
	}
	var stretches, cautions int
	var from timeline.Frame
	for i, p := range live.parts {
		switch p.section.part {
		case timeline.PartOpening:
			for _, s := range p.section.slots {
				if s.Part != timeline.PartCaution {
					continue
				}
				said := false
				for _, t := range p.steps {
					said = said || t.Text == s.Text && t.Words == s.Words && t.Frames >= s.Frames
				}
				if !said {
					return fmt.Errorf("%q is never said", s.Text)
				}
				cautions++
			}
		case timeline.PartStretch:
			stretches++
			if len(p.section.slots) > 0 && from > at && len(p.steps) < len(p.section.slots) {
				return fmt.Errorf("a stretch that is to come has %d steps of %d", len(p.steps), len(p.section.slots))
			}
		case timeline.PartPoints:
			// A point is followed by others of its region or by its stretch. The
			// words between the rounds of a programme are followed by a region.
			if p.section.point < 0 && live.p.cycle != nil {
				break
			}
			if next := live.parts[i+1]; next.course != p.course || next.section.part != timeline.PartPoints && next.section.part != timeline.PartStretch {
				return fmt.Errorf("%q is not followed by a stretch", p.steps[0].Point)
			}
		}
		from += p.frames
	}
	if stretches == 0 || cautions == 0 {
		return fmt.Errorf("%d stretches, %d cautions", stretches, cautions)
	}
	return nil
}

// spokenApart: what is said has room for it, and nothing is said into anything else.
func spokenApart(_, live *Live, at timeline.Frame) error {
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

// sides: what is to come on the second side is what was, or is to be, on the
// first, and its least at least.
func sides(_, live *Live, at timeline.Frame) error {
	var start timeline.Frame
	breath := live.p.breath()
	for _, p := range live.parts {
		from := start
		start += p.frames
		if p.section.point < 0 {
			continue
		}
		if from > at+2*windowAhead {
			return nil
		}
		left, right := map[origin]timeline.Frame{}, map[origin]timeline.Frame{}
		begun := false
		for _, s := range p.steps {
			if s.slot >= 0 && p.slots[s.slot].elastic >= 0 {
				// The same length on both sides, whichever its slot.
				key := origin{slot: p.slots[s.slot].elastic, nth: s.nth}
				switch s.Side {
				case scripts.Left:
					left[key] += s.Frames
				case scripts.Right:
					right[key] += s.Frames
					begun = begun || from < at || s.Frames == 1 // or was moved on from as it began
				}
			}
			from += s.Frames
		}
		if begun || live.p.Work != WorkBoth {
			continue
		}
		for key, frames := range right {
			e := p.elastic[key.slot]
			unit := int64(1)
			if e.Counted {
				unit = int64(breath)
			}
			if _, first := left[key]; !first && len(p.more) > 0 {
				continue // a satellite that the listener wanted on this side
			}
			want := timeline.Frame(max(e.Least, (int64(left[key])+unit/2)/unit) * unit)
			if frames != want && (frames > want || !e.Counted || frames < timeline.Frame(e.Least*unit)) {
				return fmt.Errorf("%q: the right side has %d where the left had %d (least %d, unit %d)", p.steps[0].Point, frames, left[key], e.Least, unit)
			}
		}
	}
	return nil
}

// wholeBreaths: of what is to come.
func wholeBreaths(_, live *Live, at timeline.Frame) error {
	var from timeline.Frame
	for i, s := range listed(live, at).Steps {
		if s.Kind == StepBreaths && from > at && s.Frames > 1 && s.Frames%live.p.breath() != 0 {
			return fmt.Errorf("step %d: %d frames are no whole breaths", i, s.Frames)
		}
		if s.Frames <= 0 {
			return fmt.Errorf("step %d takes %d frames", i, s.Frames)
		}
		from += s.Frames
	}
	return nil
}

// windowed: a window is the plan laid out, around a frame.
func windowed(_, live *Live, at timeline.Frame) error {
	w, until := live.Window(at)
	whole := listed(live, at).LayOut()
	if w.Frames != live.Frames() || until > live.Frames() || until < min(at+windowAhead, live.Frames()) {
		return fmt.Errorf("the window at %d reaches to %d of %d", at, until, live.Frames())
	}
	asides := map[timeline.Frame]string{}
	for _, a := range live.asides {
		asides[a.at] = a.text
	}
	i := 0
	for _, c := range w.Cues {
		if c.Kind == timeline.KindSay && asides[c.At] == c.Text {
			continue
		}
		for i < len(whole.Cues) && whole.Cues[i].At < c.At {
			if i++; i < len(whole.Cues) && whole.Cues[i].At > c.At {
				return fmt.Errorf("the window's cue %+v is not in the plan", c)
			}
		}
		if i == len(whole.Cues) || whole.Cues[i] != c {
			return fmt.Errorf("the window's cue %+v is not in the plan", c)
		}
		i++
	}
	return nil
}

func TestPlayedCountsWhatWasDone(t *testing.T) {
	r := request(t, "neck")
	r.Loop = true
	live, err := Begin(r, 30*60*timeline.Second, KeepEnd)
	if err != nil {
		t.Fatal(err)
	}
	plan := live.Plan()
	rounds := plan.Steps[len(plan.Steps)-1].Round
	points := 0
	for round := 1; round <= rounds; round++ {
		points += len(pointsOf(plan, round))
	}
	if got := live.Played(live.Frames()); got.Rounds != rounds || got.Points != points || got.Regions["neck"] != live.Frames() || rounds < 2 {
		t.Errorf("%+v of %d rounds, %d points, %d frames", got, rounds, points, live.Frames())
	}
	if got := live.Played(0); got.Rounds != 0 || got.Points != 0 || len(got.Regions) != 0 {
		t.Errorf("%+v before anything", got)
	}
	var first timeline.Frame // of the second point's pressing
	for _, s := range plan.Steps {
		if s.Purpose == timeline.Hold && s.Point == pointsOf(plan, 1)[1][len("neck: "):] {
			break
		}
		first += s.Frames
	}
	if before, behind := live.Played(first).Points, live.Played(first+1).Points; before != 1 || behind != 2 {
		t.Errorf("%d and %d points around the second", before, behind)
	}
}

func TestGuidanceIsBriefOfWhatIsKnown(t *testing.T) {
	r := request(t, "neck", "jaw")
	r.Guidance, r.Known = GuidanceAuto, []string{"jaw"}
	plan, err := Fit(r, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, region := range []string{"neck", "jaw"} {
		alone := request(t, "neck", "jaw")
		alone.Guidance = map[string]Guidance{"neck": GuidanceFull, "jaw": GuidanceBrief}[region]
		if r.GuidanceOf(region) != alone.Guidance {
			t.Errorf("%s is told in %s", region, r.GuidanceOf(region))
		}
		want, err := Fit(alone, 0)
		if err != nil {
			t.Fatal(err)
		}
		said := func(p *Plan) (texts []string) {
			for _, s := range p.Steps {
				if s.Region == region && s.Text != "" {
					texts = append(texts, s.Text)
				}
			}
			return texts
		}
		if got := said(plan); !slices.Equal(got, said(want)) {
			t.Errorf("%s is told in other words than in %s", region, alone.Guidance)
		}
	}
}
