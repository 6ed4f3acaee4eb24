package player

import (
	"errors"
	"slices"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
)

// next is the track that follows one, playing already; nil where none does.
func (p *Player) next(t *Track) (*Track, error) {
	prepared := t.prepared
	switch t.Status().Outcome {
	case session.Again:
		prepared = prepared.without(t.Status().LeftOut)
	case session.Further:
		var err error
		request := Request{Regions: []string{further(p.library.regions(), t.Regions)}, Settings: p.settings, Voice: prepared.Voice}
		if prepared, err = p.library.Prepare(request); err != nil {
			return nil, err
		}
	default:
		return nil, nil
	}
	live, err := prepared.live(audio.Frames[timeline.Frame](prepared.Request.Settings.Length))
	if beyond := (*plan.RangeError)(nil); errors.As(err, &beyond) { // the nearest length that it can have
		live, err = prepared.live(max(beyond.Least, min(beyond.Asked, beyond.Most)))
	}
	if err != nil {
		return nil, err
	}
	next := newTrack(prepared, live, t)
	if !p.follow(next) {
		next.session.Close()
		return nil, nil
	}
	return next, nil
}

// follow has a track start, once there is an output that it can follow on; a
// lost device is followed by another one. It is false where the playing was
// stopped.
func (p *Player) follow(next *Track) bool {
	b := p.playback.Load()
	for !b.Stopped() {
		if p.queue.Follow(next.session) {
			p.take(next)
			return true
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-b.Done():
			return false
		}
	}
	return false
}

// further is the region that follows others in an order: after one, the next,
// and after the last the first; after several, the first that is not among
// them.
func further(order, regions []string) string {
	if len(regions) == 1 {
		return order[(slices.Index(order, regions[0])+1)%len(order)]
	}
	for _, name := range order {
		if !slices.Contains(regions, name) {
			return name
		}
	}
	return order[0]
}

// regions is the names of the catalogue's regions, programmes left out.
func (l *Library) regions() []string {
	var names []string
	for _, entry := range l.Catalogue.List() {
		if !entry.IsProgramme() {
			names = append(names, entry.Name)
		}
	}
	return names
}
