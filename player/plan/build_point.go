package plan

import (
	"github.com/unknot/unknot/player/fit"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// point adds a point on every side that is worked. A step takes equally long
// on all of them.
func (b *builder) point(s *scripts.Script, index, round int) *section {
	b.begin(s, timeline.PartPoints)
	b.section.point = some(index)
	p := s.Points[index]
	b.title = p.Title
	sides := b.sides(p.Side)
	w := pointBuilder{builder: b, steps: p.Steps, sides: len(sides), length: make([]int, len(p.Steps))}
	for nth, side := range sides {
		b.side = side
		w.first = nth == 0
		b.wording = b.wordingOf(scripts.Full)
		if round > 1 || !w.first {
			b.wording = b.wordingOf(scripts.Brief)
		}
		if !w.first {
			b.say(b.Phrases.OtherSide, b.wording)
		}
		if side == scripts.SideCentre {
			b.earcon("next")
		} else {
			b.earcon("side-" + string(side))
		}
		w.oneSide()
	}
	for _, p := range w.pressures {
		b.capPressure(p)
	}
	return b.end()
}

// pointBuilder lays out a point side by side.
type pointBuilder struct {
	*builder
	steps  []scripts.Step
	sides  int   // how many
	first  bool  // side
	length []int // the elastic length of each step

	pressures []pressure
	current   *pressure      // the pressure going on
	said      timeline.Frame // words since the last search or rest
	from      int            // the spec where those words begin, and with them the pressure
}

func (w *pointBuilder) oneSide() {
	w.said = 0
	for i, step := range w.steps {
		switch step := step.(type) {
		case scripts.Say:
			w.sayUnderOrBefore(i, step)
		case scripts.Rest:
			w.release()
			w.said = 0
			w.share(i, func() int { return w.newTime(step.Time, w.sides) })
			w.addElastic(Step{Kind: StepRest}, w.length[i])
		case scripts.Search:
			w.release()
			w.said = 0
			w.share(i, func() int { return w.newTime(step.Time, w.sides) })
			text, words := w.words(step.Line, w.wording)
			w.makeRoom(w.length[i], words, step.At)
			w.addElastic(Step{Kind: StepSearch, Text: text, Words: words}, w.length[i])
		case scripts.Hold:
			w.press(i, step.Breaths, step.Line, step.At, timeline.Hold)
		case scripts.Move:
			w.press(i, step.Breaths, step.Line, step.At, timeline.Move)
		case scripts.Satellites:
			w.release()
			w.said = 0
			w.satellites(i, step)
		}
	}
	w.release()
}

// sayUnderOrBefore adds a line: under the pressure where that goes on, else
// leading into the next.
func (w *pointBuilder) sayUnderOrBefore(i int, step scripts.Say) {
	if w.current != nil && w.pressureGoesOn(i) {
		w.current.words += w.say(step.Line, w.wording)
		return
	}
	w.release()
	if w.said == 0 {
		w.from = len(w.section.specs)
	}
	w.said += w.say(step.Line, w.wording)
}

// share makes a step's elastic length on the first side; the second side takes
// the same.
func (w *pointBuilder) share(i int, make func() int) {
	if w.first {
		w.length[i] = make()
	}
}

// pressureGoesOn reports whether the pressure lasts beyond step i: a hold or a
// movement comes before anything that lets go.
func (w *pointBuilder) pressureGoesOn(i int) bool {
	for _, step := range w.steps[i+1:] {
		switch step.(type) {
		case scripts.Say:
			continue
		case scripts.Move, scripts.Hold:
			return true
		}
		return false
	}
	return false
}

func (w *pointBuilder) press(i int, span scripts.Count, line scripts.Line, at scripts.Range, purpose timeline.Purpose) {
	if w.current == nil {
		// The words that lead into a hold may already press.
		w.current = &pressure{at: at, words: w.said}
		if w.said == 0 {
			w.from = len(w.section.specs)
		}
		w.current.words += w.earcon("press")
	}
	w.share(i, func() int { return w.newCount(span, w.sides) })
	w.current.words += w.breathe(purpose, line, w.length[i])
	w.current.breaths = append(w.current.breaths, w.length[i])
}

// release ends the pressure, in words or with an earcon.
func (w *pointBuilder) release() {
	if w.current == nil {
		return
	}
	w.current.words += w.say(w.Phrases.Release, w.wording) + w.earcon("release")
	w.addPressure(*w.current, w.from)
	w.current, w.said = nil, 0
}

// addPressure notes an unbroken pressure that began at spec from and ends here.
func (w *pointBuilder) addPressure(p pressure, from int) {
	w.pressures = append(w.pressures, p)
	w.section.pressures++
	for k := from; k < len(w.section.specs); k++ {
		w.section.specs[k].pressure = some(w.section.pressures)
	}
}

// satellites adds as many searches and holds as there may be. Their number,
// decided later, says which of them are there.
func (w *pointBuilder) satellites(i int, s scripts.Satellites) {
	if w.first {
		number := w.newElastic(fit.Elastic{
			Least: int64(s.Number.Least), Ideal: int64(s.Number.Ideal), Most: int64(s.Number.Most), Counted: true,
		})
		w.length[i] = number
		for _, j := range []int{w.newTime(s.Search, w.sides), w.newCount(s.Each, w.sides)} {
			e := &w.section.elastic[j]
			e.Multiplied, e.Multiplier = true, number
		}
	}
	number, search, each := w.length[i], w.length[i]+1, w.length[i]+2
	text, words := w.words(s.Line, w.wording)
	w.makeRoom(search, words, s.At)
	p := pressure{at: s.At, breaths: []int{each}}
	for nth := 1; nth <= s.Number.Most; nth++ {
		from := len(w.section.specs)
		w.addElastic(Step{Kind: StepSearch, Purpose: timeline.Satellite, Text: text, Words: words}, search)
		text, words = "", 0 // only the first search is announced
		p.words = w.sayThenPause(w.Phrases.PressHere, w.wording, pauseIntoBreath) + w.earcon("press")
		w.addElastic(Step{Kind: StepBreaths, Purpose: timeline.Satellite}, each)
		p.words += w.say(w.Phrases.Release, w.wording) + w.earcon("release")
		for k := from; k < len(w.section.specs); k++ {
			spec := &w.section.specs[k]
			spec.number, spec.satellite = some(number), some(nth)
		}
		w.addPressure(p, from+1)
	}
	w.section.elastic[number].Unit += int64(p.words)
}
