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

// InPlace reports whether something may be drawn and redrawn on f: it is a
// terminal, and not one that says it can do nothing but lines.
func InPlace(f any, getenv func(string) string) bool {
	return Is(f) && getenv("TERM") != "dumb"
}

// Unicode reports whether the locale has more than ASCII. On Windows, which has
// no such variables, terminals do.
func Unicode(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(getenv(name)); locale != "" {
			return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
		}
	}
	return runtime.GOOS == "windows"
}

// Width is how many columns f has, 80 where that is not known.
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
