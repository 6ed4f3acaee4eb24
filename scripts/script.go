package scripts

import (
	"slices"
	"strings"
	"time"

	"github.com/unknot/unknot/scripts/language"
)

// Script is one region's session as written: what is said, held, moved and
// stretched, with bounds on every elastic length. It is a value; nothing in it
// depends on a voice, a clock or a device.
type Script struct {
	Region   string // its name on the command line, such as "upper-back"
	Title    string
	Language *language.Language // that it is in
	Weight   int                // its share of a programme of several regions, 1 to 100
	Position []Step
	Opening  []Step
	Cautions []Say
	Points   []Point // in the order they are worked
	Stretch  []Step
	Closing  []Step

	File string // where it was read from, as shown to the user
}

// Programme is several regions played as one session: one opening (the first
// region's), one closing (the last region's), the time shared by weight.
type Programme struct {
	Name    string
	Title   string
	Regions []string // in playing order
	Places  []Range  // where each of them stands in the file
	File    string
}

// Point is a place that is pressed.
type Point struct {
	Title    string
	Place    Place
	Side     Sides
	Keep     int // 0 always; 1 to 9: in a short session the highest is left out first
	Pressure Pressure
	Steps    []Step
	At       Range
}

// Sides says where a point or a stretch is worked.
type Sides string

const (
	Centre Sides = "centre"
	Both   Sides = "both" // one side after the other, never both at once
)

// Side is the side being worked at a moment.
type Side string

const (
	NoSide     Side = ""
	Left       Side = "left"
	Right      Side = "right"
	SideCentre Side = "centre"
)

// Other is the opposite side; a side that has none is its own.
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

// Step is one thing a listener does or hears. The set is closed: Say, Rest,
// Search, Hold, Move, Satellites, Breathe, EachSide.
type Step interface {
	// Where is the step's place in its file.
	Where() Range
	step()
}

type (
	// Say is a line that takes its own time.
	Say struct {
		Line Line
		At   Range
	}
	// Rest is a quiet time.
	Rest struct {
		Time TimeSpan
		At   Range
	}
	// Search is time to look for the sore spot; a soft sound runs through it.
	// Its line, if any, is spoken as it starts.
	Search struct {
		Time TimeSpan
		Line Line
		At   Range
	}
	// Hold presses a point for a number of breaths. Its line, if any, is
	// spoken over the first of them.
	Hold struct {
		Breaths Count
		Line    Line
		At      Range
	}
	// Move moves the muscle under the kept pressure for a number of breaths.
	Move struct {
		Breaths Count
		Line    Line
		At      Range
	}
	// Satellites looks for further points near the one just held, and holds
	// each: Number times a Search and Each breaths. The line is spoken as the
	// first search starts.
	Satellites struct {
		Number Count
		Search TimeSpan
		Each   Count
		Line   Line
		At     Range
	}
	// Breathe is a number of breaths without pressure: in a stretch, in an
	// opening or a closing.
	Breathe struct {
		Breaths Count
		Line    Line
		At      Range
	}
	// EachSide is a part of a stretch done on one side, then on the other.
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

// TimeSpan bounds an elastic time. Times are whole milliseconds.
type TimeSpan struct{ Least, Ideal, Most time.Duration }

// Count bounds an elastic number: of breaths, or of satellites.
type Count struct{ Least, Ideal, Most int }

// Wording is one way to say a line.
type Wording int

const (
	Full Wording = iota
	Brief
	Silent
)

// Telling is Wording.
//
// Deprecated: use Wording.
type Telling = Wording

// Line is a sentence or two that a voice speaks. The spoken text itself is the
// key of its clip. The zero Line says nothing.
type Line struct {
	Full  string // may hold {side} and {other}
	Brief string // empty: the full text is said at brief guidance, too
	At    Range

	Language *language.Language // has the words for the sides
}

// IsZero reports whether the line says nothing.
func (l Line) IsZero() bool { return l.Full == "" }

// Text is what is spoken: the line in a wording, with the words for the sides
// in place of {side} and {other}. It is empty where nothing is said.
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

// Variants is every text the line can be spoken as, full before brief, left
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

// Lines is every text that a voice needs a clip of to play the script, in
// order, each once.
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
