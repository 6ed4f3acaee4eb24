package screen

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/unknot/unknot/player/session"
)

// top is the title and the time, or what to do and the time.
func (d *drawing) top() []string {
	times := d.of.times()
	now := times[len(times)-1]
	title, look := d.text(d.of.heading(d.title, d.timeline, d.dot)), faint
	if d.as.headline == beside {
		title, look = d.of.headline(), strong
	}
	if d.as.time && !d.ascii {
		clock := halves(d.letters.dots(now, capitalRows))
		width, _ := d.letters.width(now)
		rows := make([]string, len(clock))
		for y, row := range clock {
			rows[y] = d.spread(look, title, row+strings.Repeat(" ", max(width-ansi.StringWidth(row), 0)))
			title = ""
		}
		return rows
	}
	for _, time := range times {
		if ansi.StringWidth(time)+2+min(ansi.StringWidth(title), d.room/2) <= d.room {
			return []string{d.spread(look, title, time)}
		}
	}
	return []string{d.spread(look, title, now)}
}

// middle is what to do, where, what was said of it, and the breath.
func (d *drawing) middle(words []string) []string {
	gap := make([]string, d.as.gap)
	rows := append(slices.Clip(d.headlineInLetters()), gap...)
	if d.as.place {
		rows = append(append(rows, d.centre(normal, d.text(d.of.where(d.dot)))), gap...)
	}
	rows = append(append(rows, words...), gap...)
	if d.as.named(d.of) {
		rows = append(rows, d.centre(normal, d.text(d.of.label(d.dot, d.key))))
	}
	if !d.as.breathes(d.of) {
		return rows
	}
	if !d.of.Doing.Breathing() || d.of.State == session.Afterward {
		return append(rows, make([]string, d.as.breath)...)
	}
	return append(rows, d.memo(memo{kind: ofBreath, size: d.of.Swell, rows: d.as.breath}, func() []string {
		drawn := d.disc(d.of.Swell, d.as.breath, d.room)
		for i, r := range drawn {
			drawn[i] = strings.Repeat(" ", max(d.room-ansi.StringWidth(r), 0)/2) + breath.show(r, false)
		}
		return drawn
	})...)
}

// headlineInLetters is what to do now, in letters where the longest would fit.
func (d *drawing) headlineInLetters() []string {
	words := d.of.headline()
	switch d.as.headline {
	case beside:
		return nil
	case 0:
		return []string{d.centre(strong, words)}
	}
	return d.memo(memo{kind: ofHeadline, text: words, size: d.as.headline}, func() []string {
		dots := d.letters.dots(words, capitalRows)
		switch {
		case d.ascii:
			return d.block(normal, wholes(dots, strings.Repeat("#", d.as.headline)))
		case d.as.headline == 1:
			return d.block(normal, halves(dots))
		}
		return d.block(normal, wholes(dots, strings.Repeat("█", d.as.headline)))
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
			rows = append(rows, d.centre(faint, "then: "+d.text(d.of.Next)))
		default:
			rows = append(rows, "")
		}
	}
	if d.as.bar {
		rows = append(rows, d.wholeSession())
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
		keys = []string{"stopping"}
	}
	if note := d.text(d.of.note); note != "" && !d.as.answer {
		keys = append([]string{note}, keys...)
	}
	line := ""
	for i, k := range keys {
		longer := k
		if i > 0 {
			longer = line + "  " + d.dot + "  " + k
		}
		if i > 0 && ansi.StringWidth(longer) > d.room {
			break
		}
		line = longer
	}
	return line
}

// wholeSession is its bar: its parts, with a gap between, and how much of it
// has passed.
func (d *drawing) wholeSession() string {
	if d.of.Endless || d.of.Length == 0 {
		return ""
	}
	const nearest = 3 // columns between two gaps
	gaps := make([]bool, d.room)
	last := 0
	for _, share := range d.parts {
		if x := int(share * float64(d.room)); x-last >= nearest && x < d.room-1 {
			gaps[x], last = true, x
		}
	}
	var passed, ahead strings.Builder
	for x, gap := range gaps {
		to, mark := &ahead, d.ahead
		if x < d.of.Bar*d.room/Bars {
			to, mark = &passed, d.done
		}
		if gap {
			mark = " "
		}
		to.WriteString(mark)
	}
	return normal.show(passed.String(), d.of.dim) + faint.show(ahead.String(), d.of.dim)
}
