package scripts

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/nearest"
)

// checkForbidden refuses places and titles that the rule forbids by name.
func checkForbidden(s *subject, summary string) {
	for i, p := range s.Points {
		if _, known := p.Place.Info(); !known && forbidden(string(p.Place)) == s.rule.ID {
			s.fault(s.at("points", i, "place"), summary+" ("+diagnostic.Printable(string(p.Place), maxName)+")", s.rule.Why)
		}
		if forbiddenTitle(p) == s.rule.ID {
			s.fault(s.at("points", i, "point"), summary+", and the point's title names it", s.rule.Why)
		}
	}
}

// forbiddenTitle is the rule that forbids the place a point's title names. A
// title may say beside or under what the point lies.
func forbiddenTitle(p Point) string {
	rule := forbiddenProse(p.Title)
	if rule == "" || rule == ruleFront {
		return rule
	}
	if p.Place == "skull-base-centre" {
		return ""
	}
	if hasAny(wordsOf(p.Title), besideWords[:]) {
		return ""
	}
	return rule
}

func checkFront(s *subject) {
	checkForbidden(s, "no point may lie on the front of the neck")
	for _, p := range s.Points {
		steps(p.Steps, func(l Line) {
			for _, text := range []string{l.Full, l.Brief} {
				if asksForFront(text) {
					s.fault(l.At, "the line asks for pressure on the front of the neck", s.rule.Why+" Name another place, or say that it is not to be pressed.")
					return
				}
			}
		})
	}
}

// asksForFront reports whether one of the text's sentences has a word for
// pressing and a name for the front of the neck, and does not say no to it.
func asksForFront(text string) bool {
	for sentence := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(".!?;:", r) }) {
		words := wordsOf(sentence)
		if hasAny(words, pressingWords[:]) && !hasAny(words, denyingWords[:]) && forbiddenProse(sentence) == ruleFront {
			return true
		}
	}
	return false
}

// forbiddenProse is forbidden for words in a sentence, where front and neck
// may well stand without belonging together.
func forbiddenProse(text string) string {
	rule := forbidden(text)
	if rule != ruleFront || forbiddenWords(without(wordsOf(text), "front")) == ruleFront {
		return rule
	}
	for clause := range strings.SplitSeq(text, ",") {
		words := wordsOf(clause)
		front := slices.Index(words, "front")
		neck := slices.Index(words, "neck")
		if front < 0 || neck < 0 {
			continue
		}
		if neck == front+1 || neck == front-1 || neck > front && neck <= front+5 && slices.Contains(words[front:neck], "of") {
			return ruleFront
		}
	}
	return forbiddenWords(without(wordsOf(text), "front"))
}

func without(words []string, word string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == word })
}

var (
	pressingWords = [...]string{"press", "pressing", "pressure", "push", "squeeze", "dig", "rub", "knead", "massage", "hold", "pinch", "thumb", "thumbs", "fingertip", "fingertips", "knuckles"}
	denyingWords  = [...]string{"never", "not", "no", "dont", "without", "avoid", "away", "instead", "off"}
	curingWords   = [...]string{"cure", "cures", "cured", "heal", "heals", "healed", "healing", "painless"}
	besideWords   = [...]string{"beside", "next", "near", "before", "along", "off", "from", "between", "inner", "toward", "towards"}
)

func hasAny(words, of []string) bool {
	for _, word := range words {
		if slices.Contains(of, word) {
			return true
		}
	}
	return false
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
		at, how = s.at("points", i, "place"), "moderate pressure, which is meant where none is written,"
	}
	s.fault(at, fmt.Sprintf("%s is too hard at %s", how, info.Title), fmt.Sprintf("write pressure: %s; %s", info.Hardest, info.Why))
}

func checkPlace(s *subject) {
	for i, p := range s.Points {
		if _, ok := p.Place.Info(); !ok && p.Place != "" && forbidden(string(p.Place)) == "" {
			hint := "docs/script-format.md lists the places"
			if near := nearest.Word(string(p.Place), placeNames()); near != "" {
				hint = `did you mean "` + near + `"? ` + hint
			}
			s.fault(s.at("points", i, "place"), diagnostic.Quoted(string(p.Place))+" is no place", hint)
		}
	}
}

func checkSides(s *subject) {
	for i, p := range s.Points {
		if info, ok := p.Place.Info(); ok && p.Side != info.Sides && s.root.Child("points", i, "side") != nil {
			why := "it lies on both sides, and both get the same"
			if info.Sides == Centre {
				why = "it lies in the middle"
			}
			s.fault(s.at("points", i, "side"), fmt.Sprintf("%s is not worked with side: %s", info.Title, p.Side),
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
				s.fault(run.at, fmt.Sprintf("the pressure may last only %s", plural(least, "breath")),
					fmt.Sprintf("hold and movements together take at least %d breaths; less does nothing", leastBreath))
			case least > mostBreath:
				s.fault(run.at, fmt.Sprintf("the pressure lasts %s at the least, and %d are the most", plural(least, "breath"), mostBreath),
					"lower the least of the hold or of the movements after it, or put a search or a rest between")
			case ideal > mostBreath:
				s.warn(run.at, fmt.Sprintf("the pressure is to last %s, and %d are the most", plural(ideal, "breath"), mostBreath),
					"it will be cut; lower the ideal of the hold or of the movements after it")
			}
		}
	}
}

// pressureRun is a stretch of unbroken pressure: a hold and the movements
// under it, whatever is said between.
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
			if s.wellRead("points", i, "steps") { // else the steps are not those of the file
				at = s.at("points", i, "steps", j, "each")
			}
			s.fault(at, fmt.Sprintf("a satellite is held for %d to %d breaths, not %d to %d", leastBreath, mostBreath, sat.Each.Least, sat.Each.Most), s.rule.Why)
		}
	}
}

func checkCautions(s *subject) {
	if len(s.Cautions) == 0 && s.wellRead("cautions") {
		s.fault(s.keyAt("cautions"), "the region has no cautions", "add cautions: and a say with what is never to be done there. "+s.rule.Why)
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
			case Rest: // one that could not be read counts
				rests = rests || step.Time.Least < step.Time.Most || step.Time == TimeSpan{}
			case Say:
				says = true
			}
		}
		if !rests {
			s.fault(s.keyAt(part.key), "the "+part.key+" has no rest that can be lengthened", "add rest: 8s (4s..30s). "+s.rule.Why)
		}
		if !says {
			s.fault(s.keyAt(part.key), "the position is not said", "add a say: how to sit or to lie. "+s.rule.Why)
		}
	}
}

func checkCure(s *subject) {
	s.eachLine(func(l Line) {
		if hasAny(wordsOf(l.Full), curingWords[:]) || hasAny(wordsOf(l.Brief), curingWords[:]) {
			s.warn(l.At, "the line may promise a cure", s.rule.Why+" Say what eases, not what is healed.")
		}
	})
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// anyUnread reports whether a list, or a list within it, was not read whole.
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
