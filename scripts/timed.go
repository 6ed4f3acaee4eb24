package scripts

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/unknot/unknot/scripts/language"
)

// Timed is a line with an amount of time in it, one of the few that a voice has
// clips for. The zero Timed says nothing.
type Timed struct {
	Full string // has {time} in it
	At   Range

	Language *language.Language // has the amounts of time
}

// timePlace is the placeholder for the amount.
const timePlace = "{time}"

// IsZero reports whether nothing is said.
func (t Timed) IsZero() bool { return t.Full == "" }

// Text returns what is spoken for a length of time: the line with the nearest
// amount.
func (t Timed) Text(d time.Duration) string {
	if t.IsZero() {
		return ""
	}
	return t.with(t.Language.Amount(d))
}

// Texts returns the texts that the line can become, from the shortest amount to
// the longest.
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

// with is the line with an amount, and a capital at the start even if it starts
// with the amount.
func (t Timed) with(amount string) string {
	text := strings.ReplaceAll(t.Full, timePlace, amount)
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
