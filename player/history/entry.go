// Package history records what was played: one line of JSON for each session in
// a file that only grows, and a running file for each session that still plays,
// so that a kill or a power cut loses no more than its last seconds.
//
// Each line has its own version. A line that cannot be read, or that a newer
// version of the program wrote, is left as it is and counted.
package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"
)

// Ending is how a session ended.
type Ending string

const (
	Finished Ending = "finished"
	Stopped  Ending = "stopped" // by the listener
	CutOff   Ending = "cut-off" // by a kill, a fault or the power
)

// Entry is one session as it was played, or as far as it has been played.
type Entry struct {
	ID        string    `json:"id"`      // given by [Log.Begin]
	Started   time.Time `json:"started"` // in the zone it was played in
	Regions   []string  `json:"regions"` // in the order played
	Title     string    `json:"title,omitempty"`
	Favourite string    `json:"favourite,omitempty"`
	Voice     string    `json:"voice,omitempty"`
	Asked     float64   `json:"asked"`    // seconds; 0 where it had no end
	Played    float64   `json:"played"`   // seconds, without pauses
	Differs   float64   `json:"differs"`  // seconds it became longer by; shorter below 0
	Rounds    int       `json:"rounds"`   // played to their end
	Points    int       `json:"points"`   // pressed
	Extended  int       `json:"extended"` // holds made longer
	// Seconds is how long each region was played.
	Seconds map[string]float64 `json:"seconds,omitempty"`
	Ended   Ending             `json:"ended"`
	// Resumes is the ID of the session that this one continues.
	Resumes string `json:"resumes,omitempty"`
}

// Half reports whether enough was played for the session to count as played:
// half of what was asked for, or a whole round of a session without an end.
func (e Entry) Half() bool {
	if e.Asked == 0 {
		return e.Ended == Finished || e.Rounds > 0
	}
	return e.Ended == Finished || e.Played >= e.Asked/2
}

const (
	version       = 1
	mostLineBytes = 1 << 16
	mostWords     = 64
	mostSeconds   = 1e7 // four months of a loop that nobody stopped
)

var (
	errNewer  = errors.New("written by a newer unknot")
	errBroken = errors.New("no entry of a history")
)

type entryLine struct {
	Version int `json:"version"`
	Entry
}

// encode writes an entry as a line, with its end.
func encode(e Entry) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(entryLine{version, e.rounded()}); err != nil {
		return nil, err
	}
	if b.Len() > mostLineBytes {
		return nil, fmt.Errorf("the entry is over %d KiB", mostLineBytes>>10)
	}
	return b.Bytes(), nil
}

// clone returns a copy that shares nothing.
func (e Entry) clone() Entry {
	e.Regions, e.Seconds = slices.Clone(e.Regions), maps.Clone(e.Seconds)
	return e
}

// rounded returns the entry with its times in whole milliseconds, and every
// number within the bounds that decode wants.
func (e Entry) rounded() Entry {
	round := func(s float64) float64 {
		if math.IsNaN(s) {
			return 0
		}
		return math.Round(min(max(s, -mostSeconds), mostSeconds)*1000) / 1000
	}
	e.Asked, e.Played, e.Differs = max(round(e.Asked), 0), max(round(e.Played), 0), round(e.Differs)
	e.Rounds, e.Points, e.Extended = max(e.Rounds, 0), max(e.Points, 0), max(e.Extended, 0)
	seconds := e.Seconds
	e.Seconds = nil
	for region, s := range seconds {
		if e.Seconds == nil {
			e.Seconds = map[string]float64{}
		}
		e.Seconds[region] = max(round(s), 0)
	}
	return e
}

// decode reads a line without its end. The error is errNewer or errBroken.
func decode(line []byte) (Entry, error) {
	var format struct {
		Version int `json:"version"`
	}
	if json.Unmarshal(line, &format) != nil || format.Version < 1 {
		return Entry{}, errBroken
	}
	if format.Version > version {
		return Entry{}, errNewer
	}
	var l entryLine
	if json.Unmarshal(line, &l) != nil || !l.whole() || !slices.Contains([]Ending{Finished, Stopped, CutOff}, l.Ended) {
		return Entry{}, errBroken
	}
	return l.Entry, nil
}

// whole reports whether an entry has what every entry has, within bounds.
func (e Entry) whole() bool {
	in := func(s, least float64) bool { return s >= least && s <= mostSeconds }
	if e.ID == "" || len(e.ID) > 64 || e.Started.IsZero() || len(e.Regions) > mostWords || len(e.Seconds) > mostWords {
		return false
	}
	for _, s := range e.Seconds {
		if !in(s, 0) {
			return false
		}
	}
	return in(e.Asked, 0) && in(e.Played, 0) && in(e.Differs, -mostSeconds) &&
		e.Rounds >= 0 && e.Points >= 0 && e.Extended >= 0
}
