package history

import (
	"errors"
	"os"
	"syscall"
	"testing"
	"time"
)

// On a full disk the end says so; when there is room again the session is
// entered as it ended.
func TestARealFullDisk(t *testing.T) {
	l := aLog(t)
	l.pace = time.Hour
	r := l.Begin(session("neck", 10), mark(10))
	awaitFile(t, r)
	if err := os.Symlink("/dev/full", l.file()); err != nil {
		t.Fatal(err)
	}
	if err := r.End(Finished, session("neck", 100), nil); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("%v, not %v", err, syscall.ENOSPC)
	}
	if err := os.Remove(l.file()); err != nil {
		t.Fatal(err)
	}
	entries := past(t, l)
	if len(entries) != 1 || entries[0].Ended != Finished || entries[0].Played != 100 {
		t.Errorf("%+v", entries)
	}
}
