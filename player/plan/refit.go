package plan

import (
	"slices"

	"github.com/unknot/unknot/player/timeline"
)

// apply makes the Live that a draft's change comes to, and lets the listener be
// told where its end is another one.
func (d *draft) apply(c change) (*Live, Answer) {
	next := d.changed(c)
	heard, unannounced := d.heardAnnouncements()
	next.announcements, next.unannounced = heard, unannounced+next.frames-d.frames
	if next.endless || d.endless {
		next.unannounced = 0
	}
	if c.sounds && next.unannounced < -announceFrom { // there is time for it
		next = d.announceEarlyEnd(c, next, unannounced)
	}
	if next.unannounced > announceFrom || next.unannounced < -announceFrom {
		next = next.announceEnd(d.moment.at)
	}
	return next, Answer{Moved: next.frames - d.frames, Sounds: c.sounds}
}

// changed is the session with a change made: fitted to the remaining time where
// its end is to hold.
func (d *draft) changed(c change) *Live {
	next := *d.Live
	next.loop, next.endless, next.finishing, next.announcements = c.loop, c.endless, c.finishing, nil
	next.loopsProgramme = d.loopsProgramme && c.loop
	var parts []part
	if c.asPlanned || c.endless || d.anchor == AnchorContent {
		parts = append([]part{d.join(c.remainder, d.asPlanned(c.remainder))}, c.following...)
	} else {
		var done timeline.Frame
		for i := range d.done {
			done += d.done[i].Frames
		}
		parts = d.refit(c, d.frames-d.moment.partStart-done)
		parts[0] = d.join(c.remainder, parts[0].body)
	}
	return next.with(slices.Concat(d.parts[:d.moment.partIndex], parts))
}

// refitParts is how many parts after the one being played an edit fits again,
// where they can take up what it changed: more than any programme has, and some
// two hours of a loop. What comes after stays as it was fitted.
const refitParts = 80

// refit fits what is still to come to a length, or as near to it as possible.
// Its first part is the remainder of the part being played.
func (d *draft) refit(c change, length timeline.Frame) []part {
	asListed := d.loopedProgramme || c.finishing || isCurtailed(c.following, d.moment.region)
	if n := len(c.following); n > refitParts || asListed {
		sections := []placed{{c.remainder.section, d.moment.region, d.moment.round}}
		for _, p := range c.following[:min(n, refitParts)] {
			sections = append(sections, p.placed)
		}
		far := c.following[min(n, refitParts):]
		parts, ok := fitSections(sections, d.programme.breath(), length-lengthOf(far))
		if !ok && asListed {
			parts, ok = nearest([][]placed{sections}, d.programme.breath(), length-lengthOf(far)), true
		}
		if ok {
			return append(parts, far...)
		}
	}
	return fitRegions(d.regionsToCome(c), d.programme.breath(), length)
}

// isCurtailed reports whether a region that follows has lost its opening: its
// points were left out, and must not come back.
func isCurtailed(following []part, now *regionSpec) bool {
	for i, p := range following {
		begins := i == 0 || following[i-1].region != p.region
		if p.region != now && begins && p.section.part != timeline.PartOpening {
			return true
		}
	}
	return false
}

// regionsToCome is what remains of the region being played, and the regions
// after it.
func (d *draft) regionsToCome(c change) []*regionSpec {
	regions := []*regionSpec{d.remainingRegion(c)}
	for _, p := range c.following {
		if p.region != d.moment.region && p.region != regions[len(regions)-1] {
			regions = append(regions, p.region)
		}
	}
	return regions
}

// remainingRegion is what remains of the region being played.
func (d *draft) remainingRegion(c change) *regionSpec {
	m := d.moment
	r := *m.region
	begun := &begunRegion{whole: m.region, round: m.round}
	r.begun, r.loop, r.before = begun, c.loop, []*section{c.remainder.section}
	last := m.round
	switch m.section.part {
	case timeline.PartOpening, timeline.PartPoints:
		for _, i := range m.region.order {
			if !m.point.present || int(m.point.n) < i {
				begun.points = append(begun.points, i)
			}
		}
		for _, p := range c.following {
			if p.region == m.region {
				last = max(last, p.round)
			}
		}
	case timeline.PartStretch:
		r.after = m.region.after[1:]
	case timeline.PartClosing:
		r.after = nil
	}
	inPoints := m.section.part == timeline.PartOpening || m.section.part == timeline.PartPoints
	if endsNever := inPoints && c.loop; !endsNever {
		begun.lastRound = some(last)
	}
	if !begun.lastRound.is(1) {
		m.region.prepareRounds()
		r.again, r.between = m.region.again, m.region.between
	}
	r.least, r.most = r.rangeOfRemaining()
	return &r
}

// rangeOfRemaining is the shortest and the longest of what remains of a region,
// with one further round at most. It takes the region as short as the whole of
// it can be, too, where that was measured.
func (r *regionSpec) rangeOfRemaining() (least, most timeline.Frame) {
	least = r.least
	measured := least > 0
	for c := range r.candidates() {
		if !measured || c.least < least {
			least, measured = c.least, true
		}
		if most = c.most; c.round > r.begun.round {
			break
		}
	}
	return least, most
}

// fitRegions fits regions one after the other, of which the first is being
// played, to a length or as near to it as possible.
func fitRegions(regions []*regionSpec, breath, length timeline.Frame) []part {
	if len(regions) == 1 {
		return regions[0].fit(breath, length)
	}
	shares := shareWithin(regions, length)
	parts := regions[0].fit(breath, shares[0])
	// A region that has not begun can be any length in its range. What remains
	// of one may not be able to take up its share: the others take what it could
	// not.
	if got := lengthOf(parts); got != shares[0] {
		shares = append(shares[:1], shareWithin(regions[1:], length-got)...)
	}
	for i, r := range regions[1:] {
		parts = append(parts, r.fit(breath, shares[1+i])...)
	}
	return parts
}

// shareWithin is shareByWeight for any length: one that the regions cannot have
// becomes the nearest that they can.
func shareWithin(regions []*regionSpec, length timeline.Frame) []timeline.Frame {
	l := limitsOf(regions)
	return shareByWeight(regions, max(l.Least, min(length, l.Most)))
}

// fit fits the region to a length, or as near to it as possible: too long by
// the least where that cannot be avoided, too short where it cannot be as long.
func (r *regionSpec) fit(breath, length timeline.Frame) []part {
	c := r.choose(length)
	within := max(c.least, min(length, c.most))
	if parts, ok := fitSections(r.sections(c), breath, within); ok {
		return parts
	}
	// Whole breaths leave a gap there. A point more or less may close it.
	var choices [][]placed
	for c := range r.candidates() {
		if c.least > length && len(choices) > 0 {
			break
		}
		sections := r.sections(c)
		choices = append(choices, sections)
		if c.least <= length && length <= c.most {
			if parts, ok := fitSections(sections, breath, length); ok {
				return parts
			}
		}
	}
	return nearest(choices, breath, length)
}
