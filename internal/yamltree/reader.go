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

// Reader reads one file, and takes values out of its tree. All that it finds
// wrong goes to the report; what is wrong comes back as nil or zero. The nil
// node is a key that is not there: it is no fault, but for Need.
type Reader struct {
	*diagnostic.Report
	Format Format
}

// Map reports whether n is a map, and that it is none if not. what names the
// value in messages.
func (r *Reader) Map(n *Node, what string) bool {
	return r.Is(n, Map, what, "write it as key: value, one a line")
}

// Is reports whether n is of a kind, and that it is not if so.
func (r *Reader) Is(n *Node, kind Kind, what, hint string) bool {
	if n.Kind != kind && n.Kind != Refused {
		r.Mistyped(n, kind.String(), what, hint)
	}
	return n.Kind == kind
}

// Mistyped reports that another type is needed.
func (r *Reader) Mistyped(n *Node, needed, what, hint string) {
	r.Fault(RuleType, n.At, needed+" is needed for "+what+", not "+n.Kind.String(), hint)
}

// Keys reports keys that are not known, and goes on as if the nearest known
// one stood there, so that one slip is one fault.
func (r *Reader) Keys(n *Node, what string, known []string) {
	for _, e := range n.Entries {
		key := e.Key.Text
		if slices.Contains(known, key) {
			continue
		}
		near := nearest.Word(key, known)
		r.Fault(RuleUnknownKey, e.Key.At, diagnostic.Quoted(key)+" is no key of "+what, nearest.Hint(key, known))
		if near != "" && n.Get(near) == nil {
			e.Key.Text = near
		}
	}
}

// Need is the value of a key that has to be there; nil, reported, if not.
func (r *Reader) Need(n *Node, key, what, hint string) *Node {
	v := n.Get(key)
	if v == nil {
		r.Fault(RuleMissingKey, n.At, what+" has no "+key, hint)
	}
	return v
}

// String is a text of at most so many characters that can be shown. Spaces and
// line breaks run together to one space.
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
		r.Fault(RuleControl, n.At, fmt.Sprintf("%s holds a character that cannot be seen (U+%04X)", what, c), "delete it, and the backslash that makes it")
		text = diagnostic.Printable(text, len(text))
	}
	if text == "" {
		r.Fault(RuleText, n.At, what+" is empty", "write some words, or leave the key out")
	}
	if long := utf8.RuneCountInString(text); long > most {
		r.Fault(RuleTooMuch, n.At, fmt.Sprintf("%s is %d characters long, and %d are the most", what, long, most), "say it in fewer words, or in two parts")
	}
	return text
}

// Word is one of a closed list, or "" and reported.
func (r *Reader) Word(n *Node, what string, known []string) string {
	if n == nil || n.Kind == Refused {
		return ""
	}
	if n.Kind != Text {
		r.Mistyped(n, Text.String(), what, "one of: "+strings.Join(known, ", "))
		return ""
	}
	if !slices.Contains(known, n.Text) {
		r.Fault(RuleUnknownWord, n.At, diagnostic.Quoted(n.Text)+" is no "+what, nearest.Hint(n.Text, known))
		return ""
	}
	return n.Text
}

// Whole is a whole number within bounds, or 0 and reported.
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
	r.Fault(rule, n.At, fmt.Sprintf("%s is to be a whole number from %d to %d", what, least, most), "")
	return 0
}

// Scalar is any plain value as a text: a text, a number, a yes or no. It is not
// checked further.
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

// Truth is a yes or no.
func (r *Reader) Truth(n *Node, what string) bool {
	return n != nil && r.Is(n, Bool, what, "write true or false") && strings.EqualFold(n.Text, "true")
}

// List is the items of a list, at most as many as the format allows; whole says
// whether that is all of them.
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
