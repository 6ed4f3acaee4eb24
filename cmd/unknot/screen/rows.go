package screen

import (
	"fmt"
	"iter"
	"sort"
	"strings"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/language"
)

// Row is one line of a session in plain lines: what begins at a frame. Its
// texts are fit for a terminal.
type Row struct {
	At   timeline.Frame
	Kind string // a code: what a cue is or is for, or what has happened
	Word string // the kind in words
	Side scripts.Side
	Text string

	side string // in words, where the line shows it
}

// String is the row as a line: time, kind, text and side.
func (r Row) String() string {
	text := r.Text
	if r.side != "" {
		text += ", " + r.side
	}
	return strings.TrimRight(fmt.Sprintf("%7s  %-9s  %s", timeline.Clock(r.At), r.Word, text), " ")
}

// Rows are a timeline in lines, in order: a chapter where it begins, a point
// where the listener is sent to it, and what is said, searched, held and
// rested. A run of breaths is one line. Rows are made one by one: an endless
// loop has no last one.
func Rows(t *timeline.Timeline, l *language.Language) iter.Seq[Row] { return rowWriter{l}.from(t, 0) }

// rowWriter makes rows in a language.
type rowWriter struct{ *language.Language }

// from is the rows of cues that begin at a frame or after it. The first cue of
// a window begins no point.
func (w rowWriter) from(t *timeline.Timeline, frame timeline.Frame) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		var last timeline.Cue
		first := sort.Search(len(t.Cues), func(i int) bool { return t.Cues[i].At >= frame })
		if first > 0 {
			last = t.Cues[first-1]
		}
		chapters := t.Chapters[sort.Search(len(t.Chapters), func(i int) bool { return t.Chapters[i].At >= frame }):]
		for i := first; i < len(t.Cues); i++ {
			c := t.Cues[i]
			for len(chapters) > 0 && chapters[0].At <= c.At {
				if !yield(w.row(chapters[0].At, "chapter", terminal.Clean(chapters[0].Title))) {
					return
				}
				chapters = chapters[1:]
			}
			if c.Point != "" && (c.Point != last.Point || c.Side != last.Side || c.Round != last.Round) {
				if !yield(w.point(c)) {
					return
				}
			}
			last = c
			if row, ok := w.cue(t.Cues, i); ok && !yield(row) {
				return
			}
		}
	}
}

func (w rowWriter) row(at timeline.Frame, kind, text string) Row {
	return Row{At: at, Kind: kind, Text: text, Word: wordOf(w.Screen.Rows.Kinds, kind)}
}

func (w rowWriter) point(c timeline.Cue) Row {
	text := terminal.Clean(c.Point)
	if c.Round > 1 {
		text += fmt.Sprintf(w.Screen.Rows.Round, c.Round)
	}
	row := w.row(c.At, "point", text)
	row.Side, row.side = c.Side, words{Language: w.Language}.side(c.Side)
	return row
}

// cue is the row that cue i begins, if it begins one.
func (w rowWriter) cue(cues []timeline.Cue, i int) (Row, bool) {
	c := cues[i]
	row := w.row(c.At, string(c.Kind), "")
	switch c.Kind {
	case timeline.KindSay:
		row.Text = terminal.Clean(c.Text)
	case timeline.KindSearch, timeline.KindRest:
		row.Text = w.length(c.Frames)
	case timeline.KindInhale:
		if c.Breath > 1 {
			return Row{}, false
		}
		row = w.row(c.At, string(c.Step), w.Screen.Rows.Breaths(c.Breaths)+", "+w.length(timeline.Frame(c.Breaths)*breathFrames(cues[i:])))
	case timeline.KindExhale:
		return Row{}, false
	default: // a chime or an earcon
		row.Text = terminal.Clean(wordOf(w.Screen.Rows.Sounds, c.Text))
	}
	row.Side = c.Side
	return row, true
}

// breathFrames is how long the breath lasts that begins with the first cue.
func breathFrames(cues []timeline.Cue) timeline.Frame {
	for _, c := range cues {
		if c.Kind == timeline.KindExhale {
			return c.End() - cues[0].At
		}
	}
	return cues[0].Frames
}

// length is a length to the second.
func (w rowWriter) length(frames timeline.Frame) string {
	if frames > 3600*timeline.Second {
		return timeline.Clock(frames)
	}
	return fmt.Sprintf(w.Screen.Rows.Seconds, int(audio.Duration(frames).Round(time.Second).Seconds()))
}
