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
)

// Row is a line of a session told in plain lines: what begins at a frame. Its
// texts are fit for a terminal.
type Row struct {
	At   timeline.Frame // frame
	What string
	Side scripts.Side
	Text string
}

// String is the row as a line: time, what, text and side.
func (r Row) String() string {
	text := r.Text
	if r.What == "point" && r.Side != "" && r.Side != "centre" {
		text += ", " + string(r.Side)
	}
	return strings.TrimRight(fmt.Sprintf("%7s  %-9s  %s", timeline.Clock(r.At), r.What, text), " ")
}

// Rows tells a timeline in lines, in order: a chapter where it begins, a point
// where it is gone to, and what is said, sought, held and rested. A run of
// breaths is one line. Lines are made as they are asked for: a loop without end
// has many.
func Rows(t *timeline.Timeline) iter.Seq[Row] { return rowsFrom(t, 0) }

// rowsFrom is the rows of cues that begin at a frame or behind it. Of a
// timeline that is a window, the first cue in it begins no point.
func rowsFrom(t *timeline.Timeline, from timeline.Frame) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		var last timeline.Cue
		first := sort.Search(len(t.Cues), func(i int) bool { return t.Cues[i].At >= from })
		if first > 0 {
			last = t.Cues[first-1]
		}
		chapters := t.Chapters[sort.Search(len(t.Chapters), func(i int) bool { return t.Chapters[i].At >= from }):]
		for i := first; i < len(t.Cues); i++ {
			c := t.Cues[i]
			for len(chapters) > 0 && chapters[0].At <= c.At {
				if !yield(Row{At: chapters[0].At, What: "chapter", Text: terminal.Clean(chapters[0].Title)}) {
					return
				}
				chapters = chapters[1:]
			}
			if c.Point != "" && (c.Point != last.Point || c.Side != last.Side || c.Round != last.Round) {
				if !yield(pointRow(c)) {
					return
				}
			}
			last = c
			if row, ok := rowOf(t.Cues, i); ok && !yield(row) {
				return
			}
		}
	}
}

func pointRow(c timeline.Cue) Row {
	text := terminal.Clean(c.Point)
	if c.Round > 1 {
		text += fmt.Sprintf(" (round %d)", c.Round)
	}
	return Row{c.At, "point", c.Side, text}
}

// rowOf is the line that cue i begins, if it does.
func rowOf(cues []timeline.Cue, i int) (Row, bool) {
	c := cues[i]
	row := Row{At: c.At, What: string(c.Kind), Side: c.Side}
	switch c.Kind {
	case timeline.KindSay:
		row.Text = terminal.Clean(c.Text)
	case timeline.KindSearch, timeline.KindRest:
		row.Text = about(c.Frames)
	case timeline.KindInhale:
		if c.Breath > 1 {
			return Row{}, false
		}
		row.What = string(c.Step)
		row.Text = plural(c.Breaths, "breath")
		row.Text += ", " + about(timeline.Frame(c.Breaths)*breathFrames(cues[i:]))
	case timeline.KindExhale:
		return Row{}, false
	default: // a chime or an earcon: its name says it
		row.Text = terminal.Clean(c.Text)
	}
	return row, true
}

// breathFrames is how long the breath is that begins with the first cue.
func breathFrames(cues []timeline.Cue) timeline.Frame {
	for _, c := range cues {
		if c.Kind == timeline.KindExhale {
			return c.End() - cues[0].At
		}
	}
	return cues[0].Frames
}

// about is a length to the second.
func about(frames timeline.Frame) string {
	d := (time.Duration(frames) * time.Second / audio.SampleRate).Round(time.Second)
	if frames > timeline.Frame(time.Hour/time.Second)*timeline.Second {
		return timeline.Clock(frames)
	}
	return fmt.Sprintf("%d s", int(d.Seconds()))
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
