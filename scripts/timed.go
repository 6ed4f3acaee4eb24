package scripts

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/unknot/unknot/scripts/language"
)

// Timed is a sentence that names a length of time, in the few amounts that a
// voice has clips of. The zero Timed says nothing.
type Timed struct {
	Full string // holds {time}
	At   Range

	Language *language.Language // has the amounts
}

// timePlace is where the amount stands in a timed sentence.
const timePlace = "{time}"

// IsZero reports whether the sentence says nothing.
func (t Timed) IsZero() bool { return t.Full == "" }

// Text is what is spoken for a length of time: the sentence with the nearest
// amount, of two equally near the longer. A length below 0 is taken for 0.
func (t Timed) Text(d time.Duration) string {
	if t.IsZero() {
		return ""
	}
	return t.with(t.Language.Amount(d))
}

// Texts is every text that the sentence can become, from the shortest amount
// to the longest.
func (t Timed) Texts() []string {
	if t.IsZero() {
		return nil
	}
	texts := make([]string, len(t.Language.Amounts))
	for i, a := range t.Language.Amounts {
		texts[i] = t.with(a.Words)
	}
	return texts
}

// with is the sentence with an amount. It begins with a capital, whatever it
// begins with.
func (t Timed) with(amount string) string {
	text := strings.ReplaceAll(t.Full, timePlace, amount)
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
