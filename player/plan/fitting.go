package plan

import (
	"errors"
	"slices"

	"github.com/unknot/unknot/player/timeline"
)

// Fit decides every elastic length so that the session takes exactly length.
// Length 0 is the ideal, or for a loop a whole day. Its errors are
// [RangeError], [MissingError], [ScriptError] and [AllLeftOutError].
func Fit(r Request, length timeline.Frame) (*Plan, error) {
	p, err := prepare(r)
	if err != nil {
		return nil, err
	}
	return p.plan(length)
}

// programme is a request whose regions are built.
type programme struct {
	Request
	builder *builder
	regions []*regionSpec
	again   []*regionSpec // in the words of further rounds, where an endless loop repeats several regions
}

func prepare(r Request) (*programme, error) {
	if err := r.checkLeftOut(); err != nil {
		return nil, err
	}
	return build(r)
}

// build builds the regions of a request, also of one that leaves out every
// point of a region: what remains of such a session is its stretch.
func build(r Request) (*programme, error) {
	if len(r.Scripts) == 0 {
		return nil, errors.New("no region was asked for")
	}
	b := &builder{Request: r}
	p := &programme{Request: r, builder: b}
	last := len(r.Scripts) - 1
	for i, s := range r.Scripts {
		before, after := []*section{b.opening(s, i == 0)}, []*section{b.stretch(s, 1)}
		if i == last {
			after = append(after, b.closing(s))
		}
		p.regions = append(p.regions, b.regionSpec(s, before, after))
		if last > 0 && r.Loop {
			p.again = append(p.again, b.regionSpec(s, []*section{b.openingAgain(s)}, []*section{b.stretch(s, 2)}))
		}
	}
	if last == 0 { // several regions are played once each
		p.regions[0].loop = r.Loop
	}
	if err := p.complete(); err != nil {
		return nil, err
	}
	for _, r := range p.regions {
		r.measure()
	}
	return p, p.complete()
}

// complete is an error where anything that was built so far cannot be spoken
// or fitted.
func (p *programme) complete() error {
	switch {
	case len(p.builder.missing) > 0:
		return &MissingError{Texts: p.missingClips()}
	case p.builder.fault != nil:
		return p.builder.fault
	}
	return nil
}

func (p *programme) breath() timeline.Frame { return p.builder.breath() }

func (p *programme) plan(length timeline.Frame) (*Plan, error) {
	parts, err := p.fit(length)
	if err != nil {
		return nil, err
	}
	return p.planOf(parts), nil
}

// planOf is the plan that parts make.
func (p *programme) planOf(parts []part) *Plan {
	steps := 0
	for _, part := range parts {
		steps += len(part.steps)
	}
	plan := &Plan{Breath: p.Breath, Regions: p.Regions(), Steps: make([]Step, 0, steps)}
	for _, part := range parts {
		plan.Steps = slices.AppendSeq(plan.Steps, part.all)
		plan.Frames += part.frames
	}
	return plan
}

func (p *programme) fit(length timeline.Frame) ([]part, error) {
	switch {
	case length == 0 && p.Loop && len(p.regions) == 1:
		return p.endlessRegion()
	case length == 0 && p.Loop:
		return p.endlessProgramme()
	case len(p.regions) == 1:
		return p.fitOne(length)
	}
	return p.fitSeveral(length)
}

// fitOne fits one region, in as many rounds as the length asks for.
func (p *programme) fitOne(length timeline.Frame) ([]part, error) {
	r := p.regions[0]
	if length == 0 {
		length = r.ideal
	}
	if length < r.least || length > MostFrames {
		return nil, &RangeError{Asked: length, Least: r.least, Most: MostFrames}
	}
	sections := r.sections(r.choose(length))
	if r.loop { // a live edit may add rounds
		r.prepareRounds()
	}
	if err := p.complete(); err != nil {
		return nil, err
	}
	parts, ok := fitSections(sections, p.breath(), length)
	if !ok { // the range of one round is unbroken; further rounds may leave a gap after it
		return nil, &RangeError{Asked: length, Least: r.least, Most: r.most}
	}
	return parts, nil
}

// fitSeveral fits regions one after the other: each gets its least, and what is
// above is shared by weight.
func (p *programme) fitSeveral(length timeline.Frame) ([]part, error) {
	l := limitsOf(p.regions)
	if length == 0 {
		length = l.Ideal
	}
	beyond := &RangeError{Asked: length, Least: l.Least, Most: l.Most}
	if length < l.Least || length > l.Most {
		return nil, beyond
	}
	var parts []part
	for i, share := range shareByWeight(p.regions, length) {
		r := p.regions[i]
		region, ok := fitSections(r.sections(r.choose(share)), p.breath(), share)
		if !ok {
			return nil, beyond
		}
		parts = append(parts, region...)
	}
	return parts, nil
}
