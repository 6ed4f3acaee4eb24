package plan

import "github.com/unknot/unknot/player/timeline"

// endlessRegion plans a day of one region at the ideal: round after round, with
// its stretch and the closing at the very end.
func (p *programme) endlessRegion() ([]part, error) {
	r := p.regions[0]
	var last candidate
	none := true
	for next := range r.candidates() {
		if !none && next.ideal > MostFrames {
			break
		}
		if next.entered == len(r.order) {
			last, none = next, false
		}
	}
	if err := p.complete(); err != nil {
		return nil, err
	}
	return p.ideally(r.sections(last)), nil
}

// endlessProgramme plans a day of several regions at the ideal: all of them
// over and over, each with its stretch, and the closing at the very end.
func (p *programme) endlessProgramme() ([]part, error) {
	lastRegion := p.regions[len(p.regions)-1]
	closing := placed{lastRegion.after[len(lastRegion.after)-1], lastRegion, 1}
	var sections []placed
	for _, r := range p.regions {
		sections = append(sections, r.sections(r.wholeRound())...)
	}
	sections = sections[:len(sections)-1] // the closing
	length := idealOf(sections)
	for round := 2; ; round++ {
		var further []placed
		for i, r := range p.again {
			if i == 0 {
				further = append(further, placed{r.betweenRounds(round), r, round})
			}
			further = append(further, r.repeated(round)...)
		}
		if err := p.complete(); err != nil {
			return nil, err
		}
		if length += idealOf(further); length+closing.ideal > MostFrames {
			closing.round = round - 1
			return p.ideally(append(sections, closing)), nil
		}
		sections = append(sections, further...)
	}
}

func idealOf(sections []placed) (frames timeline.Frame) {
	for _, s := range sections {
		frames += s.ideal
	}
	return frames
}

// repeated is the region in a further round of a programme.
func (r *regionSpec) repeated(round int) []placed {
	var list []placed
	for _, group := range [][]*section{r.before, r.pointsToWork(round), r.after} {
		for _, s := range group {
			list = append(list, placed{s, r, round})
		}
	}
	return list
}

// ideally decides every length at its ideal. Rounds share the body of a section
// that comes in all of them.
func (p *programme) ideally(sections []placed) []part {
	bodies := map[*section]*body{}
	parts := make([]part, len(sections))
	for i, s := range sections {
		if bodies[s.section] == nil {
			bodies[s.section] = s.ideally(p.breath())
		}
		parts[i] = part{s, bodies[s.section]}
	}
	return parts
}
