package plan

import (
	"slices"

	"github.com/unknot/unknot/player/timeline"
)

func (d *draft) finish() (*change, Refusal) {
	m, closing := d.moment, d.parts[len(d.parts)-1]
	switch {
	case m.section.part == timeline.PartClosing:
		return nil, TooLate
	case d.finishing:
		return nil, Already
	case m.section.part == timeline.PartStretch && m.partIndex == len(d.parts)-2:
		return nil, Already
	case m.section.part == timeline.PartStretch: // what follows it is left out
		d.playOut()
		r, _ := d.remainder()
		return d.finishWith(r, false, closing), NotRefused
	}
	i := slices.IndexFunc(d.following(), func(p part) bool { return p.section.part == timeline.PartStretch && p.region == m.region })
	if i < 0 {
		return nil, TooLate
	}
	stretch := d.following()[i]
	caution := m.step().Part == timeline.PartCaution
	if caution { // it is said to its end
		d.playOut()
	} else {
		d.breakOff()
	}
	done := d.done
	d.earcon("next")
	d.onlyPart = timeline.PartCaution // cautions that were not said yet are said all the same
	r, sounds := d.remainder()
	if !sounds { // as in moveOn
		d.done = done
		r, _ = d.remainder()
	}
	return d.finishWith(r, sounds && !caution, stretch, closing), NotRefused
}

// finishWith is a change after which nothing but these parts follows, in the
// round being played.
func (d *draft) finishWith(r *remainder, sounds bool, parts ...part) *change {
	for i := range parts {
		parts[i].round = d.moment.round
	}
	return &change{remainder: r, following: parts, asPlanned: true, finishing: true, sounds: sounds}
}
