package plan

import (
	"slices"

	"github.com/unknot/unknot/player/fit"
	"github.com/unknot/unknot/player/timeline"
)

// rest is what is still to come of a part being played, as a section of its
// own. Lengths that were begun are fixed: on the second side as the first was
// really played. The others give as before.
type rest struct {
	*section
	of []int // the part's elastic length behind each of its own, or -1
}

// loose is how many frames the pause behind words may be longer by, some 1 ms.
const loose = 63

// loosen lets the silence behind a line or an earcon give by a few frames.
// Searches that come on both sides, and several times, change the total by
// several frames at once; where no rest is left that gives by single ones, the
// exact end could not be met.
//
// Purpose pressure that can only be where its cap leaves room, as spare tells.
func (r *rest) loosen(spare map[int]timeline.Frame) {
	for k, s := range r.slots {
		if s.elastic < 0 && s.number < 0 && (s.Kind == StepSay || s.Kind == StepEarcon) && (s.run == 0 || spare[s.run] >= loose) {
			r.elastic, r.of = append(r.elastic, fit.Elastic{Most: loose, Unit: 1}), append(r.of, -1)
			r.slots[k].plus = len(r.elastic)
			return
		}
	}
}

// draft is an edit being made: the part being played up to the end of the step
// that is heard from the frame of the edit on.
type draft struct {
	*Live
	moment *moment
	done   []Step
	more   map[int]int64 // satellites the listener wants, by elastic number
	let    int           // a stretch of pressure that is let go of: its breaths are left out
	only   timeline.Part // nothing but this is kept of the part, where set
}

// slots is every slot there may be of the part, with those of the satellites
// that the listener wants beyond what its script has.
func (d *draft) slots() []slot {
	if len(d.more) == 0 {
		return d.moment.slots
	}
	var all, last []slot // last: the slots of the last satellite there may be
	for i, s := range d.moment.slots {
		all = append(all, s)
		if s.number < 0 || int64(s.nth) < d.moment.elastic[s.number].Most {
			continue
		}
		last = append(last, s)
		if i+1 < len(d.moment.slots) && d.moment.slots[i+1].number == s.number && d.moment.slots[i+1].nth == s.nth && d.moment.slots[i+1].Side == s.Side {
			continue
		}
		for nth := s.nth + 1; int64(nth) <= d.more[s.number]; nth++ {
			for _, c := range last {
				if c.run > 0 {
					c.run += (nth - s.nth) * d.moment.runs
				}
				if c.nth = nth; c.Kind == StepSearch {
					c.Text, c.Words = "", 0 // announced with the first
				}
				all = append(all, c)
			}
		}
		last = nil
	}
	return all
}

// position is the index among slots of the last step that was begun, or -1.
func (d *draft) position(slots []slot) int {
	for _, steps := range [][]Step{d.done, d.moment.before} {
		for _, s := range slices.Backward(steps) {
			if s.slot >= 0 {
				return slices.IndexFunc(slots, func(t slot) bool { return t.slot == s.slot && t.nth == s.nth })
			}
		}
	}
	return -1
}

// pending is the steps right behind the one that is heard which no slot yet to
// come stands for: answers, and what is said again behind them.
func (d *draft) pending(slots []slot, at int) []Step {
	steps := d.moment.steps[d.moment.index+1:]
	for i, s := range steps {
		if s.slot >= 0 && slices.IndexFunc(slots, func(t slot) bool { return t.slot == s.slot && t.nth == s.nth }) > at {
			return steps[:i]
		}
	}
	return steps
}

// satellites is how many satellites an elastic number stands for.
func (d *draft) satellites(number int) int64 {
	if n, ok := d.more[number]; ok {
		return n
	}
	return d.moment.lengths[number]
}

// rest makes the rest of the part. It fails where the pressure would exceed
// its caps however short the rest is.
func (d *draft) rest() (*rest, bool) {
	slots, m := d.slots(), d.moment
	at := d.position(slots)
	first := make([]int, len(m.elastic)) // the first slot that each length belongs to
	for i := range first {
		first[i] = len(slots)
	}
	for j, s := range slices.Backward(slots) {
		if s.elastic >= 0 {
			first[s.elastic] = j
		}
		if s.number >= 0 {
			first[s.number] = j
		}
	}
	r := &rest{section: &section{part: m.section.part, point: m.point}}
	index := make([]int, len(m.elastic)) // of r's, or -1
	for i := range index {
		index[i] = -1
	}
	add := func(i int, e fit.Elastic) {
		index[i] = len(r.elastic)
		r.elastic, r.of = append(r.elastic, e), append(r.of, i)
	}
	// The numbers of satellites that may still give.
	for j, s := range slots {
		if _, chosen := d.more[s.number]; s.number >= 0 && !chosen && j == first[s.number] && j > at {
			add(s.number, m.elastic[s.number])
		}
	}
	pending := d.pending(slots, at)
	for _, s := range pending {
		if d.only == "" || s.Part == d.only && s.slot >= 0 {
			r.slots = append(r.slots, slot{Step: s, elastic: -1, number: -1})
		}
	}
	var frozen []int // slots of r whose length was begun
	for j, s := range slots[at+1:] {
		j += at + 1
		if d.only != "" && s.Part != d.only || d.let > 0 && s.run == d.let && s.Kind == StepBreaths {
			continue
		}
		if s.number >= 0 {
			if index[s.number] >= 0 {
				s.number = index[s.number]
			} else if int64(s.nth) > d.satellites(s.number) {
				continue
			} else {
				s.number = -1
			}
		}
		if i := s.elastic; i >= 0 && first[i] <= at {
			s.Frames = d.asPlayed(i, s, pending)
			frozen = append(frozen, len(r.slots))
		} else if i >= 0 {
			e := m.elastic[i]
			switch {
			case index[i] >= 0 && !r.elastic[index[i]].Multiplied:
				r.elastic[index[i]].Unit += int64(d.unit(e))
			case index[i] >= 0:
			case e.Multiplied && index[e.Multiplier] >= 0:
				e.Multiplier = index[e.Multiplier]
				add(i, e)
			default:
				e.Multiplied, e.Unit = false, int64(d.unit(e))
				add(i, e)
			}
			s.elastic = index[i]
		}
		r.slots = append(r.slots, s)
	}
	spare, ok := d.cap(r, frozen)
	for _, k := range frozen {
		r.slots[k].elastic = -1
	}
	r.loosen(spare)
	r.closeUp()
	return r, ok
}

// unit is the frames that one occurrence of a length adds for each of its own
// units.
func (d *draft) unit(e fit.Elastic) timeline.Frame {
	if e.Counted {
		return d.p.breath()
	}
	return 1
}

// asPlayed is how many frames a slot takes whose length was begun: as many as
// its like on the first side really took, and its least at least.
func (d *draft) asPlayed(i int, s slot, pending []Step) timeline.Frame {
	e, unit := d.moment.elastic[i], d.unit(d.moment.elastic[i])
	var frames timeline.Frame
	for _, steps := range [][]Step{d.moment.before, d.done, pending} {
		for _, t := range steps {
			if t.slot >= 0 && t.nth == s.nth && d.moment.slots[t.slot].elastic == i {
				frames += t.Frames
			}
		}
	}
	if frames > 0 {
		return timeline.Frame(max(e.Least, int64((frames+unit/2)/unit))) * unit
	}
	// A further satellite on the same side: as was planned.
	x := d.moment.lengths[i]
	if e.Multiplied && d.moment.lengths[e.Multiplier] == 0 {
		x = e.Ideal
	}
	return timeline.Frame(max(e.Least, min(x, e.Most))) * unit
}

// pressed is a stretch of unbroken pressure that is still to come, or has yet
// to end.
type pressed struct {
	run     int
	breaths int64          // that it may have
	frames  timeline.Frame // that it may take
	slots   []int          // of r, with breaths as they were begun
	elastic []int          // of r, breaths that give
}

// cap lowers what is to come until no pressure can exceed its caps, in the same
// way on both sides, and tells what is left of the cap of each. It fails where
// that cannot be.
func (d *draft) cap(r *rest, frozen []int) (spare map[int]timeline.Frame, ok bool) {
	spare, ok = map[int]timeline.Frame{}, true
	for _, p := range d.runs(r, frozen) {
		limit := min(p.breaths, int64(floor(p.frames, d.p.breath())))
		for d.breaths(r, p) > limit {
			if !d.lower(r, p) {
				ok = false
				break
			}
		}
		ok = ok && limit >= 0
		spare[p.run] = p.frames - timeline.Frame(d.breaths(r, p))*d.p.breath()
	}
	return spare, ok
}

// runs is the stretches of pressure that last or are to come, with what is left
// of their caps.
func (d *draft) runs(r *rest, frozen []int) []*pressed {
	var runs []*pressed
	of := func(run int) *pressed {
		for _, p := range runs {
			if p.run == run {
				return p
			}
		}
		runs = append(runs, &pressed{run: run, breaths: mostBreathsPressed, frames: frames(mostTimePressed)})
		return runs[len(runs)-1]
	}
	if n := len(d.done); n > 0 && d.done[n-1].run > 0 {
		of(d.done[n-1].run)
	}
	for k, s := range r.slots {
		switch {
		case s.run == 0:
		case slices.Contains(frozen, k):
			of(s.run).slots = append(of(s.run).slots, k)
		case s.elastic >= 0:
			of(s.run).elastic = append(of(s.run).elastic, s.elastic)
		default:
			of(s.run).frames -= s.Frames
			if s.Kind == StepBreaths { // it comes again
				of(s.run).breaths -= int64(s.Frames / d.p.breath())
			}
		}
	}
	breath := d.p.breath()
	for _, p := range runs {
		var breaths timeline.Frame
		for _, s := range d.done {
			if s.run == p.run {
				p.frames -= s.Frames
				if s.Kind == StepBreaths {
					breaths += s.Frames
				}
			}
		}
		p.breaths -= int64((breaths + breath - 1) / breath)
	}
	return runs
}

// breaths is how many a stretch of pressure may have as r stands.
func (d *draft) breaths(r *rest, p *pressed) (n int64) {
	for _, k := range p.slots {
		n += int64(r.slots[k].Frames / d.p.breath())
	}
	for _, i := range p.elastic {
		n += r.elastic[i].Most
	}
	return n
}

// lower takes one breath from a stretch of pressure, the length with the most
// room first; from those that were begun last.
func (d *draft) lower(r *rest, p *pressed) bool {
	widest := -1
	for _, i := range p.elastic {
		if room := r.elastic[i].Most - r.elastic[i].Least; room > 0 && (widest < 0 || room >= r.elastic[widest].Most-r.elastic[widest].Least) {
			widest = i
		}
	}
	if widest >= 0 {
		e := &r.elastic[widest]
		e.Most--
		e.Ideal = min(e.Ideal, e.Most)
		return true
	}
	for _, k := range p.slots {
		s, breath := &r.slots[k], d.p.breath()
		if int64(s.Frames/breath) > d.moment.elastic[s.elastic].Least {
			s.Frames -= breath
			return true
		}
	}
	return false
}

// floor is x/y rounded down, below 0 too.
func floor(x, y timeline.Frame) timeline.Frame {
	if x < 0 {
		return -((-x + y - 1) / y)
	}
	return x / y
}

// asPlanned is the rest with its lengths as they were.
func (d *draft) asPlanned(r *rest) *body {
	lengths := make([]int64, len(r.of))
	for k, i := range r.of {
		if i < 0 {
			continue
		}
		lengths[k] = max(r.elastic[k].Least, min(d.moment.lengths[i], r.elastic[k].Most))
	}
	return r.settled(lengths, d.p.breath())
}

// joined is the part being played with its rest settled.
func (d *draft) joined(r *rest, settled *body) part {
	b := &body{lengths: slices.Clone(d.moment.lengths), more: d.more, before: d.moment.before}
	for k, i := range r.of {
		if i >= 0 {
			b.lengths[i] = settled.lengths[k]
		}
	}
	b.steps = slices.Concat(d.done, settled.steps)
	b.sum()
	return part{d.moment.placed, b}
}
