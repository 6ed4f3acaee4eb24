// Package terminal is the terminal that the program runs on: what it can show,
// the keys pressed on it, and text made safe to write to it.
package terminal

import (
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/charmbracelet/x/term"
)

// Is reports whether f is a terminal.
func Is(f any) bool {
	file, ok := f.(*os.File)
	return ok && term.IsTerminal(file.Fd())
}

// InPlace reports whether f can be drawn on: it is a terminal that can do more
// than write lines.
func InPlace(f any, getenv func(string) string) bool {
	return Is(f) && getenv("TERM") != "dumb"
}

// Unicode reports whether the locale has UTF-8. Windows has no such variables,
// and terminals that have it.
func Unicode(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(getenv(name)); locale != "" {
			return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
		}
	}
	return runtime.GOOS == "windows"
}

// Width is how many columns f has; 80 where that is unknown.
func Width(f any) int {
	if file, ok := f.(*os.File); ok {
		if width, _, err := term.GetSize(file.Fd()); err == nil && width > 0 {
			return width
		}
	}
	return 80
}

// Env looks up variables in an environment such as [os.Environ]: the last value
// of a variable counts, as it does for the shell.
func Env(environ []string) func(name string) string {
	return func(name string) string {
		for _, entry := range slices.Backward(environ) {
			if value, ok := strings.CutPrefix(entry, name+"="); ok {
				return value
			}
		}
		return ""
	}
}
