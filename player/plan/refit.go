package plan

import (
	"slices"
	"time"

	"github.com/unknot/unknot/player/fit"
	"github.com/unknot/unknot/player/timeline"
)

// sayFrom is how far the end must have moved for the listener to be told.
var sayFrom = frames(3 * time.Second)

// apply makes the Live that a draft's change comes to.
func (d *draft) apply(c change) (*Live, Answer) {
	unsaid := d.unsaid
	next := d.changed(c)
	for _, a := range d.asides {
		if a.end() > d.moment.at {
			unsaid += a.differs // it is broken off
		} else {
			next.asides = append(next.asides, a)
		}
	}
	next.unsaid = unsaid + next.frames - d.frames
	if !next.endless && !d.endless && next.unsaid < -sayFrom && c.sounds {
		// There is time for it: the words become a step.
		done := d.done
		for _, early := range []timeline.Frame{-next.unsaid, 0} {
			// The words themselves bring the end nearer to where it was.
			if early == 0 {
				early = -(unsaid + next.frames - d.frames)
			}
			d.done = slices.Clip(done)
			if told, ok := d.telling(d.p.Phrases.EndsEarly.Text(duration(early)), c, next.asides); ok {
				next = told
			}
		}
	}
	if !next.endless && !d.endless && (next.unsaid > sayFrom || next.unsaid < -sayFrom) { // or they are said beside it
		next = next.tell(d.moment.at)
	}
	if next.endless || d.endless {
		next.unsaid = 0
	}
	return next, Answer{Differs: next.frames - d.frames, Sounds: c.sounds}
}

// telling is the change with words said first. Where they would make unbroken
// pressure last longer, it fails.
func (d *draft) telling(text string, c change, asides []aside) (*Live, bool) {
	words, ok := d.p.clip(text)
	if !ok || d.moment.step().run > 0 && len(c.rest.slots) > 0 && c.rest.slots[0].run == d.moment.step().run {
		return nil, false
	}
	d.insert(Step{Kind: StepSay, Text: text, Words: words, Frames: words + pauseAfterWords})
	r, ok := d.rest()
	if !ok {
		return nil, false
	}
	c.rest = r
	next := d.changed(c)
	next.asides, next.unsaid = asides, 0
	return next, true
}

// changed is the session with its rest as a change has it: fitted to the time
// that is left, where its end is to hold.
func (d *draft) changed(c change) *Live {
	next := *d.Live
	next.loop, next.endless, next.asides = c.loop, c.endless, nil
	next.cycles, next.closes = d.cycles && c.loop, c.closes
	var parts []part
	if c.planned || c.endless || d.keep == KeepContent {
		parts = append([]part{d.joined(c.rest, d.asPlanned(c.rest))}, c.following...)
	} else {
		var done timeline.Frame
		for _, s := range d.done {
			done += s.Frames
		}
		parts = d.fitted(c, d.frames-d.moment.start-done)
		parts[0] = d.joined(c.rest, parts[0].body)
	}
	return next.with(slices.Concat(d.parts[:d.moment.number], parts))
}

// near is how many parts behind the one being played an edit fits anew, where
// they can take up what it changed: more than any programme has, and some two
// hours of a loop. What lies beyond stays as it was fitted.
const near = 80

// fitted is the rest, of which the first part is what is left of the one being
// played, as long as asked or as near to it as can be.
func (d *draft) fitted(c change, length timeline.Frame) []part {
	own := placed{c.rest.section, d.moment.course, d.moment.round}
	asListed := d.cycled || c.closes || broken(c.following, d.moment.course)
	if n := len(c.following); n > near || asListed {
		sections := []placed{own}
		for _, p := range c.following[:min(n, near)] {
			sections = append(sections, p.placed)
		}
		far := c.following[min(n, near):]
		parts, ok := settle(sections, d.p.breath(), length-sum(far))
		if !ok && asListed {
			parts, ok = nearest([][]placed{sections}, d.p.breath(), length-sum(far)), true
		}
		if ok {
			return append(parts, far...)
		}
	}
	left := d.left(c)
	courses := []*course{left}
	for _, p := range c.following {
		if p.course != d.moment.course && p.course != courses[len(courses)-1] {
			courses = append(courses, p.course)
		}
	}
	if len(courses) == 1 {
		return left.fitted(d.p.breath(), length)
	}
	var parts []part
	for i, share := range shares(courses, length) {
		// Of a region that was not begun any length in its range is possible.
		// What is left of one may be able to take up less than it should.
		region := courses[i].fitted(d.p.breath(), share)
		if got := sum(region); i == 0 && got != share {
			parts = region
			for k, share := range shares(courses[1:], length-got) {
				parts = append(parts, courses[1+k].fitted(d.p.breath(), share)...)
			}
			return parts
		}
		parts = append(parts, region...)
	}
	return parts
}

// broken reports whether of a region that follows not all is left: its points
// were left out, and must not come back.
func broken(following []part, now *course) bool {
	for i, p := range following {
		if p.course != now && (i == 0 || following[i-1].course != p.course) && p.section.part != timeline.PartOpening {
			return true
		}
	}
	return false
}

// shares is share, with a length that cannot be brought into the range.
func shares(courses []*course, length timeline.Frame) []timeline.Frame {
	var least, most timeline.Frame
	for _, c := range courses {
		least += c.least
		most += c.most
	}
	return share(courses, max(least, min(length, most)))
}

// left is the course that what is left of a part and its region makes.
func (d *draft) left(c change) *course {
	m := d.moment
	left := *m.course
	left.whole, left.round, left.last, left.loop = m.course, m.round, m.round, c.loop
	left.before, left.left = []*section{c.rest.section}, nil
	switch m.section.part {
	case timeline.PartOpening, timeline.PartPoints:
		for _, i := range m.course.entry {
			if m.section.point < i {
				left.left = append(left.left, i)
			}
		}
		for _, p := range c.following {
			if p.course == m.course {
				left.last = max(left.last, p.round)
			}
		}
		if c.loop {
			left.last = 0
		}
	case timeline.PartStretch:
		left.after = m.course.after[1:]
	case timeline.PartClosing:
		left.after = nil
	}
	if left.last != 1 {
		m.course.further()
		left.again, left.leads = m.course.again, m.course.leads
	}
	for s := range left.stages() {
		if left.least == 0 || s.least < left.least {
			left.least = s.least
		}
		if left.most = s.most; s.round > m.round {
			break
		}
	}
	return &left
}

// fitted is the course as long as asked, or as near to it as can be: longer by
// the least where it cannot hold, shorter where it cannot be as long.
func (c *course) fitted(breath, length timeline.Frame) []part {
	at := c.at(length)
	want := max(at.least, min(length, at.most))
	if parts, ok := settle(c.sections(at), breath, want); ok {
		return parts
	}
	// Breaths leave a gap there. A point more or less may close it.
	var list [][]placed
	for s := range c.stages() {
		if s.least > length && len(list) > 0 {
			break
		}
		list = append(list, c.sections(s))
		if s.least <= length && length <= s.most {
			if parts, ok := settle(list[len(list)-1], breath, length); ok {
				return parts
			}
		}
	}
	return nearest(list, breath, length)
}

// nearest fits one of several lists of sections to a length as near as can be:
// the least above it, else the most below.
func nearest(lists [][]placed, breath, length timeline.Frame) []part {
	var best []part
	for _, sections := range lists {
		if parts := above(sections, breath, length); parts != nil && (best == nil || sum(parts) < sum(best)) {
			best = parts
		}
	}
	if best != nil {
		return best
	}
	for _, sections := range lists {
		if parts := below(sections, breath, length); parts != nil && (best == nil || sum(parts) > sum(best)) {
			best = parts
		}
	}
	if best == nil { // the bounds always are
		best, _ = settle(lists[0], breath, least(lists[0]))
	}
	return best
}

func least(sections []placed) (frames timeline.Frame) {
	for _, s := range sections {
		frames += s.least
	}
	return frames
}

// tries bounds how many single frames are tried. Where searches come on both
// sides, and several times, only every so many frames can be.
const tries = 64

// anyFine leaves gaps of few frames out of account: they are found by trying.
const anyFine = 1 << 20

// above fits sections to the least length that is no lower.
func above(sections []placed, breath, length timeline.Frame) []part {
	return try(sections, breath, length, fit.Set.AtLeast, 1)
}

// below fits sections to the most that is no higher.
func below(sections []placed, breath, length timeline.Frame) []part {
	return try(sections, breath, length, fit.Set.AtMost, -1)
}

func try(sections []placed, breath, length timeline.Frame, near func(fit.Set, int64) (int64, bool), step timeline.Frame) []part {
	es, fixed := elastics(sections)
	set := fit.ReachBeside(es, anyFine).Shift(int64(fixed))
	for range tries {
		total, ok := near(set, int64(length))
		if !ok {
			return nil
		}
		if parts, ok := settle(sections, breath, timeline.Frame(total)); ok {
			return parts
		}
		length = timeline.Frame(total) + step
	}
	return nil
}
