package player

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/unknot/unknot/player/history"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/timeline"
)

// bookmark is what a session can be resumed from.
type bookmark struct {
	Version  int               `json:"version"`
	Regions  []string          `json:"regions"` // names, the paths of files whole
	Settings settings.Override `json:"settings"`
	Scripts  string            `json:"scripts"` // prints of what the scripts and the voice were
	Voice    string            `json:"voice"`
	Mark     plan.Mark         `json:"mark"`
}

const bookmarkVersion = 1

// bookmark is what the session can be resumed from, but for the place.
func (l *Library) bookmark(p *Prepared) bookmark {
	b := bookmark{
		Version: bookmarkVersion, Scripts: p.scriptsPrint(), Voice: p.voicePrint(),
		Settings: settings.Of(p.Request.Settings, settings.SessionKeys()...),
	}
	for _, name := range p.Request.Regions {
		b.Regions = append(b.Regions, l.Regions.Absolute(name))
	}
	return b
}

// Interrupted is a session that was stopped or cut off and can be resumed.
type Interrupted struct {
	Regions   []string
	Favourite string
	Title     string
	Settings  settings.Override // those that it was played with
	Remaining timeline.Frame
	Endless   bool
	Saved     time.Time

	id       string
	bookmark bookmark
}

// Interrupted is the session that was stopped or cut off last; nil for none.
func (l *Library) Interrupted() (*Interrupted, error) {
	last, err := history.Open(l.Store, l.Now).Interrupted()
	if err != nil {
		return nil, fmt.Errorf("looking for the session to resume: %w", err)
	}
	if last == nil {
		return nil, nil
	}
	var b bookmark
	if err := json.Unmarshal(last.Mark, &b); err != nil || b.Version != bookmarkVersion {
		return nil, nil // another version wrote it: as good as none
	}
	return &Interrupted{
		Regions: b.Regions, Favourite: last.Entry.Favourite, Title: last.Entry.Title, Settings: b.Settings,
		Remaining: b.Mark.Left, Endless: b.Mark.Endless, Saved: last.Saved,
		id: last.Entry.ID, bookmark: b,
	}, nil
}

// Changed says what has changed since a session was interrupted.
type Changed string

const (
	NothingChanged Changed = ""
	ScriptMoved    Changed = "script-moved" // it goes on at the nearest step there is now
	ScriptChanged  Changed = "script"       // it goes on where it was all the same
	VoiceChanged   Changed = "voice"
)

// Resume prepares what remains of a session and makes it the first track. It
// is a *plan.GoneError where its region is not there any more.
func (p *Player) Resume(in *Interrupted) (*Track, Changed, error) {
	prepared, err := p.library.Prepare(Request{Regions: in.Regions, Favourite: in.Favourite, Settings: p.settings})
	if err != nil {
		return nil, "", err
	}
	mark := in.bookmark.Mark
	mark.Changed = prepared.scriptsPrint() != in.bookmark.Scripts
	live, exact, err := plan.Resume(prepared.Plan, mark, p.settings.Keep)
	if gone := (*plan.GoneError)(nil); errors.As(err, &gone) {
		return nil, "", gone
	}
	if err != nil {
		return nil, "", prepared.Explain(err)
	}
	changed := NothingChanged
	switch {
	case !exact:
		changed = ScriptMoved
	case mark.Changed:
		changed = ScriptChanged
	case prepared.voicePrint() != in.bookmark.Voice:
		changed = VoiceChanged
	}
	first := newTrack(prepared, live, nil)
	first.resumes = in.id
	p.current.Store(first)
	return first, changed, nil
}
