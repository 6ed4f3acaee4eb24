package screen

import (
	"slices"
	"sort"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/unknot/unknot/player/session"
)

// caption is what was said last, and how many rows are kept for it.
func (d *drawing) caption() (rows []string, kept int) {
	const usual = 90 // columns of a caption
	text := d.of.Caption
	switch {
	case d.of.State == session.Afterward:
		text = d.of.afterwards(d.key)
	case d.of.answer != "" && !d.as.answer && !d.as.keys && d.of.State == session.Playing && !d.of.Speaking:
		text = d.of.answer
	}
	if d.as.letters && !d.ascii {
		if rows = d.inLetters(text); rows != nil || text == "" {
			return slices.Clip(rows), (usual*6/d.room + 1) * (letterRows + 1) / 2
		}
	}
	rows = slices.Clip(d.inRows(text, min(d.room, 64)))
	if !d.as.cramped() {
		kept = min(usual/min(d.room, 64)+1, 3)
	}
	return rows, kept
}

// inLetters is a text in large letters, or nil where it does not fit.
func (d *drawing) inLetters(text string) []string {
	const mostLines, widest = 4, 170 // columns
	return d.memo(memo{kind: ofLetters, text: text}, func() (rows []string) {
		lines, ok := d.letters.wrap(d.text(text), min(d.room, widest))
		if !ok || len(lines) > mostLines {
			return nil
		}
		for _, line := range lines {
			rows = append(rows, d.block(normal, halves(d.letters.dots(line, letterRows)))...)
		}
		return rows
	})
}

// inRows is a text broken into as few rows as fit, about as long as each other.
func (d *drawing) inRows(text string, width int) []string {
	return d.memo(memo{kind: ofRows, text: text, size: width}, func() (rows []string) {
		text := d.text(text)
		few := strings.Count(ansi.Wrap(text, width, ""), "\n")
		narrow := width
		if few > 0 && width >= centred {
			narrow = sort.Search(width, func(n int) bool { return n > 0 && strings.Count(ansi.Wrap(text, n, ""), "\n") <= few })
		}
		for line := range strings.SplitSeq(ansi.Wrap(text, narrow, ""), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				rows = append(rows, d.centre(strong, line))
			}
		}
		return rows
	})
}

// shorten keeps the first rows of a caption, and shows that there is more.
func (d *drawing) shorten(rows []string, height int) []string {
	if len(rows) <= height || height == 0 {
		return rows[:height]
	}
	last := strings.TrimSpace(ansi.Strip(rows[height-1]))
	if ansi.StringWidth(last+d.more) > d.room {
		last = ansi.Truncate(last, d.room-ansi.StringWidth(d.more), "")
	}
	return append(rows[:height-1:height-1], d.centre(strong, last+d.more))
}
