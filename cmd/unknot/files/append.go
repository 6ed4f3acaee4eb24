package files

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// appendTo adds a line to a private file that only grows.
func appendTo(path string, line []byte) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	before, err := appendLine(f, line)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil && before == 0 {
		syncFolder(path) // it may be new
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

// appendLine adds a line in one write, to the disk, and returns how long the
// file was before. After half a line, left by a power cut, it begins a new
// one. Where the line cannot be written whole, it takes back what was written.
func appendLine(f growing, line []byte) (before int64, err error) {
	before, err = f.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, err
	}
	if before > 0 {
		var last [1]byte
		if _, err := f.ReadAt(last[:], before-1); err != nil {
			return before, err
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
		return before, nil
	}
	if cut := f.Truncate(before); cut != nil {
		// The next line begins a new one after the half that stays.
		return before, errors.Join(err, fmt.Errorf("taking back half a line: %w", cut))
	}
	return before, err
}
