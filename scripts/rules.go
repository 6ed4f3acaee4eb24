package scripts

import (
	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/yamltree"
	"github.com/unknot/unknot/scripts/language"
)

//go:generate go test -run "^(TestDocsSayWhatTheTablesSay|TestSchemaFileIsUpToDate)$" -update .

// Rule is a rule of the checker. The safety rules and the rules of form are two
// tables, from which docs/safety.md and part of docs/script-format.md are made.
type Rule struct {
	ID    string // shown at the end of each diagnostic
	Title string // the rule in one sentence
	Why   string
	Where string // the scripts, or the part of a script, it applies to

	check func(*subject) // nil: checked while the file is decoded
}

// SafetyRules returns the rules that keep a listener safe.
func SafetyRules() []Rule { return append([]Rule(nil), safetyRules[:]...) }

// FormRules returns the other rules for files.
func FormRules() []Rule { return append([]Rule(nil), formRules[:]...) }

// RuleLanguage is the rule for the languages of scripts: one that the checker
// knows, and the same one in all of a programme.
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

var safetyRules = [...]Rule{
	{ruleFront, "No point may lie on the front or the front sides of the neck, and no line may ask for pressure there.",
		"The carotid arteries, the thyroid and the cartilage of the throat are there.",
		"every script: place, title and lines of a point", checkFront},
	{ruleSpine, "No point may lie on the spine, except in the hollow under the skull, which takes gentle pressure.",
		"The bones of the spine must not be pressed; the hollow at the centre of the skull base is soft, and bears gentle fingertips.",
		"every script: place and title of a point", checkSpine},
	{ruleJawAngle, "The jaw is worked along the inner edge of the bone, and only before its angle.",
		"Behind and below the angle of the jaw lie the artery and nerves of the neck.",
		"every script: place and title of a point", checkJawAngle},
	{RuleLanguage, "A script is in a language whose words for pressure, places and cures the checker knows; a programme is in one language.",
		"The checker cannot refuse what it cannot read.",
		"every script", checkLanguage},
	{ruleLight, "A place that bears less than moderate pressure is not pressed harder than it bears.",
		"Under the chin only a light press toward the bone is safe, and the kidneys lie under the flanks.",
		"points at the jaw and the flanks", checkLight},
	{rulePlace, "A point lies at a place on the closed list.",
		"For a place that is not on the list, nobody has looked at how hard it may be pressed.",
		"every point", checkPlace},
	{ruleEqual, "A place on both sides is worked on both, one after the other; a place in the middle has no sides.",
		"Both sides get the same, and on the neck and jaw never both at once.",
		"every point", checkSides},
	{ruleUnbroken, "Unbroken pressure on one point, the hold and movements together, lasts 2 to 9 breaths.",
		"Less does nothing, more can bruise. When the session is fitted, the most is cut to 9 breaths, and to 90 seconds with the words; the least must fit.",
		"every hold with the movements after it", checkUnbroken},
	{ruleSatellite, "A satellite is held for 2 to 9 breaths.",
		"It is unbroken pressure on one point like any other.",
		"every satellites step", checkSatellites},
	{ruleCautions, "Every region has its cautions.",
		"What must never be done there is said before anything is pressed.",
		"every script", checkCautions},
	{ruleStretch, "Every region ends with a stretch of at least one breath.",
		"A muscle that was pressed is stretched before getting up, however short the session.",
		"every script", checkStretch},
	{ruleTime, "Position, opening and closing each have a rest that can be lengthened, and a line says the position.",
		"Taking a position and getting up are slow, slower for some; a rest with bounds gives time for them.",
		"every script", checkTime},
	{ruleCure, "No line promises a cure.",
		"Tolerance to pressure improves; self-reported pain was not shown to.",
		"every spoken line; a warning, since the word may be harmless", checkCure},
}

// Kept is a safety rule that the player keeps, whatever a script says. It is here
// for docs/safety.md.
type Kept struct{ Title, How string }

// KeptByPlayer returns the safety rules that hold in every session.
func KeptByPlayer() []Kept { return append([]Kept(nil), keptByPlayer[:]...) }

var keptByPlayer = [...]Kept{
	{"Sharp pain, dizziness, numbness or tingling: let go and stop.", "The safety line is said once in the opening of every session, at every guidance level, and is never dropped to save time."},
	{"Unbroken pressure never lasts longer than 90 seconds or 9 breaths.", "Spans are cut to the cap before a session is fitted; a hold that the listener lengthens stops at it, too."},
	{"Cautions, stretch and closing are always there.", "A shorter session leaves out points, never these."},
	{"Both sides get the same breaths and search time.", "The two sides of a point are fitted together."},
	{"Further rounds press the same places again.", "Every third round, and every resumed session, says the safety line and to leave out what has become tender."},
}

// subject is a script being checked by a rule, with the tree for the places of
// its parts. Parts that could not be read are not checked.
type subject struct {
	*Script
	decoder *decoder
	root    *yamltree.Node
	words   vocabulary // of the script's language, which may have none
	titles  []string   // for each point, the rule that its title breaks, or ""
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

// at is the range of the node at a path, or of the nearest one above it that is
// there.
func (s *subject) at(path ...any) Range {
	for ; len(path) > 0; path = path[:len(path)-1] {
		if n := s.root.Child(path...); n != nil {
			return n.At
		}
	}
	return s.root.At
}

// keyAt is the range of a key of the file, or of the first key if it is missing.
func (s *subject) keyAt(key string) Range { return firstAt(s.root.Key(key)) }

func firstAt(n *yamltree.Node) Range {
	if n.Kind == yamltree.Map && len(n.Entries) > 0 {
		return n.Entries[0].Key.At
	}
	return n.At
}

// wellRead reports whether a list was read whole: only then is what is not in
// it really missing.
func (s *subject) wellRead(path ...any) bool {
	n := s.root.Child(path...)
	return n == nil || !s.decoder.unread[n]
}
