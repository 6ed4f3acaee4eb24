package scripts

import (
	"slices"
	"strings"
	"unicode"

	"github.com/unknot/unknot/scripts/language"
)

// vocabulary searches texts for what a script must not say.
type vocabulary struct{ *language.Safety }

// place is the safety rule that forbids a place by its name, or "".
func (v vocabulary) place(name string) (rule string) { return v.forbidden(name, wordsOf(name), false) }

// prose is the safety rule that forbids a place named in a sentence, or "".
func (v vocabulary) prose(text string) (rule string) { return v.forbidden(text, wordsOf(text), true) }

func (v vocabulary) forbidden(text string, words []string, prose bool) (rule string) {
	for _, f := range v.Forbidden {
		for _, name := range f.Names {
			if hasAll(words, name) && (!prose || !f.Close || v.close(text, name)) {
				return f.Rule
			}
		}
	}
	return ""
}

// close reports whether the two words of a name belong together in a clause of
// the text.
func (v vocabulary) close(text, name string) bool {
	const reach = 5 // words from the first to the second, with a joining word between them
	first, second, _ := strings.Cut(name, " ")
	for clause := range strings.SplitSeq(text, ",") {
		words := wordsOf(clause)
		i, j := slices.Index(words, first), slices.Index(words, second)
		switch {
		case i < 0 || j < 0:
		case j == i+1, j == i-1, j > i && j <= i+reach && hasAny(words[i:j], v.Joining):
			return true
		}
	}
	return false
}

// asksFor reports whether a sentence of the text asks for pressure on a place
// that the rule forbids: it has a word for pressing and a name for the place,
// and no word that denies it.
func (v vocabulary) asksFor(rule, text string) bool {
	for sentence := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(".!?;:", r) }) {
		words := wordsOf(sentence)
		if hasAny(words, v.Pressing) && !hasAny(words, v.Denying) && v.forbidden(sentence, words, true) == rule {
			return true
		}
	}
	return false
}

// wordsOf are the words of a text in lower case, without apostrophes.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(apostrophes.Replace(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
}

var apostrophes = strings.NewReplacer("'", "", "\u2019", "")

func hasAny(words, of []string) bool {
	for _, word := range words {
		if slices.Contains(of, word) {
			return true
		}
	}
	return false
}

// hasAll reports whether all words of a name are among the words.
func hasAll(words []string, name string) bool {
	for word := range strings.FieldsSeq(name) {
		if !slices.Contains(words, word) {
			return false
		}
	}
	return true
}
