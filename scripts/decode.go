package scripts

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/internal/yamltree"
	"github.com/unknot/unknot/scripts/language"
)

// format is what every file of the package is bounded by.
func format() yamltree.Format {
	return yamltree.Format{
		Name: "a script", Bytes: MostBytes, Keys: maxKeys, Items: maxItems,
		Help: "see `unknot show neck` for what a region holds, docs/script-format.md for how it is written",
	}
}

// decoder reads a tree into the types of the package and reports all it finds
// wrong on the way. What is wrong is left out or zero.
type decoder struct {
	yamltree.Reader
	known    Reader
	language *language.Language // that the file's lines are in
	// unread are the lists with a fault in how they are written. That they lack
	// something is no news then.
	unread map[*yamltree.Node]bool
}

// text is a text of at most so many characters that can be spoken and shown.
func (d *decoder) text(n *yamltree.Node, what string, most int) string {
	text := d.String(n, what, most)
	if text != "" && !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		d.Fault(ruleText, n.At, what+" holds no word", "a voice has to be able to say it")
	}
	return text
}

// line reads say and brief of a step or a phrase.
func (d *decoder) line(n *yamltree.Node, sided bool) Line {
	say, brief := n.Get("say"), n.Get("brief")
	if say == nil {
		if brief != nil {
			d.Fault(ruleMissingKey, brief.At, "a brief telling without a full one", "add say: with the full telling; brief is said instead of it")
		}
		return Line{}
	}
	l := Line{Full: d.text(say, "a line", maxLine), At: say.At, Language: d.language}
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
func (d *decoder) braces(n *yamltree.Node, text string, known []string, there bool) {
	for {
		i := strings.IndexAny(text, "{}")
		if i < 0 {
			return
		}
		end := strings.IndexByte(text[i:], '}')
		if text[i] == '}' || end < 0 {
			d.Fault(ruleBraces, n.At, "a brace that has no partner", "braces are for {"+strings.Join(known, "} and {")+"} only")
			return
		}
		word := text[i+1 : i+end]
		text = text[i+end+1:]
		switch {
		case !slices.Contains(known, word):
			d.Fault(ruleBraces, n.At, diagnostic.Quoted("{"+word+"}")+" stands for nothing", nearest.Hint(word, known))
		case !there:
			d.Fault(ruleBraces, n.At, "{"+word+"} stands where there is no side", "only a point with side: both and the steps of an each-side have sides")
		}
	}
}

// readLanguage is the language that a file names, or the default.
func (d *decoder) readLanguage(n *yamltree.Node) *language.Language {
	tag := language.Default
	if n != nil && d.Is(n, yamltree.Text, "the language", "write its tag, such as en") {
		tag = n.Text
	}
	if l := language.Find(d.known.Languages, tag); l != nil {
		return l
	}
	if n != nil {
		d.Fault(ruleUnknownWord, n.At, "there are no words for the language "+diagnostic.Quoted(tag), nearest.Hint(tag, language.Tags(d.known.Languages)))
	}
	return language.English()
}

// name is the name of a region or a programme.
func (d *decoder) name(n *yamltree.Node, what string) string {
	if n == nil || !d.Is(n, yamltree.Text, what, "lower-case letters, digits and hyphens") {
		return ""
	}
	if !IsName(n.Text) {
		d.Fault(RuleName, n.At, diagnostic.Quoted(n.Text)+" cannot be a name",
			fmt.Sprintf("lower-case letters and digits, with hyphens between words, %d at the most", maxName))
		return ""
	}
	if called := d.known.Name; called != "" && n.Text != called {
		d.Fault(RuleName, n.At, fmt.Sprintf("%s is called %s, and its file %s", what, diagnostic.Quoted(n.Text), diagnostic.Quoted(called)),
			"call both the same: it is found by its file's name")
	}
	return n.Text
}

// items is the elements of a list, or none and reported.
func (d *decoder) items(n *yamltree.Node, what string) []*yamltree.Node {
	items, whole := d.List(n, what)
	if !whole {
		d.unread[n] = true
	}
	return items
}
