package files_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/unknot/unknot/cmd/unknot/files"
	"github.com/unknot/unknot/player/history"
)

// session is one of the region neck; the title is its own.
func session(title string, seconds float64) history.Entry {
	return history.Entry{Regions: []string{"neck"}, Title: title, Asked: 100, Played: seconds}
}

func mark(at int) json.RawMessage { return fmt.Appendf(nil, `{"at":%d}`, at) }

// past reads the history, which must be without faults.
func past(t *testing.T, l *history.Log) []history.Entry {
	t.Helper()
	p, err := l.Read()
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Faults) > 0 {
		t.Fatal(p.Faults)
	}
	return p.Entries
}

// notes is how many seconds of each running session are on the disk, by title.
func notes(s *files.Store) map[string]float64 {
	noted := map[string]float64{}
	names, err := s.List("running")
	if err != nil {
		return nil
	}
	for _, name := range names {
		data, err := s.Read("running/"+name, 1<<20)
		var on struct{ Entry history.Entry }
		if err == nil && json.Unmarshal(data, &on) == nil {
			noted[on.Entry.Title] = on.Entry.Played
		}
	}
	return noted
}

// awaitRunning waits until a running file is on the disk.
func awaitRunning(t *testing.T, s *files.Store) {
	t.Helper()
	for range 5000 {
		if len(notes(s)) > 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("there is no running file after 5 s")
}

func TestReadingAnEmptyHistoryMakesNoFolder(t *testing.T) {
	dir := t.TempDir()
	l := history.Open(files.In(dir), time.Now)
	if got := past(t, l); len(got) != 0 {
		t.Error(got)
	}
	if in, err := l.Interrupted(); err != nil || in != nil {
		t.Errorf("%+v, %v", in, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestASessionThatEndsLeavesOnlyItsEntry(t *testing.T) {
	s := files.In(t.TempDir())
	l := history.Open(s, time.Now)
	r := l.Begin(session("a", 0), mark(0))
	awaitRunning(t, s)
	if err := r.End(history.Finished, session("a", 100), nil); err != nil {
		t.Fatal(err)
	}
	if entries := past(t, l); len(entries) != 1 || entries[0].Played != 100 {
		t.Errorf("%+v", entries)
	}
	if left, err := os.ReadDir(s.Name("running")); err != nil || len(left) > 0 {
		t.Errorf("%v stay, %v", left, err)
	}
	for path, want := range map[string]fs.FileMode{s.Name("running"): 0o700, s.Name("history.jsonl"): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

// What a process that was killed left is a running file, a lock that nobody
// holds, and half of a file.
func TestWhatAKilledProcessLeftIsClearedAway(t *testing.T) {
	s := files.In(t.TempDir())
	id := strings.Repeat("A", 26)
	text := `{"version":1,"saved":"2026-03-01T08:01:00Z","entry":{"id":"` + id +
		`","started":"2026-03-01T08:00:00Z","regions":["neck"],"asked":100,"played":60},"mark":{"at":60}}`
	if err := s.Write("running/"+id+".json", []byte(text)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{id + ".lock", "." + id + ".json123"} {
		if err := os.WriteFile(filepath.Join(s.Name("running"), name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l := history.Open(s, time.Now)
	if entries := past(t, l); len(entries) != 1 || entries[0].Ended != history.CutOff || entries[0].Played != 60 {
		t.Errorf("%+v", entries)
	}
	if left, err := os.ReadDir(s.Name("running")); err != nil || len(left) > 0 {
		t.Errorf("%v stay, %v", left, err)
	}
}

func TestAFolderThatCannotBeMadeIsReportedAtTheEnd(t *testing.T) {
	dir := t.TempDir()
	l := history.Open(files.In(dir), time.Now)
	l.Pace = time.Millisecond
	if err := os.WriteFile(filepath.Join(dir, "state"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := l.Begin(session("a", 0), nil)
	for i := range 100 {
		r.Note(session("a", float64(i)), mark(i))
	}
	err := r.End(history.Finished, session("a", 100), nil)
	if disk := (*fs.PathError)(nil); !errors.As(err, &disk) || !strings.HasPrefix(err.Error(), "this session could not be added to the history: ") {
		t.Error(err)
	}
}

func BenchmarkWriteRunningFile(b *testing.B) {
	s := files.In(b.TempDir())
	data, err := json.Marshal(session("a", 1))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := s.Write("running/a.json", data); err != nil {
			b.Fatal(err)
		}
	}
}
