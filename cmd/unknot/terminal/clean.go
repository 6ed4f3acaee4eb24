package terminal

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes text from outside harmless on one line of a terminal: control
// characters (escape codes begin with one), marks that change the direction of
// writing or break lines, and invalid UTF-8 become U+FFFD; line feeds, carriage
// returns and tabs become spaces.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r == '\r' {
			return ' '
		}
		return harmless(r)
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

func harmless(r rune) rune {
	switch {
	case unicode.Is(unicode.Cc, r), // C0, DEL and C1: CSI, OSC and the like
		unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r), // line and paragraph separators
		r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, // bidirectional overrides and isolates
		r == 0x200E, r == 0x200F, r == 0x061C, // direction marks
		r >= 0xE0000 && r <= 0xE007F: // tags: invisible text
		return '\uFFFD'
	}
	return r
}

// Writer passes text on to w with everything replaced that [Clean] would
// replace, except line feeds and tabs: a safety net under every line that the
// program prints. One character may come in several writes. It is for one
// goroutine at a time.
func Writer(w io.Writer) io.Writer { return &writer{to: w} }

type writer struct {
	to      io.Writer
	partial []byte // the start of a character
}

func (w *writer) Write(p []byte) (int, error) {
	text := append(w.partial, p...)
	whole := len(text)
	for i := 1; i < utf8.UTFMax && i <= len(text); i++ {
		if tail := text[len(text)-i:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				whole -= i
			}
			break
		}
	}
	out := strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		return harmless(r)
	}, strings.ToValidUTF8(string(text[:whole]), "\uFFFD"))
	w.partial = append([]byte(nil), text[whole:]...)
	if _, err := io.WriteString(w.to, out); err != nil {
		return 0, err
	}
	return len(p), nil
}
