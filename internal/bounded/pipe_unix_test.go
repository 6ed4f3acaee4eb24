//go:build unix

package bounded_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/unknot/unknot/internal/bounded"
)

// Opening a pipe that nobody writes to would wait forever.
func TestRefusesAPipeWithoutOpeningIt(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if _, err := bounded.ReadFile(path, 100); !errors.Is(err, bounded.ErrNotRegular) {
		t.Errorf("by its path: %v", err)
	}
	if _, err := bounded.ReadFS(root.FS(), "pipe", 100); !errors.Is(err, bounded.ErrNotRegular) {
		t.Errorf("in a root: %v", err)
	}
}
