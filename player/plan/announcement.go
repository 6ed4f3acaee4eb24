package plan

import (
	"cmp"
	"slices"
	"time"

	"github.com/unknot/unknot/player/timeline"
)

// announcement is words spoken beside the session: they take no time of it.
type announcement struct {
	at, frames timeline.Frame
	text       string
	moved      timeline.Frame // the change of the end that it announces
}

func (a announcement) end() timeline.Frame { return a.at + a.frames }

// announceFrom is how far the end must have moved for the listener to be told.
var announceFrom = frames(3 * time.Second)

// No other words are heard this long before and after an announcement, and it
// comes this soon or makes room for itself.
var (
	announcementGap    = frames(300 * time.Millisecond)
	announcementWithin = frames(4 * time.Second)
	outsideInhales     = frames(7 * time.Second) // so long an announcement waits for a moment without an inhale
)

// cue is an announcement as it is heard, in the step that it falls into.
func (l *Live) cue(a announcement) timeline.Cue {
	s, _ := l.At(a.at)
	return timeline.Cue{At: a.at, Frames: a.frames, Kind: timeline.KindSay, Part: s.Part, Step: s.Purpose,
		Region: s.Region, Point: s.Point, Side: s.Side, Round: s.Round, Text: a.text}
}

// Say speaks a text beside the session, in the first free moment after a frame:
// over a search, a rest or an exhale, while no other words are heard. An inhale
// is spoken over only where no other moment comes soon. Where no moment is free
// soon, it breaks off the line being said and repeats it afterwards, or takes
// its own time between two steps. A text that the voice has no clip of is not
// said.
func (l *Live) Say(text string, at timeline.Frame) *Live {
	words, ok := l.programme.clip(text)
	m, playing := l.moment(at)
	if !ok || !playing || l.isAboutToSay(text, m) {
		return l
	}
	from, apart, free := l.freeMoment(at+answerTime, words)
	beside := announcement{at: from, frames: words, text: text}
	soon := from <= at+announcementWithin || m.step().Kind == StepBreaths && from <= at+outsideInhales
	if free && apart && soon {
		return l.announced(beside)
	}
	answer := Step{Kind: StepSay, Text: text, Words: words, Frames: words + pauseAfterWords}
	if next, ok := l.withLineSaidAgain(m, answer); ok {
		return next
	}
	if ends := m.stepStart + m.step().Frames; !apart && ends <= at+outsideInhales && m.step().pressure.present {
		d := l.draft(m) // the words of the step after it come next, and then its inhale
		d.playOut()
		d.insert(answer)
		if r, ok := d.remainder(); ok {
			next, _ := d.apply(*d.only(r))
			return next
		}
	}
	d := l.draft(m)
	if r, begins, ok := d.betweenSteps(answer); ok && (!free || begins < from || !apart && begins <= at+outsideInhales) {
		next, _ := d.apply(*d.only(r))
		return next
	}
	if !free {
		return l
	}
	return l.announced(beside)
}

// withLineSaidAgain breaks off the line being said, by itself or before breaths,
// for an answer, and says it again afterwards. ok is false where no line is
// being said, or where pressure would last too long.
func (l *Live) withLineSaidAgain(m *moment, answer Step) (next *Live, ok bool) {
	s := m.step()
	beforeBreaths := s.Kind == StepBreaths && m.played() < s.FirstInhale()
	if s.skipped || !beforeBreaths && (s.Kind != StepSay || s.pressure.present) {
		return nil, false
	}
	d := l.draft(m)
	d.breakOff()
	d.insert(Step{Kind: StepRest, Frames: answerTime})
	d.insert(answer)
	d.done = append(d.done, s)
	r, ok := d.remainder()
	if ok {
		next, _ = d.apply(*d.only(r))
	}
	return next, ok
}

// isAboutToSay reports whether an answer of the same words is being said, or is
// about to be: a key that is held down asks once.
func (l *Live) isAboutToSay(text string, m *moment) bool {
	return slices.ContainsFunc(l.announcements, func(a announcement) bool { return a.text == text && a.end() > m.at }) ||
		slices.ContainsFunc(m.steps[m.stepIndex:], func(s Step) bool { return s.Kind == StepSay && !s.spec.present && s.Text == text })
}

// betweenSteps makes the remainder of the part with s as soon as no pressure
// lasts, and says about when that is. ok is false where it cannot be.
func (d *draft) betweenSteps(s Step) (r *remainder, begins timeline.Frame, ok bool) {
	m := d.moment
	now, later := m.step(), m.later()
	d.playOut()
	r, ok = d.remainder()
	if !ok || m.section.part == timeline.PartClosing { // nothing comes after the end
		return nil, 0, false
	}
	begins = m.stepStart + now.Frames
	k := 0
	for k < len(r.specs) && now.pressure.present && r.specs[k].pressure == now.pressure {
		if k < len(later) {
			begins += later[k].Frames
		}
		k++
	}
	after := now
	if k < len(r.specs) {
		after = r.specs[k].Step
	}
	s.Part, s.Region, s.Point, s.Side, s.Chapter = after.Part, after.Region, after.Point, after.Side, after.Chapter
	s.origin = origin{}
	r.specs = slices.Insert(r.specs, k, fixedSpec(s))
	r.fixed += s.Frames
	r.least, r.ideal, r.most = r.least+s.Frames, r.ideal+s.Frames, r.most+s.Frames
	return r, begins, true
}

// heardAnnouncements is those that an edit leaves as they are. One that is
// being said, or still to come, is broken off; what it announces is unannounced
// again.
func (d *draft) heardAnnouncements() (heard []announcement, unannounced timeline.Frame) {
	unannounced = d.unannounced
	for _, a := range d.announcements {
		if a.end() > d.moment.at {
			unannounced += a.moved
		} else {
			heard = append(heard, a)
		}
	}
	return heard, unannounced
}

// announceEarlyEnd is next, which ends early, with words that say so as a step
// of their own; or next as it is where there is no room for them. before is
// what was unannounced before the change.
func (d *draft) announceEarlyEnd(c change, next *Live, before timeline.Frame) *Live {
	done, heard := d.done, next.announcements
	early := -next.unannounced
	for range 2 {
		d.done = slices.Clip(done)
		if said, ok := d.withWords(d.programme.Phrases.EndsEarly.Text(duration(early)), c); ok {
			said.announcements, said.unannounced = heard, 0
			next = said
		}
		// The words themselves bring the end nearer to where it was: say by how
		// much it is early with them.
		early = -(before + next.frames - d.frames)
	}
	return next
}

// withWords is the change with words said first. ok is false where they would
// make unbroken pressure last longer.
func (d *draft) withWords(text string, c change) (next *Live, ok bool) {
	words, ok := d.programme.clip(text)
	now := d.moment.step()
	pressed := now.pressure.present && len(c.remainder.specs) > 0 && c.remainder.specs[0].pressure == now.pressure
	if !ok || pressed {
		return nil, false
	}
	d.insert(Step{Kind: StepSay, Text: text, Words: words, Frames: words + pauseAfterWords})
	if c.remainder, ok = d.remainder(); !ok {
		return nil, false
	}
	return d.changed(c), true
}

// announceEnd is the session with an announcement of by how much its end has
// moved.
func (l *Live) announceEnd(at timeline.Frame) *Live {
	text := l.programme.Phrases.RunsLonger.Text(duration(l.unannounced))
	if l.unannounced < 0 {
		text = l.programme.Phrases.EndsEarly.Text(duration(-l.unannounced))
	}
	words, ok := l.programme.clip(text)
	if !ok {
		return l
	}
	from, _, ok := l.freeMoment(at+answerTime, words)
	if !ok {
		return l
	}
	next := l.announced(announcement{at: from, frames: words, text: text, moved: l.unannounced})
	next.unannounced = 0
	return next
}

func (l *Live) announced(a announcement) *Live {
	next := *l
	next.announcements = append(slices.Clone(l.announcements), a)
	return &next
}

// freeMoment is the first frame from one on at which words can be spoken while
// no others are heard: apart from every inhale where such a moment comes soon.
func (l *Live) freeMoment(at, words timeline.Frame) (from timeline.Frame, apart, ok bool) {
	spoken := l.spoken(at)
	taken := slices.Concat(spoken, l.inhales(at, at+outsideInhales+words+announcementGap))
	slices.SortFunc(taken, compareSpans)
	if from, ok = l.freeOf(taken, at, words); ok && from <= at+outsideInhales {
		return from, true, true
	}
	from, ok = l.freeOf(spoken, at, words)
	return from, false, ok
}

// freeOf is the first frame from one on at which words can be spoken apart from
// spans, which are in order.
func (l *Live) freeOf(spans []span, at, words timeline.Frame) (from timeline.Frame, ok bool) {
	for _, s := range spans {
		switch {
		case s.to+announcementGap <= at:
		case at+words+announcementGap <= s.from:
			return at, true
		default:
			at = s.to + announcementGap
		}
	}
	return at, at+words <= l.frames
}

// span is a stretch of frames.
type span struct{ from, to timeline.Frame }

// spoken is when words and earcons are heard, from the part at a frame on for
// some minutes, in order.
func (l *Live) spoken(at timeline.Frame) []span {
	var spoken []span
	for _, a := range l.announcements {
		spoken = append(spoken, span{a.at, a.end()})
	}
	var start timeline.Frame
	for _, p := range l.parts {
		if start > at+windowAhead {
			break
		}
		from := start
		if start += p.frames; start < at {
			continue
		}
		for i := range p.steps {
			s := &p.steps[i]
			switch {
			case s.Kind == StepChime || s.Kind == StepEarcon:
				spoken = append(spoken, span{from, from + s.Frames})
			case s.Words > 0:
				spoken = append(spoken, span{from, from + s.Words})
			}
			from += s.Frames
		}
	}
	slices.SortFunc(spoken, compareSpans)
	return spoken
}

func compareSpans(a, b span) int { return cmp.Compare(a.from, b.from) }

// inhales is every inhale that is heard between two frames, in order.
func (l *Live) inhales(at, until timeline.Frame) (inhales []span) {
	inhale, breath := frames(l.programme.Breath.In), l.programme.breath()
	var start timeline.Frame
	for _, p := range l.parts {
		from := start
		if start += p.frames; start < at {
			continue
		}
		for i := range p.steps {
			s := &p.steps[i]
			end := from + s.Frames
			if s.Kind == StepBreaths && end > at {
				for in := from + s.FirstInhale(); in < end; in += breath {
					inhales = append(inhales, span{in, min(in+inhale, end)})
				}
			}
			if from = end; from > until {
				return inhales
			}
		}
	}
	return inhales
}
