package scripts

// Phrases are the working words: what is said in every session whatever the
// region, in the same words each time. They are read from phrases.yaml.
type Phrases struct {
	Safety      Line // once in every session's opening, at every guidance level
	SafetyAgain Line // before every third round, and in a resumed session
	OtherSide   Line // before the second side of a point: "Now the {side} side."
	PressHere   Line // before each satellite is held
	Release     Line // after every stretch of unbroken pressure
	NextRound   Line // before a further round of the region
	LeftEar     Line // unknot headphones
	RightEar    Line
	Level       Line // a sentence to set the level by
}

// A phrase is one of the lines with its name in the file.
type phrase struct {
	name  string
	line  *Line
	sided bool // may and must name the side
}

func (p *Phrases) byID() [9]phrase {
	return [9]phrase{
		{"safety", &p.Safety, false},
		{"safety-again", &p.SafetyAgain, false},
		{"other-side", &p.OtherSide, true},
		{"press-here", &p.PressHere, false},
		{"release", &p.Release, false},
		{"next-round", &p.NextRound, false},
		{"left-ear", &p.LeftEar, false},
		{"right-ear", &p.RightEar, false},
		{"level", &p.Level, false},
	}
}

// Lines is every text that a voice needs a clip of to speak the working
// words, in order, each once.
func (p *Phrases) Lines() []string {
	var texts []string
	seen := map[string]bool{}
	for _, id := range p.byID() {
		for _, text := range id.line.Variants() {
			if !seen[text] {
				seen[text] = true
				texts = append(texts, text)
			}
		}
	}
	return texts
}
