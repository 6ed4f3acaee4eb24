package main

import (
	"fmt"
	"math"
	"os"
	"strings"
	"unicode/utf8"
)

// table is a table of the report.
type table struct {
	head []string
	rows [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// markdown is the table as a document has it.
func (t *table) markdown() string {
	var b strings.Builder
	row := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	row(t.head)
	b.WriteString(strings.Repeat("|---", len(t.head)) + "|\n")
	for _, r := range t.rows {
		row(r)
	}
	return b.String()
}

// text is the table as a terminal shows it.
func (t *table) text() string {
	width := make([]int, len(t.head))
	lines := append([][]string{t.head}, t.rows...)
	for _, cells := range lines {
		for i, c := range cells {
			width[i] = max(width[i], utf8.RuneCountInString(c))
		}
	}
	var b strings.Builder
	for _, cells := range lines {
		for i, c := range cells {
			fmt.Fprintf(&b, "%-*s  ", width[i], c)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// marks are what stands before and after a table in a document.
func marks(name string) (begin, end string) {
	return fmt.Sprintf("<!-- begin %s: measured by make sound-report -->\n", name), fmt.Sprintf("<!-- end %s -->\n", name)
}

// rewrite puts a table into its place in a document.
func rewrite(path, name, made string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	begin, end := marks(name)
	before, rest, begun := strings.Cut(string(text), begin)
	_, after, ended := strings.Cut(rest, end)
	if !begun || !ended {
		return fmt.Errorf("%s has no place for the table %s: it begins with %q", path, name, begin)
	}
	return os.WriteFile(path, []byte(before+begin+made+end+after), 0o644)
}

// number is a figure with so many decimals; "-" where it could not be measured.
func number(x float64, decimals int) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "-"
	}
	if s := fmt.Sprintf("%.*f", decimals, x); strings.Trim(s, "-0.") != "" {
		return s
	}
	return fmt.Sprintf("%.*f", decimals, 0.0) // never -0
}

func percent(part, whole float64) string {
	if whole == 0 {
		return "-"
	}
	return number(100*part/whole, 0)
}

// span is the least and the most of what was seen.
type span struct {
	least, most float64
	seen        bool
}

func (s *span) see(x float64) {
	if !s.seen {
		s.least, s.most, s.seen = x, x, true
		return
	}
	s.least, s.most = min(s.least, x), max(s.most, x)
}

func (s span) text(decimals int) string {
	low, high := number(s.least, decimals), number(s.most, decimals)
	switch {
	case !s.seen:
		return "-"
	case low == high:
		return low
	}
	return low + " to " + high
}
