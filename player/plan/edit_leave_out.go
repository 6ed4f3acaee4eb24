package plan

import (
	"slices"

	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/timeline"
)

// SpotAt is the spot that is being worked at a frame; the zero Spot where none
// is: in an opening, between two rounds, in a stretch, in the closing.
func (l *Live) SpotAt(frame timeline.Frame) Spot {
	m, ok := l.moment(frame)
	if !ok || !m.point.present {
		return Spot{}
	}
	return spotOf(m.region.script, int(m.point.n))
}

// LeaveOut leaves a spot out from a frame on, on both sides and in every further
// round; [Live.Request] has it then, for later sessions. [Edit] with [LeaveOut]
// leaves out the one that is being worked.
//
// Where it is being worked, any pressure ends at once: letting go is said, or
// sounded, and the next place follows. A caution is said to its end first, so
// that one refuses.
//
// A listener may leave out the last spot that a region has, too: it is let go
// like any other, and what follows is the region's stretch. A loop of that
// region alone ends with it, since there is nothing to go round; in a loop of
// several regions it does not come again. A later session of that region is
// refused, until a spot is brought back.
func (l *Live) LeaveOut(s Spot, at timeline.Frame) (*Live, Answer) {
	m, ok := l.moment(at)
	isWorked := ok && s.Is(l.SpotAt(at))
	switch {
	case !ok || l.finishing:
		return l, Answer{Refusal: TooLate}
	case s.IsZero():
		if m.step().Part == timeline.PartCaution {
			return l, Answer{Refusal: ForSafety}
		}
		return l, Answer{Refusal: NoSpot}
	case slices.ContainsFunc(l.programme.LeftOut, s.Is):
		return l, Answer{Refusal: Already}
	case isWorked && m.step().Part == timeline.PartCaution:
		return l, Answer{Refusal: ForSafety}
	}
	without := l.without(s)
	if m, ok = without.moment(at); !ok {
		return l, Answer{Refusal: TooLate}
	}
	d := without.draft(m)
	if !isWorked {
		d.playOut()
		r, _ := d.remainder()
		return d.apply(*d.withoutSpot(d.only(r), s))
	}
	return d.apply(*d.withoutSpot(d.letGo(), s))
}

// without is the session whose regions have no such spot any more. What is
// planned is as it was.
func (l *Live) without(s Spot) *Live {
	p := *l.programme
	p.LeftOut = append(slices.Clone(p.LeftOut), s)
	changed := map[*regionSpec]*regionSpec{}
	for _, list := range []*[]*regionSpec{&p.regions, &p.again} {
		*list = slices.Clone(*list)
		for i, r := range *list {
			if r.script.Region == s.Region {
				changed[r] = r.without(p.Request)
				(*list)[i] = changed[r]
			}
		}
	}
	next := *l
	next.programme, next.parts = &p, slices.Clone(l.parts)
	for i := range next.parts {
		if r := changed[next.parts[i].region]; r != nil {
			next.parts[i].region = r
		}
	}
	return &next
}

// letGo ends the point that is being worked: nothing of it follows but the words
// that end the pressure, or their earcon.
func (d *draft) letGo() *change {
	s := d.moment.step()
	if d.isRelease(s) { // it is being let go
		d.playOut()
		r, _ := d.remainder()
		return d.only(r)
	}
	earcon := tone.Next
	if s.pressure.present {
		earcon = tone.Release
	}
	d.breakOff()
	if r, ok := d.remainder(); ok && len(r.specs) > 0 && r.specs[0].Kind == StepEarcon { // which answers by itself
		next := d.only(r)
		next.sounds = true
		return next
	}
	done := d.done
	d.done = slices.Clone(done)
	d.earcon(string(earcon))
	r, sounds := d.remainder()
	if !sounds { // as in moveOn
		d.done = done
		r, _ = d.remainder()
	}
	next := d.only(r)
	next.sounds = sounds
	return next
}

// isRelease reports whether a step ends its pressure: the words, or the earcon,
// after the last of its breaths.
func (d *draft) isRelease(s Step) bool {
	specs := d.specs()
	i := indexOf(specs, s.origin)
	return s.spec.present && s.pressure.present && s.Kind != StepBreaths && i >= 0 && !pressesOn(specs[i+1:], s.pressure)
}

// pressesOn reports whether a pressure has breaths among specs.
func pressesOn(specs []stepSpec, pressure optional) bool {
	return slices.ContainsFunc(specs, func(s stepSpec) bool { return s.pressure == pressure && s.Kind == StepBreaths })
}

// isLeft reports whether a step of the part being played is still to come where
// its spot is left out: the end of the pressure that lasts, and cautions.
func (d *draft) isLeft(s Step) bool {
	if s.Part == timeline.PartCaution {
		return true
	}
	return d.leavingPressure.present && s.pressure == d.leavingPressure && d.isRelease(s)
}

// withoutSpot is a change after which a spot does not come any more. Where its
// region has no other, no further round of it comes, either.
func (d *draft) withoutSpot(c *change, s Spot) *change {
	following := slices.DeleteFunc(slices.Clone(c.following), func(p part) bool {
		return p.point.present && s.Is(spotOf(p.region.script, int(p.point.n)))
	})
	c.following = following
	if d.hasPoints(s.Region) {
		return c
	}
	m := d.moment
	if d.loopsProgramme {
		return d.withoutRegion(c, s.Region)
	}
	if m.region.script.Region != s.Region || !c.loop {
		return c
	}
	c.following = nil
	for _, p := range following {
		if p.region == m.region && p.section.part == timeline.PartPoints {
			continue // between two rounds
		}
		if p.region == m.region {
			p.round = min(p.round, m.round)
		}
		c.following = append(c.following, p)
	}
	c.asPlanned, c.loop, c.endless = d.endless, false, false
	return c
}

// withoutRegion is a change of an endless loop of several regions in which one
// of them comes no more in further rounds. Where none has a point, no further
// round comes.
func (d *draft) withoutRegion(c *change, region string) *change {
	over := !slices.ContainsFunc(d.programme.regions, func(r *regionSpec) bool { return len(r.order) > 0 })
	m, last := d.moment, len(c.following)-1
	var following []part
	for i, p := range c.following {
		later := p.round > m.round && i != last // which is the closing
		ofRegion := p.region.script.Region == region && p.section.part != timeline.PartPoints
		if later && (over || ofRegion) {
			continue
		}
		if over {
			p.round = min(p.round, m.round)
		}
		following = append(following, p)
	}
	c.following = following
	if over {
		c.asPlanned, c.loop, c.endless = true, false, false
	}
	return c
}

// hasPoints reports whether a region has a point that is not left out.
func (d *draft) hasPoints(region string) bool {
	return slices.ContainsFunc(d.programme.regions, func(r *regionSpec) bool { return r.script.Region == region && len(r.order) > 0 })
}
