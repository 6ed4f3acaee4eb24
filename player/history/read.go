package history

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/unknot/unknot/internal/plural"
	"github.com/unknot/unknot/player/store"
)

// Log is the history of one user.
type Log struct {
	// Pace is the least time between two writes of a running file. With the time
	// of a write it bounds what a kill can lose. It is two seconds unless set
	// before Begin.
	Pace time.Duration

	store store.Store
	now   func() time.Time
}

const (
	historyName = "history.jsonl"
	lockName    = "history.lock"
)

// Open returns the history kept in a store. Nothing is read or made yet.
func Open(s store.Store, now func() time.Time) *Log {
	return &Log{Pace: 2 * time.Second, store: s, now: now}
}

// patience is how long a write waits for that of another process.
const patience = 2 * time.Second

// lock keeps every other process from changing the history, the session to be
// resumed, and the running files of sessions that were cut off.
func (l *Log) lock() (release func(), err error) { return l.store.Lock(lockName, patience) }

// Past is what was played.
type Past struct {
	Entries []Entry // each session once, by their start, the latest last
	// Faults are what could not be read, to be reported beside the entries.
	Faults []error
}

// mostBytes bounds how much of a history is read: the latest.
const mostBytes = 64 << 20

// Read reads the history. Sessions that were cut off since are entered first.
// A history that is not there is an empty one.
func (l *Log) Read() (*Past, error) {
	p := &Past{}
	if err := l.enterCutOff(); err != nil {
		p.Faults = append(p.Faults, fmt.Errorf("entering sessions that were cut off: %w", err))
	}
	if _, _, err := l.store.Tail(historyName, 0); err == nil {
		if release, err := l.lock(); err == nil { // else a line just being written may count as broken
			defer release()
		}
	}
	if err := l.read(p); err != nil {
		return nil, fmt.Errorf("reading what was played: %w", err)
	}
	return p, nil
}

func (l *Log) read(p *Past) error {
	data, cut, err := l.store.Tail(historyName, mostBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	p.parse(l.store.Name(historyName), data, cut)
	return nil
}

// parse reads lines. Where cut is set the first is part of one.
func (p *Past) parse(path string, data []byte, cut bool) {
	at := map[string]int{} // where a session is, by its ID
	broken, newer := 0, 0
	for line := range bytes.Lines(data) {
		e, err := Entry{}, errBroken
		if len(line) <= mostLineBytes {
			e, err = decode(line)
		}
		switch {
		case cut, len(line) == 1 && line[0] == '\n':
		case errors.Is(err, errNewer):
			newer++
		case err != nil:
			broken++
		default:
			if i, twice := at[e.ID]; twice {
				p.Entries[i] = e
			} else {
				at[e.ID] = len(p.Entries)
				p.Entries = append(p.Entries, e)
			}
		}
		cut = false
	}
	slices.SortStableFunc(p.Entries, func(a, b Entry) int { return a.Started.Compare(b.Started) })
	if broken > 0 {
		p.Faults = append(p.Faults, fmt.Errorf("%s: %s cannot be read and %s left out", path, plural.Count(broken, "line"), isAre(broken)))
	}
	if newer > 0 {
		p.Faults = append(p.Faults, fmt.Errorf("%s: %s written by a newer unknot: update unknot to see them (they stay as they are)",
			path, plural.Count(newer, "line")+" "+wasWere(newer)))
	}
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func wasWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}
