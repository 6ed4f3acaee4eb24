package scripts

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// Wrap breaks the lines of a text at spaces into lines of at most width columns.
// A wider word gets a line to itself. After "- " at the start of a line, further
// lines are indented. A width of 0 or less leaves the text as it is.
func Wrap(text string, width int) string {
	if width <= 0 {
		return text
	}
	w := &writer{width: width}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if rest, ok := strings.CutPrefix(line, "- "); ok {
			w.line("- ", rest)
			continue
		}
		w.line("", line)
	}
	return w.b.String()
}

func wrapped(text string, width int, wrap bool) []string {
	if !wrap {
		return []string{text}
	}
	var lines []string
	line, used := "", 0
	for word := range strings.FieldsSeq(text) {
		wide := displaywidth.String(word)
		if line != "" && used+1+wide > width {
			lines, line, used = append(lines, line), "", 0
		}
		if line != "" {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+wide
	}
	return append(lines, line)
}
