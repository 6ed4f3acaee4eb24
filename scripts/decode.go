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

// format bounds region, programme and phrase files.
func format() yamltree.Format {
	return yamltree.Format{
		Name: "a script", Bytes: MostBytes, Keys: maxKeys, Items: maxItems,
		Help: "see `unknot show neck` for what a region holds, docs/script-format.md for how it is written",
	}
}

// decoder turns a tree into the types of this package and reports every fault.
// Faulty values become zero or are left out.
type decoder struct {
	yamltree.Reader
	known    Reader
	language *language.Language // of the lines
	// unread are the lists that could not be read whole. Rules do not report
	// what is missing from them: it may be what could not be read.
	unread map[*yamltree.Node]bool
}

// text reads a text of at most so many characters, with at least one word.
func (d *decoder) text(n *yamltree.Node, what string, most int) string {
	text := d.String(n, what, most)
	if text != "" && !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		d.Fault(ruleText, n.At, what+" has no word in it", "a voice has to be able to say it")
	}
	return text
}

// line reads the say and brief of a step or a phrase. sided is whether it may
// have {side} in it.
func (d *decoder) line(n *yamltree.Node, sided bool) Line {
	say, brief := n.Get("say"), n.Get("brief")
	if say == nil {
		if brief != nil {
			d.Fault(ruleMissingKey, brief.At, "brief without say", "add say: with the full wording; brief is said instead of it")
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

// braces checks that only known placeholders are in braces, and only where they
// have a meaning.
func (d *decoder) braces(n *yamltree.Node, text string, known []string, allowed bool) {
	for {
		i := strings.IndexAny(text, "{}")
		if i < 0 {
			return
		}
		end := strings.IndexByte(text[i:], '}')
		if text[i] == '}' || end < 0 {
			d.Fault(ruleBraces, n.At, "an unmatched brace", "braces are only for {"+strings.Join(known, "} and {")+"}")
			return
		}
		word := text[i+1 : i+end]
		text = text[i+end+1:]
		switch {
		case !slices.Contains(known, word):
			d.Fault(ruleBraces, n.At, diagnostic.Quoted("{"+word+"}")+" has no meaning", nearest.Hint(word, known))
		case !allowed:
			d.Fault(ruleBraces, n.At, "{"+word+"} where there is no side", "only points with side: both and the steps of an each-side have sides")
		}
	}
}

// readLanguage reads the language of a file. Without one it is the default.
func (d *decoder) readLanguage(n *yamltree.Node) *language.Language {
	tag := language.Default
	if n != nil && d.Is(n, yamltree.Text, "the language", "write its tag, such as en") {
		tag = n.Text
	}
	if l := language.Find(d.known.Languages, tag); l != nil {
		return l
	}
	if n != nil {
		d.Fault(ruleUnknownWord, n.At, "the language "+diagnostic.Quoted(tag)+" is not known", nearest.Hint(tag, language.Tags(d.known.Languages)))
	}
	return language.English()
}

// name reads the name of a region or a programme.
func (d *decoder) name(n *yamltree.Node, what string) string {
	if n == nil || !d.Is(n, yamltree.Text, what, "lower-case letters, digits and hyphens") {
		return ""
	}
	if !IsName(n.Text) {
		d.Fault(RuleName, n.At, diagnostic.Quoted(n.Text)+" is not a valid name",
			fmt.Sprintf("use lower-case letters and digits, with hyphens between words, at most %d in all", maxName))
		return ""
	}
	if called := d.known.Name; called != "" && n.Text != called {
		d.Fault(RuleName, n.At, fmt.Sprintf("%s is called %s, but its file is called %s", what, diagnostic.Quoted(n.Text), diagnostic.Quoted(called)),
			"give both the same name: it is found by its file's")
	}
	return n.Text
}

// items reads the items of a list and notes if some could not be read.
func (d *decoder) items(n *yamltree.Node, what string) []*yamltree.Node {
	items, whole := d.List(n, what)
	if !whole {
		d.unread[n] = true
	}
	return items
}
