package yamltree

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/nearest"
)

// Reader parses one file and reads values from its tree. It reports every fault
// and returns nil or zero for a faulty value. A nil node, for a key that is not
// there, reads as zero without a fault; use Need for a key that must be there.
type Reader struct {
	*diagnostic.Report
	Format Format
}

// Map reports whether n is a map, with a fault if not. what names the value in
// messages.
func (r *Reader) Map(n *Node, what string) bool {
	return r.Is(n, Map, what, "write it as key: value, one per line")
}

// Is reports whether n is of a kind, with a fault if not.
func (r *Reader) Is(n *Node, kind Kind, what, hint string) bool {
	if n.Kind != kind && n.Kind != Refused {
		r.Mistyped(n, kind.String(), what, hint)
	}
	return n.Kind == kind
}

// Mistyped adds the fault that a value is of the wrong type.
func (r *Reader) Mistyped(n *Node, needed, what, hint string) {
	r.Fault(RuleType, n.At, what+" needs "+needed+", not "+n.Kind.String(), hint)
}

// Keys reports unknown keys of a map. An unknown key that is near a known one is
// then taken for it, so that a misspelt key is not reported as missing as well.
func (r *Reader) Keys(n *Node, what string, known []string) {
	for _, e := range n.Entries {
		key := e.Key.Text
		if slices.Contains(known, key) {
			continue
		}
		near := nearest.Word(key, known)
		r.Fault(RuleUnknownKey, e.Key.At, what+" has no key "+diagnostic.Quoted(key), nearest.Hint(key, known))
		if near != "" && n.Get(near) == nil {
			e.Key.Text = near
		}
	}
}

// Need returns the value of a key that must be there, or nil and a fault.
func (r *Reader) Need(n *Node, key, what, hint string) *Node {
	v := n.Get(key)
	if v == nil {
		r.Fault(RuleMissingKey, n.At, what+" has no "+key, hint)
	}
	return v
}

// String reads a printable text of at most so many characters. Runs of spaces
// and line breaks become one space.
func (r *Reader) String(n *Node, what string, most int) string {
	if n == nil {
		return ""
	}
	if n.Kind == Number || n.Kind == Bool || n.Kind == Other {
		r.Mistyped(n, "a text", what, `put it in quotes: "`+diagnostic.Printable(n.Text, 40)+`"`)
		return n.Text
	}
	if !r.Is(n, Text, what, "write it after the colon") {
		return ""
	}
	text := strings.Join(strings.FieldsFunc(n.Text, func(c rune) bool { return c == ' ' || c == '\n' || c == '\t' }), " ")
	if i := strings.IndexFunc(text, func(c rune) bool { return !unicode.IsPrint(c) }); i >= 0 {
		c, _ := utf8.DecodeRuneInString(text[i:])
		r.Fault(RuleControl, n.At, fmt.Sprintf("%s has an invisible character in it (U+%04X)", what, c), "delete the escape sequence that makes it")
		text = diagnostic.Printable(text, len(text))
	}
	if text == "" {
		r.Fault(RuleText, n.At, what+" is empty", "write some words, or leave the key out")
	}
	if long := utf8.RuneCountInString(text); long > most {
		r.Fault(RuleTooMuch, n.At, fmt.Sprintf("%s is %d characters long; at most %d are allowed", what, long, most), "say it in fewer words, or in two parts")
	}
	return text
}

// Word reads one of a closed list of words.
func (r *Reader) Word(n *Node, what string, known []string) string {
	if n == nil || n.Kind == Refused {
		return ""
	}
	if n.Kind != Text {
		r.Mistyped(n, Text.String(), what, "one of: "+strings.Join(known, ", "))
		return ""
	}
	if !slices.Contains(known, n.Text) {
		r.Fault(RuleUnknownWord, n.At, diagnostic.Quoted(n.Text)+" is not a "+what, nearest.Hint(n.Text, known))
		return ""
	}
	return n.Text
}

// Whole reads a whole number within bounds.
func (r *Reader) Whole(n *Node, what string, least, most int) int {
	if n == nil || n.Kind == Refused {
		return 0
	}
	i, err := strconv.Atoi(n.Text)
	if n.Kind == Number && err == nil && i >= least && i <= most {
		return i
	}
	rule := RuleRange
	if n.Kind != Number {
		rule = RuleType
	}
	r.Fault(rule, n.At, fmt.Sprintf("%s must be a whole number from %d to %d", what, least, most), "")
	return 0
}

// Scalar reads any scalar as text, without further checks.
func (r *Reader) Scalar(n *Node, what, hint string) string {
	if n == nil || n.Kind == Refused {
		return ""
	}
	switch n.Kind {
	case Text, Number, Bool, Other:
		return n.Text
	}
	r.Mistyped(n, Text.String(), what, hint)
	return ""
}

// Truth reads true or false.
func (r *Reader) Truth(n *Node, what string) bool {
	return n != nil && r.Is(n, Bool, what, "write true or false") && strings.EqualFold(n.Text, "true")
}

// List reads the items of a list, at most as many as the format allows. whole
// is false if there are more, or if it is not a list.
func (r *Reader) List(n *Node, what string) (items []*Node, whole bool) {
	if n == nil {
		return nil, true
	}
	if !r.Is(n, List, what, "begin each entry with a dash") {
		return nil, false
	}
	if most := r.Format.items(); len(n.Items) > most {
		r.Fault(RuleTooMuch, n.Items[most].At, fmt.Sprintf("%s has more than %d entries", what, most), "leave some out")
		return n.Items[:most], false
	}
	return n.Items, true
}
