package chooser

import (
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"
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

// ascii reports whether the locale has no more than ASCII. On Windows, which
// has no such variables, terminals speak UTF-8.
func (t Terminal) ascii() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(t.getenv(name)); locale != "" {
			return !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8")
		}
	}
	return runtime.GOOS != "windows"
}

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
