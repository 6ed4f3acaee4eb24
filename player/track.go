package player

import (
	"sync"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
)

// Track is one session of a player.
type Track struct {
	Number  uint64 // in the player, from 1
	Title   string // not fit for a terminal: it may come from a stranger's script
	Regions []string
	Voice   string

	prepared *Prepared
	session  *session.Session
	resumes  string // the ID of the session that it goes on with

	changed chan struct{}
	ended   chan struct{}
	once    sync.Once
}

// newTrack makes a track of a plan. It sounds as loud as the track before it
// did at its end; before is nil for the first.
func newTrack(p *Prepared, live *plan.Live, before *Track) *Track {
	o := p.options()
	t := &Track{
		Number: 1, Title: p.Title, Regions: p.Plan.Regions(), Voice: p.Voice.Info().Name,
		prepared: p, changed: make(chan struct{}, 1), ended: make(chan struct{}),
	}
	if before != nil {
		t.Number = before.Number + 1
		o.Sound.VoiceLevel, o.Sound.TonesLevel = before.Status().VoiceLevel, before.Status().TonesLevel
	}
	t.session = session.New(live, o)
	return t
}

// Status is how the track's session stands.
func (t *Track) Status() *session.Status { return t.session.Status() }

// Heard is the frame of the session that is heard now; 0 before there is an
// output.
func (t *Track) Heard() timeline.Frame { return t.session.Heard() }

// Volume is the voice's level as a share of its range, 0 to 1.
func (t *Track) Volume() float64 { return voiceShare(t.Status().VoiceLevel) }

// Changed holds a value when the status has changed since it was last
// received.
func (t *Track) Changed() <-chan struct{} { return t.changed }

// Ended is closed when nothing more of the track will be heard.
func (t *Track) Ended() <-chan struct{} { return t.ended }

func (t *Track) over() { t.once.Do(func() { close(t.ended) }) }

// finished reports whether the session was heard to its end.
func (t *Track) finished() bool {
	return t.Heard() >= t.Status().Timeline.Frames && t.Status().State != session.Playing
}

// Summary is what was done of a track. Lengths are frames of the session.
type Summary struct {
	Title    string
	Played   timeline.Frame
	Length   timeline.Frame // in the end; a day where Endless
	Asked    timeline.Frame // 0 where none was asked for
	Endless  bool
	Finished bool // Played is all of it
}

// Differs is by how much the length differs from the one that was asked for,
// where that is a second or more, and 0 elsewhere.
func (s Summary) Differs() timeline.Frame {
	off := s.Length - s.Asked
	if s.Endless || s.Asked <= 0 || off < timeline.Second && off > -timeline.Second {
		return 0
	}
	return off
}

func (t *Track) summary() Summary {
	status, heard := t.Status(), max(t.Heard(), 0)
	s := Summary{Title: t.Title, Played: heard, Length: status.Timeline.Frames, Asked: status.Asked, Endless: status.Endless}
	if heard >= s.Length {
		s.Played, s.Finished = s.Length, true
	}
	return s
}
