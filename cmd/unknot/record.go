package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"github.com/unknot/unknot/cmd/unknot/favourites"
	"github.com/unknot/unknot/cmd/unknot/history"
	"github.com/unknot/unknot/cmd/unknot/store"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/timeline"
)

// noteEvery is how often it is noted how far a session has come. What is noted
// lies on the disk some two seconds later: no more than that is lost.
const noteEvery = time.Second

// bookmark is what a session can be resumed from.
type bookmark struct {
	Version  int               `json:"version"`
	Regions  []string          `json:"regions"`  // REGION arguments, the paths of scripts whole
	Settings map[string]string `json:"settings"` // those of the session, by key
	Scripts  string            `json:"scripts"`  // what the scripts were, and the voice: not the words, but whether they are others now
	Voice    string            `json:"voice"`
	Mark     plan.Mark         `json:"mark"`
}

const bookmarkVersion = 1

// bookmark is what a session that was asked for can be resumed from, but for
// the place.
func (a *asked) bookmark() bookmark {
	b := bookmark{Version: bookmarkVersion, Settings: map[string]string{}, Scripts: a.scriptsPrint(), Voice: a.voicePrint()}
	for _, arg := range a.named.args {
		if isFile(arg) {
			if whole, err := filepath.Abs(arg); err == nil {
				arg = whole
			}
		}
		b.Regions = append(b.Regions, arg)
	}
	for _, row := range settings.Table() {
		if slices.Contains(favourites.Keys(), row.Key) {
			b.Settings[row.Key] = row.Format(a.settings.Settings)
		}
	}
	return b
}

// scriptsPrint tells whether scripts are the same as at another time.
func (a *asked) scriptsPrint() string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(a.choice.sources)) {
		fmt.Fprintf(sum, "%d ", len(a.choice.sources[name]))
		sum.Write(a.choice.sources[name])
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// voicePrint tells whether a voice says the same in the same time.
func (a *asked) voicePrint() string {
	sum := sha256.New()
	for _, text := range a.request.Texts() {
		frames, _ := a.voice.Frames(text)
		fmt.Fprintf(sum, "%q %d ", text, frames)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// record is a session of a sitting being written down as it plays.
type record struct {
	sitting  *sitting
	seat     *seat
	recorder *history.Recorder
	bookmark bookmark
	entry    history.Entry
	stop     chan struct{}
	stopped  chan struct{}
}

// record begins to write a session down. It does not wait.
func (s *sitting) record(t *seat) *record {
	r := &record{
		sitting: s, seat: t, bookmark: t.asked.bookmark(),
		entry: history.Entry{
			Regions: t.regions, Title: t.title, Favourite: t.asked.named.favourite, Voice: t.voice,
			Asked: seconds(t.status().Asked), Resumes: t.resumes,
		},
		stop: make(chan struct{}), stopped: make(chan struct{}),
	}
	entry, mark := r.now()
	r.recorder = history.Open(s.program.store, s.program.now).Begin(entry, mark)
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
			}
		}
	}()
	return r
}

// now is the session as it stands.
func (r *record) now() (history.Entry, json.RawMessage) {
	e, status := r.entry, r.seat.status()
	done, mark, resumable := r.seat.session.Progress()
	e.Played = seconds(max(0, min(r.seat.session.Heard(), status.Timeline.Frames)))
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
	if err != nil { // it has nothing that JSON cannot hold
		return e, nil
	}
	return e, text
}

// end enters the session into the history, and what its regions are known by.
// The error is one for the listener to be told.
func (r *record) end() error {
	close(r.stop)
	<-r.stopped
	entry, mark := r.now()
	ending := history.Stopped
	if r.seat.finished() {
		ending, mark = history.Finished, nil
	}
	err := r.recorder.End(ending, entry, mark)
	entry.Ended = ending
	if err == nil && entry.Half() {
		err = r.sitting.program.store.ChangeState(func(s *store.State) {
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

// finished reports whether the session was heard to its end.
func (t *seat) finished() bool {
	return t.session.Heard() >= t.status().Timeline.Frames && t.status().State != session.Playing
}

func seconds(f timeline.Frame) float64 { return float64(f) / float64(timeline.Second) }
