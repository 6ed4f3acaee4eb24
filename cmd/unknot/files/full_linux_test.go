package files_test

import (
	"errors"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/unknot/unknot/cmd/unknot/files"
	"github.com/unknot/unknot/player/history"
)

// On a full disk the end says so; when there is room again the session is
// entered as it ended.
func TestAFullDiskIsReportedAndMadeUpFor(t *testing.T) {
	s := files.In(t.TempDir())
	l := history.Open(s, time.Now)
	l.Pace = time.Hour
	r := l.Begin(session("a", 10), mark(10))
	awaitRunning(t, s)
	if err := os.Symlink("/dev/full", s.Name("history.jsonl")); err != nil {
		t.Fatal(err)
	}
	if err := r.End(history.Finished, session("a", 100), nil); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("%v, not %v", err, syscall.ENOSPC)
	}
	if err := os.Remove(s.Name("history.jsonl")); err != nil {
		t.Fatal(err)
	}
	entries := past(t, l)
	if len(entries) != 1 || entries[0].Ended != history.Finished || entries[0].Played != 100 {
		t.Errorf("%+v", entries)
	}
}
