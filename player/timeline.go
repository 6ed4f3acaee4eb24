package player

import (
	"encoding/json"
	"slices"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/scripts"
)

// Kind is what a cue sounds like.
type Kind string

const (
	KindSay    Kind = "say"
	KindSearch Kind = "search"
	KindRest   Kind = "rest"
	KindInhale Kind = "inhale"
	KindExhale Kind = "exhale"
	KindChime  Kind = "chime"
	KindEarcon Kind = "earcon"
)

// Cue is one thing heard, placed in frames from the start of the session.
type Cue struct {
	At     int64        `json:"at"`
	Frames int64        `json:"frames"`
	Kind   Kind         `json:"kind"`
	Part   Part         `json:"part"`
	Step   StepKind     `json:"step"` // hold, move, satellite, stretch or breathe; "" elsewhere
	Region string       `json:"region"`
	Point  string       `json:"point"`
	Side   scripts.Side `json:"side"`
	Round  int          `json:"round"` // from 1
	Text   string       `json:"text"`  // what is said, or an earcon's name

	Breath, Breaths int `json:"-"` // which of how many breaths of its step, from 1
}

// End is the frame behind the cue.
func (c Cue) End() int64 { return c.At + c.Frames }

// Chapter is a mark to find one's way by.
type Chapter struct {
	At    int64  `json:"at"`
	Title string `json:"title"`
}

// Timeline is a plan laid out in frames: the same one is played, exported,
// shown and tested.
type Timeline struct {
	Frames   int64
	Regions  []string
	Cues     []Cue // sorted by At; a step's words stand behind what they are spoken over
	Chapters []Chapter
}

// MarshalJSON is the stable form that `unknot plan --json` prints.
func (t *Timeline) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Version    int       `json:"version"`
		SampleRate int       `json:"sample_rate"`
		Frames     int64     `json:"frames"`
		Regions    []string  `json:"regions"`
		Cues       []Cue     `json:"cues"`
		Chapters   []Chapter `json:"chapters"`
	}{1, audio.SampleRate, t.Frames, t.Regions, t.Cues, t.Chapters})
}

// LayOut places every step of the plan in frames.
func (p *Plan) LayOut() *Timeline {
	o := layout{breath: p.Breath, cues: make([]Cue, 0, 3*len(p.Steps))}
	t := &Timeline{Regions: p.Regions}
	for i, s := range p.Steps {
		if i == 0 || chapterOf(p.Steps[i-1]) != chapterOf(s) || p.Steps[i-1].Round != s.Round {
			t.mark(o.at, s.Region, chapterOf(s))
		}
		o.add(s)
	}
	t.Frames, t.Cues = o.at, o.cues
	return t
}

// mark begins a chapter.
func (t *Timeline) mark(at int64, region, title string) {
	if len(t.Regions) > 1 {
		title = region + ": " + title
	}
	t.Chapters = append(t.Chapters, Chapter{At: at, Title: title})
}

// layout places steps one after the other from frame at on.
type layout struct {
	breath Breath
	at     int64
	cues   []Cue
}

func (o *layout) add(s Step) {
	cue := Cue{At: o.at, Frames: s.Frames, Part: s.Part, Step: s.Under, Region: s.Region, Point: s.Point, Side: s.Side, Round: s.Round}
	words := cue
	words.Kind, words.Frames, words.Text = KindSay, s.Words, s.Text
	switch s.Kind {
	case StepBreaths:
		o.breaths(cue)
	case StepSearch, StepRest, StepChime:
		cue.Kind = Kind(s.Kind)
		o.cues = append(o.cues, cue)
	case StepEarcon:
		cue.Kind, cue.Text = KindEarcon, s.Text
		o.cues = append(o.cues, cue)
	}
	if s.Text != "" && s.Kind != StepEarcon {
		at := len(o.cues) // cues are sorted, and the words begin with the step
		for at > 0 && o.cues[at-1].At > words.At {
			at--
		}
		o.cues = slices.Insert(o.cues, at, words)
	}
	o.at += s.Frames
}

// breaths adds the breaths of a step, of which a listener may have broken off
// the last.
func (o *layout) breaths(cue Cue) {
	inhale, exhale := frames(o.breath.In), frames(o.breath.Out)
	end, whole := cue.End(), inhale+exhale
	cue.Breaths = int((cue.Frames + whole - 1) / whole)
	for cue.At < end {
		cue.Breath++
		cue.Kind, cue.Frames = KindInhale, min(inhale, end-cue.At)
		o.cues = append(o.cues, cue)
		if cue.At += cue.Frames; cue.At == end {
			return
		}
		cue.Kind, cue.Frames = KindExhale, min(exhale, end-cue.At)
		o.cues = append(o.cues, cue)
		cue.At += cue.Frames
	}
}

func chapterOf(s Step) string {
	switch {
	case s.Part == PartPoints && s.Point == "":
		return "Next round"
	case s.Part == PartPoints && (s.Side == scripts.Left || s.Side == scripts.Right):
		return s.Point + ", " + string(s.Side)
	case s.Part == PartPoints:
		return s.Point
	case s.Part == PartStretch:
		return "Stretch"
	case s.Part == PartClosing:
		return "Closing"
	}
	return "Opening"
}
