package player

import (
	"encoding/json"
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
		b.Regions = append(b.Regions, l.Absolute(name))
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
		Remaining: b.Mark.Remaining, Endless: b.Mark.Endless, Saved: last.Saved,
		id: last.Entry.ID, bookmark: b,
	}, nil
}
