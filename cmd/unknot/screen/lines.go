package screen

import (
	"fmt"
	"io"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
)

// Lines writes a session in plain lines while it plays: each cue as it is
// heard, and the answers to commands. It writes no escape codes. It is for one
// goroutine.
//
// A cue is written once its first frame was heard. A command changes only what
// was not heard yet, so each cue of a session that is edited while it plays is
// written once, as it was heard.
type Lines struct {
	to      io.Writer
	session Session
	rows    rowWriter
	written timeline.Frame // every cue that begins before this frame
	point   Row            // the last one written
	state   session.State
	answers int
}

// NewLines makes Lines of a session, of which Heard, Status and Language are
// used.
func NewLines(to io.Writer, s Session) *Lines {
	return &Lines{to: to, session: s, rows: rowWriter{s.language()}}
}

// WriteDue writes every line that has become due since the last call.
func (l *Lines) WriteDue() error {
	heard := l.session.Heard() // before the status, which then covers it
	status := l.session.Status()
	if status == nil || status.Timeline == nil {
		return nil
	}
	if heard > l.written {
		for row := range l.rows.from(status.Timeline, l.written) {
			if row.At >= heard {
				break
			}
			if row.Kind == "point" {
				again := row.Text == l.point.Text && row.Side == l.point.Side
				if l.point = row; again { // an edit, or the window, begins within it
					continue
				}
			}
			if err := l.write(row); err != nil {
				return err
			}
		}
		l.written = heard
	}
	row, ok := l.answer(status, max(heard, 0))
	l.state, l.answers = status.State, status.Answers
	if ok {
		return l.write(row)
	}
	return nil
}

// answer is the row of a command that was answered, or of a state that changed.
func (l *Lines) answer(s *session.Status, heard timeline.Frame) (Row, bool) {
	kind, text := "", ""
	if s.Answers != l.answers {
		kind, text = "answer", terminal.Clean(s.Answer.Words(l.session.language()))
		if s.Answer.Refused {
			kind = "refused"
		}
	}
	if s.State != l.state {
		switch {
		case s.State == session.Paused:
			kind = "paused"
		case s.State == session.Playing && l.state == session.Paused:
			kind = "going-on"
		case s.State == session.Afterward:
			kind = "afterward"
		}
	}
	row := l.rows.row(heard, kind, text)
	if text == row.Word { // "paused  paused"
		row.Text = ""
	}
	return row, kind != "" && (row.Text != "" || kind != "answer")
}

func (l *Lines) write(r Row) error {
	if _, err := fmt.Fprintln(l.to, r.String()); err != nil {
		return fmt.Errorf("showing the session: %w", err)
	}
	return nil
}

// Wait is how long until the next line may be due: at most half a second,
// since sound may stall or be taken back, and a command may be answered.
func (l *Lines) Wait() time.Duration {
	const (
		longest  = time.Second / 2
		shortest = 10 * time.Millisecond
	)
	heard := l.session.Heard()
	status := l.session.Status()
	if status == nil || status.Timeline == nil || status.State != session.Playing {
		return longest
	}
	for row := range l.rows.from(status.Timeline, l.written) {
		if ahead := row.At + 1 - heard; ahead < timeline.Second/2 {
			return max(audio.Duration(ahead), shortest)
		}
		break
	}
	return longest
}
