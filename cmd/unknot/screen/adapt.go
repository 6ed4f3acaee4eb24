package screen

import (
	"io"
	"time"

	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/session"
)

// Watch looks at a timeline that is not edited.
type Watch struct {
	timeline *player.Timeline
	endless  bool
}

// NewWatch makes a Watch of a timeline. An endless one shows no time left.
func NewWatch(t *player.Timeline, endless bool) *Watch { return &Watch{t, endless} }

// adapted gives a session that has no status one.
func (s Session) adapted() Session {
	if s.Status != nil {
		return s
	}
	s.Status = func() *session.Status {
		state := session.Playing
		if s.Paused() {
			state = session.Paused
		}
		return &session.Status{State: state, Timeline: s.Watch.timeline, Endless: s.Watch.endless}
	}
	s.Keys = func(key string) (session.Command, bool) {
		c, ok := map[string]session.Command{"space": session.PlayPause, "q": session.Stop}[key]
		return c, ok
	}
	s.Do = func(c session.Command) {
		if c == session.Stop {
			s.Stop()
		} else {
			s.Pause()
		}
	}
	s.KeyHelp = []string{"space pause", "q stop"}
	return s
}

// Plain tells a timeline that is not edited in lines.
type Plain struct {
	lines *Lines
	heard int64
}

// NewPlain makes a Plain of a timeline.
func NewPlain(to io.Writer, t *player.Timeline) *Plain {
	p := &Plain{}
	status := &session.Status{State: session.Playing, Timeline: t}
	p.lines = NewLines(to, Session{Heard: func() int64 { return p.heard }, Status: func() *session.Status { return status }})
	return p
}

// Heard writes every line that begins before the frame and was not yet written.
func (p *Plain) Heard(frame int64) error {
	p.heard = frame
	return p.lines.Tell()
}

// Wait is how long nothing is to be written for.
func (p *Plain) Wait(int64) time.Duration { return p.lines.Wait() }

// Close does nothing.
func (p *Plain) Close() {}
