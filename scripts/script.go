package scripts

import (
	"slices"
	"strings"
	"time"

	"github.com/unknot/unknot/scripts/language"
)

// Script is the session of a region as written: what is said, held, moved and
// stretched, with bounds on every elastic length. It does not depend on a voice.
type Script struct {
	Region   string // its name, such as "upper-back"
	Title    string
	Language *language.Language // of its lines
	Weight   int                // its share of a programme, 1 to 100
	Position []Step
	Opening  []Step
	Cautions []Say
	Points   []Point // in the order in which they are worked
	Stretch  []Step
	Closing  []Step

	File string // its file's name, as shown to the user
}

// Programme is several regions played as one session, with the opening of the
// first and the closing of the last. They share the time by weight.
type Programme struct {
	Name    string
	Title   string
	Regions []string // in playing order
	Places  []Range  // of each region's name in the file
	File    string
}

// Point is a place that is pressed.
type Point struct {
	Title    string
	Place    Place
	Side     Sides
	Keep     int // 0: always; 1 to 9: a short session leaves out the highest first
	Pressure Pressure
	Steps    []Step
	At       Range
}

// Sides says how a point is worked.
type Sides string

const (
	Centre Sides = "centre"
	Both   Sides = "both" // one side, then the other
)

// Side is the side being worked.
type Side string

const (
	NoSide     Side = ""
	Left       Side = "left"
	Right      Side = "right"
	SideCentre Side = "centre"
)

// Other returns the opposite side; of a side without one, the side itself.
func (s Side) Other() Side {
	switch s {
	case Left:
		return Right
	case Right:
		return Left
	}
	return s
}

// Pressure is how hard a point may be pressed.
type Pressure string

const (
	Moderate Pressure = "moderate"
	Light    Pressure = "light"
	Gentle   Pressure = "gentle"
)

// Step is something a listener does or hears: Say, Rest, Search, Hold, Move,
// Satellites, Breathe or EachSide.
type Step interface {
	// Where returns the step's place in its file.
	Where() Range
	step()
}

type (
	// Say is a line; nothing else is done while it is spoken.
	Say struct {
		Line Line
		At   Range
	}
	// Rest is a quiet time.
	Rest struct {
		Time TimeSpan
		At   Range
	}
	// Search is time to look for the sore spot, with a soft sound. Its line, if
	// any, is spoken at the start.
	Search struct {
		Time TimeSpan
		Line Line
		At   Range
	}
	// Hold presses a point for a number of breaths. Its line, if any, is spoken
	// before the first of them.
	Hold struct {
		Breaths Count
		Line    Line
		At      Range
	}
	// Move moves the muscle for a number of breaths while the pressure stays.
	Move struct {
		Breaths Count
		Line    Line
		At      Range
	}
	// Satellites looks for further points near the one just held and holds them:
	// Number times a Search and Each breaths. The line is spoken at the start of
	// the first search.
	Satellites struct {
		Number Count
		Search TimeSpan
		Each   Count
		Line   Line
		At     Range
	}
	// Breathe is a number of breaths without pressure.
	Breathe struct {
		Breaths Count
		Line    Line
		At      Range
	}
	// EachSide is a part of a stretch, for one side and then the other.
	EachSide struct {
		Steps []Step // Say, Rest and Breathe only
		At    Range
	}
)

func (s Say) Where() Range        { return s.At }
func (s Rest) Where() Range       { return s.At }
func (s Search) Where() Range     { return s.At }
func (s Hold) Where() Range       { return s.At }
func (s Move) Where() Range       { return s.At }
func (s Satellites) Where() Range { return s.At }
func (s Breathe) Where() Range    { return s.At }
func (s EachSide) Where() Range   { return s.At }

func (Say) step()        {}
func (Rest) step()       {}
func (Search) step()     {}
func (Hold) step()       {}
func (Move) step()       {}
func (Satellites) step() {}
func (Breathe) step()    {}
func (EachSide) step()   {}

// TimeSpan bounds an elastic time, in whole milliseconds.
type TimeSpan struct{ Least, Ideal, Most time.Duration }

// Count bounds an elastic number of breaths or satellites.
type Count struct{ Least, Ideal, Most int }

// Wording is one way to say a line.
type Wording int

const (
	Full Wording = iota
	Brief
	Silent
)

// Line is a sentence or two for a voice to speak. The spoken text is the key of
// its clip. The zero Line says nothing.
type Line struct {
	Full  string // may have {side} and {other} in it
	Brief string // empty: Full is said instead
	At    Range

	Language *language.Language // has the words for {side} and {other}
}

// IsZero reports whether the line says nothing.
func (l Line) IsZero() bool { return l.Full == "" }

// Text returns what is spoken: a wording of the line for a side. It is empty if
// nothing is said.
func (l Line) Text(w Wording, side Side) string {
	switch {
	case w == Silent:
		return ""
	case w == Brief && l.Brief != "":
		return l.fill(l.Brief, side)
	}
	return l.fill(l.Full, side)
}

func (l Line) fill(text string, side Side) string {
	if !strings.Contains(text, "{") {
		return text
	}
	word := func(s Side) string {
		if l.Language == nil {
			return string(s)
		}
		return l.Language.Side(string(s))
	}
	text = strings.ReplaceAll(text, "{side}", word(side))
	return strings.ReplaceAll(text, "{other}", word(side.Other()))
}

// Variants returns the texts that the line can become, full before brief, left
// before right.
func (l Line) Variants() []string {
	var texts []string
	for _, w := range []Wording{Full, Brief} {
		for _, side := range []Side{Left, Right} {
			if text := l.Text(w, side); text != "" && !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// Lines returns the texts that a voice needs clips of to speak the script, in
// order and without repeats.
func (s *Script) Lines() []string {
	var texts []string
	seen := map[string]bool{}
	s.eachLine(func(l Line) {
		for _, text := range l.Variants() {
			if !seen[text] {
				seen[text] = true
				texts = append(texts, text)
			}
		}
	})
	return texts
}

func (s *Script) eachLine(visit func(Line)) {
	steps(s.Opening, visit)
	steps(s.Position, visit)
	for _, c := range s.Cautions {
		visit(c.Line)
	}
	for _, p := range s.Points {
		steps(p.Steps, visit)
	}
	steps(s.Stretch, visit)
	steps(s.Closing, visit)
}

func steps(list []Step, visit func(Line)) {
	for _, s := range list {
		switch s := s.(type) {
		case Say:
			visit(s.Line)
		case Search:
			visit(s.Line)
		case Hold:
			visit(s.Line)
		case Move:
			visit(s.Line)
		case Satellites:
			visit(s.Line)
		case Breathe:
			visit(s.Line)
		case EachSide:
			steps(s.Steps, visit)
		}
	}
}
