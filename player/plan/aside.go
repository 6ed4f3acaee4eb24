package plan

import (
	"slices"
	"time"

	"github.com/unknot/unknot/player/timeline"
)

// aside is words spoken beside the session: they take no time of it.
type aside struct {
	at, frames timeline.Frame
	text       string
	differs    timeline.Frame // the change of the end that they tell of
}

func (a aside) end() timeline.Frame { return a.at + a.frames }

// cue is the aside as it is heard, in the place it falls into.
func (l *Live) cue(a aside) timeline.Cue {
	s, _ := l.At(a.at)
	return timeline.Cue{At: a.at, Frames: a.frames, Kind: timeline.KindSay, Part: s.Part, Step: s.Purpose,
		Region: s.Region, Point: s.Point, Side: s.Side, Round: s.Round, Text: a.text}
}

// Around an aside no other words are heard.
var (
	asideGap  = frames(300 * time.Millisecond)
	asideSoon = frames(4 * time.Second)
)

// Say has a text spoken beside the session, in the first free moment behind a
// frame: over a search, a rest or breaths, while no other words are heard.
// Where there soon is none, the line being said is broken off and said again
// behind it, or it takes its own time between two steps. A text the voice has
// no clip of is not said.
func (l *Live) Say(text string, at timeline.Frame) *Live {
	words, ok := l.p.clip(text)
	m, playing := l.moment(at)
	if !ok || !playing || l.toSay(text, m) {
		return l
	}
	from, free := l.free(at+answerTime, words)
	if free && from <= at+asideSoon {
		return l.aside(aside{at: from, frames: words, text: text})
	}
	d := &draft{Live: l, moment: m, more: m.more}
	answer := Step{Kind: StepSay, Text: text, Words: words, Frames: words + pauseAfterWords}
	if s := m.step(); s.Kind == StepSay && s.run == 0 {
		d.breakOff()
		d.insert(Step{Kind: StepRest, Frames: answerTime})
		d.insert(answer)
		d.done = append(d.done, s)
		r, _ := d.rest()
		next, _ := d.apply(d.asItIs(r))
		return next
	}
	if r, begins := d.between(answer); r != nil && (!free || begins < from) {
		next, _ := d.apply(d.asItIs(r))
		return next
	}
	if !free {
		return l
	}
	return l.aside(aside{at: from, frames: words, text: text})
}

// toSay reports whether an answer of the same words is being said, or is about
// to be: a key that is held down asks once.
func (l *Live) toSay(text string, m *moment) bool {
	if slices.ContainsFunc(l.asides, func(a aside) bool { return a.text == text && a.end() > m.at }) {
		return true
	}
	return slices.ContainsFunc(m.steps[m.index:], func(s Step) bool { return s.Kind == StepSay && s.slot < 0 && s.Text == text })
}

// between makes the rest of the part with a step where next no pressure lasts,
// and tells about when that begins.
func (d *draft) between(s Step) (r *rest, begins timeline.Frame) {
	m := d.moment
	now := m.step()
	d.done = slices.Clone(m.steps[:m.index+1])
	r, ok := d.rest()
	if !ok || m.section.part == timeline.PartClosing { // nothing comes behind the end
		return nil, 0
	}
	begins = m.from + now.Frames
	planned := m.steps[m.index+1:]
	k := 0
	for k < len(r.slots) && now.run > 0 && r.slots[k].run == now.run {
		if k < len(planned) {
			begins += planned[k].Frames
		}
		k++
	}
	next := slot{Step: now}
	if k < len(r.slots) {
		next = r.slots[k]
	}
	s.Part, s.Region, s.Point, s.Side = next.Part, next.Region, next.Point, next.Side
	s.origin = origin{slot: -1}
	r.slots = slices.Insert(r.slots, k, slot{Step: s, elastic: -1, number: -1})
	r.fixed += s.Frames
	r.least, r.ideal, r.most = r.least+s.Frames, r.ideal+s.Frames, r.most+s.Frames
	return r, begins
}

// tell has the listener told by how much the end has moved.
func (l *Live) tell(at timeline.Frame) *Live {
	text := l.p.Phrases.RunsLonger.Text(duration(l.unsaid))
	if l.unsaid < 0 {
		text = l.p.Phrases.EndsEarly.Text(duration(-l.unsaid))
	}
	words, ok := l.p.clip(text)
	if !ok {
		return l
	}
	from, ok := l.free(at+answerTime, words)
	if !ok {
		return l
	}
	next := l.aside(aside{at: from, frames: words, text: text, differs: l.unsaid})
	next.unsaid = 0
	return next
}

func (l *Live) aside(a aside) *Live {
	next := *l
	next.asides = append(slices.Clone(l.asides), a)
	return &next
}

// free is the first frame from one on at which words can be spoken with no
// others heard.
func (l *Live) free(at, words timeline.Frame) (timeline.Frame, bool) {
	var spoken []span
	for _, a := range l.asides {
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
		for _, s := range p.steps {
			switch {
			case s.Kind == StepChime || s.Kind == StepEarcon:
				spoken = append(spoken, span{from, from + s.Frames})
			case s.Words > 0:
				spoken = append(spoken, span{from, from + s.Words})
			}
			from += s.Frames
		}
	}
	slices.SortFunc(spoken, func(a, b span) int { return int(max(-1, min(1, a.from-b.from))) })
	for _, s := range spoken {
		switch {
		case s.to+asideGap <= at:
		case at+words+asideGap <= s.from:
			return at, true
		default:
			at = s.to + asideGap
		}
	}
	return at, at+words <= l.frames
}

// span is a stretch of frames.
type span struct{ from, to timeline.Frame }
