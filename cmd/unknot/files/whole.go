package files

import (
	"crypto/rand"
	"fmt"
	"io"
	"io/fs"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"regexp"

	"github.com/unknot/unknot/internal/bounded"
)

// WriteWhole writes a file of the user's choice, with the rights that a new
// file gets. It appears under its name only when it is whole. Where anything
// fails nothing remains, and a file of that name stays as it was.
func WriteWhole(path string, write func(io.Writer) error) error {
	half := filepath.Join(filepath.Dir(path), ".unknot-"+rand.Text()[:12]+".part")
	return writeWhole(path, half, 0o666, func(f *os.File) error { return write(f) })
}

// writePrivate writes a file whole, for the user alone. The new contents are on
// the disk before the name leads to them, and the name is as well before it
// returns: else the power could fail in between.
func writePrivate(path string, data []byte) error {
	half := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s%d", filepath.Base(path), mathrand.Uint64()))
	err := writeWhole(path, half, 0o600, func(f *os.File) error {
		if _, err := f.Write(data); err != nil {
			return err
		}
		return f.Sync()
	})
	if err == nil {
		syncFolder(path)
	}
	return err
}

// writeWhole writes half, which must not be there, and gives it the name path.
func writeWhole(path, half string, rights fs.FileMode, write func(*os.File) error) (err error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return bounded.ErrNotRegular
	}
	f, err := os.OpenFile(half, os.O_WRONLY|os.O_CREATE|os.O_EXCL, rights)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close() // it may be closed
			_ = os.Remove(half)
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := f.Close(); err != nil { // some file systems run full only here
		return err
	}
	return os.Rename(half, path)
}

// syncFolder writes the names beside path to the disk, where the file system
// can.
func syncFolder(path string) {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return
	}
	defer folder.Close()
	_ = folder.Sync()
}

// removeHalves removes what cut-off writers left beside a private file. Nobody
// may be writing it.
func removeHalves(path string) {
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
