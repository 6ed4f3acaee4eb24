//go:build !windows

package store

import (
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"
)

// writeWhole writes beside the file, to the disk, and renames. The folder is
// written to the disk as well: else the power could fail before the new name
// is there.
func writeWhole(path string, data []byte) error {
	dir := filepath.Dir(path)
	err := renameio.WriteFile(path, data, 0o600, renameio.WithTempDir(dir), renameio.WithStaticPermissions(0o600))
	if err != nil {
		return err
	}
	folder, err := os.Open(dir)
	if err != nil {
		return nil // written, all the same
	}
	defer folder.Close()
	_ = folder.Sync() // not every file system can
	return nil
}
