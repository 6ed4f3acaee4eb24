package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/unknot/unknot/player/store"
)

const interruptedName = "interrupted.json"

// Interrupted is a session that was stopped or cut off, and can be resumed.
type Interrupted struct {
	Entry Entry
	Mark  json.RawMessage // where it stopped, as given to the recorder
	Saved time.Time       // when that was
}

// Interrupted returns the session that can be resumed: the latest that was
// stopped or cut off, until it is resumed or a session is played to its end.
// It is nil where there is none.
func (l *Log) Interrupted() (*Interrupted, error) {
	if err := l.enterCutOff(); err != nil {
		return nil, fmt.Errorf("entering sessions that were cut off: %w", err)
	}
	s, err := l.readSnapshot(interruptedName)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("reading where the last session stopped: %w", err)
	}
	return &Interrupted{s.Entry, s.Mark, s.Saved}, nil
}

// offer offers a session that has ended to be resumed, in place of the one
// before. After one that finished none is offered. The caller holds the
// history's lock.
func (l *Log) offer(s snapshot) error {
	if s.Entry.Ended == Finished {
		return l.store.Remove(interruptedName)
	}
	if s.Mark == nil {
		return nil
	}
	offered, err := l.readSnapshot(interruptedName)
	if err == nil && offered.Saved.After(s.Saved) {
		return nil
	}
	if newer := (*store.NewerError)(nil); errors.As(err, &newer) {
		return nil // it stays
	}
	return l.writeSnapshot(interruptedName, s)
}

// withdraw no longer offers a session, if it is the one offered.
func (l *Log) withdraw(id string) error {
	if !l.offers(id) {
		return nil
	}
	release, err := l.lock()
	if err != nil {
		return err
	}
	defer release()
	if !l.offers(id) {
		return nil // another process was quicker
	}
	return l.store.Remove(interruptedName)
}

func (l *Log) offers(id string) bool {
	offered, err := l.readSnapshot(interruptedName)
	return err == nil && offered.Entry.ID == id
}
