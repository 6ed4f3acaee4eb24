// Package store is where the program keeps what outlasts a run: in which
// folders, written whole or not at all, private to the user, and safe from a
// second run of the program at the same time.
package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/adrg/xdg"
	"github.com/gofrs/flock"
)

// Store is the pair of folders that the program keeps things in: what the
// user wrote or could have written, and what the program noted by itself.
type Store struct{ config, state string }

// User is the store of the user who runs the program: on Linux in the XDG
// folders, elsewhere in the platform's own.
func User() *Store {
	return &Store{config: filepath.Join(xdg.ConfigHome, "unknot"), state: filepath.Join(xdg.StateHome, "unknot")}
}

// In is a store in a folder of its own.
func In(dir string) *Store {
	return &Store{config: filepath.Join(dir, "config"), state: filepath.Join(dir, "state")}
}

// ConfigFile is where the user's settings are looked for.
func (s *Store) ConfigFile() string { return filepath.Join(s.config, "config.yaml") }

// Favourites is the file of the favourite sessions. It lies beside the
// settings, as it may be written by hand.
func (s *Store) Favourites() string { return filepath.Join(s.config, "favourites.yaml") }

// History is the folder of what was played.
func (s *Store) History() string { return s.state }

// NewerError is a file whose format only a later version of the program knows.
type NewerError struct{ Path string }

func (e *NewerError) Error() string {
	return fmt.Sprintf("%s was written by a newer unknot and is left as it is: update unknot to use it", e.Path)
}

// ErrBusy is that another run of the program held a file for too long.
var ErrBusy = errors.New("another unknot is writing it: try again")

// Read reads an ordinary file of at most so many bytes. One that is not there
// is an fs.ErrNotExist.
func Read(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // reading a pipe would wait for ever
		return nil, fmt.Errorf("%s is no ordinary file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > most {
		return nil, fmt.Errorf("%s is over %d KiB: that is no such file", path, most>>10)
	}
	return data, nil
}

// Write writes a file whole or not at all, for the user alone to read, and
// makes its folder where there is none. A link is followed.
func Write(path string, data []byte) error {
	if err := MakeFolder(filepath.Dir(path)); err != nil {
		return err
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	return writeWhole(path, data)
}

// MakeFolder makes a folder for the user alone, unless it is there.
func MakeFolder(dir string) error { return os.MkdirAll(dir, 0o700) }

// Change reads a file, has it changed, and writes it, while no other run of
// the program does. A file that is not there is read as nil; where change
// gives nil, nothing is written.
func (s *Store) Change(path string, most int64, change func(old []byte) ([]byte, error)) error {
	if err := MakeFolder(s.state); err != nil {
		return err
	}
	release, err := Lock(filepath.Join(s.state, filepath.Base(path)+".lock"), patience)
	if err != nil {
		return err
	}
	defer release()
	RemoveHalves(path)
	old, err := Read(path, most)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	data, err := change(old)
	if err != nil || data == nil {
		return err
	}
	return Write(path, data)
}

// patience is how long a change waits for another one to be done.
const patience = 5 * time.Second

// Lock holds the lock file at path, made where there is none, until release is
// called or the process ends in whatever way. It waits for the one who holds
// it, at most so long; then the error is [ErrBusy].
func Lock(path string, wait time.Duration) (release func(), err error) {
	lock := flock.New(path)
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	ok, err := lock.TryLockContext(ctx, 5*time.Millisecond)
	switch {
	case errors.Is(err, errors.ErrUnsupported): // a file system without locks: better than keeping nothing
		return func() {}, nil
	case errors.Is(err, context.DeadlineExceeded):
		return nil, ErrBusy
	case err != nil:
		return nil, err
	case !ok:
		return nil, ErrBusy
	}
	return func() { _ = lock.Unlock() }, nil // the end of the process releases it, if nothing else
}

// RemoveHalves removes what writers of the file at path left beside it when
// they were cut off. It is for one who holds the file's lock.
func RemoveHalves(path string) {
	half := regexp.MustCompile(`^\.` + regexp.QuoteMeta(filepath.Base(path)) + `\d+$`)
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return
	}
	for _, e := range entries {
		if half.MatchString(e.Name()) {
			_ = os.Remove(filepath.Join(filepath.Dir(path), e.Name())) // it is in nobody's way
		}
	}
}
