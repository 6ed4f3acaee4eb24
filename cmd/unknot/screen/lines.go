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

// Lines tells a session in lines while it plays: each cue as it is heard, and
// the answers to commands. It writes no escape codes. It is for one goroutine.
//
// A cue is told once its first frame was heard. A command changes only what was
// not heard yet, so a session that is edited while it plays is still told
// once, as it was played.
type Lines struct {
	to      io.Writer
	session Session
	told    timeline.Frame // every cue that begins before this frame was told
	point   Row            // the last one gone to
	state   session.State
	answers int
}

// NewLines makes Lines of a session, of which Heard and Status are used.
func NewLines(to io.Writer, s Session) *Lines { return &Lines{to: to, session: s} }

// Tell writes every line that was not yet written and whose time has come.
func (l *Lines) Tell() error {
	heard := l.session.Heard() // before the status: what was heard by then is in it
	status := l.session.Status()
	if status == nil || status.Timeline == nil {
		return nil
	}
	if heard > l.told {
		for row := range rowsFrom(status.Timeline, l.told) {
			if row.At >= heard {
				break
			}
			if row.What == "point" {
				again := row.Text == l.point.Text && row.Side == l.point.Side
				if l.point = row; again { // the window begins at it
					continue
				}
			}
			if err := l.write(row); err != nil {
				return err
			}
		}
		l.told = heard
	}
	row, ok := l.answer(status, max(heard, 0))
	l.state, l.answers = status.State, status.Answers
	if ok {
		return l.write(row)
	}
	return nil
}

// answer is the row that tells of a command, or of a state that changed.
func (l *Lines) answer(s *session.Status, heard timeline.Frame) (Row, bool) {
	row := Row{At: heard}
	if s.Answers != l.answers {
		row.What, row.Text = "answer", terminal.Clean(s.Answer)
		if s.Refused {
			row.What = "refused"
		}
	}
	if s.State != l.state {
		switch {
		case s.State == session.Paused:
			row.What = "paused"
		case s.State == session.Playing && l.state == session.Paused:
			row.What = "going on"
		case s.State == session.Afterward:
			row.What = "afterward"
		}
	}
	if row.Text == row.What {
		row.Text = ""
	}
	return row, row.What != "" && (row.Text != "" || row.What != "answer")
}

func (l *Lines) write(r Row) error {
	if _, err := fmt.Fprintln(l.to, r.String()); err != nil {
		return fmt.Errorf("showing the session: %w", err)
	}
	return nil
}

// Wait is how long nothing is to be told for: at most half a second, since
// sound may stall or be taken back, and a command may be answered.
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
	for row := range rowsFrom(status.Timeline, l.told) {
		if ahead := row.At + 1 - heard; ahead < audio.SampleRate/2 {
			return max(time.Duration(ahead)*time.Second/audio.SampleRate, shortest)
		}
		break
	}
	return longest
}
