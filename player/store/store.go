// Package store is where the program keeps what outlasts a run. The [Store]
// interface is all that the rest of the program knows of it: files on a
// desktop, memory in a test, a browser's storage.
package store

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"
)

// Store keeps named sequences of bytes, here called files.
//
// A name is a slash-separated path as [fs.ValidPath] has it, of which no element
// begins with a dot; any other is refused with an [fs.ErrInvalid]. Folders need
// not be made: they are there once something is kept in them. A name ending in
// ".yaml" is a file that the user may write as well; everything else belongs to
// the program.
//
// All methods may be called from any goroutine, and several processes may use
// one store at the same time. Readers need no lock: they never see half of a
// Write. Writers of one name must keep each other away, with Lock or by names
// that nobody else uses.
//
// A process may be killed, or the power fail, at any moment. Each method says
// what is there afterwards. What else a cut-off call leaves is
// never listed or read, and the next Write or Remove of its name clears it
// away.
type Store interface {
	// Read returns the contents of a file, which the caller may change. A file
	// that is not there is an [fs.ErrNotExist]. One of more than most bytes is
	// an error, as is what is not a regular file: reading a pipe would never end.
	Read(name string, most int64) ([]byte, error)

	// Tail returns the last bytes of a file, at most so many. Cut reports that
	// the file has more before them, so that data may begin within a line. It
	// fails as Read does, but not on a long file.
	Tail(name string, most int64) (data []byte, cut bool, err error)

	// Write replaces a file, or makes it. It does so whole or not at all: at any
	// moment, and after a cut, there are either the old contents or the new.
	// Where it fails the old contents stay. When it returns without an error
	// the new ones are on the disk. It keeps no reference to data.
	Write(name string, data []byte) error

	// Append adds a line, which ends in a newline, to a file that only grows,
	// and makes the file where it is not there. When it returns without an
	// error the line is on the disk. Where it fails, nothing of the line stays
	// if that can be helped. A cut may leave a part of the line at the file's
	// end, never touching what was there before; the next line begins on a line
	// of its own all the same. It keeps no reference to line.
	Append(name string, line []byte) error

	// Remove removes a file, or what is left of a lock that nobody holds any
	// longer. Removing what is not there is no error. After a power cut it may
	// be back.
	Remove(name string) error

	// List returns the names within a folder, in order and without the folder's:
	// of files, and of locks. It does not look into folders within. A folder
	// that is not there has none. A lock that nobody holds may or may not be
	// among them, until it is removed.
	List(folder string) ([]string, error)

	// Lock takes the lock of that name, which excludes every other goroutine
	// and process from taking it. It waits for its holder, at most so long, and
	// tries once where wait is 0; then the error is [ErrBusy]. A lock is not a
	// file: it excludes nobody who does not ask for it, and its name must be no
	// file's. It is held until release is called, which may be done from any
	// goroutine and more than once, or until the process ends, in whatever way.
	// Where the system has no locks, nothing is excluded and nothing fails.
	Lock(name string, wait time.Duration) (release func(), err error)

	// Held reports whether anybody holds a lock. Where it cannot be known the
	// answer is yes. Held may take the lock for an instant to find out, in which
	// another Held reports a holder and a Lock that does not wait fails: keep
	// them apart with a lock of their own.
	Held(name string) bool

	// Name is what to call a file in messages to the user: its path.
	Name(name string) string
}

// ErrBusy is that another run of the program held a lock for too long.
var ErrBusy = errors.New("another unknot is writing it: try again")

// NewerError is a file whose format only a later version of the program knows.
type NewerError struct{ Name string }

func (e *NewerError) Error() string {
	return fmt.Sprintf("%s was written by a newer unknot and is left as it is: update unknot to use it", e.Name)
}

// patience is how long Change waits for another one to be done.
const patience = 5 * time.Second

// Change replaces a file of at most so many bytes with what change makes of it,
// under the file's own lock, so that of two changes at once neither is lost. A
// file that is not there is given as nil. Where change returns nil, or an
// error, nothing is written.
func Change(s Store, name string, most int64, change func(old []byte) ([]byte, error)) error {
	release, err := s.Lock(name+".lock", patience)
	if err != nil {
		return err
	}
	defer release()
	old, err := s.Read(name, most)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	data, err := change(old)
	if err != nil || data == nil {
		return err
	}
	return s.Write(name, data)
}

// CheckName refuses what is no name of a file or lock. It is for
// implementations.
func CheckName(op, name string) error {
	if !fs.ValidPath(name) || name[0] == '.' || strings.Contains(name, "/.") {
		return &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	return nil
}
