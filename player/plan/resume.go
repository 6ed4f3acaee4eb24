package plan

import (
	"slices"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// What a mark from outside may say at most.
const (
	mostSatellites = 50
	mostPlayed     = 3600 * timeline.Second
	mostRounds     = 2000 // a day of the shortest
)

// Resume goes on with a session where it stood: it says the safety line, then
// the last instruction again, and fits what remained into the time that
// remained. exact is false where the script has changed since, so that it
// starts at the nearest step there is now. Where it stood at a spot that the
// request leaves out, it starts at the next, or at the stretch; so it does where
// every spot of the region is left out. Its errors are [GoneError] and those of
// [Fit], but for [AllLeftOutError].
func Resume(r Request, mark Mark, a Anchor) (l *Live, exact bool, err error) {
	r.Loop = r.Loop && mark.Loop && !mark.OneRegion // which is begun anew below
	endless := r.Loop && mark.Endless
	p, parts, err := partsToResume(r, endless)
	if err != nil {
		return nil, false, err
	}
	if _, ok := p.clip(p.Phrases.SafetyAgain.Full); !ok {
		return nil, false, &MissingError{Texts: []string{p.Phrases.SafetyAgain.Full}}
	}
	number, exact, ok := mark.find(parts, endless)
	if !ok {
		return nil, false, &GoneError{mark.Region}
	}
	leftOut := mark.isLeftOut(p)
	if leftOut {
		number, mark = mark.afterSpot(parts, number)
	}
	at, following := parts[number], parts[number+1:]
	if !endless {
		at, following = mark.inItsRound(parts, number, p.breath())
	}
	if at.round > 1 && at.point.present {
		at.section = at.region.points(at.round)[at.point.n]
	}
	spec, same := mark.findSpec(at.section)
	exact = exact && same && !leftOut
	if mark.Rounds > at.round || r.Loop {
		at.region.prepareRounds()
	}
	if err := p.complete(); err != nil {
		return nil, false, err
	}

	loopsProgramme := endless && len(p.regions) > 1
	l = &Live{
		programme: p, anchor: AnchorEnd, endless: endless, loop: r.Loop, loopsProgramme: loopsProgramme, loopedProgramme: loopsProgramme,
		parts: []part{at}, frames: max(mark.Remaining, 0), finishing: mark.Finishing,
	}
	d := &draft{Live: l, onlyPart: l.onlyPartIn(at.section)}
	d.enter(at, spec, mark, exact)
	remainder, ok := d.remainder()
	for step := &d.done[len(d.done)-1]; !ok && step.Breathing() > p.breath(); remainder, ok = d.remainder() {
		step.Frames -= p.breath()
	}
	if !ok { // the pressure has lasted as long as it may
		d.releasing = d.done[len(d.done)-1].pressure
		remainder, _ = d.remainder()
	}
	next := d.changed(change{
		remainder: remainder, following: mark.toFollow(at, following, r.Loop),
		loop: r.Loop, endless: endless, asPlanned: mark.Endless, finishing: mark.Finishing,
	})
	next.anchor = a               // it is for what is done from here on
	if mark.Endless && !endless { // the loop was the listener's
		next, _ = next.Edit(LoopOn, 0)
	}
	return next, exact || leftOut, nil
}

// isLeftOut reports whether a programme leaves out the spot that the mark lies in.
func (m Mark) isLeftOut(p *programme) bool {
	for _, s := range p.Scripts {
		for i, point := range s.Points {
			here := point.Title == m.Point || m.point.is(i)
			if s.Region == m.Region && m.point.present && here && p.leavesOut(s, i) {
				return true
			}
		}
	}
	return false
}

// afterSpot is the part that follows the spot that the mark lies in, and the mark
// at its beginning: a later spot, what comes before the next round, or the
// stretch. near is the part nearest to the mark.
func (m Mark) afterSpot(parts []part, near int) (number int, at Mark) {
	region, was := parts[near].region, m.point
	m.Point, m.Side, m.Step, m.Done, m.Satellites, m.LastInstruction = "", scripts.NoSide, PlayedStep{}, nil, nil, ""
	m.point, m.goesOn = optional{}, true
	first := slices.IndexFunc(parts, func(p part) bool { return p.region == region && p.point.present })
	listed := slices.ContainsFunc(parts, func(p part) bool { return p.region == region && p.round == m.Round }) // as in an endless session
	for i, p := range parts {
		if p.region != region {
			continue
		}
		switch {
		case p.point.present && p.point.n > was.n && (p.round == m.Round || !listed):
			m.point = p.point
			return i, m
		case p.section.part != timeline.PartStretch && p.round <= m.Round:
		case first >= 0 && m.Rounds > m.Round && p.section.part == timeline.PartStretch:
			m.Round++
			return first, m
		case p.round > m.Round || p.section.part == timeline.PartStretch:
			m.Part, m.Round = p.section.part, max(m.Round, p.round)
			return i, m
		}
	}
	return near, m
}

// partsToResume is the parts among which a mark may be: any point there is may
// be the one.
func partsToResume(r Request, endless bool) (*programme, []part, error) {
	p, err := build(r)
	if err != nil {
		return nil, nil, err
	}
	if endless {
		parts, err := p.fit(0)
		return p, parts, err
	}
	var parts []part
	for _, r := range p.regions {
		parts = append(parts, p.ideally(r.sections(r.wholeRound()))...)
	}
	return p, parts, nil
}

// find is the part of a plan that the mark lies in, or the nearest one. ok is
// false where its region is not there.
func (m Mark) find(parts []part, endless bool) (number int, exact, ok bool) {
	const exactFrom = 4
	best := 0
	for i, p := range parts {
		if p.region.script.Region != m.Region {
			continue
		}
		near := m.nearness(p)
		// Of the rounds of an endless session the latest that had begun.
		if near > best || near == best && near >= exactFrom && endless && p.round <= m.Round {
			number, best = i, near
		}
	}
	return number, best >= exactFrom, best > 0
}

// nearness is how well a part of the mark's region fits it, from 1 to 5.
func (m Mark) nearness(p part) int {
	switch {
	case p.section.part != m.Part || !p.point.present && m.point.present:
		return 1
	case !m.point.present && p.point.present:
		return 4 // between two rounds: the words of a session without further rounds are made anew
	case !m.point.present:
		return 5
	case p.point.present && p.region.script.Points[p.point.n].Title == m.Point:
		if p.point == m.point {
			return 5
		}
		return 4
	case p.point.n >= m.point.n:
		return 3 // the point in its place
	}
	return 2
}

// inItsRound is the part that the mark lies in, and what follows it, in the
// mark's round.
func (m Mark) inItsRound(parts []part, number int, breath timeline.Frame) (at part, following []part) {
	at, following = parts[number], parts[number+1:]
	at.round = max(1, min(m.Round, mostRounds))
	betweenRounds := m.Part == timeline.PartPoints && !m.point.present
	if betweenRounds && at.round > 1 && at.point.present {
		at.section, following = at.region.betweenRounds(at.round), parts[number:]
	}
	following = slices.Clone(following)
	for i := range following {
		p := &following[i]
		if p.region != at.region {
			continue
		}
		if p.round = at.round; p.round > 1 && p.point.present {
			p.section = p.region.points(p.round)[p.point.n]
			p.body = p.section.ideally(breath)
		}
	}
	return at, following
}

// findSpec is the spec of a section that the mark names, or the nearest one.
func (m Mark) findSpec(s *section) (i int, exact bool) {
	like := func(i int) bool { return s.specs[i].Kind == m.Step.Kind && s.specs[i].Side == m.Step.Side }
	if m.Step.spec.within(len(s.specs)) && like(int(m.Step.spec.n)) {
		spec := s.specs[m.Step.spec.n]
		return int(m.Step.spec.n), spec.Text == m.Step.Text || spec.Text == ""
	}
	for i, spec := range s.specs {
		if like(i) && (spec.Text == m.Step.Text || spec.length.present) {
			return i, false
		}
	}
	for i, spec := range s.specs {
		if spec.Side == m.Side {
			return i, false
		}
	}
	return 0, false
}

// toFollow is what follows the part that the mark lies in.
func (m Mark) toFollow(at part, following []part, loop bool) []part {
	if m.Rounds > at.round && !m.Endless && !loop {
		// An empty part of the last round is enough for refit to plan that many.
		last := part{placed{at.region.betweenRounds(2), at.region, min(m.Rounds, mostRounds)}, &body{}}
		following = append([]part{last}, following...)
	}
	following = slices.DeleteFunc(slices.Clone(following), func(p part) bool { // with every spot left out
		return p.region != at.region && len(p.region.order) == 0 && p.section.part != timeline.PartClosing
	})
	if m.Finishing {
		following = slices.DeleteFunc(slices.Clone(following), func(p part) bool {
			return p.section.part != timeline.PartClosing && (p.section.part != timeline.PartStretch || p.region != at.region)
		})
	}
	return following
}

// enter begins a part in its middle, at spec: the bell, the safety line,
// cautions where the script has changed, and the step that was heard.
func (d *draft) enter(at part, spec int, mark Mark, exact bool) {
	b := &body{lengths: at.lengthsOrIdeal(d.programme.breath()), wanted: map[int]int64{}}
	s := stepSpec{}
	if len(at.specs) > 0 {
		s = at.specs[spec]
	}
	satellite := max(s.satellite.n, min(orZero(mark.Step.satellite), mostSatellites))
	if s.satellite = (optional{}); satellite > 0 {
		s.satellite = some(int(satellite))
	}
	length, played := mark.Step.withoutWords()
	switch {
	case exact:
		mark.restore(at, b)
	case s.length.present:
		length, played = timeline.Frame(b.lengths[s.length.n])*d.unit(at.elastic[s.length.n]), 0
	default:
		played = 0
	}
	if played > 0 {
		begun := s.Step
		begun.Frames, begun.Words = played, 0
		b.before = append(b.before, begun)
	}
	step := s.Step
	if step.Words == 0 && step.Kind != StepEarcon && exact && mark.LastInstruction != "" {
		if words, ok := d.programme.clip(mark.LastInstruction); ok {
			step.Text, step.Words = mark.LastInstruction, words
		}
	}
	step.Frames = d.lengthToEnterWith(step, length-played)
	d.wanted = b.wanted
	d.moment = &moment{part: part{at.placed, b}}
	d.done = d.safetyAgain(at.region.script.Title, step)
	if !exact && !mark.goesOn || mark.Changed {
		d.done = append(d.done, d.cautionsBefore(at, spec)...)
	}
	d.done = append(d.done, step)
	b.steps = d.done[:1] // nothing after the step is pending: the remainder makes it anew
}

// lengthsOrIdeal is the lengths of the part, or the ideal ones where it has none
// of its section's.
func (p part) lengthsOrIdeal(breath timeline.Frame) []int64 {
	if p.body == nil || len(p.lengths) != len(p.elastic) {
		return p.section.ideally(breath).lengths
	}
	return p.lengths
}

func orZero(o optional) int32 {
	if o.present {
		return o.n
	}
	return 0
}

// restore gives b what was decided and done of the part that the mark lies in.
func (m Mark) restore(at part, b *body) {
	for number, n := range m.Satellites {
		if number >= 0 && number < len(at.elastic) && n >= 0 && n <= mostSatellites {
			b.wanted[number] = n
		}
	}
	for _, done := range m.Done {
		if !done.spec.within(len(at.specs)) || done.Played < 0 || done.Played > mostPlayed {
			continue
		}
		s := at.specs[done.spec.n].Step
		done.Length = done.Played
		_, played := done.withoutWords()
		s.satellite, s.Frames, s.Words = done.satellite, played, 0
		b.before = append(b.before, s)
	}
}

// lengthToEnterWith is how long a step lasts that goes on with what remained of
// it, words before its breaths aside.
func (d *draft) lengthToEnterWith(s Step, remaining timeline.Frame) timeline.Frame {
	switch s.Kind {
	case StepBreaths:
		return d.lengthToGoOn(s, min(remaining, mostBreathsPressed*d.programme.breath()))
	case StepSearch, StepRest:
		return d.lengthToGoOn(s, remaining)
	}
	return s.Frames
}

// safetyAgain is the bell and the safety line, before step s of a region.
func (d *draft) safetyAgain(title string, s Step) []Step {
	safety := d.programme.Phrases.SafetyAgain.Full
	words, _ := d.programme.clip(safety)
	bell := Step{Kind: StepEarcon, Text: "start", Frames: leadIn, Part: s.Part, Chapter: s.Chapter}
	line := Step{Kind: StepSay, Text: safety, Words: words, Frames: words + pauseAfterWords, Part: timeline.PartCaution}
	line.Chapter = d.programme.chapterTitle(chapterKey{part: line.Part, region: title})
	for _, t := range []*Step{&bell, &line} {
		t.Region, t.Point, t.Side = s.Region, s.Point, s.Side
	}
	return []Step{bell, line}
}

// cautionsBefore is what a region says at its beginning before spec i of a
// part.
func (d *draft) cautionsBefore(at part, i int) (cautions []Step) {
	for _, opening := range at.region.before {
		for j, spec := range opening.specs {
			before := at.section != opening || j < i
			if before && spec.Part == timeline.PartCaution && spec.Kind == StepSay && spec.Text != d.programme.Phrases.Safety.Full {
				s := spec.Step
				s.origin = origin{}
				cautions = append(cautions, s)
			}
		}
	}
	return cautions
}
