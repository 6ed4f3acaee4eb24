package plan

import (
	"fmt"
	"time"

	"github.com/unknot/unknot/player/fit"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// The caps on unbroken pressure: hold, words and movement together.
const (
	leastBreathsPressed = 2
	mostBreathsPressed  = 9
	mostTimePressed     = 90 * time.Second
)

// pressure is one unbroken pressure on one point, while it is built.
type pressure struct {
	at      scripts.Range
	words   timeline.Frame
	breaths []int // elastic lengths
}

// capPressure lowers the most of a pressure's breaths until it cannot exceed
// the caps, the step with the most room first.
func (b *builder) capPressure(p pressure) {
	limit := min(mostBreathsPressed, int64((frames(mostTimePressed)-p.words)/b.breath()))
	sum := func(of func(*fit.Elastic) int64) (n int64) {
		for _, i := range p.breaths {
			n += of(&b.section.elastic[i])
		}
		return n
	}
	if least := sum(func(e *fit.Elastic) int64 { return e.Least }); least > limit {
		lasts := p.words + timeline.Frame(least)*b.breath()
		b.blame(p.at, fmt.Sprintf("with this voice and breath the pressure lasts %s at least, %d breaths and the words; no point may be pressed for more than 90 seconds or 9 breaths",
			timeline.Clock(lasts), least), "let the hold or the movement be shorter, or say less under pressure")
		return
	}
	for sum(func(e *fit.Elastic) int64 { return e.Most }) > limit {
		widest := p.breaths[0]
		for _, i := range p.breaths {
			if e, w := b.section.elastic[i], b.section.elastic[widest]; e.Most-e.Least >= w.Most-w.Least {
				widest = i
			}
		}
		lowerMost(&b.section.elastic[widest])
	}
}

// lowerMost takes one unit from what e can be at most.
func lowerMost(e *fit.Elastic) {
	e.Most--
	e.Ideal = min(e.Ideal, e.Most)
}
