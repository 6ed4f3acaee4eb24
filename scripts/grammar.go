package scripts

import (
	"slices"
	"strings"
	"time"
)

// Limits of a file.
const (
	MostBytes   = 256 << 10 // of a file
	maxItems    = 64        // points of a region, steps of a list
	maxKeys     = 64        // keys of a map
	maxLine     = 300       // characters of a spoken line
	maxTitle    = 100
	maxName     = 40
	maxWeight   = 100
	maxKeep     = 9
	maxBreaths  = 40 // ten minutes of the slowest breath
	maxNumber   = 9  // satellites
	maxTime     = 10 * time.Minute
	leastBreath = 2 // unbroken pressure on one point, in breaths
	mostBreath  = 9
)

// list is a set of the lists of steps in a script, such as those a kind of step
// is allowed in.
type list uint8

const (
	inPosition list = 1 << iota
	inOpening
	inCautions
	inPoint
	inStretch
	inEachSide
	inClosing
)

var listNames = [...]struct {
	list list
	name string // as in "a hold is not allowed in the opening"
}{
	{inPosition, "the position"}, {inOpening, "the opening"}, {inCautions, "the cautions"}, {inPoint, "a point"},
	{inStretch, "the stretch"}, {inEachSide, "an each-side"}, {inClosing, "the closing"},
}

func (l list) String() string {
	var names []string
	for _, n := range listNames {
		if l&n.list != 0 {
			names = append(names, n.name)
		}
	}
	return strings.Join(names, ", ")
}

// value is the type of a key's value.
type value int

const (
	aText value = iota
	aTime
	breaths
	number
	someSteps
)

func (v value) String() string {
	return [...]string{"text", "time", "breaths", "number", "steps"}[v]
}

// stepKind is the grammar of a kind of step. The decoder, the JSON Schema and
// docs/script-format.md are made from the table of them.
type stepKind struct {
	key   string
	value value
	in    list
	says  bool // may have say and brief
	about string
}

var stepKinds = [...]stepKind{
	{"say", aText, inPosition | inOpening | inCautions | inPoint | inStretch | inEachSide | inClosing, true, "a line that takes its own time; brief is said instead at brief guidance and in later rounds"},
	{"rest", aTime, inPosition | inOpening | inPoint | inStretch | inEachSide | inClosing, false, "a quiet time"},
	{"search", aTime, inPoint, true, "time to look for the sore spot; a line is spoken as it starts"},
	{"hold", breaths, inPoint, true, "presses for so many breaths; a line is spoken before the first of them, and ends a second before it"},
	{"move", breaths, inPoint, true, "moves the muscle while the pressure stays; comes after a hold, another move, or lines after those"},
	{"satellites", number, inPoint, true, "looks for so many further points near the one just held, each with a search and a hold; search and each are required"},
	{"breathe", breaths, inOpening | inStretch | inEachSide | inClosing, true, "so many breaths without pressure; a line is spoken before the first of them, and ends a second before it"},
	{"each-side", someSteps, inStretch, false, "steps for one side, then the other; they may have {side} in them"},
}

func kindOf(key string) (stepKind, bool) {
	for _, k := range stepKinds {
		if k.key == key {
			return k, true
		}
	}
	return stepKind{}, false
}

// keys are the keys that a step of the kind may have, its own first.
func (k stepKind) keys() []string {
	keys := []string{k.key}
	if k.key == "satellites" {
		keys = append(keys, "search", "each")
	}
	if k.says && k.key != "say" {
		keys = append(keys, "say")
	}
	if k.says {
		keys = append(keys, "brief")
	}
	return keys
}

// kindsIn are the keys of the kinds of step that are allowed in a list.
func kindsIn(l list) []string {
	var keys []string
	for _, k := range stepKinds {
		if k.in&l != 0 {
			keys = append(keys, k.key)
		}
	}
	return keys
}

// stepWords are all keys of steps.
func stepWords() []string {
	words := []string{"brief", "each"}
	for _, k := range stepKinds {
		words = append(words, k.key)
	}
	return words
}

var (
	regionKeys    = []string{"region", "title", "language", "weight", "position", "opening", "cautions", "points", "stretch", "closing"}
	pointKeys     = []string{"point", "place", "side", "keep", "pressure", "steps"}
	programmeKeys = []string{"programme", "title", "regions"}
	sideWords     = []string{string(Both), string(Centre)}
	pressureWords = []string{string(Moderate), string(Light), string(Gentle)}
	placeholders  = []string{"side", "other"}

	timePlaceholders = []string{"time"}
)

func placeNames() []string {
	names := make([]string, 0, len(placeTable))
	for _, p := range placeTable {
		names = append(names, string(p.Name))
	}
	return names
}

// IsName reports whether s can be the name of a region or a programme:
// lower-case letters and digits with single hyphens between them.
func IsName(s string) bool {
	if len(s) > maxName {
		return false
	}
	return !slices.ContainsFunc(strings.Split(s, "-"), func(part string) bool {
		return part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789") != ""
	})
}
