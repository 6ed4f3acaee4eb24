package scripts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// decoder reads a tree into the types of the package and reports all it finds
// wrong on the way. What is wrong is left out or zero.
type decoder struct {
	*report
	// unread are the lists with a fault in how they are written. That they lack
	// something is no news then.
	unread map[*node]bool
}

// isMap reports whether n is a map, and that it is none if not.
func (d *decoder) isMap(n *node, what string) bool {
	return d.is(n, kindMap, what, "write it as key: value, one a line")
}

func (d *decoder) is(n *node, kind nodeKind, what, hint string) bool {
	if n.kind != kind && n.kind != kindRefused {
		d.fault(ruleType, n.at, needed(kind.String(), what, n), hint)
	}
	return n.kind == kind
}

func needed(kind, what string, got *node) string {
	return kind + " is needed for " + what + ", not " + got.kind.String()
}

// keys reports keys that are not known, and goes on as if the nearest known
// one stood there, so that one slip is one fault.
func (d *decoder) keys(n *node, what string, known []string) {
	for _, e := range n.entries {
		key := e.key.text
		if slices.Contains(known, key) {
			continue
		}
		near := Nearest(key, known)
		d.fault(ruleUnknownKey, e.key.at, quoted(key)+" is no key of "+what, didYouMean(key, known))
		if near != "" && n.get(near) == nil {
			e.key.text = near
		}
	}
}

// need is the value of a key that has to be there; nil, reported, if not.
func (d *decoder) need(n *node, key, what, hint string) *node {
	v := n.get(key)
	if v == nil {
		d.fault(ruleMissingKey, n.at, what+" has no "+key, hint)
	}
	return v
}

// text is a text of at most so many characters that can be spoken and shown.
func (d *decoder) text(n *node, what string, most int) string {
	if n == nil {
		return ""
	}
	if n.kind == kindNumber || n.kind == kindOther {
		d.fault(ruleType, n.at, needed("a text", what, n), `put it in quotes: "`+printable(n.text, 40)+`"`)
		return n.text
	}
	if !d.is(n, kindText, what, "write it after the colon") {
		return ""
	}
	text := strings.Join(strings.FieldsFunc(n.text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }), " ")
	if i := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
		d.fault(ruleControl, n.at, fmt.Sprintf("%s holds a character that cannot be seen (U+%04X)", what, []rune(text[i:])[0]), "delete it, and the backslash that makes it")
		text = printable(text, len(text))
	}
	switch {
	case text == "":
		d.fault(ruleText, n.at, what+" is empty", "write some words, or leave the key out")
	case !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		d.fault(ruleText, n.at, what+" holds no word", "a voice has to be able to say it")
	case runes(text) > most:
		d.fault(ruleTooMuch, n.at, fmt.Sprintf("%s is %d characters long, and %d are the most", what, runes(text), most), "say it in two steps, or in fewer words")
	}
	return text
}

// line reads say and brief of a step or a phrase.
func (d *decoder) line(n *node, sided bool) Line {
	say, brief := n.get("say"), n.get("brief")
	if say == nil {
		if brief != nil {
			d.fault(ruleMissingKey, brief.at, "a brief telling without a full one", "add say: with the full telling; brief is said instead of it")
		}
		return Line{}
	}
	l := Line{Full: d.text(say, "a line", maxLine), At: say.at}
	d.braces(say, l.Full, placeholders, sided)
	if brief != nil {
		l.Brief = d.text(brief, "a line", maxLine)
		d.braces(brief, l.Brief, placeholders, sided)
	}
	if l.Full == "" {
		return Line{}
	}
	return l
}

// braces checks that what stands in braces is known, and that there is what it
// stands for.
func (d *decoder) braces(n *node, text string, known []string, there bool) {
	for {
		i := strings.IndexAny(text, "{}")
		if i < 0 {
			return
		}
		end := strings.IndexByte(text[i:], '}')
		if text[i] == '}' || end < 0 {
			d.fault(ruleBraces, n.at, "a brace that has no partner", "braces are for {"+strings.Join(known, "} and {")+"} only")
			return
		}
		word := text[i+1 : i+end]
		text = text[i+end+1:]
		switch {
		case !slices.Contains(known, word):
			d.fault(ruleBraces, n.at, quoted("{"+word+"}")+" stands for nothing", didYouMean(word, known))
		case !there:
			d.fault(ruleBraces, n.at, "{"+word+"} stands where there is no side", "only a point with side: both and the steps of an each-side have sides")
		}
	}
}

// word is one of a closed list, or "" and reported.
func (d *decoder) word(n *node, what string, known []string) string {
	if n == nil {
		return ""
	}
	if n.kind == kindRefused || n.kind != kindText && !d.is(n, kindText, what, "one of: "+strings.Join(known, ", ")) {
		return ""
	}
	if !slices.Contains(known, n.text) {
		d.fault(ruleUnknownWord, n.at, quoted(n.text)+" is no "+what, didYouMean(n.text, known))
		return ""
	}
	return n.text
}

// name is the name of a region or a programme.
func (d *decoder) name(n *node, what string) string {
	if n == nil || !d.is(n, kindText, what, "lower-case letters, digits and hyphens") {
		return ""
	}
	if !isName(n.text) {
		d.fault(ruleName, n.at, quoted(n.text)+" cannot be a name",
			fmt.Sprintf("lower-case letters and digits, with hyphens between words, %d at the most", maxName))
		return ""
	}
	return n.text
}

// whole is a whole number within bounds, or 0 and reported.
func (d *decoder) whole(n *node, what string, least, most int) int {
	if n.kind == kindRefused {
		return 0
	}
	i, err := strconv.Atoi(n.text)
	if n.kind == kindNumber && err == nil && i >= least && i <= most {
		return i
	}
	rule := ruleSpan
	if n.kind != kindNumber {
		rule = ruleType
	}
	d.fault(rule, n.at, fmt.Sprintf("%s is to be a whole number from %d to %d", what, least, most), "")
	return 0
}

// items is the elements of a list, at most maxItems, or none and reported.
func (d *decoder) items(n *node, what string) []*node {
	if n == nil {
		return nil
	}
	if n.kind != kindList {
		d.unread[n] = true
		d.is(n, kindList, what, "begin each entry with a dash")
		return nil
	}
	if len(n.items) > maxItems {
		d.unread[n] = true
		d.fault(ruleTooMuch, n.items[maxItems].at, fmt.Sprintf("%s has more than %d entries", what, maxItems), "leave some out")
		return n.items[:maxItems]
	}
	return n.items
}
