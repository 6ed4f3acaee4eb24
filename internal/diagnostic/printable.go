package diagnostic

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable makes text from outside safe to show on a terminal. Unprintable
// characters become U+FFFD; text beyond most characters is cut off.
func Printable(s string, most int) string {
	if len(s) <= most && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }) < 0 {
		return s
	}
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > most {
			b.WriteString("…")
			break
		}
		if !unicode.IsPrint(r) {
			r = unicode.ReplacementChar
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Quoted is text from a file as a message shows it: printable, in quotes, and
// shortened.
func Quoted(s string) string { return `"` + Printable(s, 40) + `"` }
