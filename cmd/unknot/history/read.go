package history

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/unknot/unknot/cmd/unknot/store"
)

// Log is the history of one user.
type Log struct {
	folder string
	now    func() time.Time
	pace   time.Duration // the least time between two writes of a running file
}

// Open is the history kept in a store. Nothing is read or made yet.
func Open(s *store.Store, now func() time.Time) *Log { return &Log{s.History(), now, pace} }

func (l *Log) path(name string) string { return filepath.Join(l.folder, name) }
func (l *Log) file() string            { return l.path("history.jsonl") }
func (l *Log) running() string         { return l.path("running") }
func (l *Log) interrupted() string     { return l.path("interrupted.json") }

// Past is what was played.
type Past struct {
	Entries []Entry // each session once, by their start, the latest last
	// Faults are what could not be read, to be told beside the rest.
	Faults []error
}

// mostBytes bounds how much of a history is read: the latest.
const mostBytes = 64 << 20

// Read reads the history. Sessions that were cut off since are entered first.
// A history that is not there is an empty one.
func (l *Log) Read() (*Past, error) {
	p := &Past{}
	if err := l.settle(); err != nil {
		p.Faults = append(p.Faults, fmt.Errorf("entering sessions that were cut off: %w", err))
	}
	if _, err := os.Stat(l.file()); err == nil {
		if release, err := l.lock(); err == nil { // else a line just being written may be counted as broken
			defer release()
		}
	}
	if err := l.read(p); err != nil {
		return nil, fmt.Errorf("reading what was played: %w", err)
	}
	return p, nil
}

func (l *Log) read(p *Past) error {
	info, err := os.Stat(l.file())
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no ordinary file", l.file())
	}
	f, err := os.Open(l.file())
	if err != nil {
		return err
	}
	defer f.Close()
	from := max(info.Size()-mostBytes, 0)
	if _, err := f.Seek(from, io.SeekStart); err != nil {
		return err
	}
	return p.read(l.file(), f, from > 0)
}

// read reads lines; where cut is set the first is a part of one.
func (p *Past) read(name string, from io.Reader, cut bool) error {
	lines := bufio.NewReaderSize(from, mostLineBytes)
	at := map[string]int{} // where a session is, by its ID
	broken, newer := 0, 0
	for {
		line, err := lines.ReadSlice('\n')
		long := errors.Is(err, bufio.ErrBufferFull)
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = lines.ReadSlice('\n')
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		ended := errors.Is(err, io.EOF)
		e, fault := Entry{}, errBroken
		if !long {
			e, fault = decode(line)
		}
		switch {
		case cut, len(line) == 0, len(line) == 1 && line[0] == '\n':
		case errors.Is(fault, errNewer):
			newer++
		case fault != nil:
			broken++
		default:
			if i, twice := at[e.ID]; twice {
				p.Entries[i] = e
			} else {
				at[e.ID] = len(p.Entries)
				p.Entries = append(p.Entries, e)
			}
		}
		if cut = false; ended {
			break
		}
	}
	slices.SortStableFunc(p.Entries, func(a, b Entry) int { return a.Started.Compare(b.Started) })
	if broken > 0 {
		p.Faults = append(p.Faults, fmt.Errorf("%s: %s cannot be read and %s left out", name, count(broken, "line"), isAre(broken)))
	}
	if newer > 0 {
		p.Faults = append(p.Faults, fmt.Errorf("%s: %s written by a newer unknot: update unknot to see them (they stay as they are)",
			name, count(newer, "line")+" "+wasWere(newer)))
	}
	return nil
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
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
