package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/gofrs/flock"

	"github.com/unknot/unknot/cmd/unknot/store"
)

// leftover is a running file: a session as it stood when it was written. Whose
// lock nobody holds was cut off.
type leftover struct {
	Version int             `json:"version"`
	Saved   time.Time       `json:"saved"`
	Entry   Entry           `json:"entry"`
	Mark    json.RawMessage `json:"mark,omitempty"`
}

// Interrupted is a session that was stopped or cut off, and can be resumed.
type Interrupted struct {
	Entry Entry
	Mark  json.RawMessage // as it was noted
	Saved time.Time       // when it was
}

// shortest is the least number of seconds that make a session a part of the
// history.
const shortest = 1

const mostLeftoverBytes = 1 << 20

func (l *Log) leftoverFile(id string) string { return filepath.Join(l.running(), id+".json") }
func (l *Log) leftoverLock(id string) string { return filepath.Join(l.running(), id+".lock") }

func (l *Log) writeLeftover(path string, left leftover) error {
	left.Entry = left.Entry.rounded()
	data, err := json.Marshal(left)
	if err != nil {
		return err
	}
	if len(data) >= mostLeftoverBytes {
		return fmt.Errorf("the note of a running session is over %d KiB", mostLeftoverBytes>>10)
	}
	return store.Write(path, append(data, '\n'))
}

// readLeftover reads a running file, or that of the session to be resumed.
func readLeftover(path string) (leftover, error) {
	data, err := store.Read(path, mostLeftoverBytes)
	if err != nil {
		return leftover{}, err
	}
	return parseLeftover(path, data)
}

func parseLeftover(path string, data []byte) (leftover, error) {
	var format struct {
		Version int `json:"version"`
	}
	err := json.Unmarshal(data, &format)
	switch {
	case err == nil && format.Version > version:
		return leftover{}, &store.NewerError{Path: path}
	case err != nil || format.Version < 1:
		return leftover{}, fmt.Errorf("%s: %w", path, errBroken)
	}
	var left leftover
	if json.Unmarshal(data, &left) != nil || !left.Entry.whole() || left.Saved.IsZero() {
		return leftover{}, fmt.Errorf("%s: %w", path, errBroken)
	}
	if string(left.Mark) == "null" {
		left.Mark = nil
	}
	return left, nil
}

var leftoverName = regexp.MustCompile(`^\.?([A-Z2-7]{26})\.(json|lock)\d*$`)

// left is the IDs of sessions that have a file in the folder of running ones.
func (l *Log) left() ([]string, error) {
	files, err := os.ReadDir(l.running())
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var ids []string
	seen := map[string]bool{}
	for _, f := range files {
		if m := leftoverName.FindStringSubmatch(f.Name()); m != nil && !seen[m[1]] {
			seen[m[1]] = true
			ids = append(ids, m[1])
		}
	}
	return ids, err
}

// settle enters the sessions that were cut off. Of several runs that look at
// once, one does.
func (l *Log) settle() error {
	ids, err := l.left()
	if len(ids) == 0 || err != nil {
		return err
	}
	release, err := l.lock()
	if err != nil {
		return err
	}
	defer release()
	return l.settleHeld()
}

// dead is the sessions that run no more, and whose files are there. It is for
// one who holds the lock: to try a session's lock is to hold it for a moment.
func (l *Log) dead() ([]string, error) {
	ids, err := l.left()
	var dead []string
	for _, id := range ids {
		if !l.lives(id) {
			dead = append(dead, id)
		}
	}
	return dead, err
}

// lives reports whether a process holds the session's lock.
func (l *Log) lives(id string) bool {
	lock := flock.New(l.leftoverLock(id), flock.SetFlag(os.O_RDWR)) // not made where it is not there
	ok, err := lock.TryLock()
	if ok {
		_ = lock.Unlock()
		return false
	}
	return !errors.Is(err, os.ErrNotExist) // where nothing can be known, it is let be
}

// settleHeld is settle, for one who holds the lock.
func (l *Log) settleHeld() error {
	dead, err := l.dead()
	if err != nil || len(dead) == 0 {
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
	for _, id := range dead {
		if err := l.adopt(id, entered); err != nil {
			faults = append(faults, err)
			continue
		}
		store.RemoveHalves(l.leftoverFile(id))
		_ = os.Remove(l.leftoverFile(id)) // entered: the next run would see that
		_ = os.Remove(l.leftoverLock(id))
	}
	return errors.Join(faults...)
}

// adopt enters what a dead session left. Entered says which sessions are in
// the history already.
func (l *Log) adopt(id string, entered map[string]Entry) error {
	left, err := readLeftover(l.leftoverFile(id))
	switch {
	case errors.Is(err, os.ErrNotExist), errors.Is(err, errBroken):
		return nil // it was cut off before it had written anything, or nothing can be known of it
	case err != nil:
		return err
	case left.Entry.ID != id:
		return nil // a copy of another's
	}
	if left.Entry.Ended == "" {
		left.Entry.Ended = CutOff
	}
	return l.enter(left, entered)
}

// enter adds a session to the history, unless it is among those entered, and
// offers it to be resumed. It is for one who holds the lock.
func (l *Log) enter(left leftover, entered map[string]Entry) error {
	if was, ok := entered[left.Entry.ID]; ok {
		left.Entry.Ended = was.Ended
	} else if left.Entry.Played >= shortest {
		if err := l.append(left.Entry); err != nil {
			return err
		}
	}
	if left.Entry.Ended == Finished {
		return remove(l.interrupted())
	}
	if left.Mark == nil {
		return nil
	}
	if offered, err := readLeftover(l.interrupted()); err == nil && offered.Saved.After(left.Saved) {
		return nil
	} else if newer := (*store.NewerError)(nil); errors.As(err, &newer) {
		return nil // it stays
	}
	store.RemoveHalves(l.interrupted())
	return l.writeLeftover(l.interrupted(), left)
}

// Interrupted is the session that can be resumed: the latest that was stopped
// or cut off, until it is resumed or a session is played to its end. It is nil
// where there is none.
func (l *Log) Interrupted() (*Interrupted, error) {
	if err := l.settle(); err != nil {
		return nil, fmt.Errorf("entering sessions that were cut off: %w", err)
	}
	left, err := readLeftover(l.interrupted())
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("reading where the last session stopped: %w", err)
	}
	return &Interrupted{left.Entry, left.Mark, left.Saved}, nil
}

// forget offers a session no more.
func (l *Log) forget(id string) error {
	offered, err := readLeftover(l.interrupted())
	if err != nil || offered.Entry.ID != id {
		return nil // it is not offered
	}
	release, err := l.lock()
	if err != nil {
		return err
	}
	defer release()
	if offered, err := readLeftover(l.interrupted()); err != nil || offered.Entry.ID != id {
		return nil
	}
	return remove(l.interrupted())
}

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
