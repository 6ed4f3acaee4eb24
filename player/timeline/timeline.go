package timeline

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

// Part is a part of a session.
type Part string

const (
	PartOpening Part = "opening"
	PartCaution Part = "caution"
	PartPoints  Part = "points"
	PartStretch Part = "stretch"
	PartClosing Part = "closing"
)

// Purpose is what breaths, or the search for a satellite, are for.
type Purpose string

const (
	Hold      Purpose = "hold"
	Move      Purpose = "move"
	Satellite Purpose = "satellite"
	Stretch   Purpose = "stretch"
	Breathe   Purpose = "breathe"
)

// Cue is one thing heard, placed in frames from the start of the session.
type Cue struct {
	At     Frame        `json:"at"`
	Frames Frame        `json:"frames"`
	Kind   Kind         `json:"kind"`
	Part   Part         `json:"part"`
	Step   Purpose      `json:"step"` // hold, move, satellite, stretch or breathe; "" elsewhere
	Region string       `json:"region"`
	Point  string       `json:"point"`
	Side   scripts.Side `json:"side"`
	Round  int          `json:"round"` // from 1
	Text   string       `json:"text"`  // what is said, or an earcon's name

	Breath, Breaths int `json:"-"` // which of how many breaths of its step, from 1
}

// End is the first frame after the cue.
func (c Cue) End() Frame { return c.At + c.Frames }

// Chapter is where a chapter begins, and its title.
type Chapter struct {
	At    Frame  `json:"at"`
	Title string `json:"title"`
}

// Timeline is a plan laid out in frames: the same one is played, exported,
// shown and tested.
type Timeline struct {
	Frames   Frame
	Regions  []string
	Cues     []Cue // sorted by At; a search's words come after the search
	Chapters []Chapter
}

// MarshalJSON is the stable form that `unknot plan --json` prints.
func (t *Timeline) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Version    int       `json:"version"`
		SampleRate int       `json:"sample_rate"`
		Frames     Frame     `json:"frames"`
		Regions    []string  `json:"regions"`
		Cues       []Cue     `json:"cues"`
		Chapters   []Chapter `json:"chapters"`
	}{1, audio.SampleRate, t.Frames, t.Regions, t.Cues, t.Chapters})
}
