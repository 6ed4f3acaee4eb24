package screen

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/unknot/unknot/cmd/unknot/terminal"
)

// marks are the characters to draw with on one kind of terminal.
type marks struct {
	ascii             bool // nothing else can be shown
	dot               string
	more              string // where a text is cut
	passed, ahead     string // of the session's bar
	leftEnd, rightEnd string // of a breath in one row
	full              string
	nearest           *strings.Replacer // to ASCII
}

// marksFor chooses by the environment: ASCII alone where the locale has no
// UTF-8, and on Linux's console what its fonts have.
func marksFor(getenv func(string) string) marks {
	m := marks{dot: "·", more: "…", passed: "━", ahead: "─", leftEnd: "▐", rightEnd: "▌", full: "█"}
	switch {
	case !terminal.Unicode(getenv):
		return marks{ascii: true, dot: "|", more: "...", passed: "=", ahead: "-", leftEnd: "(", rightEnd: ")", full: "=",
			nearest: strings.NewReplacer("·", "|", "–", "-", "—", "-", "…", "...", "‘", "'", "’", "'", "“", `"`, "”", `"`,
				"→", "->", "←", "<-", "↑", "^", "↓", "v", "ß", "ss", "æ", "ae", "ø", "o")}
	case getenv("TERM") == "linux":
		m.passed = "═"
	}
	return m
}

// text makes a text from outside fit for the terminal: it can give the terminal
// no commands, and in ASCII every other character becomes its nearest.
func (m marks) text(s string) string {
	s = terminal.Clean(s)
	if !m.ascii {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(m.nearest.Replace(s)) {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case r >= 0x300 && r < 0x370: // an accent, separated from its letter
		default:
			b.WriteByte('?')
		}
	}
	return b.String()
}

// texts is text for each of several.
func (m marks) texts(all []string) []string {
	fit := make([]string, len(all))
	for i, s := range all {
		fit[i] = m.text(s)
	}
	return fit
}
