package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unknot/unknot/cmd/unknot/store"
)

func aLog(t *testing.T) *Log {
	t.Helper()
	l := Open(store.In(t.TempDir()), time.Now)
	l.pace = time.Millisecond
	return l
}

func session(region string, seconds float64) Entry {
	return Entry{Regions: []string{region}, Title: "Title of " + region, Asked: 100, Played: seconds}
}

func mark(at int) json.RawMessage { return json.RawMessage(fmt.Sprintf(`{"at":%d}`, at)) }

// past reads the history, which must be without faults.
func past(t *testing.T, l *Log) []Entry {
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

// offered is the mark and region that can be resumed.
func offered(t *testing.T, l *Log) string {
	t.Helper()
	in, err := l.Interrupted()
	if err != nil {
		t.Fatal(err)
	}
	if in == nil {
		return ""
	}
	return in.Entry.Regions[0] + string(in.Mark)
}

func end(t *testing.T, r *Recorder, ending Ending, e Entry, m json.RawMessage) {
	t.Helper()
	if err := r.End(ending, e, m); err != nil {
		t.Fatal(err)
	}
}

func TestAnEmptyHistory(t *testing.T) {
	l := aLog(t)
	if got := past(t, l); len(got) != 0 {
		t.Error(got)
	}
	if got := offered(t, l); got != "" {
		t.Error(got)
	}
	if _, err := os.Stat(l.folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("looking made a folder: %v", err)
	}
}

func TestASessionThatEnds(t *testing.T) {
	l := aLog(t)
	r := l.Begin(session("neck", 0), nil)
	r.Note(session("neck", 50), mark(50))
	end(t, r, Finished, session("neck", 100), nil)
	entries := past(t, l)
	if len(entries) != 1 || entries[0].Ended != Finished || entries[0].Played != 100 || entries[0].ID == "" {
		t.Errorf("%+v", entries)
	}
	if entries[0].Started.IsZero() || entries[0].Started.Nanosecond() != 0 {
		t.Errorf("it began at %v", entries[0].Started)
	}
	if got := offered(t, l); got != "" {
		t.Errorf("%s is offered", got)
	}
	if files, err := os.ReadDir(l.running()); err != nil || len(files) > 0 {
		t.Errorf("%v stays, %v", files, err)
	}
	for path, want := range map[string]os.FileMode{l.folder: 0o700, l.running(): 0o700, l.file(): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	if err := r.End(Stopped, session("jaw", 1), nil); err != nil || len(past(t, l)) != 1 {
		t.Errorf("it ended twice: %v", err)
	}
}

// What was stopped is offered until it is resumed, or until any session is
// finished; of several, the latest.
func TestWhatIsOffered(t *testing.T) {
	l := aLog(t)
	expect := func(want string) {
		t.Helper()
		if got := offered(t, l); got != want {
			t.Errorf("%q is offered, not %q", got, want)
		}
	}
	end(t, l.Begin(session("neck", 0), nil), Stopped, session("neck", 30), mark(30))
	expect(`neck{"at":30}`)
	end(t, l.Begin(session("jaw", 0), nil), Stopped, session("jaw", 40), mark(40))
	expect(`jaw{"at":40}`)
	end(t, l.Begin(session("full", 0), nil), Stopped, session("full", 40), nil) // nothing to resume from
	expect(`jaw{"at":40}`)

	in, err := l.Interrupted()
	if err != nil {
		t.Fatal(err)
	}
	again := session("jaw", 40)
	again.Resumes = in.Entry.ID
	r := l.Begin(again, in.Mark)
	awaitFile(t, r)
	await(t, func() bool { return offered(t, l) == "" })
	end(t, r, Stopped, session("jaw", 60), mark(60))
	expect(`jaw{"at":60}`)
	if entries := past(t, l); entries[len(entries)-1].Resumes != in.Entry.ID {
		t.Errorf("%+v does not say what it resumed", entries)
	}

	end(t, l.Begin(session("neck", 0), nil), Finished, session("neck", 100), mark(100))
	expect("")
	end(t, l.Begin(session("neck", 0), nil), Stopped, session("neck", 0.5), mark(0)) // resumed, and stopped at once
	expect(`neck{"at":0}`)
	if got := len(past(t, l)); got != 5 {
		t.Errorf("%d entries", got)
	}
}

// await waits for what a recorder does by itself.
func await(t *testing.T, done func() bool) {
	t.Helper()
	for range 5000 {
		if done() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("it is not done after 5 s")
}

func awaitFile(t *testing.T, r *Recorder) {
	t.Helper()
	await(t, func() bool {
		_, err := os.Stat(r.log.leftoverFile(r.now().Entry.ID))
		return err == nil
	})
}

// die ends a recorder as a kill would: nothing more is written, and the lock
// is free.
func die(t *testing.T, r *Recorder) {
	t.Helper()
	awaitFile(t, r)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.lock.Unlock(); err != nil {
		t.Fatal(err)
	}
}

func TestASessionThatIsCutOff(t *testing.T) {
	l := aLog(t)
	l.pace = time.Hour
	alive := l.Begin(session("neck", 20), mark(20))
	dead := l.Begin(session("jaw", 30), mark(30))
	awaitFile(t, alive)
	die(t, dead)
	half := l.leftoverFile(dead.now().Entry.ID)
	half = filepath.Join(filepath.Dir(half), "."+filepath.Base(half)+"123")
	if err := os.WriteFile(half, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // once, however often it is looked for
		entries := past(t, l)
		if len(entries) != 1 || entries[0].Ended != CutOff || entries[0].Played != 30 || entries[0].Regions[0] != "jaw" {
			t.Fatalf("%+v", entries)
		}
		if got := offered(t, l); got != `jaw{"at":30}` {
			t.Errorf("%s is offered", got)
		}
		if files, err := filepath.Glob(l.running() + "/*"); err != nil || len(files) != 2 {
			t.Errorf("%q stay", files)
		}
		if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
			t.Error("half a file stays")
		}
	}
	// One that finishes leaves nothing to be offered, not even what was cut off
	// since anybody looked.
	other := l.Begin(session("full", 30), mark(30))
	die(t, other)
	end(t, alive, Finished, session("neck", 100), nil)
	if got := offered(t, l); got != "" {
		t.Errorf("%s is offered", got)
	}
	if got := len(past(t, l)); got != 3 {
		t.Errorf("%d entries", got)
	}
}

// One that was entered, and cut off before it had cleared up, is not entered
// again.
func TestCutOffWhileEnding(t *testing.T) {
	for _, ending := range []Ending{Finished, Stopped} {
		l := aLog(t)
		l.pace = time.Hour
		r := l.Begin(session("neck", 90), mark(90))
		die(t, r)
		e := r.now().Entry
		e.Played, e.Ended = 100, ending
		if err := l.append(e); err != nil {
			t.Fatal(err)
		}
		if entries := past(t, l); len(entries) != 1 || entries[0].Ended != ending || entries[0].Played != 100 {
			t.Errorf("%+v", entries)
		}
		want := ""
		if ending == Stopped {
			want = `neck{"at":90}`
		}
		if got := offered(t, l); got != want {
			t.Errorf("%s: %q is offered", ending, got)
		}
	}
}

// What a newer version of the program left stays as it is, and is told of.
func TestANewerFormat(t *testing.T) {
	l := aLog(t)
	end(t, l.Begin(session("neck", 0), nil), Stopped, session("neck", 30), mark(30))
	newer := []byte(`{"version":2,"what":"ever"}`)
	paths := []string{l.interrupted(), l.leftoverFile(strings.Repeat("A", 26))}
	for _, path := range paths {
		if err := os.WriteFile(path, newer, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	end(t, l.Begin(session("neck", 0), nil), Stopped, session("neck", 40), mark(40))
	p, err := l.Read()
	if err != nil {
		t.Fatal(err)
	}
	var told *store.NewerError
	if len(p.Entries) != 2 || len(p.Faults) != 1 || !errors.As(p.Faults[0], &told) {
		t.Errorf("%+v", p)
	}
	if _, err := l.Interrupted(); !errors.As(err, &told) {
		t.Error(err)
	}
	for _, path := range paths {
		if data, err := os.ReadFile(path); err != nil || string(data) != string(newer) {
			t.Errorf("%s is now %q, %v", path, data, err)
		}
	}
}

// Where nothing can be written the session goes on, and its end says so; what
// was left is entered as soon as it can be.
func TestAFolderThatCannotBeMade(t *testing.T) {
	dir := t.TempDir()
	l := Open(store.In(dir), time.Now)
	l.pace = time.Millisecond
	if err := os.WriteFile(filepath.Join(dir, "state"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := l.Begin(session("neck", 0), nil)
	for i := range 100 {
		r.Note(session("neck", float64(i)), mark(i))
	}
	err := r.End(Finished, session("neck", 100), nil)
	if err == nil || !strings.HasPrefix(err.Error(), "this session could not be added to the history: ") {
		t.Error(err)
	}
}

// A kill at any moment loses what was noted in the last 2 s at most.
func TestHowMuchIsLost(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		l := Open(store.In(dir), time.Now)
		began := time.Now()
		r := l.Begin(session("neck", 0), mark(0))
		written := 0
		last := time.Time{}
		for range 400 {
			time.Sleep(97 * time.Millisecond)
			synctest.Wait()
			played := time.Since(began).Seconds()
			r.Note(session("neck", played), mark(1))
			left, err := readLeftover(l.leftoverFile(r.now().Entry.ID))
			if err != nil {
				t.Fatal(err)
			}
			if lost := played - left.Entry.Played; lost > 2.2 {
				t.Fatalf("after %.1f s %.1f s are lost", played, lost)
			}
			if !left.Saved.Equal(last) {
				written++
				last = left.Saved
			}
		}
		if written > 21 {
			t.Errorf("%d writes in 39 s", written)
		}
		end(t, r, Finished, session("neck", 39), nil)
	})
}
