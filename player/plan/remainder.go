package plan

import (
	"slices"

	"github.com/unknot/unknot/player/fit"
	"github.com/unknot/unknot/player/timeline"
)

// remainder is what is still to come of a part that is being played, as a
// section of its own. Lengths that have begun are fixed: the second side takes
// what the first really took. The others give as before.
type remainder struct {
	*section
	// source is, for each of its elastic lengths, the part's that it comes from.
	source []optional
	// begun are the specs that take a length which has begun.
	begun []begunSpec
}

// begunSpec is a spec of a remainder, and the part's elastic length that it
// takes.
type begunSpec struct{ spec, length int }

// specs is every step there may be of the part, including the satellites that
// the listener asked for beyond what its script has.
func (d *draft) specs() []stepSpec {
	if len(d.wanted) == 0 {
		return d.moment.specs
	}
	specs := d.moment.specs
	var all, last []stepSpec // last: those of the last satellite that the script has
	for i, s := range specs {
		all = append(all, s)
		if !s.number.present || int64(s.satellite.n) < d.moment.elastic[s.number.n].Most {
			continue
		}
		last = append(last, s)
		if i+1 < len(specs) && specs[i+1].number == s.number && specs[i+1].satellite == s.satellite && specs[i+1].Side == s.Side {
			continue
		}
		for nth := s.satellite.n + 1; int64(nth) <= d.wanted[int(s.number.n)]; nth++ {
			for _, more := range last {
				if more.pressure.present {
					more.pressure.n += (nth - s.satellite.n) * int32(d.moment.pressures)
				}
				if more.satellite.n = nth; more.Kind == StepSearch {
					more.Text, more.Words = "", 0 // announced with the first
				}
				all = append(all, more)
			}
		}
		last = nil
	}
	return all
}

// indexOf is the index of the spec that a step comes from, or -1.
func indexOf(specs []stepSpec, o origin) int {
	return slices.IndexFunc(specs, func(s stepSpec) bool { return s.sameSpec(o) })
}

// nextSpec is the index of the first spec that has not begun.
func (d *draft) nextSpec(specs []stepSpec) int {
	for _, steps := range [][]Step{d.done, d.moment.before} {
		for i := len(steps) - 1; i >= 0; i-- {
			if steps[i].spec.present {
				return indexOf(specs, steps[i].origin) + 1
			}
		}
	}
	return 0
}

// pending is the steps right after the one that is heard for which there is no
// spec still to come: answers, and what is repeated after them.
func (d *draft) pending(specs []stepSpec, next int) []Step {
	later := d.moment.later()
	for i := range later {
		if later[i].spec.present && indexOf(specs, later[i].origin) >= next {
			return later[:i]
		}
	}
	return later
}

// satellites is how many there are of an elastic number.
func (d *draft) satellites(number int) int64 {
	if n, ok := d.wanted[number]; ok {
		return n
	}
	return d.moment.lengths[number]
}

// remainder makes the remainder of the part. ok is false where the pressure
// would exceed its caps however short the remainder is.
func (d *draft) remainder() (r *remainder, ok bool) {
	b := d.newRemainderBuilder()
	b.addOpenNumbers()
	b.addPending()
	for i := range b.specs[b.next:] {
		b.addSpec(b.next + i)
	}
	r = b.remainder
	spare, ok := d.capRemainder(r)
	r.loosen(spare)
	r.sumUp()
	return r, ok
}

// remainderBuilder makes a remainder out of the specs of a part.
type remainderBuilder struct {
	*draft
	*remainder
	specs   []stepSpec
	next    int        // the first that has not begun
	first   []int      // the first spec that each of the part's lengths belongs to
	length  []optional // the remainder's elastic length for each of the part's
	pending []Step
}

func (d *draft) newRemainderBuilder() *remainderBuilder {
	m, specs := d.moment, d.specs()
	b := &remainderBuilder{
		draft: d, specs: specs, next: d.nextSpec(specs),
		remainder: &remainder{section: &section{part: m.section.part, point: m.point, specs: make([]stepSpec, 0, len(specs)+2)}},
		first:     make([]int, len(m.elastic)), length: make([]optional, len(m.elastic)),
	}
	for i := range b.first {
		b.first[i] = len(specs)
	}
	for j := len(specs) - 1; j >= 0; j-- {
		for _, length := range [...]optional{specs[j].length, specs[j].number} {
			if length.present {
				b.first[length.n] = j
			}
		}
	}
	b.pending = d.pending(specs, b.next)
	return b
}

// take makes e the remainder's own elastic length for length i of the part.
func (b *remainderBuilder) take(i int32, e fit.Elastic) {
	b.length[i] = some(len(b.elastic))
	b.elastic, b.source = append(b.elastic, e), append(b.source, some(int(i)))
}

// addOpenNumbers adds the numbers of satellites that can still give.
func (b *remainderBuilder) addOpenNumbers() {
	for j := b.next; j < len(b.specs); j++ {
		number := b.specs[j].number
		if !number.present || j != b.first[number.n] {
			continue
		}
		if _, chosen := b.wanted[int(number.n)]; !chosen {
			b.take(number.n, b.moment.elastic[number.n])
		}
	}
}

// addPending adds the steps that are played whatever else is still to come.
func (b *remainderBuilder) addPending() {
	for _, s := range b.pending {
		if b.leaving && !b.isLeft(s) || b.isReleased(s) {
			continue
		}
		if b.onlyPart == "" || s.Part == b.onlyPart && (s.spec.present || s.Kind == StepSay) {
			b.section.specs = append(b.section.specs, fixedSpec(s))
		}
	}
}

// addSpec adds spec j of the part, unless the edit leaves it out.
func (b *remainderBuilder) addSpec(j int) {
	s := b.specs[j]
	if b.isReleased(s.Step) || b.leaving && !b.isLeft(s.Step) || b.onlyPart != "" && s.Part != b.onlyPart {
		return
	}
	if s.number.present {
		number := s.number.n
		s.number = b.length[number]
		if !s.number.present && int64(s.satellite.n) > b.satellites(int(number)) {
			return
		}
	}
	if s.length.present {
		length := int(s.length.n)
		if b.first[length] < b.next {
			s.Frames, s.length = s.Frames+b.asPlayed(length, s), optional{}
			b.begun = append(b.begun, begunSpec{spec: len(b.section.specs), length: length})
		} else {
			b.takeAgain(s.length.n)
			s.length = b.length[length]
		}
	}
	b.section.specs = append(b.section.specs, s)
}

// isReleased reports whether a step is breaths of a pressure that is ended early.
func (d *draft) isReleased(s Step) bool {
	return d.releasing.present && s.pressure == d.releasing && s.Kind == StepBreaths
}

// takeAgain gives the remainder its own elastic length for one more occurrence
// of length i of the part.
func (b *remainderBuilder) takeAgain(i int32) {
	e := b.moment.elastic[i]
	switch own := b.length[i]; {
	case own.present && !b.elastic[own.n].Multiplied:
		b.elastic[own.n].Unit += int64(b.unit(e))
	case own.present:
	case e.Multiplied && b.length[e.Multiplier].present:
		e.Multiplier = int(b.length[e.Multiplier].n)
		b.take(i, e)
	default:
		e.Multiplied, e.Multiplier, e.Unit = false, 0, int64(b.unit(e))
		b.take(i, e)
	}
}

// unit is how long one occurrence of a length is for each of its own units.
func (d *draft) unit(e fit.Elastic) timeline.Frame {
	if e.Counted {
		return d.programme.breath()
	}
	return 1
}

// asPlayed is how long a spec takes whose length has begun, words before its
// breaths aside: as long as its counterpart on the first side really took, and
// at least its least.
func (b *remainderBuilder) asPlayed(length int, s stepSpec) timeline.Frame {
	m, e := b.moment, b.moment.elastic[length]
	unit := b.unit(e)
	var frames timeline.Frame
	begun := false
	for _, steps := range [][]Step{m.before, b.done, b.pending} {
		for i := range steps {
			t := &steps[i]
			if t.spec.present && t.satellite == s.satellite && m.specs[t.spec.n].length.is(length) {
				begun = true
				frames += t.Frames - t.FirstInhale()
			}
		}
	}
	if begun {
		return max(timeline.Frame(e.Least), (frames+unit/2)/unit) * unit
	}
	// A further satellite on the same side: as was planned.
	x := m.lengths[length]
	if e.Multiplied && m.lengths[e.Multiplier] == 0 {
		x = e.Ideal
	}
	return timeline.Frame(max(e.Least, min(x, e.Most))) * unit
}

// loose is by how many frames the pause after words may be longer, some 1 ms.
const loose = 63

// loosen lets the silence after one line or earcon give by a few frames.
// Searches that come on both sides, and several times, change the total by
// several frames at once; where no rest is still to come that gives frame by
// frame, the exact end could not be met.
//
// Under pressure that is possible only where its cap leaves room: spare.
func (r *remainder) loosen(spare map[optional]timeline.Frame) {
	for k := range r.specs {
		s := &r.specs[k]
		if s.isFixed() && (s.Kind == StepSay || s.Kind == StepEarcon) && (!s.pressure.present || spare[s.pressure] >= loose) {
			s.extra = some(len(r.elastic))
			r.elastic, r.source = append(r.elastic, fit.Elastic{Most: loose, Unit: 1}), append(r.source, optional{})
			return
		}
	}
}

// asPlanned is the remainder with its lengths as they were.
func (d *draft) asPlanned(r *remainder) *body {
	lengths := make([]int64, len(r.source))
	for k, source := range r.source {
		if source.present {
			lengths[k] = max(r.elastic[k].Least, min(d.moment.lengths[source.n], r.elastic[k].Most))
		}
	}
	return r.withLengths(lengths, d.programme.breath())
}

// join is the part being played, with the lengths of its remainder decided.
func (d *draft) join(r *remainder, decided *body) part {
	b := &body{lengths: slices.Clone(d.moment.lengths), wanted: d.wanted, before: d.moment.before}
	for k, source := range r.source {
		if source.present {
			b.lengths[source.n] = decided.lengths[k]
		}
	}
	b.steps = slices.Concat(d.done, decided.steps)
	b.sumUp()
	return part{d.moment.placed, b}
}
