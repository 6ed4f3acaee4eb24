package plan

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// Mark is where a session stood, so that another one can resume it: the step
// that was heard, what was done of its part, and the remaining time. Its JSON
// is kept in bookmarks: see [Mark.MarshalJSON].
type Mark struct {
	Region    string
	Part      timeline.Part
	Point     string // its title
	Side      scripts.Side
	Round     int
	Rounds    int // the last one that was planned
	Loop      bool
	Endless   bool
	OneRegion bool // the loop is of this region alone, where the session has several
	Finishing bool // the listener had asked for the end
	Remaining timeline.Frame

	Step            PlayedStep
	Done            []PlayedStep  // of the part, before that step
	Satellites      map[int]int64 // how many there are, by elastic number
	LastInstruction string        // what was said last about what was being done

	// Changed says that the script is another one now: its cautions are said
	// again. So they are where Resume finds that out by itself.
	Changed bool

	point  optional // its index in the script
	goesOn bool     // the step is the first of a part: nothing of it was done
}

// PlayedStep is a step as far as it was played.
type PlayedStep struct {
	Kind   StepKind
	Side   scripts.Side
	Text   string
	Length timeline.Frame
	Played timeline.Frame

	// FirstInhale is when its breaths began: see [Step.FirstInhale]. Before
	// words came first they were spoken over the breaths, and it was 0.
	FirstInhale timeline.Frame

	spec      optional // in its section
	satellite optional // from 1
}

// Mark is where the session stands at a frame; ok is false where nothing
// remains to resume.
func (l *Live) Mark(at timeline.Frame) (mark Mark, ok bool) {
	m, ok := l.moment(at)
	if !ok || m.section.part == timeline.PartClosing {
		return Mark{}, false
	}
	index, played := m.stepIndex, m.played()
	for index < len(m.steps) && !m.steps[index].spec.present { // answers are not resumed
		index, played = index+1, 0
	}
	if index == len(m.steps) {
		return l.Mark(m.partStart + m.frames)
	}
	d := l.draft(m)
	s := m.steps[index]
	mark = Mark{
		Region: m.region.script.Region, Part: m.section.part, Point: s.Point, Side: s.Side, Round: m.round,
		Loop: l.loop, Endless: l.endless, OneRegion: l.loop && !l.loopsProgramme && len(l.programme.regions) > 1,
		Finishing: l.finishing, Remaining: l.frames - m.at,
		Step: playedStep(s, played), Satellites: d.decidedSatellites(s), LastInstruction: s.Text,
		point: m.point,
	}
	for _, p := range l.parts {
		if p.region == m.region {
			mark.Rounds = max(mark.Rounds, p.round)
		}
	}
	for _, t := range slices.Concat(m.before, m.steps[:index]) {
		if t.spec.present {
			mark.Done = append(mark.Done, playedStep(t, t.Frames))
		}
	}
	if s.Words == 0 {
		mark.LastInstruction, _ = d.instruction()
	}
	return mark, true
}

// decidedSatellites is how many there are of each elastic number that is
// decided by step s, or by the listener.
func (d *draft) decidedSatellites(s Step) map[int]int64 {
	decided := map[int]int64{}
	for j, spec := range d.moment.specs {
		if !spec.number.present {
			continue
		}
		if number := int(spec.number.n); j <= int(s.spec.n) || d.wanted[number] > 0 {
			decided[number] = d.satellites(number)
		}
	}
	return decided
}

func playedStep(s Step, played timeline.Frame) PlayedStep {
	return PlayedStep{Kind: s.Kind, Side: s.Side, Text: s.Text, Length: s.Frames, Played: played, FirstInhale: s.FirstInhale(), spec: s.spec, satellite: s.satellite}
}

// withoutWords is how long a step is that takes length, without the words
// before its breaths; and how much of that was played.
func (s PlayedStep) withoutWords() (length, played timeline.Frame) {
	length = max(0, min(s.Length, mostPlayed))
	played = max(0, min(s.Played, length))
	words := max(0, min(s.FirstInhale, length))
	return length - words, max(0, played-words)
}

// markJSON is a Mark as bookmarks have it. What is absent is -1 or 0 there.
// Bookmarks of every version since the first are of this form, but for what came
// later: OneRegion, without which a loop is of all regions that the session has,
// and Inhale, without which words were spoken over the breaths.
type markJSON struct {
	Region  string         `json:"region"`
	Part    timeline.Part  `json:"part"`
	Point   string         `json:"point"`
	Index   int            `json:"index"` // of the point in its script; -1 outside of points
	Side    scripts.Side   `json:"side"`
	Round   int            `json:"round"`
	Rounds  int            `json:"rounds"`
	Loop    bool           `json:"loop"`
	Endless bool           `json:"endless"`
	Closes  bool           `json:"closes"`
	Left    timeline.Frame `json:"left"`

	Step stepJSON      `json:"step"`
	Done []stepJSON    `json:"done"`
	More map[int]int64 `json:"more,omitempty"`
	Last string        `json:"last"`

	OneRegion bool `json:"one_region,omitempty"`
}

type stepJSON struct {
	Kind   StepKind       `json:"kind"`
	Side   scripts.Side   `json:"side"`
	Text   string         `json:"text"`
	Slot   int            `json:"slot"`
	Nth    int            `json:"nth"` // satellite, from 1; 0 for none
	Frames timeline.Frame `json:"frames"`
	Played timeline.Frame `json:"played"`
	Inhale timeline.Frame `json:"inhale,omitempty"` // the first, from the step's start
}

// MarshalJSON implements [json.Marshaler].
func (m Mark) MarshalJSON() ([]byte, error) {
	j := markJSON{
		Region: m.Region, Part: m.Part, Point: m.Point, Index: orElse(m.point, -1), Side: m.Side, Round: m.Round, Rounds: m.Rounds,
		Loop: m.Loop, Endless: m.Endless, Closes: m.Finishing, Left: m.Remaining,
		Step: m.Step.json(), More: m.Satellites, Last: m.LastInstruction,
		OneRegion: m.OneRegion,
	}
	for _, s := range m.Done {
		j.Done = append(j.Done, s.json())
	}
	return json.Marshal(j)
}

// UnmarshalJSON implements [json.Unmarshaler]. A mark may come from a file that
// anyone has written: Resume checks what it says.
func (m *Mark) UnmarshalJSON(text []byte) error {
	var j markJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return fmt.Errorf("reading a mark: %w", err)
	}
	*m = Mark{
		Region: j.Region, Part: j.Part, Point: j.Point, Side: j.Side, Round: j.Round, Rounds: j.Rounds,
		Loop: j.Loop, Endless: j.Endless, OneRegion: j.OneRegion, Finishing: j.Closes, Remaining: j.Left,
		Step: j.Step.step(), Satellites: maps.Clone(j.More), LastInstruction: j.Last, point: atLeastZero(j.Index),
	}
	for _, s := range j.Done {
		m.Done = append(m.Done, s.step())
	}
	return nil
}

func (s PlayedStep) json() stepJSON {
	return stepJSON{s.Kind, s.Side, s.Text, orElse(s.spec, -1), orElse(s.satellite, 0), s.Length, s.Played, s.FirstInhale}
}

func (j stepJSON) step() PlayedStep {
	s := PlayedStep{Kind: j.Kind, Side: j.Side, Text: j.Text, Length: j.Frames, Played: j.Played, FirstInhale: j.Inhale, spec: atLeastZero(j.Slot)}
	if j.Nth > 0 {
		s.satellite = atLeastZero(j.Nth)
	}
	return s
}

func orElse(o optional, absent int) int {
	if o.present {
		return int(o.n)
	}
	return absent
}

// atLeastZero is a number as JSON has it, where one below 0 is absent.
func atLeastZero(n int) optional {
	if n < 0 {
		return optional{}
	}
	return some(min(n, math.MaxInt32))
}
