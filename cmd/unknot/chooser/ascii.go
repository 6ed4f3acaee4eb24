package chooser

import (
	"strings"
	"unicode/utf8"

	"github.com/unknot/unknot/cmd/unknot/terminal"
)

func (t Terminal) getenv(name string) string { return terminal.Env(t.Environ)(name) }

// ascii reports whether the locale has no more than ASCII.
func (t Terminal) ascii() bool { return !terminal.Unicode(t.getenv) }

// toASCII replaces what is not ASCII, a character for a character: the text
// has been set in columns already.
func toASCII(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < utf8.RuneSelf:
			return r
		case r == '…':
			return '.'
		case r == '·':
			return '-'
		}
		return '?'
	}, text)
}
