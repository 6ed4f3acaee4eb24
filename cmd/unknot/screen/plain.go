package screen

import (
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player"
)

// Plain tells a session in lines while it plays, each as its cue is heard. It
// writes no escape codes.
type Plain struct {
	to   io.Writer
	next func() (Row, bool)
	stop func()
	row  Row
	more bool
}

// NewPlain makes a Plain of a timeline, to be closed after use.
func NewPlain(to io.Writer, t *player.Timeline) *Plain {
	p := &Plain{to: to}
	p.next, p.stop = iter.Pull(Rows(t))
	p.row, p.more = p.next()
	return p
}

// Heard writes every line that begins before or at the frame and was not yet
// written.
func (p *Plain) Heard(frame int64) error {
	for p.more && p.row.At <= frame {
		if _, err := fmt.Fprintln(p.to, p.row.String()); err != nil {
			return fmt.Errorf("showing the session: %w", err)
		}
		p.row, p.more = p.next()
	}
	return nil
}

// Wait is how long nothing is to be written for, with frame being heard: at
// most half a second, since sound may stall or be taken back.
func (p *Plain) Wait(frame int64) time.Duration {
	const longest = time.Second / 2
	if !p.more || p.row.At-frame > audio.SampleRate/2 {
		return longest
	}
	return max(time.Duration(p.row.At-frame)*time.Second/audio.SampleRate, 10*time.Millisecond)
}

// Close lets go of the timeline.
func (p *Plain) Close() { p.stop() }

// String is the line as Plain writes it: time, what, text and side.
func (r Row) String() string {
	text := r.Text
	if r.What == "point" && r.Side != "" && r.Side != "centre" {
		text += ", " + string(r.Side)
	}
	return strings.TrimRight(fmt.Sprintf("%7s  %-9s  %s", player.Clock(r.At), r.What, text), " ")
}
