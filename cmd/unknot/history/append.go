package history

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/unknot/unknot/cmd/unknot/store"
)

// patience is how long a write waits for that of another run of the program.
const patience = 2 * time.Second

// lock keeps every other run from changing the history and the running files.
func (l *Log) lock() (release func(), err error) {
	if err := store.MakeFolder(l.running()); err != nil {
		return nil, err
	}
	return store.Lock(l.path("history.lock"), patience)
}

// append adds an entry. It is for one who holds the lock.
func (l *Log) append(e Entry) error {
	line, err := encode(e)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(l.file(), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	err = appendLine(f, line)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// growing is a file that is only appended to.
type growing interface {
	io.ReaderAt
	io.Seeker
	io.Writer // at the end
	Truncate(size int64) error
	Sync() error
}

// appendLine adds a line in one write, and to the disk. Behind half a line,
// left by a power cut, it begins on a line of its own. Where it cannot be
// written whole, nothing of it stays.
func appendLine(f growing, line []byte) error {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if size > 0 {
		var last [1]byte
		if _, err := f.ReadAt(last[:], size-1); err != nil {
			return err
		}
		if last[0] != '\n' {
			line = append([]byte("\n"), line...)
		}
	}
	n, err := f.Write(line)
	if err == nil && n < len(line) {
		err = io.ErrShortWrite
	}
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		return nil
	}
	if cut := f.Truncate(size); cut != nil {
		// The next entry begins a new line behind the half one.
		return errors.Join(err, fmt.Errorf("taking back half a line: %w", cut))
	}
	return err
}
