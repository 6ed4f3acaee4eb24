package scripts

import (
	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/yamltree"
	"github.com/unknot/unknot/scripts/language"
)

//go:generate go test -run "^(TestDocs|TestSchemaFile)$" -update .

// Rule is one rule of the checker. The safety rules and the rules of form are
// two tables; docs/safety.md and the tables of docs/script-format.md are made
// from them.
type Rule struct {
	ID    string // stands behind each diagnostic
	Title string // the rule in one sentence
	Why   string
	Where string // in which scripts, or in which part of one

	check func(*subject) // nil: found while the file is read
}

// SafetyRules is what keeps a listener safe, in the order of the document.
func SafetyRules() []Rule { return append([]Rule(nil), safetyRules[:]...) }

// FormRules is what makes a file a script, apart from safety.
func FormRules() []Rule { return append([]Rule(nil), formRules[:]...) }

// RuleLanguage is broken by a script in a language that cannot be checked, and
// by a programme in several.
const RuleLanguage = "language"

const (
	ruleFront     = language.RuleFront
	ruleSpine     = language.RuleSpine
	ruleJawAngle  = language.RuleJawAngle
	ruleLight     = "light-places"
	rulePlace     = "place"
	ruleEqual     = "equal-sides"
	ruleUnbroken  = "unbroken-pressure"
	ruleSatellite = "satellite-pressure"
	ruleCautions  = "cautions"
	ruleStretch   = "region-stretch"
	ruleTime      = "time-to-move"
	ruleCure      = "no-cure"
)

// The tables are functions' values as well as data; they are never written to.
var safetyRules = [...]Rule{
	{ruleFront, "No point may lie on the front or the front sides of the neck, and no line may ask for pressure there.",
		"The carotid arteries, the thyroid and the cartilage of the throat are there.",
		"every script: place, title and lines of a point", checkFront},
	{ruleSpine, "No point may lie on the spine, but for the hollow under the skull, which takes gentle pressure.",
		"The bones of the spine are not to be pressed; the hollow at the centre of the skull base is soft, and bears gentle fingertips.",
		"every script: place and title of a point", checkSpine},
	{ruleJawAngle, "The jaw is worked along the inner edge of the bone, and only before its angle.",
		"Behind and below the angle of the jaw lie the artery and nerves of the neck.",
		"every script: place and title of a point", checkJawAngle},
	{RuleLanguage, "A script is in a language whose words for pressure, for places and for cures the checker knows.",
		"What the checker cannot read it cannot refuse.",
		"every script", checkLanguage},
	{ruleLight, "A place that bears less than moderate pressure is pressed no harder than it bears.",
		"Under the chin only a light press toward the bone is safe, and the kidneys lie under the flanks.",
		"points at the jaw and the flanks", checkLight},
	{rulePlace, "A point lies at a place of the closed list.",
		"A place that is not on the list has not been looked at, so nobody can say how hard it may be pressed.",
		"every point", checkPlace},
	{ruleEqual, "A place that lies on both sides is worked on both, one after the other; a place in the middle has no sides.",
		"Both sides are to get the same, and on the neck and jaw never both at once.",
		"every point", checkSides},
	{ruleUnbroken, "Unbroken pressure on one point, hold and movements together, lasts 2 to 9 breaths.",
		"Less does nothing, more can bruise. A most beyond 9 breaths is cut when the session is fitted, as are 90 seconds, words included; the least must fit.",
		"every hold with the movements after it", checkUnbroken},
	{ruleSatellite, "A satellite is held for 2 to 9 breaths.",
		"It is unbroken pressure on one point like any other.",
		"every satellites step", checkSatellites},
	{ruleCautions, "Every region has its cautions.",
		"What is never to be done there is said before anything is pressed.",
		"every script", checkCautions},
	{ruleStretch, "Every region ends with its stretch, in which at least one breath is taken.",
		"A muscle that was pressed is stretched before one gets up, however short the session.",
		"every script", checkStretch},
	{ruleTime, "Position, opening and closing each have a rest that can be lengthened, and the position is said.",
		"Taking a position and getting up are slow, slower for some; a rest with bounds gives them time.",
		"every script", checkTime},
	{ruleCure, "No line promises a cure.",
		"Tolerance to pressure improves; self-reported pain was not shown to.",
		"every spoken line; a warning, since a word may be meant otherwise", checkCure},
}

// Kept is a safety rule that no script can break, since the player keeps it
// whatever a script says. They are here so that the document is whole.
type Kept struct{ Title, How string }

// KeptByPlayer is the safety rules that hold for every session by themselves.
func KeptByPlayer() []Kept { return append([]Kept(nil), keptByPlayer[:]...) }

var keptByPlayer = [...]Kept{
	{"Sharp pain, dizziness, numbness or tingling: let go and stop.", "The safety line is said once in every session's opening, at every guidance level, and is never dropped to save time."},
	{"Unbroken pressure never lasts longer than 90 seconds or 9 breaths.", "Spans are cut by the cap before a session is fitted; a hold lengthened by hand stops at it, too."},
	{"Cautions, stretch and closing are always there.", "A shorter session leaves out points, never these."},
	{"Both sides get the same breaths and search time.", "The two sides of a point are fitted as one."},
	{"Further rounds press the same places again.", "Every third round, and every resumed session, says the safety line and offers to leave out what has become tender."},
}

// subject is what a rule looks at: the script as read, and the tree for its
// places. A script that was read in part is judged by what was read.
type subject struct {
	*Script
	decoder *decoder
	root    *yamltree.Node
	words   vocabulary // of the script's language; it may have none
	titles  []string   // of each point, the rule that its title breaks, or ""
	rule    Rule
}

func checkRules(s *subject) {
	for _, p := range s.Points {
		s.titles = append(s.titles, s.forbiddenTitle(p))
	}
	for _, table := range [][]Rule{safetyRules[:], formRules[:]} {
		for _, rule := range table {
			if s.rule = rule; rule.check != nil {
				rule.check(s)
			}
		}
	}
}

func (s *subject) fault(at Range, summary, hint string) {
	s.decoder.Fault(s.rule.ID, at, summary, hint)
}

func (s *subject) warn(at Range, summary, hint string) {
	s.decoder.Add(diagnostic.Warning, s.rule.ID, at, summary, hint)
}

// at is the place of what keys and indices lead to, or of the nearest part
// above it that is there.
func (s *subject) at(path ...any) Range {
	for ; len(path) > 0; path = path[:len(path)-1] {
		if n := s.root.Child(path...); n != nil {
			return n.At
		}
	}
	return s.root.At
}

// keyAt is the place of a key of the file's map, or of its first key.
func (s *subject) keyAt(key string) Range { return firstAt(s.root.Key(key)) }

func firstAt(n *yamltree.Node) Range {
	if n.Kind == yamltree.Map && len(n.Entries) > 0 {
		return n.Entries[0].Key.At
	}
	return n.At
}

// wellRead reports whether a list was read whole, so that what is not in it
// is missing and not misspelt.
func (s *subject) wellRead(path ...any) bool {
	n := s.root.Child(path...)
	return n == nil || !s.decoder.unread[n]
}
