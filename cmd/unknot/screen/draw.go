package screen

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
)

// painter draws pictures as text. It is for one goroutine.
type painter struct {
	marks
	letters letters
	longest int // dots of the longest headline
	title   string
	keys    []string                     // what they do: "space pause"
	key     func(session.Command) string // the name of a command's key

	timeline *timeline.Timeline
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

// newPainter makes a painter of sessions with a title, where keys do this.
func newPainter(m marks, title string, keys []string, key func(session.Command) string) *painter {
	p := &painter{marks: m, letters: newLetters(), title: title, keys: keys, key: key, memos: map[memo][]string{}}
	p.longest, _ = p.letters.width(longestHeadline)
	return p
}

// follow takes the parts of the session from its timeline, and reports whether
// it is another one than before.
func (p *painter) follow(t *timeline.Timeline, endless bool) bool {
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

// large is how many cells a screen has whose breath swells in half as many
// steps: to find out what has changed takes the longer the more there are.
const large = 6000

// draw is a picture as text of at most its width and height: what matters most
// stays where there is little room.
func (p *painter) draw(v picture) string {
	if v.width <= 0 || v.height <= 0 {
		return ""
	}
	if v.width*v.height > large {
		v.Swell = v.Swell / 2 * 2
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
	if d.as.headline > 0 && d.longest*d.as.headline > d.room {
		return nil, false
	}
	words, kept := d.caption()
	if len(words) > left && (d.as.cutAny || d.as.cut && !d.of.Speaking) {
		words = d.shorten(words, max(left, 0))
	}
	words = append(words, make([]string, max(kept-len(words), 0))...)
	return words, d.as.cutAny || len(words) <= left
}

// centred rows are for rooms of so many columns.
const centred = 36

// centre is a row in the middle; where there is little room, at the left.
func (d *drawing) centre(s style, text string) string {
	text = d.short(text, d.room)
	if d.room < centred || text == "" {
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
