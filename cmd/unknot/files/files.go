// Package files keeps things on the disk: it is the store of a user with a
// desktop, in folders private to that user, and it writes the files that the
// user asks for. A file is written whole or not at all.
package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/adrg/xdg"
	"github.com/gofrs/flock"

	"github.com/unknot/unknot/player/store"
)

// Store is a [store.Store] in two folders: config for what the user wrote or
// could have written, state for what the program noted by itself. A file may be
// a link to somewhere else, and stays one when it is written.
type Store struct{ config, state string }

var _ store.Store = (*Store)(nil)

// User returns the store of the user who runs the program: on Linux in the XDG
// folders, elsewhere in the platform's own.
func User() *Store {
	return &Store{config: filepath.Join(xdg.ConfigHome, "unknot"), state: filepath.Join(xdg.StateHome, "unknot")}
}

// Regions is the folder of the user's own scripts, which need not be there.
func Regions() string { return filepath.Join(xdg.DataHome, "unknot", "regions") }

// In returns a store in a folder of its own.
func In(dir string) *Store {
	return &Store{config: filepath.Join(dir, "config"), state: filepath.Join(dir, "state")}
}

// Name is the path of a file.
func (s *Store) Name(name string) string {
	folder := s.state
	if strings.HasSuffix(name, ".yaml") {
		folder = s.config
	}
	return filepath.Join(folder, filepath.FromSlash(name))
}

// path checks a name and returns its path.
func (s *Store) path(op, name string) (string, error) {
	if err := store.CheckName(op, name); err != nil {
		return "", err
	}
	return s.Name(name), nil
}

// inFolder is path, with the file's folder made for the user alone unless it is
// there.
func (s *Store) inFolder(op, name string) (string, error) {
	path, err := s.path(op, name)
	if err != nil {
		return "", err
	}
	return path, os.MkdirAll(filepath.Dir(path), 0o700)
}

func (s *Store) Read(name string, most int64) ([]byte, error) {
	path, err := s.path("read", name)
	if err != nil {
		return nil, err
	}
	return Read(path, most)
}

func (s *Store) Tail(name string, most int64) (data []byte, cut bool, err error) {
	path, err := s.path("read", name)
	if err != nil {
		return nil, false, err
	}
	return tail(path, most)
}

func (s *Store) Write(name string, data []byte) error {
	path, err := s.inFolder("write", name)
	if err != nil {
		return err
	}
	removeHalves(path)
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	return writePrivate(path, data)
}

func (s *Store) Append(name string, line []byte) error {
	path, err := s.inFolder("append", name)
	if err != nil {
		return err
	}
	return appendTo(path, line)
}

func (s *Store) Remove(name string) error {
	path, err := s.path("remove", name)
	if err != nil {
		return err
	}
	removeHalves(path)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (s *Store) List(folder string) ([]string, error) {
	path, err := s.path("list", folder)
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && store.CheckName("list", e.Name()) == nil { // not what a cut-off writer left
			names = append(names, e.Name())
		}
	}
	return names, nil
}

func (s *Store) Lock(name string, wait time.Duration) (release func(), err error) {
	path, err := s.inFolder("lock", name)
	if err != nil {
		return nil, err
	}
	lock := flock.New(path)
	ok, err := lock.TryLock()
	if !ok && err == nil && wait > 0 {
		ctx, cancel := context.WithTimeout(context.Background(), wait)
		defer cancel()
		ok, err = lock.TryLockContext(ctx, 5*time.Millisecond)
	}
	switch {
	case ok:
		return func() { _ = lock.Unlock() }, nil // the end of the process releases it, if nothing else
	case errors.Is(err, errors.ErrUnsupported): // a file system without locks: better than keeping nothing
		return func() {}, nil
	case err == nil, errors.Is(err, context.DeadlineExceeded):
		return nil, store.ErrBusy
	}
	return nil, fmt.Errorf("taking a lock: %w", err)
}

func (s *Store) Held(name string) bool {
	path, err := s.path("lock", name)
	if err != nil {
		return false
	}
	lock := flock.New(path, flock.SetFlag(os.O_RDWR)) // not made where it is not there
	ok, err := lock.TryLock()
	if ok {
		_ = lock.Unlock() // closed, at least
		return false
	}
	return !errors.Is(err, fs.ErrNotExist)
}
