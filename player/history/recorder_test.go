package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unknot/unknot/player/store"
)

func aLog(t *testing.T) *Log {
	t.Helper()
	l := Open(&store.Memory{}, time.Now)
	l.Pace = time.Millisecond
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

func TestAnEmptyHistoryHasNothing(t *testing.T) {
	l := aLog(t)
	if got := past(t, l); len(got) != 0 {
		t.Error(got)
	}
	if got := offered(t, l); got != "" {
		t.Error(got)
	}
}

func TestASessionThatEndsIsEntered(t *testing.T) {
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
	expectRunning(t, l)
	if err := r.End(Stopped, session("jaw", 1), nil); err != nil || len(past(t, l)) != 1 {
		t.Errorf("it ended twice: %v", err)
	}
}

// What was stopped is offered until it is resumed, or until any session is
// finished; of several, the latest.
func TestTheLatestThatWasStoppedIsOffered(t *testing.T) {
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

// expectRunning expects the running file and lock of these sessions, and of no
// others.
func expectRunning(t *testing.T, l *Log, sessions ...*Recorder) {
	t.Helper()
	var want []string
	for _, r := range sessions {
		id := r.snapshot().Entry.ID
		want = append(want, id+".json", id+".lock")
	}
	if names, err := l.store.List(runningFolder); err != nil || !slices.Equal(names, want) {
		t.Errorf("running are %q, %v, not %q", names, err, want)
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
		_, err := r.log.readSnapshot(runningName(r.snapshot().Entry.ID))
		return err == nil
	})
}

// die ends a recorder as a kill would: nothing more is written, and its lock is
// free.
func die(t *testing.T, r *Recorder) {
	t.Helper()
	awaitFile(t, r)
	r.release()
}

func TestACutOffSessionIsEnteredOnce(t *testing.T) {
	l := aLog(t)
	l.Pace = time.Hour
	alive := l.Begin(session("neck", 20), mark(20))
	dead := l.Begin(session("jaw", 30), mark(30))
	awaitFile(t, alive)
	die(t, dead)
	for range 2 { // once, however often it is looked for
		entries := past(t, l)
		if len(entries) != 1 || entries[0].Ended != CutOff || entries[0].Played != 30 || entries[0].Regions[0] != "jaw" {
			t.Fatalf("%+v", entries)
		}
		if got := offered(t, l); got != `jaw{"at":30}` {
			t.Errorf("%s is offered", got)
		}
		expectRunning(t, l, alive)
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
func TestASessionCutOffWhileEndingIsEnteredOnce(t *testing.T) {
	for _, ending := range []Ending{Finished, Stopped} {
		l := aLog(t)
		l.Pace = time.Hour
		r := l.Begin(session("neck", 90), mark(90))
		die(t, r)
		e := r.snapshot().Entry
		e.Played, e.Ended = 100, ending
		line, err := encode(e)
		if err == nil {
			err = l.store.Append(historyName, line)
		}
		if err != nil {
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

// What a newer version of the program left stays as it is, and is reported.
func TestANewerFormatIsLeftAsItIs(t *testing.T) {
	l := aLog(t)
	end(t, l.Begin(session("neck", 0), nil), Stopped, session("neck", 30), mark(30))
	newer := []byte(`{"version":2,"what":"ever"}`)
	names := []string{interruptedName, runningName(strings.Repeat("A", 26))}
	for _, name := range names {
		if err := l.store.Write(name, newer); err != nil {
			t.Fatal(err)
		}
	}
	end(t, l.Begin(session("neck", 0), nil), Stopped, session("neck", 40), mark(40))
	p, err := l.Read()
	if err != nil {
		t.Fatal(err)
	}
	var refused *store.NewerError
	if len(p.Entries) != 2 || len(p.Faults) != 1 || !errors.As(p.Faults[0], &refused) {
		t.Errorf("%+v", p)
	}
	if _, err := l.Interrupted(); !errors.As(err, &refused) {
		t.Error(err)
	}
	for _, name := range names {
		if data, err := l.store.Read(name, 100); err != nil || string(data) != string(newer) {
			t.Errorf("%s is now %q, %v", name, data, err)
		}
	}
}

// fullStore is a store that keeps nothing new while it is full.
type fullStore struct {
	store.Memory
	full atomic.Bool
}

var errFull = errors.New("no space left on device")

func (s *fullStore) Write(name string, data []byte) error {
	if s.full.Load() {
		return errFull
	}
	return s.Memory.Write(name, data)
}

func (s *fullStore) Append(name string, line []byte) error {
	if s.full.Load() {
		return errFull
	}
	return s.Memory.Append(name, line)
}

// Where nothing can be written the session goes on, and its end says so; what
// is on the disk is entered as soon as it can be.
func TestAFullStoreIsReportedAtTheEnd(t *testing.T) {
	s := &fullStore{}
	l := Open(s, time.Now)
	l.Pace = time.Millisecond
	r := l.Begin(session("neck", 10), mark(10))
	awaitFile(t, r)
	s.full.Store(true)
	for i := range 100 {
		r.Note(session("neck", float64(10+i)), mark(10+i))
	}
	err := r.End(Finished, session("neck", 100), mark(100))
	if !errors.Is(err, errFull) || !strings.HasPrefix(err.Error(), "this session could not be added to the history: ") {
		t.Error(err)
	}
	s.full.Store(false)
	if entries := past(t, l); len(entries) != 1 || entries[0].Played < 10 {
		t.Errorf("%+v", entries)
	}
	expectRunning(t, l)
}

// A kill at any moment loses what was noted in the last 2 s at most.
func TestAKillLosesTwoSecondsAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := Open(&store.Memory{}, time.Now)
		began := time.Now()
		r := l.Begin(session("neck", 0), mark(0))
		written := 0
		last := time.Time{}
		for range 400 {
			time.Sleep(97 * time.Millisecond)
			synctest.Wait()
			played := time.Since(began).Seconds()
			r.Note(session("neck", played), mark(1))
			on, err := l.readSnapshot(runningName(r.snapshot().Entry.ID))
			if err != nil {
				t.Fatal(err)
			}
			if lost := played - on.Entry.Played; lost > 2.2 {
				t.Fatalf("after %.1f s %.1f s are lost", played, lost)
			}
			if !on.Saved.Equal(last) {
				written++
				last = on.Saved
			}
		}
		if written > 21 {
			t.Errorf("%d writes in 39 s", written)
		}
		end(t, r, Finished, session("neck", 39), nil)
	})
}
