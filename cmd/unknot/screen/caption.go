package screen

import (
	"slices"
	"sort"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/unknot/unknot/player/session"
)

// caption is the line said last, and how many rows are reserved for it.
func (d *drawing) caption() (rows []string, reserved int) {
	const usual = 90 // columns of a caption
	text := d.of.Caption
	switch {
	case d.of.State == session.Afterward:
		text = d.choices()
	case d.of.answer != "" && !d.as.answer && !d.as.keys && d.of.State == session.Playing && !d.of.Speaking:
		text = d.of.answer
	}
	if d.as.largeWords && !d.ascii {
		if rows = d.inLetters(text); rows != nil || text == "" {
			return slices.Clip(rows), (usual*6/d.columns + 1) * (letterRows + 1) / 2
		}
	}
	width := min(d.columns, 64)
	rows = slices.Clip(d.inRows(text, width))
	if !d.as.cramped() {
		reserved = min(usual/width+1, 3)
	}
	return rows, reserved
}

// inLetters is a text in large letters, or nil where it does not fit.
func (d *drawing) inLetters(text string) []string {
	const mostLines, widest = 4, 170 // columns
	return d.memo(memo{kind: largeText, text: text}, func() (rows []string) {
		lines, ok := d.letters.wrap(d.text(text), min(d.columns, widest))
		if !ok || len(lines) > mostLines {
			return nil
		}
		for _, line := range lines {
			rows = append(rows, d.block(normal, halves(d.letters.dots(line, letterRows)))...)
		}
		return rows
	})
}

// inRows is a text broken into as few rows as fit, of about equal length.
func (d *drawing) inRows(text string, width int) []string {
	return d.memo(memo{kind: brokenText, text: text, size: width}, func() (rows []string) {
		text := d.text(text)
		few := strings.Count(ansi.Wrap(text, width, ""), "\n")
		narrowest := width
		if few > 0 && width >= centreFrom {
			narrowest = sort.Search(width, func(n int) bool { return n > 0 && strings.Count(ansi.Wrap(text, n, ""), "\n") <= few })
		}
		for line := range strings.SplitSeq(ansi.Wrap(text, narrowest, ""), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				rows = append(rows, d.centre(strong, line))
			}
		}
		return rows
	})
}

// shorten cuts a caption to its first rows, and shows that there is more.
func (d *drawing) shorten(rows []string, height int) []string {
	if len(rows) <= height || height == 0 {
		return rows[:height]
	}
	last := strings.TrimSpace(ansi.Strip(rows[height-1]))
	if ansi.StringWidth(last+d.more) > d.columns {
		last = ansi.Truncate(last, d.columns-ansi.StringWidth(d.more), "")
	}
	return append(rows[:height-1:height-1], d.centre(strong, last+d.more))
}
