package scripts

import (
	"fmt"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/internal/plural"
	"github.com/unknot/unknot/scripts/language"
)

// checkForbidden reports the places and titles that the rule forbids.
func checkForbidden(s *subject, summary string) {
	for i, p := range s.Points {
		if _, known := p.Place.Info(); !known && s.forbiddenPlace(p.Place) == s.rule.ID {
			s.fault(s.at("points", i, "place"), summary+" ("+diagnostic.Printable(string(p.Place), maxName)+")", s.rule.Why)
		}
		if s.titles[i] == s.rule.ID {
			s.fault(s.at("points", i, "point"), summary+", and the point's title names it", s.rule.Why)
		}
	}
}

// forbiddenPlace is the rule that forbids a place that is not on the list, or "".
// Names of places are English; one that is not may be in the script's language.
func (s *subject) forbiddenPlace(p Place) (rule string) {
	if rule = (vocabulary{language.English().Safety}).place(string(p)); rule == "" && s.words.Safety != nil {
		rule = s.words.place(string(p))
	}
	return rule
}

// forbiddenTitle is the rule that forbids the place in a point's title, or "". A
// title may say what the point is beside.
func (s *subject) forbiddenTitle(p Point) string {
	if s.words.Safety == nil {
		return ""
	}
	rule := s.words.prose(p.Title)
	if rule == ruleFront || p.Place != "skull-base-centre" && !hasAny(wordsOf(p.Title), s.words.Beside) {
		return rule
	}
	return ""
}

func checkLanguage(s *subject) {
	if s.words.Safety == nil {
		s.fault(s.keyAt("language"), "scripts in the language "+diagnostic.Quoted(s.Language.Tag)+" cannot be checked for safety", s.rule.Why)
	}
}

func checkFront(s *subject) {
	checkForbidden(s, "no point may lie on the front of the neck")
	if s.words.Safety == nil {
		return
	}
	for _, p := range s.Points {
		steps(p.Steps, func(l Line) {
			if s.words.asksFor(ruleFront, l.Full) || s.words.asksFor(ruleFront, l.Brief) {
				s.fault(l.At, "the line asks for pressure on the front of the neck", s.rule.Why+" Name another place, or say that it must not be pressed.")
			}
		})
	}
}

func checkSpine(s *subject) {
	checkForbidden(s, "no point may lie on the spine")
	for i, p := range s.Points {
		if info, ok := p.Place.Info(); ok && info.Hardest == Gentle && p.Pressure != "" && p.Pressure.Harder(Gentle) {
			tooHard(s, i, p, info)
		}
	}
}

func checkJawAngle(s *subject) {
	checkForbidden(s, "no point may lie at or behind the angle of the jaw")
}

func checkLight(s *subject) {
	for i, p := range s.Points {
		if info, ok := p.Place.Info(); ok && info.Hardest == Light && p.Pressure != "" && p.Pressure.Harder(Light) {
			tooHard(s, i, p, info)
		}
	}
}

func tooHard(s *subject, i int, p Point, info PlaceInfo) {
	at, how := s.at("points", i, "pressure"), string(p.Pressure)+" pressure"
	if s.root.Child("points", i, "pressure") == nil {
		at, how = s.at("points", i, "place"), "moderate pressure, the default,"
	}
	s.fault(at, fmt.Sprintf("%s is too hard at %s", how, englishPlace(info.Name)), fmt.Sprintf("write pressure: %s; %s", info.Hardest, info.Why))
}

func checkPlace(s *subject) {
	for i, p := range s.Points {
		if _, ok := p.Place.Info(); !ok && p.Place != "" && s.forbiddenPlace(p.Place) == "" {
			hint := "docs/script-format.md lists the places"
			if near := nearest.Word(string(p.Place), placeNames()); near != "" {
				hint = `did you mean "` + near + `"? ` + hint
			}
			s.fault(s.at("points", i, "place"), diagnostic.Quoted(string(p.Place))+" is not a place", hint)
		}
	}
}

// englishPlace is the title of a place for messages, which are in English.
func englishPlace(p Place) string { return language.English().Places[string(p)] }

func checkSides(s *subject) {
	for i, p := range s.Points {
		if info, ok := p.Place.Info(); ok && p.Side != info.Sides && s.root.Child("points", i, "side") != nil {
			why := "it is on both sides, and both get the same"
			if info.Sides == Centre {
				why = "it is in the middle"
			}
			s.fault(s.at("points", i, "side"), fmt.Sprintf("%s cannot have side: %s", englishPlace(info.Name), p.Side),
				fmt.Sprintf("write side: %s; %s", info.Sides, why))
		}
	}
}

func checkUnbroken(s *subject) {
	for _, p := range s.Points {
		for _, run := range pressureRuns(p.Steps) {
			least, ideal, known := 0, 0, true
			for _, c := range run.breaths {
				least, ideal, known = least+c.Least, ideal+c.Ideal, known && c != Count{}
			}
			switch {
			case !known:
			case least < leastBreath:
				s.fault(run.at, fmt.Sprintf("the pressure may last only %s", plural.Count(least, "breath")),
					fmt.Sprintf("the hold and movements together take at least %d breaths; less does nothing", leastBreath))
			case least > mostBreath:
				s.fault(run.at, fmt.Sprintf("the pressure lasts at least %s; at most %d are allowed", plural.Count(least, "breath"), mostBreath),
					"lower the least of the hold or of the movements after it, or put a search or a rest between them")
			case ideal > mostBreath:
				s.warn(run.at, fmt.Sprintf("the pressure ideally lasts %s; at most %d are allowed", plural.Count(ideal, "breath"), mostBreath),
					"it will be cut: lower the ideal of the hold or of the movements after it")
			}
		}
	}
}

// pressureRun is a time of unbroken pressure: a hold and the movements after it,
// with nothing but lines between them.
type pressureRun struct {
	breaths []Count
	at      Range // of the hold
}

func pressureRuns(list []Step) []pressureRun {
	var runs []pressureRun
	open := false
	for _, step := range list {
		switch step := step.(type) {
		case Hold:
			if !open {
				runs, open = append(runs, pressureRun{at: step.At}), true
			}
			last := &runs[len(runs)-1]
			last.breaths = append(last.breaths, step.Breaths)
		case Move:
			if open {
				last := &runs[len(runs)-1]
				last.breaths = append(last.breaths, step.Breaths)
			}
		case Say:
		default:
			open = false
		}
	}
	return runs
}

func checkSatellites(s *subject) {
	for i, p := range s.Points {
		for j, step := range p.Steps {
			sat, ok := step.(Satellites)
			if !ok || sat.Each == (Count{}) || sat.Each.Least >= leastBreath && sat.Each.Most <= mostBreath {
				continue
			}
			at := sat.At
			if s.wellRead("points", i, "steps") { // otherwise the indices may differ from the file's
				at = s.at("points", i, "steps", j, "each")
			}
			s.fault(at, fmt.Sprintf("a satellite is held for %d to %d breaths, not %d to %d", leastBreath, mostBreath, sat.Each.Least, sat.Each.Most), s.rule.Why)
		}
	}
}

func checkCautions(s *subject) {
	if len(s.Cautions) == 0 && s.wellRead("cautions") {
		s.fault(s.keyAt("cautions"), "the region has no cautions", "add cautions: and a say. "+s.rule.Why)
	}
}

func checkStretch(s *subject) {
	breathes := func(step Step) bool {
		switch step := step.(type) {
		case Breathe:
			return true
		case EachSide:
			for _, inner := range step.Steps {
				if _, ok := inner.(Breathe); ok {
					return true
				}
			}
		}
		return false
	}
	for _, step := range s.Stretch {
		if breathes(step) {
			return
		}
	}
	if !s.anyUnread("stretch") {
		s.fault(s.keyAt("stretch"), "the region has no stretch with a breath in it", "add breathe: 3 (2..5) to the stretch. "+s.rule.Why)
	}
}

func checkTime(s *subject) {
	for _, part := range []struct {
		key   string
		steps []Step
	}{{"position", s.Position}, {"opening", s.Opening}, {"closing", s.Closing}} {
		if !s.wellRead(part.key) {
			continue
		}
		rests, says := false, part.key != "position"
		for _, step := range part.steps {
			switch step := step.(type) {
			case Rest: // a faulty one counts
				rests = rests || step.Time.Least < step.Time.Most || step.Time == TimeSpan{}
			case Say:
				says = true
			}
		}
		if !rests {
			s.fault(s.keyAt(part.key), "the "+part.key+" has no rest that can be lengthened", "add rest: 8s (4s..30s). "+s.rule.Why)
		}
		if !says {
			s.fault(s.keyAt(part.key), "no line says the position", "add a say: how to sit or lie. "+s.rule.Why)
		}
	}
}

func checkCure(s *subject) {
	if s.words.Safety == nil {
		return
	}
	s.eachLine(func(l Line) {
		if hasAny(wordsOf(l.Full), s.words.Curing) || hasAny(wordsOf(l.Brief), s.words.Curing) {
			s.warn(l.At, "the line may promise a cure", s.rule.Why+" Say what it eases, not what it heals.")
		}
	})
}

// anyUnread reports whether a list, or a list within it, could not be read whole.
func (s *subject) anyUnread(key string) bool {
	list := s.root.Get(key)
	if list == nil {
		return false
	}
	unread := s.decoder.unread[list]
	for _, n := range list.Items {
		inner := n.Get("each-side")
		unread = unread || inner != nil && s.decoder.unread[inner]
	}
	return unread
}
