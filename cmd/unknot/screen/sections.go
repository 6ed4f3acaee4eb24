package screen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/unknot/unknot/player/session"
)

// top is the title and the time, or the headline and the time.
func (d *drawing) top() []string {
	times := d.times(d.of.View)
	shortest := times[len(times)-1]
	title, look := d.text(d.heading(d.of.View, d.title, d.timeline)), faint
	need := min(ansi.StringWidth(title), d.columns/2) // a title may be cut
	if d.as.headline == beside {
		title, look = d.text(d.headline(d.of.View)), strong
		need = ansi.StringWidth(title)
	}
	if d.as.largeTime && !d.ascii {
		clock := halves(d.letters.dots(shortest, capitalRows))
		width, _ := d.letters.width(shortest)
		rows := make([]string, len(clock))
		for y, row := range clock {
			rows[y] = d.spread(look, title, row+strings.Repeat(" ", max(width-ansi.StringWidth(row), 0)))
			title = ""
		}
		return rows
	}
	for _, time := range d.texts(times) {
		if ansi.StringWidth(time)+2+need <= d.columns {
			return []string{d.spread(look, title, time)}
		}
	}
	return []string{d.spread(look, title, shortest)}
}

// middle is the headline, the place, the caption and the breath.
func (d *drawing) middle(caption []string) []string {
	gap := make([]string, d.as.gap)
	rows := append(slices.Clip(d.headlineRows()), gap...)
	if d.as.place {
		rows = append(append(rows, d.centre(normal, d.text(d.place(d.of.View)))), gap...)
	}
	rows = append(append(rows, caption...), gap...)
	if d.as.hasLabel(d.of.View) {
		rows = append(rows, d.centre(normal, d.text(d.label(d.of.View))))
	}
	if !d.as.hasBreath(d.of.View) {
		return rows
	}
	if !d.of.Activity.Breathing() || d.of.State == session.Afterward {
		return append(rows, make([]string, d.as.breath)...)
	}
	return append(rows, d.memo(memo{kind: fullBreath, size: d.of.Swell, rows: d.as.breath}, func() []string {
		drawn := d.disc(d.of.Swell, d.as.breath, d.columns)
		for i, r := range drawn {
			drawn[i] = strings.Repeat(" ", max(d.columns-ansi.StringWidth(r), 0)/2) + breath.show(r, false)
		}
		return drawn
	})...)
}

// headlineRows is the headline, where it does not stand beside the time.
func (d *drawing) headlineRows() []string {
	text := d.headline(d.of.View)
	switch d.as.headline {
	case beside:
		return nil
	case inRow:
		return []string{d.centre(strong, d.text(text))}
	}
	return d.memo(memo{kind: largeHeadline, text: text, size: int(d.as.headline)}, func() []string {
		dots := d.letters.dots(text, capitalRows)
		columns := d.as.headline.columns()
		switch {
		case d.ascii:
			return d.block(normal, wholes(dots, strings.Repeat("#", columns)))
		case columns == 1:
			return d.block(normal, halves(dots))
		}
		return d.block(normal, wholes(dots, strings.Repeat("█", columns)))
	})
}

// bottom is the answer, the bar of the whole session, and the keys.
func (d *drawing) bottom() []string {
	rows := make([]string, d.as.gap)
	answer, note := d.text(d.of.answer), d.text(d.of.note)
	if d.as.answer {
		switch {
		case answer != "":
			rows = append(rows, d.centre(normal, answer))
		case note != "":
			rows = append(rows, d.centre(faint, note))
		case d.of.Next != "":
			rows = append(rows, d.centre(faint, d.text(fmt.Sprintf(d.Screen.Then, d.of.Next))))
		default:
			rows = append(rows, "")
		}
	}
	if d.as.bar {
		rows = append(rows, d.bar())
	}
	if d.as.keys {
		if answer != "" && !d.as.answer {
			rows = append(rows, d.centre(normal, answer))
		} else {
			rows = append(rows, d.centre(faint, d.help()))
		}
	}
	return rows
}

// help is as many of the keys as a row holds.
func (d *drawing) help() string {
	keys := d.texts(d.keys)
	if d.of.Stopping {
		keys = []string{d.text(d.Screen.Stopping)}
	}
	if note := d.text(d.of.note); note != "" && !d.as.answer {
		keys = append([]string{note}, keys...)
	}
	line := ""
	for i, k := range keys {
		longer := k
		if i > 0 {
			longer = line + "  " + d.marks.dot + "  " + k
		}
		if i > 0 && ansi.StringWidth(longer) > d.columns {
			break
		}
		line = longer
	}
	return line
}

// bar is the whole session: its chapters, with a gap between, and how much of
// it has passed.
func (d *drawing) bar() string {
	if d.of.Endless || d.of.Length == 0 {
		return ""
	}
	const nearest = 3 // columns between two gaps
	gaps := make([]bool, d.columns)
	last := 0
	for _, at := range d.chapters {
		if x := int(at * float64(d.columns)); x-last >= nearest && x < d.columns-1 {
			gaps[x], last = true, x
		}
	}
	var passed, ahead strings.Builder
	for x, gap := range gaps {
		to, mark := &ahead, d.ahead
		if x < d.of.Progress*d.columns/ProgressSteps {
			to, mark = &passed, d.passed
		}
		if gap {
			mark = " "
		}
		to.WriteString(mark)
	}
	return normal.show(passed.String(), d.of.dim) + faint.show(ahead.String(), d.of.dim)
}
