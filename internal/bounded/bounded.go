// Package bounded reads whole files and streams that come from outside, never
// more of one than a limit.
package bounded

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// ErrNotRegular is wrapped where a name leads to something other than a regular
// file: a folder, or a pipe, reading from which might never end.
var ErrNotRegular = errors.New("it is not a regular file")

// A TooLargeError says that there is more to read than the limit.
type TooLargeError struct{ Most int64 } // bytes

func (e *TooLargeError) Error() string {
	switch {
	case e.Most >= 1<<20 && e.Most%(1<<20) == 0:
		return fmt.Sprintf("it is larger than %d MiB", e.Most>>20)
	case e.Most >= 1<<10 && e.Most%(1<<10) == 0:
		return fmt.Sprintf("it is larger than %d KiB", e.Most>>10)
	}
	return fmt.Sprintf("it is larger than %d bytes", e.Most)
}

// ReadFile reads a file of at most that many bytes by its path. It follows links.
// An error that is not os.Open's wraps ErrNotRegular or a *TooLargeError, and
// does not name the file.
func ReadFile(path string, most int64) ([]byte, error) {
	// Before it is opened: opening a pipe waits for somebody to write to it.
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, ErrNotRegular
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return readAndClose(f, most)
}

// ReadFS is ReadFile in a file system. Links are followed as far as that one
// follows them: those of an os.Root do not lead out of it.
func ReadFS(files fs.FS, name string, most int64) ([]byte, error) {
	if s, ok := files.(fs.StatFS); ok { // as in ReadFile
		if info, err := s.Stat(name); err != nil {
			return nil, err
		} else if !info.Mode().IsRegular() {
			return nil, ErrNotRegular
		}
	}
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	return readAndClose(f, most)
}

func readAndClose(f fs.File, most int64) ([]byte, error) {
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	switch {
	case !info.Mode().IsRegular(): // another one by now
		return nil, ErrNotRegular
	case info.Size() > most:
		return nil, &TooLargeError{most}
	}
	return read(f, info.Size(), most)
}

// Read reads a stream of at most that many bytes to its end: a file that may be
// a pipe, or standard input. An error that is not the stream's is a
// *TooLargeError.
func Read(r io.Reader, most int64) ([]byte, error) { return read(r, 512, most) }

// read reads to the end. size is how much there seems to be: a file may grow
// meanwhile.
func read(r io.Reader, size, most int64) ([]byte, error) {
	data := make([]byte, 0, min(size, most)+1) // with room to see the end
	for {
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
		n, err := r.Read(data[len(data):min(int64(cap(data)), most+1)])
		data = data[:len(data)+n]
		switch {
		case int64(len(data)) > most:
			return nil, &TooLargeError{most}
		case err == io.EOF:
			return data, nil
		case err != nil:
			return nil, err
		}
	}
}
