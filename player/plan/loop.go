package plan

import (
	"slices"

	"github.com/unknot/unknot/player/timeline"
)

// loopOn has the region being played go on round after round, at its ideal, as
// long as a session may be. What was to follow follows behind that.
func (d *draft) loopOn() (change, Refusal) {
	m := d.moment
	switch {
	case d.loop:
		return change{}, Already
	case m.section.part == timeline.PartStretch || m.section.part == timeline.PartClosing:
		return change{}, TooLate
	}
	c := m.course
	if c.further(); d.p.complete() != nil { // lines that a session without a loop does not need
		return change{}, NoWords
	}
	d.done = slices.Clone(m.steps[:m.index+1])
	r, _ := d.rest()
	bodies := map[*section]*body{}
	var list, tail []part
	var length timeline.Frame
	for _, p := range d.following() {
		switch {
		case p.course != c || p.section.part != timeline.PartPoints:
			tail = append(tail, p)
			length += p.frames
		case p.round == m.round:
			list = append(list, p)
		}
	}
	length += m.start + m.frames + sum(list)
	round := m.round
	for {
		again := slices.Concat([]*section{c.lead(round + 1)}, c.points(round+1))
		for _, s := range again {
			length += s.ideal
		}
		if length > MostFrames {
			break
		}
		round++
		for _, s := range again {
			if bodies[s] == nil {
				bodies[s] = s.ideally(d.p.breath())
			}
			list = append(list, part{placed{s, c, round}, bodies[s]})
		}
	}
	for i := range tail {
		if tail[i].course == c {
			tail[i].round = round
		}
	}
	return change{rest: r, following: append(list, tail...), planned: true, loop: true, endless: true}, ""
}

// loopOff ends a loop with the round being played.
func (d *draft) loopOff() (change, Refusal) {
	m := d.moment
	if !d.loop {
		return change{}, Already
	}
	d.done = slices.Clone(m.steps[:m.index+1])
	r, _ := d.rest()
	var list []part
	for i, p := range d.following() {
		switch {
		case d.cycles: // the programme's round
			if p.round > m.round && d.moment.number+1+i < len(d.parts)-1 {
				continue
			}
			p.round = min(p.round, m.round)
		case p.course == m.course && p.round > m.round:
			if p.section.part == timeline.PartPoints {
				continue
			}
			p.round = m.round
		}
		list = append(list, p)
	}
	return change{rest: r, following: list, planned: true}, ""
}
