package plan

import (
	"slices"

	"github.com/unknot/unknot/player/timeline"
)

// loopOn lets the region being played go on round after round, at its ideal, as
// long as a session may be. What was to follow comes after that.
func (d *draft) loopOn() (*change, Refusal) {
	m := d.moment
	switch {
	case d.loop:
		return nil, Already
	case d.finishing || m.section.part == timeline.PartStretch || m.section.part == timeline.PartClosing:
		return nil, TooLate
	}
	// The lines of further rounds are ones that no session without a loop needs.
	if m.region.prepareRounds(); d.programme.complete() != nil {
		return nil, NoWords
	}
	d.playOut()
	r, _ := d.remainder()
	thisRound, after := d.splitAtRound()
	length := m.partStart + m.frames + lengthOf(thisRound) + lengthOf(after)
	rounds, last := d.furtherRounds(length)
	for i := range after {
		if after[i].region == m.region {
			after[i].round = last
		}
	}
	return &change{remainder: r, following: slices.Concat(thisRound, rounds, after), asPlanned: true, loop: true, endless: true}, NotRefused
}

// splitAtRound is what follows, in two: the points of the round being played,
// and what comes after the last round.
func (d *draft) splitAtRound() (thisRound, after []part) {
	m := d.moment
	for _, p := range d.following() {
		switch {
		case p.region != m.region || p.section.part != timeline.PartPoints:
			after = append(after, p)
		case p.round == m.round:
			thisRound = append(thisRound, p)
		}
	}
	return thisRound, after
}

// furtherRounds is as many rounds of the region being played as can be added
// to a session of a length, and the number of the last.
func (d *draft) furtherRounds(length timeline.Frame) (parts []part, last int) {
	r := d.moment.region
	bodies := map[*section]*body{}
	last = d.moment.round
	for {
		sections := slices.Concat([]*section{r.betweenRounds(last + 1)}, r.pointsToWork(last+1))
		for _, s := range sections {
			length += s.ideal
		}
		if length > MostFrames {
			return parts, last
		}
		last++
		for _, s := range sections {
			if bodies[s] == nil {
				bodies[s] = s.ideally(d.programme.breath())
			}
			parts = append(parts, part{placed{s, r, last}, bodies[s]})
		}
	}
}

// loopOff ends a loop with the round being played.
func (d *draft) loopOff() (*change, Refusal) {
	if !d.loop {
		return nil, Already
	}
	d.playOut()
	r, _ := d.remainder()
	m := d.moment
	var following []part
	for i, p := range d.following() {
		closing := m.partIndex+1+i == len(d.parts)-1
		switch {
		case d.loopsProgramme && p.round > m.round && !closing:
			continue
		case d.loopsProgramme:
			p.round = min(p.round, m.round)
		case p.region == m.region && p.round > m.round && p.section.part == timeline.PartPoints:
			continue
		case p.region == m.region:
			p.round = min(p.round, m.round)
		}
		following = append(following, p)
	}
	return &change{remainder: r, following: following, asPlanned: true}, NotRefused
}
