package terminal

import (
	"os"

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

// Width is how many columns f has, 80 where that is not known.
func Width(f any) int {
	if file, ok := f.(*os.File); ok {
		if width, _, err := term.GetSize(file.Fd()); err == nil && width > 0 {
			return width
		}
	}
	return 80
}
