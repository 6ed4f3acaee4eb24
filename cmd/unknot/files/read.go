package files

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// Read reads an ordinary file of at most so many bytes. One that is not there
// is an fs.ErrNotExist.
func Read(path string, most int64) ([]byte, error) {
	f, _, err := openOrdinary(path)
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

// tail reads the last bytes of an ordinary file, at most so many. Cut reports
// that there are more before them.
func tail(path string, most int64) (data []byte, cut bool, err error) {
	f, size, err := openOrdinary(path)
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

// openOrdinary opens what is neither a folder nor a device nor a pipe. Opening
// a pipe would wait for ever, so it looks first.
func openOrdinary(path string) (f *os.File, size int64, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, fmt.Errorf("%s is no ordinary file", path)
	}
	f, err = os.Open(path)
	return f, info.Size(), err
}
