package plan

import (
	"github.com/unknot/unknot/player/fit"
	"github.com/unknot/unknot/player/timeline"
)

// section is a piece of a region that a session has as a whole or not at all:
// an opening, a point on all its sides, a stretch. Its lengths are not decided
// yet; steps that must last equally long share an elastic length.
type section struct {
	part      timeline.Part
	point     optional // index in the script
	specs     []stepSpec
	elastic   []fit.Elastic
	fixed     timeline.Frame // how much of it does not give
	pressures int            // how many unbroken pressures it has

	least, ideal, most timeline.Frame // in all
}

// stepSpec is a step before its length is decided.
type stepSpec struct {
	Step
	length optional // the elastic length it takes, on top of Step.Frames
	number optional // of a satellite: the elastic number that decides whether it is there
	extra  optional // an elastic length added to Step.Frames
}

// fixedSpec is a step of a fixed length as a spec.
func fixedSpec(s Step) stepSpec { return stepSpec{Step: s} }

// isFixed reports whether the step is always there and does not give.
func (s stepSpec) isFixed() bool { return !s.length.present && !s.number.present }

// sumUp adds up the section once all its specs are there.
func (s *section) sumUp() {
	for _, spec := range s.specs {
		if !spec.number.present { // the fixed time of satellites is in their number
			s.fixed += spec.Frames
		}
	}
	least, ideal, most := fit.Bounds(s.elastic)
	s.least, s.ideal, s.most = s.fixed+timeline.Frame(least), s.fixed+timeline.Frame(ideal), s.fixed+timeline.Frame(most)
}

// body is what a section became: steps of decided length. It is never changed,
// and serves every round that the section comes in.
type body struct {
	steps    []Step  // their rounds are not set: see [part.all]
	lengths  []int64 // of the section's elastic lengths, each in its unit
	frames   timeline.Frame
	chapters []timeline.Chapter // counted from the first frame

	// wanted is how many satellites the listener asked for, by the elastic
	// number that it replaces.
	wanted map[int]int64
	// before is what a session that this one resumes had played of the part.
	before []Step
}

// withLengths is the section with its elastic lengths decided.
func (s *section) withLengths(lengths []int64, breath timeline.Frame) *body {
	b := &body{lengths: lengths, steps: make([]Step, 0, len(s.specs))}
	for i := range s.specs {
		spec := &s.specs[i]
		if spec.number.present && int64(spec.satellite.n) > lengths[spec.number.n] {
			continue
		}
		b.steps = append(b.steps, spec.Step)
		step := &b.steps[len(b.steps)-1]
		if spec.length.present {
			unit := timeline.Frame(1)
			if step.Kind == StepBreaths {
				unit = breath
			}
			step.Frames += timeline.Frame(lengths[spec.length.n]) * unit
		}
		if spec.extra.present {
			step.Frames += timeline.Frame(lengths[spec.extra.n])
		}
	}
	b.sumUp()
	return b
}

// ideally is the section with every length at its ideal.
func (s *section) ideally(breath timeline.Frame) *body {
	ideals := make([]int64, len(s.elastic))
	for i, e := range s.elastic {
		ideals[i] = e.Ideal
	}
	return s.withLengths(ideals, breath)
}

// sumUp counts the frames and finds the chapters.
func (b *body) sumUp() {
	b.frames, b.chapters = 0, nil
	for i := range b.steps {
		s := &b.steps[i]
		if i == 0 || b.steps[i-1].Chapter != s.Chapter {
			b.chapters = append(b.chapters, timeline.Chapter{At: b.frames, Title: s.Chapter})
		}
		b.frames += s.Frames
	}
}
