package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/unknot/unknot/internal/bounded"
)

// Read reads a regular file of at most that many bytes. One that is not there
// is an fs.ErrNotExist. The error names the file.
func Read(path string, most int64) ([]byte, error) {
	data, err := bounded.ReadFile(path, most)
	pathError := (*fs.PathError)(nil)
	switch {
	case errors.As(err, &pathError):
		return nil, &fs.PathError{Op: "open", Path: pathError.Path, Err: pathError.Err} // that it was looked at first is our business
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return data, nil
}

// tail reads the last bytes of a regular file, at most so many. Cut reports
// that there are more before them.
func tail(path string, most int64) (data []byte, cut bool, err error) {
	f, size, err := openRegular(path)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	from := max(size-most, 0)
	data = make([]byte, min(size, most))
	n, err := f.ReadAt(data, from)
	if err != nil && !errors.Is(err, io.EOF) { // it may just have become shorter
		return nil, false, err
	}
	return data[:n], from > 0, nil
}

// openRegular opens what is neither a folder nor a device nor a pipe. Opening
// a pipe would wait for ever, so it looks first.
func openRegular(path string) (f *os.File, size int64, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, fmt.Errorf("%s: %w", path, bounded.ErrNotRegular)
	}
	f, err = os.Open(path)
	return f, info.Size(), err
}
