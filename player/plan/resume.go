package plan

import (
	"fmt"
	"slices"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// Mark is where a session stood, so that another one can take it up: the step
// that was heard, what was done of the point, and the time that was left.
// Lengths are in frames.
type Mark struct {
	Region  string         `json:"region"`
	Part    timeline.Part  `json:"part"`
	Point   string         `json:"point"`
	Index   int            `json:"index"` // of the point in its script, or -1
	Side    scripts.Side   `json:"side"`
	Round   int            `json:"round"`
	Rounds  int            `json:"rounds"` // the last one that was planned
	Loop    bool           `json:"loop"`
	Endless bool           `json:"endless"`
	Closes  bool           `json:"closes"` // the end was asked for
	Left    timeline.Frame `json:"left"`

	Step Did           `json:"step"`
	Done []Did         `json:"done"` // of the point, before that step
	More map[int]int64 `json:"more,omitempty"`
	Last string        `json:"last"` // what was said last of what was being done

	// Changed tells that the script is another one now: its cautions are said
	// again. So they are where Resume finds that out by itself.
	Changed bool `json:"-"`
}

// Did is a step as it was played.
type Did struct {
	Kind   StepKind       `json:"kind"`
	Side   scripts.Side   `json:"side"`
	Text   string         `json:"text"`
	Slot   int            `json:"slot"` // in its part of the script
	Nth    int            `json:"nth"`  // satellite, from 1
	Frames timeline.Frame `json:"frames"`
	Played timeline.Frame `json:"played"`
}

// Mark is where the session stands at a frame; false where there is nothing to
// take up any more.
func (l *Live) Mark(at timeline.Frame) (Mark, bool) {
	m, ok := l.moment(at)
	if !ok || m.section.part == timeline.PartClosing {
		return Mark{}, false
	}
	d := &draft{Live: l, moment: m, more: m.more}
	played := m.played()
	index := m.index
	for index < len(m.steps) && m.steps[index].slot < 0 { // answers are not taken up
		index, played = index+1, 0
	}
	if index == len(m.steps) {
		return l.Mark(m.start + m.frames)
	}
	s := m.steps[index]
	mark := Mark{
		Region: m.course.script.Region, Part: m.section.part, Point: s.Point, Index: m.point, Side: s.Side,
		Round: m.round, Loop: l.loop, Endless: l.endless, Closes: l.closes, Left: l.frames - m.at, More: map[int]int64{},
		Step: did(s, played),
	}
	for j, t := range m.slots {
		if t.number >= 0 && (j <= s.slot || m.more[t.number] > 0) { // they are settled
			mark.More[t.number] = d.satellites(t.number)
		}
	}
	for _, p := range l.parts {
		if p.course == m.course {
			mark.Rounds = max(mark.Rounds, p.round)
		}
	}
	for _, t := range slices.Concat(m.before, m.steps[:index]) {
		if t.slot >= 0 {
			mark.Done = append(mark.Done, did(t, t.Frames))
		}
	}
	if mark.Last = s.Text; s.Words == 0 {
		mark.Last, _ = d.instruction()
	}
	return mark, true
}

func did(s Step, played timeline.Frame) Did {
	return Did{Kind: s.Kind, Side: s.Side, Text: s.Text, Slot: s.slot, Nth: s.nth, Frames: s.Frames, Played: played}
}

// GoneError says that a session cannot be taken up: its region is not there any
// more.
type GoneError struct{ Region string }

func (e *GoneError) Error() string {
	return fmt.Sprintf("the session that was left is of %s, which is not there any more", e.Region)
}

// Resume takes up a session where it was left: it says the safety line, then
// the last instruction again, and fits what was left into the time that was
// left. exact is false where the script has changed since, so that it begins at
// the nearest step there is now.
func Resume(r Request, mark Mark, keep Keep) (l *Live, exact bool, err error) {
	r.Loop = r.Loop && mark.Loop
	endless := r.Loop && mark.Endless
	p, err := prepare(r)
	if err != nil {
		return nil, false, err
	}
	var parts []part
	if endless {
		if parts, err = p.endless(); err != nil {
			return nil, false, err
		}
	} else { // any point there is may be the one that was left
		for _, c := range p.courses {
			parts = append(parts, p.ideally(c.sections(stage{round: 1, kept: len(c.entry)}))...)
		}
	}
	if _, ok := r.Voice.Frames(r.Phrases.SafetyAgain.Full); !ok {
		return nil, false, &MissingError{Texts: []string{r.Phrases.SafetyAgain.Full}}
	}
	number, exact := mark.find(parts, endless)
	if number < 0 {
		return nil, false, &GoneError{mark.Region}
	}
	at := parts[number]
	if !endless {
		at.round = max(1, min(mark.Round, mostRounds))
	}
	if at.round > 1 && at.section.point >= 0 {
		at.section = at.course.points(at.round)[at.section.point]
	}
	following := parts[number+1:]
	if !endless && mark.Part == timeline.PartPoints && mark.Index < 0 && at.round > 1 && at.section.point >= 0 { // between two rounds
		at.section, following = at.course.lead(at.round), parts[number:]
	}
	if !endless {
		following = inRoundOf(at, following, p.breath())
	}
	i, same := mark.slot(at.section)
	exact = exact && same
	if mark.Rounds > at.round || r.Loop {
		at.course.further()
	}
	if err := p.complete(); err != nil {
		return nil, false, err
	}

	cycles := endless && len(p.courses) > 1
	l = &Live{p: p, keep: KeepEnd, endless: endless, loop: r.Loop, cycles: cycles, cycled: cycles}
	l.parts = []part{at}
	d := &draft{Live: l}
	d.takeUp(at, i, mark, exact)
	if mark.Rounds > at.round && !mark.Endless && !r.Loop {
		// That further rounds were planned is told by one part of the last.
		following = append([]part{{placed{at.course.lead(2), at.course, min(mark.Rounds, mostRounds)}, &body{}}}, following...)
	}
	if mark.Closes {
		following = slices.DeleteFunc(slices.Clone(following), func(p part) bool {
			return p.section.part != timeline.PartClosing && (p.section.part != timeline.PartStretch || p.course != at.course)
		})
	}
	rest, ok := d.rest()
	if !ok {
		d.let = d.done[len(d.done)-1].run
		rest, _ = d.rest()
	}
	l.frames = max(mark.Left, 0)
	next := d.changed(change{rest: rest, following: following, loop: r.Loop, endless: endless, planned: mark.Endless, closes: mark.Closes})
	next.keep = keep              // it is for what is done from here on
	if mark.Endless && !endless { // the loop was the listener's
		next, _ = next.Edit(LoopOn, 0)
	}
	return next, exact, nil
}

// inRoundOf is what follows a part, in its round and that one's words.
func inRoundOf(at part, following []part, breath timeline.Frame) []part {
	following = slices.Clone(following)
	for i := range following {
		p := &following[i]
		if p.course != at.course {
			continue
		}
		if p.round = at.round; p.round > 1 && p.section.point >= 0 {
			p.section = p.course.points(p.round)[p.section.point]
			p.body = p.section.ideally(breath)
		}
	}
	return following
}

// mostRounds bounds what a mark from outside can ask for: a day of the
// shortest.
const mostRounds = 2000

// find is the part of a plan that the mark lies in, or the nearest one.
func (m Mark) find(parts []part, endless bool) (number int, exact bool) {
	number = -1
	best := 0
	for i, p := range parts {
		if p.course.script.Region != m.Region {
			continue
		}
		near := 1
		switch {
		case p.section.part != m.Part || p.section.point < 0 && m.Index >= 0:
		case m.Index < 0:
			near = 5
		case p.section.point >= 0 && p.course.script.Points[p.section.point].Title == m.Point:
			if near = 4; p.section.point == m.Index {
				near = 5
			}
		case p.section.point >= m.Index:
			near = 3 // the point in its place
		default:
			near = 2
		}
		// Of the rounds of an endless session the latest that was begun.
		if near > best || near == best && near >= 4 && endless && p.round <= m.Round {
			number, best = i, near
		}
	}
	return number, best >= 4
}

// slot is the step in a section that the mark names, or the nearest one.
func (m Mark) slot(s *section) (i int, exact bool) {
	is := func(i int) bool {
		return i >= 0 && i < len(s.slots) && s.slots[i].Kind == m.Step.Kind && s.slots[i].Side == m.Step.Side
	}
	if i = m.Step.Slot; is(i) {
		return i, s.slots[i].Text == m.Step.Text || s.slots[i].Text == ""
	}
	for i := range s.slots {
		if is(i) && (s.slots[i].Text == m.Step.Text || s.slots[i].elastic >= 0) {
			return i, false
		}
	}
	for i := range s.slots {
		if s.slots[i].Side == m.Side {
			return i, false
		}
	}
	return 0, false
}

// takeUp begins a part in its middle: the bell, the safety line, and the step
// that was left.
func (d *draft) takeUp(at part, i int, mark Mark, exact bool) {
	b := &body{lengths: at.lengths, more: map[int]int64{}}
	if at.body == nil || len(b.lengths) != len(at.elastic) {
		b.lengths = at.section.ideally(d.p.breath()).lengths
	}
	if exact {
		for n, v := range mark.More {
			if n >= 0 && n < len(at.elastic) && v >= 0 && v <= mostMore {
				b.more[n] = v
			}
		}
		for _, did := range mark.Done {
			if did.Slot < 0 || did.Slot >= len(at.slots) || did.Played < 0 || did.Played > mostDone {
				continue
			}
			s := at.slots[did.Slot].Step
			s.nth, s.Frames = did.Nth, did.Played
			b.before = append(b.before, s)
		}
	}
	s := slot{elastic: -1, number: -1}
	if len(at.slots) > 0 {
		s = at.slots[i]
	}
	step := s.Step
	step.nth = max(step.nth, min(mark.Step.Nth, mostMore))
	whole, played := max(0, min(mark.Step.Frames, mostDone)), timeline.Frame(0)
	if exact {
		played = max(0, min(mark.Step.Played, whole))
	} else if s.elastic >= 0 {
		whole = timeline.Frame(b.lengths[s.elastic]) * d.unit(at.elastic[s.elastic])
	}
	if played > 0 {
		begun := step
		begun.Frames = played
		b.before = append(b.before, begun)
	}
	if step.Words == 0 && step.Kind != StepEarcon {
		if words, ok := d.p.clip(mark.Last); ok && exact && mark.Last != "" {
			step.Text, step.Words = mark.Last, words
		}
	}
	need, breath := timeline.Frame(0), d.p.breath()
	if step.Words > 0 {
		need = step.Words + pauseIntoHold
	}
	switch step.Kind {
	case StepSay:
		step.Frames = step.Words + pauseAfterWords
	case StepBreaths:
		step.Frames = min((max(whole-played, need)+breath-1)/breath, mostBreathsPressed) * breath
	case StepSearch, StepRest:
		step.Frames = max(whole-played, need, 1)
	}
	d.more = b.more
	d.moment = &moment{part: part{at.placed, b}}
	safety := d.p.Phrases.SafetyAgain.Full
	words, _ := d.p.clip(safety)
	bell := Step{Kind: StepEarcon, Text: "start", Frames: leadIn}
	say := Step{Kind: StepSay, Text: safety, Words: words, Frames: words + pauseAfterWords, Part: timeline.PartCaution}
	for _, s := range []*Step{&bell, &say} {
		s.Region, s.Point, s.Side, s.origin = step.Region, step.Point, step.Side, origin{slot: -1}
	}
	bell.Part = step.Part
	d.done = []Step{bell, say}
	if !exact || mark.Changed {
		d.done = append(d.done, d.cautions(at, i)...)
	}
	d.done = append(d.done, step)
	// What is behind the step is not pending: it is made anew.
	b.steps = d.done[:1]
}

// cautions is what a region says at its beginning before step i of a part.
func (d *draft) cautions(at part, i int) (list []Step) {
	for _, head := range at.course.before {
		for j, s := range head.slots {
			before := at.section != head || j < i
			if before && s.Part == timeline.PartCaution && s.Kind == StepSay && s.Text != d.p.Phrases.Safety.Full {
				s.origin = origin{slot: -1}
				list = append(list, s.Step)
			}
		}
	}
	return list
}

// What a mark from outside may say at most.
const (
	mostMore = 50
	mostDone = 3600 * timeline.Second
)
