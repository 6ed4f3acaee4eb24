package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"time"

	"github.com/unknot/unknot/player/store"
)

// A session that plays has a running file, in the folder of that name, and
// holds a lock beside it. A running file whose lock nobody holds is that of a
// session that was cut off.
const runningFolder = "running"

func runningName(id string) string { return runningFolder + "/" + id + ".json" }
func lifeLock(id string) string    { return runningFolder + "/" + id + ".lock" }

var runningID = regexp.MustCompile(`^([A-Z2-7]{26})\.(json|lock)$`)

// snapshot is a session as it was at one moment: the content of a running file,
// and of the file of the session that can be resumed.
type snapshot struct {
	Version int             `json:"version"`
	Saved   time.Time       `json:"saved"`
	Entry   Entry           `json:"entry"`
	Mark    json.RawMessage `json:"mark,omitempty"`
}

const mostSnapshotBytes = 1 << 20

func (l *Log) writeSnapshot(name string, s snapshot) error {
	s.Entry = s.Entry.rounded()
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if len(data) >= mostSnapshotBytes {
		return fmt.Errorf("the note of a running session is over %d KiB", mostSnapshotBytes>>10)
	}
	return l.store.Write(name, append(data, '\n'))
}

func (l *Log) readSnapshot(name string) (snapshot, error) {
	data, err := l.store.Read(name, mostSnapshotBytes)
	if err != nil {
		return snapshot{}, err
	}
	return parseSnapshot(l.store.Name(name), data)
}

func parseSnapshot(path string, data []byte) (snapshot, error) {
	var format struct {
		Version int `json:"version"`
	}
	err := json.Unmarshal(data, &format)
	switch {
	case err == nil && format.Version > version:
		return snapshot{}, &store.NewerError{Name: path}
	case err != nil || format.Version < 1:
		return snapshot{}, fmt.Errorf("%s: %w", path, errBroken)
	}
	var s snapshot
	if json.Unmarshal(data, &s) != nil || !s.Entry.whole() || s.Saved.IsZero() {
		return snapshot{}, fmt.Errorf("%s: %w", path, errBroken)
	}
	if string(s.Mark) == "null" {
		s.Mark = nil
	}
	return s, nil
}

// running is the IDs of sessions that play or were cut off.
func (l *Log) running() ([]string, error) {
	names, err := l.store.List(runningFolder)
	if err != nil {
		return nil, err
	}
	var ids []string
	seen := map[string]bool{}
	for _, name := range names {
		if m := runningID.FindStringSubmatch(name); m != nil && !seen[m[1]] {
			seen[m[1]] = true
			ids = append(ids, m[1])
		}
	}
	return ids, nil
}

// enterCutOff enters the sessions that were cut off into the history. Of
// several processes that look at once, one does.
func (l *Log) enterCutOff() error {
	ids, err := l.running()
	if len(ids) == 0 || err != nil {
		return err
	}
	release, err := l.lock()
	if err != nil {
		return err
	}
	defer release()
	return l.enterCutOffLocked()
}

// enterCutOffLocked is enterCutOff for a caller that holds the history's lock.
func (l *Log) enterCutOffLocked() error {
	ids, err := l.cutOff()
	if err != nil || len(ids) == 0 {
		return err
	}
	past := &Past{}
	if err := l.read(past); err != nil {
		return err
	}
	entered := map[string]Entry{}
	for _, e := range past.Entries {
		entered[e.ID] = e
	}
	var faults []error
	for _, id := range ids {
		if err := l.enterRunning(id, entered); err != nil {
			faults = append(faults, err)
			continue
		}
		// It is entered. Should a removal fail, the next process sees that it is.
		_ = l.store.Remove(runningName(id))
		_ = l.store.Remove(lifeLock(id))
	}
	return errors.Join(faults...)
}

// cutOff is the IDs of the sessions that were cut off and are not entered yet.
// The caller holds the history's lock: a session takes its own under it, and
// would be refused while Held tries.
func (l *Log) cutOff() ([]string, error) {
	ids, err := l.running()
	var dead []string
	for _, id := range ids {
		if !l.store.Held(lifeLock(id)) {
			dead = append(dead, id)
		}
	}
	return dead, err
}

// enterRunning enters the session of a running file. entered has the sessions
// that are in the history already.
func (l *Log) enterRunning(id string, entered map[string]Entry) error {
	s, err := l.readSnapshot(runningName(id))
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, errBroken):
		return nil // cut off before anything was written, or nothing can be known of it
	case err != nil:
		return err
	case s.Entry.ID != id:
		return nil // a copy of another's
	}
	if s.Entry.Ended == "" {
		s.Entry.Ended = CutOff
	}
	return l.enter(s, entered)
}

// shortest is the least number of seconds that make a session part of the
// history.
const shortest = 1

// enter adds a session to the history, unless it is among those entered, and
// offers it to be resumed. The caller holds the history's lock.
func (l *Log) enter(s snapshot, entered map[string]Entry) error {
	if was, ok := entered[s.Entry.ID]; ok {
		s.Entry.Ended = was.Ended
	} else if s.Entry.Played >= shortest {
		line, err := encode(s.Entry)
		if err != nil {
			return err
		}
		if err := l.store.Append(historyName, line); err != nil {
			return err
		}
	}
	return l.offer(s)
}
