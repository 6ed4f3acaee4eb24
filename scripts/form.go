package scripts

import (
	"strings"

	"github.com/unknot/unknot/internal/yamltree"
)

// RuleName is broken by a name that cannot be one, or is not its file's.
const RuleName = "name"

const (
	ruleYAML        = yamltree.RuleYAML
	ruleTooMuch     = yamltree.RuleTooMuch
	ruleControl     = yamltree.RuleControl
	ruleDuplicate   = yamltree.RuleDuplicate
	ruleUnknownKey  = yamltree.RuleUnknownKey
	ruleMissingKey  = yamltree.RuleMissingKey
	ruleType        = yamltree.RuleType
	ruleUnknownWord = yamltree.RuleUnknownWord
	ruleText        = yamltree.RuleText
	ruleBraces      = "braces"
	ruleSpan        = yamltree.RuleRange
	ruleStep        = "step"
	ruleOrder       = "step-order"
	ruleTold        = "point-told"
	ruleKeep        = "keep-always"
	ruleEnd         = "closing-words"
	rulePoints      = "points"
)

var formRules = [...]Rule{
	{ruleYAML, "The file is one plain YAML document: no anchors, references, tags or directives.", "What is written is what is said; nothing stands elsewhere.", "every file", nil},
	{ruleTooMuch, "A file has at most 256 KiB, a list 64 entries, a line 300 characters, a title 100.", "A broken file must not make the program use memory or time without bound.", "every file", nil},
	{ruleControl, "Texts hold no control characters, escape codes or invisible characters.", "They would reach the terminal, or make two texts that look the same.", "every file", nil},
	{ruleDuplicate, "A key stands once in its map, a region once in its programme.", "Of two, one would be lost in silence.", "every file", nil},
	{ruleUnknownKey, "Every key is one of the format's.", "A misspelt key would be left out in silence.", "every file", nil},
	{ruleMissingKey, "What is required is there.", "A session cannot be made without it.", "every file", nil},
	{ruleType, "Every value is of its key's type.", "", "every file", nil},
	{ruleUnknownWord, "Sides, pressures, keeps and regions are words of closed lists.", "", "every file", nil},
	{RuleName, "A name is lower-case letters and digits with single hyphens.", "It is typed on a command line and becomes part of file names.", "region, programme", nil},
	{ruleText, "A text holds at least one word.", "A voice has to be able to say it.", "titles, say, brief", nil},
	{ruleBraces, "Braces hold {side} or {other}, and only where there is a side.", "They make two lines of one, left and right.", "say, brief", nil},
	{ruleSpan, "A span is written ideal (least..most), in that order of size and within bounds; times are whole milliseconds up to 10 minutes.", "", "search, rest, hold, move, satellites, each, breathe, weight, keep", nil},
	{ruleStep, "A step is of one kind, and stands where that kind may stand.", "", "every list of steps", nil},
	{rulePoints, "A region has at least one point.", "", "points", checkPoints},
	{ruleOrder, "A point holds; movements follow a hold, satellites come after one, and a further hold after a search or a rest.", "Something can only be moved while it is pressed, and further points are found near one that was.", "the steps of a point", checkOrder},
	{ruleTold, "Before the first hold a line says where; with two sides it names the side, in both tellings.", "With closed eyes nothing else says it. The second side is told by the brief lines.", "the steps of a point", checkTold},
	{ruleKeep, "At least one point is kept always.", "Else a short session would press nothing.", "points", checkKeep},
	{ruleEnd, "The closing ends with a line.", "The end of a session must not be missed.", "closing", checkEnd},
}

func checkPoints(s *subject) {
	if list := s.root.Get("points"); list != nil && list.Kind == yamltree.List && len(s.Points) == 0 {
		s.fault(s.keyAt("points"), "the region has no points", "list the points in the order they are worked")
	}
}

func checkOrder(s *subject) {
	for i, p := range s.Points {
		if s.root.Child("points", i, "steps") == nil || !s.wellRead("points", i, "steps") {
			continue
		}
		held, pressing := false, false
		for _, step := range p.Steps {
			switch step.(type) {
			case Hold:
				if pressing {
					s.fault(step.Where(), "a hold while the point before it is still pressed", "put a search or a rest between, or make it a move")
				}
				held, pressing = true, true
			case Move:
				if !pressing {
					s.fault(step.Where(), "a move where nothing is held", "put a hold before it; only lines may stand between")
				}
			case Satellites:
				if !held {
					s.fault(step.Where(), "satellites before a hold", "hold the point itself first")
				}
				pressing = false
			case Say:
			default:
				pressing = false
			}
		}
		if !held {
			s.fault(s.Points[i].At, "the point is never held", "add hold: 3 (2..4)")
		}
	}
}

func checkTold(s *subject) {
	for i, p := range s.Points {
		if !s.wellRead("points", i, "steps") {
			continue
		}
		told, full, brief, first := false, false, false, Range{}
		held := false
		for _, step := range p.Steps {
			line := lineOf(step)
			if !line.IsZero() && !held {
				if !told {
					first = line.At
				}
				told = true
				full = full || names(line.Full)
				brief = brief || names(line.brief())
			}
			if _, ok := step.(Hold); ok {
				held = true
			}
		}
		switch {
		case !held:
		case !told:
			s.fault(p.At, "nothing says where the point is before it is held", "begin its steps with a say")
		case p.Side == Both && !full:
			s.fault(first, "the side is not named before the point is held", "say {side} in the first line of the point")
		case p.Side == Both && !brief:
			s.fault(first, "the brief telling does not name the side", "say {side} in the brief telling, too: it is what is heard on the second side")
		}
	}
}

// namesSide reports whether both tellings of a line name the side.
func namesSide(l Line) bool { return names(l.Full) && names(l.brief()) }

func names(text string) bool { return strings.Contains(text, "{side}") }

func lineOf(step Step) (line Line) {
	steps([]Step{step}, func(l Line) { line = l })
	return line
}

func checkKeep(s *subject) {
	for _, p := range s.Points {
		if p.Keep == 0 {
			return
		}
	}
	if len(s.Points) > 0 && s.wellRead("points") {
		s.fault(s.keyAt("points"), "no point is kept always", "write keep: always at the most important one")
	}
}

func checkEnd(s *subject) {
	if len(s.Closing) == 0 {
		return // the closing has no rest, either, which is said
	}
	if last := s.Closing[len(s.Closing)-1]; s.wellRead("closing") {
		if _, ok := last.(Say); !ok {
			s.fault(last.Where(), "the closing does not end with a line", "let a say be the last: when to open the eyes, how to get up")
		}
	}
}

// brief is the text at brief guidance, its braces unfilled.
func (l Line) brief() string {
	if l.Brief != "" {
		return l.Brief
	}
	return l.Full
}
