package diagnostic

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// Text renders the diagnostics of a file with the faulty lines of src. The
// result has no control characters other than newlines, whatever src has.
func (ds Diagnostics) Text(src []byte) string {
	var b strings.Builder
	for i, d := range ds {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(d.Text(src))
	}
	return b.String()
}

// Text renders the diagnostic: its place and summary, the faulty line of src
// with a caret under the fault, and the hint.
//
//	neck.yaml:12:12: error: no point may lie on the front of the neck [front-of-neck]
//	 12 |     place: throat
//	    |            ^~~~~~
//	 hint: …
func (d Diagnostic) Text(src []byte) string {
	var b strings.Builder
	b.WriteString(d.place() + d.Severity.String() + ": " + Printable(d.Summary, 600))
	if d.Rule != "" {
		b.WriteString(" [" + d.Rule + "]")
	}
	b.WriteByte('\n')
	if line, ok := sourceLine(src, d.Subject.Start.Line); ok {
		number := fmt.Sprint(d.Subject.Start.Line)
		text, pad, under := excerpt(line, d.Subject)
		fmt.Fprintf(&b, " %s | %s\n", number, text)
		fmt.Fprintf(&b, " %s | %s%s\n", strings.Repeat(" ", len(number)), strings.Repeat(" ", pad), "^"+strings.Repeat("~", under-1))
	}
	if d.Hint != "" {
		b.WriteString(" hint: " + Printable(d.Hint, 600) + "\n")
	}
	return b.String()
}

// ByteOrderMark may begin a file; it does not count as a character of it.
const ByteOrderMark = "\ufeff"

// sourceLine is a line of src without its line ending; numbers start at 1.
func sourceLine(src []byte, number int) (line string, ok bool) {
	src = bytes.TrimPrefix(src, []byte(ByteOrderMark))
	for ; number > 1; number-- {
		_, rest, found := bytes.Cut(src, []byte("\n"))
		if !found {
			return "", false
		}
		src = rest
	}
	src, _, _ = bytes.Cut(src, []byte("\n"))
	return string(bytes.TrimSuffix(src, []byte("\r"))), number == 1
}

const (
	tabWidth     = 4
	excerptWidth = 100 // how many columns of a line are shown at most
)

// excerpt is the line as it is shown, the number of columns before the fault,
// and the width of the fault, at least 1. Tabs become spaces; a long line is
// cut to the part around the fault.
func excerpt(line string, at Range) (text string, pad, under int) {
	start := max(at.Start.Column-1, 0)
	end := start + 1
	switch {
	case at.End.Line > at.Start.Line:
		end = utf8.RuneCountInString(strings.TrimRight(line, " \t"))
	case at.End.Line == at.Start.Line:
		end = at.End.Column - 1
	}
	before, rest := cutRunes(line, start)
	fault, after := cutRunes(rest, max(end-start, 1))
	// Measuring a line of a megabyte takes seconds: drop what cannot be shown.
	_, before = cutRunes(before, start-4*excerptWidth)
	fault, _ = cutRunes(fault, 4*excerptWidth)
	after, _ = cutRunes(after, 4*excerptWidth)

	var b strings.Builder
	column := expand(&b, before, 0)
	before = b.String()
	b.Reset()
	faultEnd := expand(&b, fault, column)
	fault = b.String()
	b.Reset()
	expand(&b, after, faultEnd)
	after = b.String()

	before = keepEnd(before, excerptWidth/2)
	fault = keepStart(fault, excerptWidth)
	after = keepStart(after, max(excerptWidth-displaywidth.String(before)-displaywidth.String(fault), 1))
	return strings.TrimRight(before+fault+after, " "), displaywidth.String(before), max(displaywidth.String(fault), 1)
}

// cutRunes cuts s after n runes.
func cutRunes(s string, n int) (before, after string) {
	for i := range s {
		if n <= 0 {
			return s[:i], s[i:]
		}
		n--
	}
	return s, ""
}

// expand writes s with tabs expanded, safe for a terminal, and returns the
// column at which it ends.
func expand(b *strings.Builder, s string, column int) int {
	start := b.Len()
	for i, piece := range strings.Split(s, "\t") {
		if i > 0 {
			at := column + displaywidth.String(b.String()[start:])
			b.WriteString(strings.Repeat(" ", tabWidth-at%tabWidth))
		}
		b.WriteString(Printable(piece, len(piece)))
	}
	return column + displaywidth.String(b.String()[start:])
}

func keepStart(s string, width int) string {
	if displaywidth.String(s) <= width {
		return s
	}
	return displaywidth.TruncateString(s, width, "…")
}

// keepEnd cuts off the start of s. It first drops runes as if each were one
// column wide, then one by one: dropping all one by one would take the square
// of the line's length.
func keepEnd(s string, width int) string {
	if displaywidth.String(s) <= width {
		return s
	}
	_, s = cutRunes(s, max(utf8.RuneCountInString(s)-width, 0))
	for displaywidth.String(s) > width-1 {
		_, s = cutRunes(s, 1)
	}
	return "…" + s
}
