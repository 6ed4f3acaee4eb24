package chooser

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/unknot/unknot/cmd/unknot/terminal"
)

// getenv is the last value that a variable has, as the shell would see it.
func (t Terminal) getenv(name string) string {
	for _, entry := range slices.Backward(t.Environ) {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}

// ascii reports whether the locale has no more than ASCII.
func (t Terminal) ascii() bool { return !terminal.Unicode(t.getenv) }

// toASCII makes do with ASCII: a question mark for each character that is not.
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
