package player

import (
	"errors"

	"github.com/unknot/unknot/player/plan"
)

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
