package scripts

import (
	"strings"

	"github.com/unknot/unknot/internal/yamltree"
)

// RuleName is the rule for names of regions, programmes and their files.
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
	ruleWhere       = "where-to-press"
	ruleKeep        = "keep-always"
	ruleEnd         = "closing-words"
	rulePoints      = "points"
)

var formRules = [...]Rule{
	{ruleYAML, "The file is one plain YAML document: no anchors, references, tags or directives.", "What is said is written where it is said, and nowhere else.", "every file", nil},
	{ruleTooMuch, "A file has at most 256 KiB, a list 64 entries, a line 300 characters, a title 100.", "A broken file must not make the program use memory or time without bound.", "every file", nil},
	{ruleControl, "Texts have no control characters, escape codes or invisible characters in them.", "They would reach the terminal, or make different texts look the same.", "every file", nil},
	{ruleDuplicate, "A map has each key once, a programme each region.", "One of the two would silently be ignored.", "every file", nil},
	{ruleUnknownKey, "Every key is one of the format's.", "A misspelt key would silently be ignored.", "every file", nil},
	{ruleMissingKey, "Every required key is there.", "A session cannot be made without it.", "every file", nil},
	{ruleType, "Every value is of its key's type.", "", "every file", nil},
	{ruleUnknownWord, "Sides, pressures, values of keep, regions and languages are words of closed lists.", "", "every file", nil},
	{RuleName, "A name is lower-case letters and digits with single hyphens; in a folder of scripts it is also the name of its file.", "It is typed on a command line and becomes part of file names.", "region, programme", nil},
	{ruleText, "A text has at least one word in it.", "A voice has to be able to say it.", "titles, say, brief", nil},
	{ruleBraces, "Braces are only for {side} and {other}, where there is a side.", "They make two lines of one, left and right.", "say, brief", nil},
	{ruleSpan, "A span is written ideal (least..most), in that order of size and within bounds; times are whole milliseconds up to 10 minutes.", "", "search, rest, hold, move, satellites, each, breathe, weight, keep", nil},
	{ruleStep, "A step is of one kind, and in a list where that kind is allowed.", "", "every list of steps", nil},
	{rulePoints, "A region has at least one point.", "", "points", checkPoints},
	{ruleOrder, "A point has a hold; movements follow a hold, satellites come after one, and a further hold after a search or a rest.", "Movements need a spot that is pressed, and satellites are near one that was.", "the steps of a point", checkOrder},
	{ruleWhere, "Before the first hold a line says where; with two sides it names the side, in both wordings.", "With closed eyes, nothing else does. On the second side the brief lines are said.", "the steps of a point", checkWhere},
	{ruleKeep, "At least one point has keep: always.", "Otherwise a short session would press nothing.", "points", checkKeep},
	{ruleEnd, "The closing ends with a line.", "The end of a session must not be missed.", "closing", checkEnd},
}

func checkPoints(s *subject) {
	if list := s.root.Get("points"); list != nil && list.Kind == yamltree.List && len(s.Points) == 0 {
		s.fault(s.keyAt("points"), "the region has no points", "list the points in the order in which they are worked")
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
					s.fault(step.Where(), "a hold while the point is still pressed", "put a search or a rest between, or make it a move")
				}
				held, pressing = true, true
			case Move:
				if !pressing {
					s.fault(step.Where(), "a move where nothing is held", "put a hold before it, with nothing but lines between")
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

func checkWhere(s *subject) {
	for i, p := range s.Points {
		if !s.wellRead("points", i, "steps") {
			continue
		}
		said, full, brief, first := false, false, false, Range{}
		held := false
		for _, step := range p.Steps {
			line := lineOf(step)
			if !line.IsZero() && !held {
				if !said {
					first = line.At
				}
				said = true
				full = full || names(line.Full)
				brief = brief || names(line.brief())
			}
			if _, ok := step.(Hold); ok {
				held = true
			}
		}
		switch {
		case !held:
		case !said:
			s.fault(p.At, "nothing says where the point is before it is held", "begin its steps with a say")
		case p.Side == Both && !full:
			s.fault(first, "the side is not named before the point is held", "say {side} in the first line of the point")
		case p.Side == Both && !brief:
			s.fault(first, "the brief wording does not name the side", "say {side} in the brief wording, too: it is said on the second side")
		}
	}
}

// namesSide reports whether both wordings of a line name the side.
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
		s.fault(s.keyAt("points"), "no point has keep: always", "write it at the most important point")
	}
}

func checkEnd(s *subject) {
	if len(s.Closing) == 0 {
		return // it has no rest either: that is reported
	}
	if last := s.Closing[len(s.Closing)-1]; s.wellRead("closing") {
		if _, ok := last.(Say); !ok {
			s.fault(last.Where(), "the closing does not end with a line", "end with a say: when to open the eyes, how to get up")
		}
	}
}

// brief is the text at brief guidance, with its placeholders.
func (l Line) brief() string {
	if l.Brief != "" {
		return l.Brief
	}
	return l.Full
}
