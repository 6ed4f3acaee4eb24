package screen

import (
	"sort"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/session"
)

// painter draws pictures as text. It is for one goroutine.
type painter struct {
	marks
	letters letters
	title   string
	keys    []string                     // what they do: "space pause"
	key     func(session.Command) string // the name of a command's key

	timeline *player.Timeline
	parts    []float64 // where its chapters begin, as shares of it
	memos    map[memo][]string
}

// picture is all that is drawn. Two equal ones look alike, of one timeline.
type picture struct {
	Glance
	answer, note  string // told now, or ""
	dim           bool   // nothing but the breath is to catch the eye
	width, height int
}

// style is how a row looks. Colour is never all that tells two apart.
type style int

const (
	normal style = iota
	strong
	faint
	breath
)

// show is a text in a style.
func (s style) show(text string, dim bool) string {
	if strings.TrimSpace(text) == "" {
		return text
	}
	look := ansi.Style{}
	switch {
	case s == breath:
		look = look.ForegroundColor(ansi.Cyan)
	case s == faint, dim:
		look = look.Faint()
	case s == strong:
		look = look.Bold()
	default:
		return text
	}
	return look.Styled(text)
}

// follow takes the parts of the session from its timeline, and reports whether
// it is another one than before.
func (p *painter) follow(t *player.Timeline, endless bool) bool {
	if t == p.timeline {
		return false
	}
	p.timeline, p.parts = t, nil
	if t != nil && !endless && t.Frames > 0 {
		for _, c := range t.Chapters {
			p.parts = append(p.parts, float64(c.At)/float64(t.Frames))
		}
	}
	return true
}

// draw is a picture as text of at most its width and height: what matters most
// stays where there is little room.
func (p *painter) draw(v picture) string {
	if v.width <= 0 || v.height <= 0 {
		return ""
	}
	margin := 0
	if v.width >= 40 {
		margin = 2
	}
	d := drawing{painter: p, of: v, room: v.width - 2*margin}
	var top, middle, bottom []string
	for _, d.as = range layouts() {
		if words, fits := d.fit(); fits {
			top, middle, bottom = d.top(), d.middle(words), d.bottom()
			break
		}
	}
	spare := max(v.height-len(top)-len(middle)-len(bottom), 0)
	rows := append(top, make([]string, spare/2)...)
	rows = append(rows, middle...)
	rows = append(rows, make([]string, spare-spare/2)...)
	rows = append(rows, bottom...)
	rows = rows[:min(len(rows), v.height)]
	pad := strings.Repeat(" ", margin)
	for i, row := range rows {
		if row != "" {
			rows[i] = pad + row
		}
	}
	return strings.Join(rows, "\n")
}

// drawing is a picture being drawn in a layout, in a room of so many columns.
type drawing struct {
	*painter
	of   picture
	as   layout
	room int
}

// fit reports whether the picture fits in the layout, and gives the rows of its
// caption. Room is kept for what comes and goes, so that the rest stays where
// it is.
func (d *drawing) fit() (words []string, fits bool) {
	left := d.of.height - d.as.rows(d.of, d.ascii)
	if left < 0 && !d.as.cutAny {
		return nil, false
	}
	if d.as.headline > 0 {
		if width, _ := d.letters.width(longestHeadline); width*d.as.headline > d.room {
			return nil, false
		}
	}
	words, kept := d.caption()
	if len(words) > left && (d.as.cutAny || d.as.cut && !d.of.Speaking) {
		words = d.shorten(words, max(left, 0))
	}
	words = append(words, make([]string, max(kept-len(words), 0))...)
	return words, d.as.cutAny || len(words) <= left
}

// centre is a row in the middle; where there is little room, at the left.
func (d *drawing) centre(s style, text string) string {
	text = d.short(text, d.room)
	if d.room < 36 || text == "" {
		return s.show(text, d.of.dim)
	}
	return strings.Repeat(" ", (d.room-ansi.StringWidth(text))/2) + s.show(text, d.of.dim)
}

// block is some rows in the middle as one.
func (d *drawing) block(s style, rows []string) []string {
	width := 0
	for _, r := range rows {
		width = max(width, ansi.StringWidth(r))
	}
	pad := strings.Repeat(" ", max(d.room-width, 0)/2)
	drawn := make([]string, len(rows))
	for i, r := range rows {
		if r != "" {
			drawn[i] = pad + s.show(r, d.of.dim)
		}
	}
	return drawn
}

// spread is two texts at the two ends of a row; where there is no room for
// both, the right one stays.
func (d *drawing) spread(s style, left, right string) string {
	right = ansi.Truncate(right, d.room, "")
	left = d.short(left, d.room-ansi.StringWidth(right)-1)
	gap := d.room - ansi.StringWidth(left) - ansi.StringWidth(right)
	return s.show(left, d.of.dim) + strings.Repeat(" ", max(gap, 0)) + normal.show(right, d.of.dim)
}

// top is the title and the time, or what to do and the time.
func (d *drawing) top() []string {
	now, full := d.of.time()
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
	if ansi.StringWidth(full)+2+min(ansi.StringWidth(title), d.room/2) > d.room {
		full = now
	}
	return []string{d.spread(look, title, full)}
}

// middle is what to do, where, what was said of it, and the breath.
func (d *drawing) middle(words []string) []string {
	gap := make([]string, d.as.gap)
	rows := append(d.headlineInLetters(), gap...)
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
	drawn := make([]string, d.as.breath)
	if d.of.Doing.Breathing() && d.of.State != session.Afterward {
		for i, r := range d.disc(d.of.Swell, d.as.breath, d.room) {
			drawn[i] = strings.Repeat(" ", max(d.room-ansi.StringWidth(r), 0)/2) + breath.show(r, false)
		}
	}
	return append(rows, drawn...)
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
	dots := d.letters.dots(words, capitalRows)
	switch {
	case d.ascii:
		return d.block(normal, wholes(dots, strings.Repeat("#", d.as.headline)))
	case d.as.headline == 1:
		return d.block(normal, halves(dots))
	}
	return d.block(normal, wholes(dots, strings.Repeat("█", d.as.headline)))
}

// caption is what was said last, and how many rows are kept for it.
func (d *drawing) caption() (rows []string, kept int) {
	const usual = 90 // columns of a caption
	text := d.of.Caption
	switch {
	case d.of.State == session.Afterward:
		text = d.of.afterwards(d.key)
	case d.of.answer != "" && !d.as.answer && !d.as.keys && d.of.State == session.Playing:
		text = d.of.answer
	}
	if d.as.letters && !d.ascii {
		if rows = d.inLetters(text); rows != nil {
			return rows, (usual*6/d.room + 1) * (letterRows + 1) / 2
		}
	}
	for _, line := range d.inRows(text, min(d.room, 64)) {
		rows = append(rows, d.centre(strong, line))
	}
	if !d.as.cramped() {
		kept = min(usual/min(d.room, 64)+1, 3)
	}
	return rows, kept
}

// inLetters is a text in large letters, or nil where it does not fit.
func (d *drawing) inLetters(text string) (rows []string) {
	const mostLines, widest = 4, 170 // columns
	lines, ok := d.memo(memo{text: text, width: min(d.room, widest), letters: true}, func(text string) []string {
		lines, ok := d.letters.wrap(text, min(d.room, widest))
		if !ok || len(lines) > mostLines {
			return nil
		}
		drawn := []string{}
		for _, line := range lines {
			drawn = append(drawn, halves(d.letters.dots(line, letterRows))...)
		}
		return drawn
	})
	if !ok {
		return nil
	}
	const perLine = (letterRows + 1) / 2
	for ; len(lines) > 0; lines = lines[perLine:] {
		rows = append(rows, d.block(normal, lines[:perLine])...)
	}
	return rows
}

// inRows breaks a text into as few rows as fit, about as long as each other.
func (d *drawing) inRows(text string, width int) []string {
	lines, _ := d.memo(memo{text: text, width: width}, func(text string) []string {
		few := strings.Count(ansi.Wrap(text, width, ""), "\n")
		narrow := width
		if few > 0 && width >= 36 {
			narrow = sort.Search(width, func(n int) bool { return n > 0 && strings.Count(ansi.Wrap(text, n, ""), "\n") <= few })
		}
		var lines []string
		for line := range strings.SplitSeq(ansi.Wrap(text, narrow, ""), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
		return lines
	})
	return lines
}

// memo is a text that was broken into lines.
type memo struct {
	text    string
	width   int
	letters bool
}

// memo remembers the lines of the last few texts: they are drawn again with
// every movement of the breath. ok is false where there are none.
func (p *painter) memo(of memo, lines func(text string) []string) (all []string, ok bool) {
	const most = 8
	if p.memos == nil || len(p.memos) >= most {
		p.memos = map[memo][]string{}
	}
	all, known := p.memos[of]
	if !known {
		all = lines(p.text(of.text))
		p.memos[of] = all
	}
	return all, all != nil
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

// short makes a text fit into some columns.
func (m marks) short(text string, width int) string {
	switch {
	case width <= 0:
		return ""
	case ansi.StringWidth(text) <= width:
		return text
	case width <= ansi.StringWidth(m.more):
		return ansi.Truncate(text, width, "")
	}
	return ansi.Truncate(text, width, m.more)
}
