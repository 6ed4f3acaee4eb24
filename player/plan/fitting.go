package plan

import (
	"errors"
	"math"
	"slices"

	"github.com/unknot/unknot/player/timeline"
)

// Limits is which lengths a session can have, in frames: every one from Least
// to Most. Ideal is the length that changes nothing. A loop with no length is
// Endless: it plays until stopped, a day at most.
type Limits struct {
	Least, Ideal, Most timeline.Frame
	Endless            bool
}

// Range tells which lengths a request can be fitted to.
func Range(r Request) (Limits, error) {
	p, err := prepare(r)
	if err != nil {
		return Limits{}, err
	}
	var l Limits
	for _, c := range p.courses {
		l.Least += c.least
		l.Ideal += c.ideal
		l.Most += c.most
	}
	if err := p.complete(); err != nil {
		return Limits{}, err
	}
	l.Endless = r.Loop && len(p.courses) == 1
	return l, nil
}

// Fit settles every elastic length so that the session takes exactly length
// frames. Length 0 is the ideal one, or for a loop a whole day.
func Fit(r Request, length timeline.Frame) (*Plan, error) {
	p, err := prepare(r)
	if err != nil {
		return nil, err
	}
	return p.plan(length)
}

func (p *programme) plan(length timeline.Frame) (*Plan, error) {
	parts, err := p.fit(length)
	if err != nil {
		return nil, err
	}
	return p.listed(parts), nil
}

// listed is the plan that parts make.
func (p *programme) listed(parts []part) *Plan {
	plan := &Plan{Breath: p.Breath, Regions: p.Regions()}
	for _, part := range parts {
		plan.Steps = slices.AppendSeq(plan.Steps, part.all)
		plan.Frames += part.frames
	}
	return plan
}

// programme is a request with its courses made.
type programme struct {
	Request
	builder *builder
	courses []*course
	cycle   []*course // as told again, where an endless loop repeats several regions
}

func prepare(r Request) (*programme, error) {
	if len(r.Scripts) == 0 {
		return nil, errors.New("no region was asked for")
	}
	b := &builder{Request: r}
	p := &programme{Request: r}
	last := len(r.Scripts) - 1
	for i, s := range r.Scripts {
		before, after := []*section{b.head(s, i == 0)}, []*section{b.stretch(s, 1)}
		if i == last {
			after = append(after, b.closing(s))
		}
		p.courses = append(p.courses, b.course(s, before, after))
		if last > 0 && r.Loop {
			p.cycle = append(p.cycle, b.course(s, []*section{b.headAgain(s)}, []*section{b.stretch(s, 2)}))
		}
	}
	p.builder = b
	for _, c := range p.courses { // several regions are played once each
		c.loop = r.Loop && last == 0
	}
	if err := p.complete(); err != nil {
		return nil, err
	}
	for _, c := range p.courses {
		c.measure(b)
	}
	return p, p.complete()
}

// complete tells whether all that was built so far can be spoken and fitted.
func (p *programme) complete() error {
	switch {
	case len(p.builder.missing) > 0:
		return &MissingError{Texts: p.lacking()}
	case p.builder.fault != nil:
		return p.builder.fault
	}
	return nil
}

// lacking is every text of the request that the voice has no clip of.
func (r Request) lacking() []string {
	var texts []string
	for _, text := range r.Texts() {
		if _, ok := r.Voice.Frames(text); !ok {
			texts = append(texts, text)
		}
	}
	return texts
}

func (p *programme) fit(length timeline.Frame) ([]part, error) {
	switch {
	case length == 0 && p.Loop:
		return p.endless()
	case len(p.courses) == 1:
		return p.alone(length)
	}
	return p.several(length)
}

func (p *programme) breath() timeline.Frame { return p.builder.breath() }

// alone fits one region, in as many rounds as the length asks for.
func (p *programme) alone(length timeline.Frame) ([]part, error) {
	c := p.courses[0]
	if length == 0 {
		length = c.ideal
	}
	if length < c.least || length > MostFrames {
		return nil, &RangeError{Asked: length, Least: c.least, Most: MostFrames}
	}
	sections := c.sections(c.at(length))
	if c.loop { // an edit may have it go on for longer
		c.further()
	}
	if err := p.complete(); err != nil {
		return nil, err
	}
	parts, ok := settle(sections, p.breath(), length)
	if !ok { // the range of a round was checked; a further one may not follow on it
		return nil, &RangeError{Asked: length, Least: c.least, Most: c.most}
	}
	return parts, nil
}

// several fits regions one after the other: each its least, and what is above
// shared by weight.
func (p *programme) several(length timeline.Frame) ([]part, error) {
	var least, ideal, most timeline.Frame
	for _, c := range p.courses {
		least += c.least
		ideal += c.ideal
		most += c.most
	}
	if length == 0 {
		length = ideal
	}
	if length < least || length > most {
		return nil, &RangeError{Asked: length, Least: least, Most: most}
	}
	var parts []part
	for i, share := range share(p.courses, length) {
		c := p.courses[i]
		region, ok := settle(c.sections(c.at(share)), p.breath(), share)
		if !ok {
			return nil, &RangeError{Asked: length, Least: least, Most: most}
		}
		parts = append(parts, region...)
	}
	return parts, nil
}

// share divides a length among courses: the least of each, and of the rest as
// much as its weight, within its range.
func share(courses []*course, length timeline.Frame) []timeline.Frame {
	filled := func(level float64) (shares []timeline.Frame, sum timeline.Frame) {
		for _, c := range courses {
			x := c.least + timeline.Frame(math.Min(level*float64(c.script.Weight), float64(c.most-c.least)))
			shares = append(shares, x)
			sum += x
		}
		return shares, sum
	}
	low, high := 0.0, float64(MostFrames)
	for range 128 {
		mid := (low + high) / 2
		if _, sum := filled(mid); sum <= length {
			low = mid
		} else {
			high = mid
		}
	}
	shares, sum := filled(low)
	for sum < length { // frames lost in rounding
		for i, c := range courses {
			if sum < length && shares[i] < c.most {
				shares[i]++
				sum++
			}
		}
	}
	return shares
}

// endless plans a day at the ideal: rounds of one region with its stretch and
// closing at the very end, or the programme over and over.
func (p *programme) endless() ([]part, error) {
	if len(p.courses) == 1 {
		c := p.courses[0]
		var at stage
		for next := range c.stages() {
			if at.round > 0 && next.ideal > MostFrames {
				break
			}
			if next.kept == len(c.entry) {
				at = next
			}
		}
		if err := p.complete(); err != nil {
			return nil, err
		}
		return p.ideally(c.sections(at)), nil
	}
	var sections, closing []placed
	var length timeline.Frame
	last := p.courses[len(p.courses)-1]
	tail := last.after[len(last.after)-1]
	for round := 1; ; round++ {
		list, most := p.courses, timeline.Frame(0)
		if round > 1 {
			list = p.cycle
		}
		var cycle []placed
		for i, c := range list {
			at := stage{round: 1, kept: len(c.entry)}
			if round > 1 && i == 0 {
				cycle = append(cycle, placed{c.lead(round), c, round})
			}
			if round == 1 {
				cycle = append(cycle, c.sections(at)...)
				continue
			}
			cycle = append(cycle, c.repeat(round)...)
		}
		if round == 1 {
			cycle, closing = cycle[:len(cycle)-1], []placed{{tail, last, 1}}
		}
		for _, s := range cycle {
			most += s.ideal
		}
		if err := p.complete(); err != nil {
			return nil, err
		}
		if round > 1 && length+most+tail.ideal > MostFrames {
			closing[0].round = round - 1
			return p.ideally(append(sections, closing...)), nil
		}
		length += most
		sections = append(sections, cycle...)
	}
}

// repeat is the course as a further round of a programme.
func (c *course) repeat(round int) []placed {
	var list []placed
	for _, group := range [][]*section{c.before, c.points(round), c.after} {
		for _, s := range group {
			list = append(list, placed{s, c, round})
		}
	}
	return list
}

// ideally settles every length at its ideal. A section that comes in many
// rounds is settled once.
func (p *programme) ideally(sections []placed) []part {
	bodies := map[*section]*body{}
	parts := make([]part, len(sections))
	for i, s := range sections {
		if bodies[s.section] == nil {
			bodies[s.section] = s.ideally(p.breath())
		}
		parts[i] = part{s, bodies[s.section]}
	}
	return parts
}
