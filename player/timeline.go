package player

import (
	"encoding/json"

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
	Index           int `json:"-"` // of its step in the plan
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
	t := &Timeline{Regions: p.Regions, Cues: make([]Cue, 0, 3*len(p.Steps))}
	inhale, exhale := frames(p.Breath.In), frames(p.Breath.Out)
	for i, s := range p.Steps {
		t.mark(s, i, p)
		cue := Cue{At: t.Frames, Frames: s.Frames, Part: s.Part, Step: s.Under, Region: s.Region, Point: s.Point, Side: s.Side, Round: s.Round, Index: i}
		words := cue
		words.Kind, words.Frames, words.Text = KindSay, s.Words, s.Text
		switch s.Kind {
		case StepSay:
		case StepBreaths:
			breaths := int(s.Frames / (inhale + exhale))
			for n := range breaths {
				in, out := cue, cue
				in.Kind, in.At, in.Frames = KindInhale, cue.At+int64(n)*(inhale+exhale), inhale
				out.Kind, out.At, out.Frames = KindExhale, in.At+inhale, exhale
				in.Breath, in.Breaths, out.Breath, out.Breaths = n+1, breaths, n+1, breaths
				t.Cues = append(t.Cues, in, out)
				if n == 0 && s.Text != "" {
					t.Cues = append(t.Cues[:len(t.Cues)-1], words, out)
				}
			}
			t.Frames += s.Frames
			continue
		case StepSearch, StepRest, StepChime:
			cue.Kind = Kind(s.Kind)
			t.Cues = append(t.Cues, cue)
		case StepEarcon:
			cue.Kind, cue.Text = KindEarcon, s.Text
			t.Cues = append(t.Cues, cue)
			t.Frames += s.Frames
			continue
		}
		if s.Text != "" {
			t.Cues = append(t.Cues, words)
		}
		t.Frames += s.Frames
	}
	return t
}

// mark begins a chapter where the part, the point or the side changes.
func (t *Timeline) mark(s Step, i int, p *Plan) {
	if i > 0 {
		last := p.Steps[i-1]
		if chapterOf(last) == chapterOf(s) && last.Round == s.Round {
			return
		}
	}
	title := chapterOf(s)
	if len(p.Regions) > 1 {
		title = s.Region + ": " + title
	}
	t.Chapters = append(t.Chapters, Chapter{At: t.Frames, Title: title})
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
