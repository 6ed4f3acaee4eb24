package player

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/unknot/unknot/player/history"
	"github.com/unknot/unknot/player/spots"
	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/player/timeline"
)

// noteEvery is how often it is noted how far a session has come. A note is on
// the disk some two seconds later: a kill loses no more than that.
const noteEvery = time.Second

// recording is a track being written to the history while it plays.
type recording struct {
	library  *Library
	track    *Track
	recorder *history.Recorder
	bookmark bookmark
	entry    history.Entry
	leftOut  int // how many of the spots that were left out are kept
	stop     chan struct{}
	stopped  chan struct{}
}

// record starts to record a track. It does not wait.
func (l *Library) record(t *Track) *recording {
	r := &recording{
		library: l, track: t, bookmark: l.bookmark(t.prepared),
		entry: history.Entry{
			Regions: t.Regions, Title: t.Title, Favourite: t.prepared.Request.Favourite, Voice: t.Voice,
			Asked: seconds(t.Status().Asked), Resumes: t.resumes,
		},
		stop: make(chan struct{}), stopped: make(chan struct{}),
	}
	entry, mark := r.now()
	r.recorder = history.Open(l.Store, l.Now).Begin(entry, mark)
	go func() {
		defer close(r.stopped)
		ticker := time.NewTicker(noteEvery)
		defer ticker.Stop()
		for {
			select {
			case <-r.stop:
				return
			case <-ticker.C:
				r.recorder.Note(r.now())
				_ = r.keepSpots() // what fails is tried again, and reported at the end
			}
		}
	}()
	return r
}

// now is the session as it stands, and what it can be resumed from; nil where
// nothing remains of it.
func (r *recording) now() (history.Entry, json.RawMessage) {
	e, status := r.entry, r.track.Status()
	done, mark, resumable := r.track.session.Progress()
	e.Played = seconds(max(0, min(r.track.Heard(), status.Timeline.Frames)))
	e.Differs, e.Extended = seconds(status.Differs), status.Extended
	e.Rounds, e.Points = done.Rounds, done.Points
	e.Seconds = map[string]float64{}
	for region, frames := range done.Regions {
		e.Seconds[region] = seconds(frames)
	}
	if !resumable {
		return e, nil
	}
	b := r.bookmark
	b.Mark = mark
	text, err := json.Marshal(b)
	if err != nil { // it holds nothing that JSON cannot
		return e, nil
	}
	return e, text
}

// keepSpots keeps the spots that were left out since it was last called. It
// belongs to one goroutine at a time.
func (r *recording) keepSpots() error {
	all := r.track.Status().LeftOut
	if len(all) == r.leftOut {
		return nil
	}
	if err := spots.Add(r.library.Store, r.library.Now(), all[r.leftOut:]...); err != nil {
		return err
	}
	r.leftOut = len(all)
	return nil
}

// end enters the session into the history, counts its regions as played, and
// keeps the spots that were left out in it.
func (r *recording) end() error {
	close(r.stop)
	<-r.stopped
	return errors.Join(r.keepSpots(), r.enter())
}

func (r *recording) enter() error {
	entry, mark := r.now()
	ending := history.Stopped
	if r.track.finished() {
		ending, mark = history.Finished, nil
	}
	err := r.recorder.End(ending, entry, mark)
	entry.Ended = ending
	if err == nil && entry.Half() {
		err = store.ChangeState(r.library.Store, func(s *store.State) {
			if s.Played == nil {
				s.Played = map[string]int{}
			}
			for _, region := range entry.Regions {
				s.Played[region]++
			}
		})
	}
	if err != nil {
		return fmt.Errorf("keeping what was played: %w", err)
	}
	return nil
}

// Remember keeps a session as the one that was chosen last. It does not wait;
// the result is sent once.
func (l *Library) Remember(p *Prepared) <-chan error {
	b := l.bookmark(p)
	done := make(chan error, 1)
	go func() {
		done <- store.ChangeState(l.Store, func(s *store.State) {
			s.Last = store.Choice{Favourite: p.Request.Favourite, Regions: b.Regions, Settings: b.Settings}
		})
	}()
	return done
}

func seconds(f timeline.Frame) float64 { return float64(f) / float64(timeline.Second) }
