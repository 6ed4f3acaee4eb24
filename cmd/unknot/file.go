package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// writeWhole writes a file that appears under its name only when it is whole:
// it is written beside it and then renamed. When anything fails nothing is
// left behind, and a file of that name stays as it was.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("it is no ordinary file")
	}
	f, err := createBeside(path)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close()           // closed already, or of no more use
			_ = os.Remove(f.Name()) // the first error is the one to tell
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := f.Close(); err != nil { // some file systems run full only here
		return err
	}
	return os.Rename(f.Name(), path)
}

// createBeside makes a new file in the folder of path, hidden, with the rights
// that a new file gets. os.CreateTemp would keep it from everybody else.
func createBeside(path string) (*os.File, error) {
	name := filepath.Join(filepath.Dir(path), ".unknot-"+rand.Text()[:12]+".part")
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}
