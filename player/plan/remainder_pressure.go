package plan

import "github.com/unknot/unknot/player/timeline"

// openPressure is an unbroken pressure that has not ended yet, or is still to
// come.
type openPressure struct {
	pressure optional
	breaths  int64          // that it may still have
	time     timeline.Frame // that it may still take
	begun    []int          // indices into remainder.begun: breaths of a length that has begun
	elastic  []int          // lengths of the remainder: breaths that give
}

// capRemainder lowers what is still to come until no pressure can exceed its
// caps, in the same way on both sides. spare is the time that each has to
// spare. ok is false where one exceeds them all the same.
func (d *draft) capRemainder(r *remainder) (spare map[optional]timeline.Frame, ok bool) {
	spare, ok = map[optional]timeline.Frame{}, true
	breath := d.programme.breath()
	for _, p := range d.openPressures(r) {
		limit := min(p.breaths, int64(floorDiv(p.time, breath)))
		for d.breaths(r, p) > limit {
			if !d.lower(r, p) {
				ok = false
				break
			}
		}
		ok = ok && limit >= 0
		spare[p.pressure] = p.time - timeline.Frame(d.breaths(r, p))*breath
	}
	return spare, ok
}

// openPressures is the pressures that last or are still to come, with what
// remains of their caps.
func (d *draft) openPressures(r *remainder) []*openPressure {
	var open []*openPressure
	of := func(number optional) *openPressure {
		for _, p := range open {
			if p.pressure == number {
				return p
			}
		}
		p := &openPressure{pressure: number, breaths: mostBreathsPressed, time: frames(mostTimePressed)}
		open = append(open, p)
		return p
	}
	if n := len(d.done); n > 0 && d.done[n-1].pressure.present {
		of(d.done[n-1].pressure)
	}
	breath := d.programme.breath()
	begun := 0
	for k := range r.specs {
		s := &r.specs[k]
		isBegun := begun < len(r.begun) && r.begun[begun].spec == k
		if isBegun {
			begun++
		}
		if !s.pressure.present {
			continue
		}
		p := of(s.pressure)
		switch {
		case isBegun:
			p.begun = append(p.begun, begun-1)
			p.time -= s.FirstInhale()
		case s.length.present:
			p.elastic = append(p.elastic, int(s.length.n))
			p.time -= s.Frames
		default:
			p.time -= s.Frames
			p.breaths -= int64(s.Breathing() / breath) // repeated
		}
	}
	for _, p := range open {
		var breathed timeline.Frame
		for i := range d.done {
			s := &d.done[i]
			if s.pressure == p.pressure {
				p.time -= s.Frames
				breathed += s.Breathing()
			}
		}
		p.breaths -= int64(wholeBreaths(breathed, breath))
	}
	return open
}

// breaths is how many a pressure can still have.
func (d *draft) breaths(r *remainder, p *openPressure) (n int64) {
	for _, i := range p.begun {
		n += int64(r.specs[r.begun[i].spec].Breathing() / d.programme.breath())
	}
	for _, i := range p.elastic {
		n += r.elastic[i].Most
	}
	return n
}

// lower takes one breath from a pressure: from the length with the most room,
// and only then from those that have begun. It is false where nothing can give.
func (d *draft) lower(r *remainder, p *openPressure) bool {
	room := func(i int) int64 { return r.elastic[i].Most - r.elastic[i].Least }
	widest, found := 0, false
	for _, i := range p.elastic {
		if room(i) > 0 && (!found || room(i) >= room(widest)) {
			widest, found = i, true
		}
	}
	if found {
		lowerMost(&r.elastic[widest])
		return true
	}
	breath := d.programme.breath()
	for _, i := range p.begun {
		s, least := &r.specs[r.begun[i].spec], d.moment.elastic[r.begun[i].length].Least
		if int64(s.Breathing()/breath) > least {
			s.Frames -= breath
			return true
		}
	}
	return false
}

// floorDiv is x/y rounded down, below 0 too.
func floorDiv(x, y timeline.Frame) timeline.Frame {
	if x < 0 {
		return -((-x + y - 1) / y)
	}
	return x / y
}
