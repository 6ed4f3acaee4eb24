package plan

import (
	"fmt"
	"time"

	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/fit"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// Fixed times.
var (
	pauseAfterWords = frames(600 * time.Millisecond)
	leadIn          = frames(1500 * time.Millisecond)  // from the start bell to the first words
	earconTime      = frames(900 * time.Millisecond)   // an earcon that stands for words
	pauseIntoBreath = frames(time.Second)              // words end this long before the inhale that follows them
	pauseIntoNext   = frames(300 * time.Millisecond)   // words over a search end this long before the next step begins
	chimeTime       = timeline.Frame(tone.ChimeFrames) // until it has rung out
	beforeChime     = frames(600 * time.Millisecond)   // after the closing line
)

// builder makes the sections of a request. It collects lines without a clip
// and the first fault of a script, so that its callers need not check each
// step.
type builder struct {
	Request
	missing []string
	fault   *ScriptError

	// What the next step belongs to.
	script  *scripts.Script
	section *section
	part    timeline.Part
	title   string // of the point
	side    scripts.Side
	wording scripts.Wording

	chapters chapterTitles
}

func (b *builder) begin(s *scripts.Script, part timeline.Part) {
	b.script, b.part, b.section = s, part, &section{part: part, specs: make([]stepSpec, 0, 16)}
	b.title, b.side = "", scripts.NoSide
}

func (b *builder) end() *section {
	b.section.sumUp()
	return b.section
}

func (b *builder) breath() timeline.Frame { return frames(b.Breath.In) + frames(b.Breath.Out) }

// wordingOf is the wording of a line that is heard for the first time (Full) or
// again (Brief), under the guidance asked for.
func (b *builder) wordingOf(w scripts.Wording) scripts.Wording {
	switch b.GuidanceOf(b.script.Region) {
	case GuidanceTones:
		return scripts.Silent
	case GuidanceBrief:
		return scripts.Brief
	}
	return w
}

// words is what is said of a line, and how long that takes.
func (b *builder) words(l scripts.Line, w scripts.Wording) (text string, length timeline.Frame) {
	text = l.Text(w, b.side)
	if text == "" {
		return "", 0
	}
	length, ok := b.clip(text)
	if !ok {
		b.missing = append(b.missing, text)
	}
	return text, length
}

// add adds a step to the section.
func (b *builder) add(spec stepSpec) {
	spec.Part, spec.Region, spec.Point, spec.Side = b.part, b.script.Region, b.title, b.side
	spec.Chapter = b.chapters.of(b)
	spec.spec = some(len(b.section.specs))
	b.section.specs = append(b.section.specs, spec)
}

// addFixed adds a step of a fixed length.
func (b *builder) addFixed(s Step) { b.add(stepSpec{Step: s}) }

// addElastic adds a step that takes an elastic length of the section.
func (b *builder) addElastic(s Step, length int) { b.add(stepSpec{Step: s, length: some(length)}) }

// say adds a line that takes its own time, and is that time.
func (b *builder) say(l scripts.Line, w scripts.Wording) timeline.Frame {
	return b.sayThenPause(l, w, pauseAfterWords)
}

func (b *builder) sayThenPause(l scripts.Line, w scripts.Wording, pause timeline.Frame) timeline.Frame {
	text, length := b.words(l, w)
	if text == "" {
		return 0
	}
	b.addFixed(Step{Kind: StepSay, Text: text, Words: length, Frames: length + pause})
	return length + pause
}

// earcon adds a sound that stands for words, where none are said. It is the
// time that this takes.
func (b *builder) earcon(name string) timeline.Frame {
	if b.wording != scripts.Silent {
		return 0
	}
	b.addFixed(Step{Kind: StepEarcon, Text: name, Frames: earconTime})
	return earconTime
}

// breathe adds breaths of an elastic length, with words before the first. It is
// the time that the words take.
func (b *builder) breathe(purpose timeline.Purpose, line scripts.Line, length int) timeline.Frame {
	text, words := b.words(line, b.wording)
	before := beforeInhale(words)
	b.addElastic(Step{Kind: StepBreaths, Purpose: purpose, Text: text, Words: words, Frames: before}, length)
	return before
}

// newTime makes an elastic time and returns its index.
func (b *builder) newTime(span scripts.TimeSpan, sides int) int {
	return b.newElastic(fit.Elastic{
		Least: int64(frames(span.Least)), Ideal: int64(frames(span.Ideal)), Most: int64(frames(span.Most)), Unit: int64(sides),
	})
}

// newCount makes an elastic number of breaths and returns its index.
func (b *builder) newCount(span scripts.Count, sides int) int {
	return b.newElastic(fit.Elastic{
		Least: int64(span.Least), Ideal: int64(span.Ideal), Most: int64(span.Most),
		Unit: int64(sides) * int64(b.breath()), Counted: true,
	})
}

func (b *builder) newElastic(e fit.Elastic) int {
	b.section.elastic = append(b.section.elastic, e)
	return len(b.section.elastic) - 1
}

// makeRoom raises the least of a search so that the words spoken over it fit
// in.
func (b *builder) makeRoom(length int, words timeline.Frame, at scripts.Range) {
	if words == 0 {
		return
	}
	e := &b.section.elastic[length]
	need := int64(words + pauseIntoNext)
	if need > e.Most {
		b.blame(at, fmt.Sprintf("with this voice the words take %s, longer than the search can be", timeline.Clock(words)),
			"let the search be longer, or say less")
		return
	}
	e.Least, e.Ideal = max(e.Least, need), max(e.Ideal, need)
}

// blame notes a fault of the script, unless there was one before.
func (b *builder) blame(at scripts.Range, summary, hint string) {
	if b.fault == nil {
		b.fault = &ScriptError{File: b.script.File, Region: b.script.Region, At: at, Summary: summary, Hint: hint}
	}
}
