package plan

import (
	"time"

	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/fit"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// section is a part of a session that is there or not as a whole: an opening,
// a point on all its sides, a stretch. Its slots are in playing order; its
// elastic lengths are shared by the slots that must be equal.
type section struct {
	part    timeline.Part
	point   int // index in the script, or -1
	slots   []slot
	elastic []fit.Elastic
	fixed   timeline.Frame // frames that do not give
	runs    int            // stretches of unbroken pressure

	least, ideal, most timeline.Frame // frames in all, at the bounds
}

// slot is one step of a plan before its length is known.
type slot struct {
	Step
	elastic int // index into the section's, or -1: Step.Frames stands
	// A satellite's slot is there only while the elastic number of satellites
	// is at least its nth. For others number is -1.
	number int
	// plus is 1 more than the index of an elastic length that is added to
	// Step.Frames, or 0: see [rest.loosen].
	plus int
}

// origin is where a step comes from: which slot of its section, of which
// satellite, and in which stretch of unbroken pressure it is, from 1; 0 for
// none. A step that no script has stands in no slot: -1.
type origin struct{ slot, nth, run int }

// closeUp sums up a section once all its slots are there.
func (s *section) closeUp() {
	for _, slot := range s.slots {
		if slot.elastic < 0 && slot.number < 0 {
			s.fixed += slot.Frames
		}
	}
	least, ideal, most := fit.Bounds(s.elastic)
	s.least, s.ideal, s.most = s.fixed+timeline.Frame(least), s.fixed+timeline.Frame(ideal), s.fixed+timeline.Frame(most)
}

// Fixed times, in frames.
var (
	pauseAfterWords = frames(600 * time.Millisecond)
	leadIn          = frames(1500 * time.Millisecond)  // from the start bell to the first words
	earconTime      = frames(900 * time.Millisecond)   // an earcon that stands for words
	pauseIntoHold   = frames(300 * time.Millisecond)   // words within a step end before the next begins
	chimeTime       = timeline.Frame(tone.ChimeFrames) // the end, rung out
	beforeChime     = frames(600 * time.Millisecond)   // after the closing line
)

// builder makes the sections of a request. It notes lines without a clip and
// the first fault, so that callers need not stop at each.
type builder struct {
	Request
	missing []string
	fault   *ScriptError

	script  *scripts.Script
	section *section
	part    timeline.Part
	title   string
	side    scripts.Side
	telling scripts.Telling
}

func (b *builder) begin(s *scripts.Script, part timeline.Part) {
	b.script, b.part, b.section = s, part, &section{part: part, point: -1}
	b.title, b.side = "", scripts.NoSide
}

func (b *builder) end() *section {
	b.section.closeUp()
	return b.section
}

func (b *builder) breath() timeline.Frame { return frames(b.Breath.In) + frames(b.Breath.Out) }

// tell is the telling of a line that is heard for the first time (Full) or
// again (Brief), at the guidance asked for.
func (b *builder) tell(t scripts.Telling) scripts.Telling {
	switch b.GuidanceOf(b.script.Region) {
	case GuidanceTones:
		return scripts.Silent
	case GuidanceBrief:
		return scripts.Brief
	}
	return t
}

// words is what is said of a line and how long that takes.
func (b *builder) words(l scripts.Line, t scripts.Telling) (text string, length timeline.Frame) {
	text = l.Text(t, b.side)
	if text == "" {
		return "", 0
	}
	length, ok := b.clip(text)
	if !ok {
		b.missing = append(b.missing, text)
	}
	return text, length
}

func (b *builder) add(s Step, elastic int) *slot {
	s.Part, s.Region, s.Point, s.Side = b.part, b.script.Region, b.title, b.side
	s.slot = len(b.section.slots)
	b.section.slots = append(b.section.slots, slot{Step: s, elastic: elastic, number: -1})
	return &b.section.slots[len(b.section.slots)-1]
}

// say adds a line that takes its own time. It returns that time.
func (b *builder) say(l scripts.Line, t scripts.Telling) timeline.Frame {
	text, length := b.words(l, t)
	if text == "" {
		return 0
	}
	b.add(Step{Kind: StepSay, Text: text, Words: length, Frames: length + pauseAfterWords}, -1)
	return length + pauseAfterWords
}

// earcon adds a sound that stands for words where none are said.
func (b *builder) earcon(name string) timeline.Frame {
	if b.telling != scripts.Silent {
		return 0
	}
	b.add(Step{Kind: StepEarcon, Text: name, Frames: earconTime}, -1)
	return earconTime
}

// time adds an elastic time and returns its index.
func (b *builder) time(span scripts.TimeSpan, sides int64) int {
	return b.elastic(fit.Elastic{Least: int64(frames(span.Least)), Ideal: int64(frames(span.Ideal)), Most: int64(frames(span.Most)), Unit: sides})
}

func (b *builder) count(span scripts.Count, sides int64) int {
	return b.elastic(fit.Elastic{
		Least: int64(span.Least), Ideal: int64(span.Ideal), Most: int64(span.Most),
		Unit: sides * int64(b.breath()), Counted: true,
	})
}

func (b *builder) elastic(e fit.Elastic) int {
	b.section.elastic = append(b.section.elastic, e)
	return len(b.section.elastic) - 1
}

// raise lifts the least of an elastic length so that words spoken over it have
// room.
func (b *builder) raise(i int, words timeline.Frame, at scripts.Range, what string) {
	if words == 0 {
		return
	}
	e := &b.section.elastic[i]
	need := words + pauseIntoHold
	if e.Counted {
		need = (need + b.breath() - 1) / b.breath()
	}
	if int64(need) > e.Most {
		b.blame(at, "with this voice the words take "+timeline.Clock(words)+", longer than the "+what+" can be", "let the "+what+" be longer, or say less")
		return
	}
	e.Least, e.Ideal = max(e.Least, int64(need)), max(e.Ideal, int64(need))
}

func (b *builder) blame(at scripts.Range, summary, hint string) {
	if b.fault == nil {
		b.fault = &ScriptError{File: b.script.File, Region: b.script.Region, At: at, Summary: summary, Hint: hint}
	}
}
