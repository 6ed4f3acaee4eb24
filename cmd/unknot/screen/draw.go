package screen

import (
	"math"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/unknot/unknot/player/timeline"
)

// painter draws pictures as text. It is for one goroutine.
type painter struct {
	marks
	words
	letters letters
	widest  int // dots of the widest headline
	title   string
	keys    []string // what they do: "space pause"

	timeline *timeline.Timeline
	chapters []float64 // where they begin, as fractions of the timeline
	memos    map[memo][]string
}

// picture is all that is drawn. Equal pictures of one timeline look alike.
type picture struct {
	View
	answer, note  string // shown for now, or ""
	dim           bool   // nothing but the breath is to catch the eye
	width, height int
}

// style is how a row looks. Colour is never all that tells two styles apart.
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

// newPainter makes a painter of one session after another. keys says what the
// keys do.
func newPainter(m marks, w words, title string, keys []string) *painter {
	p := &painter{marks: m, words: w, letters: newLetters(), title: title, keys: keys, memos: map[memo][]string{}}
	p.words.dot = m.dot
	for _, text := range w.headlines() {
		dots, known := p.letters.width(text)
		if !known {
			dots = math.MaxInt / 2 // too wide for any screen: headlines are not drawn large
		}
		p.widest = max(p.widest, dots)
	}
	return p
}

// follow takes the chapters from the session's timeline, and reports whether
// that is another one than before.
func (p *painter) follow(t *timeline.Timeline, endless bool) bool {
	if t == p.timeline {
		return false
	}
	p.timeline, p.chapters = t, nil
	if t != nil && !endless && t.Frames > 0 {
		for _, c := range t.Chapters {
			p.chapters = append(p.chapters, float64(c.At)/float64(t.Frames))
		}
	}
	return true
}

// manyCells is from how many cells on a breath swells in half as many steps:
// the terminal library compares every cell of every drawing.
const manyCells = 6000

// draw is a picture as text of at most its width and height: what matters most
// stays where there is little room.
func (p *painter) draw(v picture) string {
	if v.width <= 0 || v.height <= 0 {
		return ""
	}
	if v.width*v.height > manyCells {
		v.Swell = v.Swell / 2 * 2
	}
	margin := 0
	if v.width >= 40 {
		margin = 2
	}
	d := drawing{painter: p, of: v, columns: v.width - 2*margin}
	var top, middle, bottom []string
	for _, d.as = range layouts() {
		if caption, fits := d.fit(); fits {
			top, middle, bottom = d.top(), d.middle(caption), d.bottom()
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

// drawing is a picture being drawn in a layout.
type drawing struct {
	*painter
	of      picture
	as      layout
	columns int
}

// fit reports whether the picture fits in the layout, and gives the rows of its
// caption. Rows are reserved for what comes and goes, so that everything else
// stays where it is.
func (d *drawing) fit() (caption []string, fits bool) {
	available := d.of.height - d.as.rows(d.of.View, d.ascii)
	if available < 0 && !d.as.cutSpeaking {
		return nil, false
	}
	if d.widest*d.as.headline.columns() > d.columns {
		return nil, false
	}
	caption, reserved := d.caption()
	if len(caption) > available && (d.as.cutSpeaking || d.as.cutHeard && !d.of.Speaking) {
		caption = d.shorten(caption, max(available, 0))
	}
	caption = append(caption, make([]string, max(reserved-len(caption), 0))...)
	return caption, d.as.cutSpeaking || len(caption) <= available
}

// centreFrom is from how many columns on rows are centred.
const centreFrom = 36

// centre is a row in the middle; at the left where there is little room.
func (d *drawing) centre(s style, text string) string {
	text = d.short(text, d.columns)
	if d.columns < centreFrom || text == "" {
		return s.show(text, d.of.dim)
	}
	return strings.Repeat(" ", (d.columns-ansi.StringWidth(text))/2) + s.show(text, d.of.dim)
}

// block is some rows in the middle, moved as one.
func (d *drawing) block(s style, rows []string) []string {
	width := 0
	for _, r := range rows {
		width = max(width, ansi.StringWidth(r))
	}
	pad := strings.Repeat(" ", max(d.columns-width, 0)/2)
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
	right = ansi.Truncate(right, d.columns, "")
	left = d.short(left, d.columns-ansi.StringWidth(right)-1)
	gap := d.columns - ansi.StringWidth(left) - ansi.StringWidth(right)
	return s.show(left, d.of.dim) + strings.Repeat(" ", max(gap, 0)) + normal.show(right, d.of.dim)
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
