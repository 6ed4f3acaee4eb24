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
	mostBreathsPressed = 9
	mostTimePressed    = 90 * time.Second
)

// point adds a point on every side that is worked. The elastic lengths of its
// steps are the same on all of them.
func (b *builder) point(s *scripts.Script, index, round int) *section {
	b.begin(s, timeline.PartPoints)
	b.section.point = index
	p := s.Points[index]
	b.title = p.Title
	sides := b.sides(p.Side)
	w := working{builder: b, steps: p.Steps, sides: int64(len(sides)), index: make([]int, len(p.Steps))}
	for nth, side := range sides {
		b.side = side
		w.nth = nth
		b.telling = b.tell(scripts.Full)
		if round > 1 || nth > 0 {
			b.telling = b.tell(scripts.Brief)
		}
		if nth > 0 {
			b.say(b.Phrases.OtherSide, b.telling)
		}
		b.earcon(map[bool]string{true: "next", false: "side-" + string(side)}[side == scripts.SideCentre])
		w.side()
	}
	for _, run := range w.runs {
		b.cut(run)
	}
	return b.end()
}

// working is a point being laid out side by side.
type working struct {
	*builder
	steps []scripts.Step
	sides int64 // how many
	nth   int   // which
	index []int // the elastic length of each step

	runs []pressure
	run  *pressure      // the one going on
	said timeline.Frame // frames of words since the last search or rest
	from int            // the slot where they begin, and with them the pressure
}

// pressure is one stretch of unbroken pressure on one point.
type pressure struct {
	at      scripts.Range
	words   timeline.Frame // frames
	elastic []int          // its breaths
}

func (w *working) side() {
	w.said = 0
	for i, step := range w.steps {
		switch step := step.(type) {
		case scripts.Hold, scripts.Move:
		case scripts.Say:
			if w.run != nil && w.pressedOn(i) {
				w.run.words += w.say(step.Line, w.telling)
				continue
			}
			w.release()
			if w.said == 0 {
				w.from = len(w.section.slots)
			}
			w.said += w.say(step.Line, w.telling)
			continue
		default:
			w.release()
			w.said = 0
		}
		switch step := step.(type) {
		case scripts.Rest:
			w.reuse(i, func() int { return w.time(step.Time, w.sides) })
			w.add(Step{Kind: StepRest}, w.index[i])
		case scripts.Search:
			w.reuse(i, func() int { return w.time(step.Time, w.sides) })
			text, words := w.words(step.Line, w.telling)
			w.raise(w.index[i], words, step.At, "search")
			w.add(Step{Kind: StepSearch, Text: text, Words: words}, w.index[i])
		case scripts.Hold:
			w.press(i, step.Breaths, step.Line, step.At, timeline.Hold)
		case scripts.Move:
			w.press(i, step.Breaths, step.Line, step.At, timeline.Move)
		case scripts.Satellites:
			w.satellites(i, step)
		}
	}
	w.release()
}

// reuse makes a step's elastic length on the first side and keeps it for the second.
func (w *working) reuse(i int, make func() int) {
	if w.nth == 0 {
		w.index[i] = make()
	}
}

// pressedOn reports whether the pressure still lasts after step i: a movement
// is to come before anything that lets go.
func (w *working) pressedOn(i int) bool {
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

func (w *working) press(i int, span scripts.Count, line scripts.Line, at scripts.Range, purpose timeline.Purpose) {
	if w.run == nil {
		// The words that lead into a hold may press already.
		w.run = &pressure{at: at, words: w.said}
		if w.said == 0 {
			w.from = len(w.section.slots)
		}
		w.run.words += w.earcon("press")
	}
	w.reuse(i, func() int { return w.count(span, w.sides) })
	text, words := w.words(line, w.telling)
	w.raise(w.index[i], words, at, string(purpose))
	w.add(Step{Kind: StepBreaths, Purpose: purpose, Text: text, Words: words}, w.index[i])
	w.run.elastic = append(w.run.elastic, w.index[i])
}

// release ends the pressure, in words or an earcon.
func (w *working) release() {
	if w.run == nil {
		return
	}
	w.run.words += w.say(w.Phrases.Release, w.telling) + w.earcon("release")
	w.pressed(*w.run, w.from)
	w.run, w.said = nil, 0
}

// pressed notes a stretch of pressure that began at a slot and ends here.
func (w *working) pressed(run pressure, from int) {
	w.runs = append(w.runs, run)
	w.section.runs++
	for k := from; k < len(w.section.slots); k++ {
		w.section.slots[k].run = w.section.runs
	}
}

// satellites adds as many searches and holds as there may be; the number
// decides later which are there.
func (w *working) satellites(i int, s scripts.Satellites) {
	if w.nth == 0 {
		w.index[i] = w.elastic(fit.Elastic{
			Least: int64(s.Number.Least), Ideal: int64(s.Number.Ideal), Most: int64(s.Number.Most), Counted: true,
		})
		for _, j := range []int{w.time(s.Search, w.sides), w.count(s.Each, w.sides)} {
			w.section.elastic[j].Multiplied, w.section.elastic[j].Multiplier = true, w.index[i]
		}
	}
	number, search, each := w.index[i], w.index[i]+1, w.index[i]+2
	text, words := w.words(s.Line, w.telling)
	w.raise(search, words, s.At, "search")
	run := pressure{at: s.At, elastic: []int{each}}
	for nth := 1; nth <= s.Number.Most; nth++ {
		from := len(w.section.slots)
		w.add(Step{Kind: StepSearch, Purpose: timeline.Satellite, Text: text, Words: words}, search)
		text, words = "", 0 // only the first search is announced
		run.words = w.say(w.Phrases.PressHere, w.telling) + w.earcon("press")
		w.add(Step{Kind: StepBreaths, Purpose: timeline.Satellite}, each)
		run.words += w.say(w.Phrases.Release, w.telling) + w.earcon("release")
		for k := from; k < len(w.section.slots); k++ {
			w.section.slots[k].number, w.section.slots[k].nth = number, nth
		}
		w.pressed(run, from+1)
	}
	w.section.elastic[number].Unit += int64(run.words)
}

// cut lowers the most of the breaths in a run of pressure until it cannot
// exceed the caps, the step with the most room first.
func (b *builder) cut(run pressure) {
	limit := min(mostBreathsPressed, int64((frames(mostTimePressed)-run.words)/b.breath()))
	sum := func(of func(*fit.Elastic) int64) (n int64) {
		for _, i := range run.elastic {
			n += of(&b.section.elastic[i])
		}
		return n
	}
	if least := sum(func(e *fit.Elastic) int64 { return e.Least }); least > limit {
		b.blame(run.at, fmt.Sprintf("with this voice and breath the pressure lasts %s at least, %d breaths and the words; no point may be pressed for more than 90 seconds or 9 breaths",
			timeline.Clock(run.words+timeline.Frame(least)*b.breath()), least), "let the hold or the movement be shorter, or say less under pressure")
		return
	}
	for sum(func(e *fit.Elastic) int64 { return e.Most }) > limit {
		widest := run.elastic[0]
		for _, i := range run.elastic {
			if e, w := b.section.elastic[i], b.section.elastic[widest]; e.Most-e.Least >= w.Most-w.Least {
				widest = i
			}
		}
		e := &b.section.elastic[widest]
		e.Most--
		e.Ideal = min(e.Ideal, e.Most)
	}
}
