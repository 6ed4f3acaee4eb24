// Package storetest is the contract of store.Store as a test. Every store
// passes it, apart from what takes a second process or a power cut to see.
package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/unknot/unknot/player/store"
)

// Run tests the contract with stores that open makes, each empty.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	for _, c := range contract {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

var contract = []struct {
	name string
	test func(t *testing.T, s store.Store)
}{
	{"AnEmptyStoreHasNothing", anEmptyStoreHasNothing},
	{"AFileIsReadAsItWasWritten", aFileIsReadAsItWasWritten},
	{"ABufferIsTheCallersAgain", aBufferIsTheCallersAgain},
	{"ALongFileIsNotRead", aLongFileIsNotRead},
	{"TailGivesTheEnd", tailGivesTheEnd},
	{"AppendBeginsALine", appendBeginsALine},
	{"ListGivesWhatIsInAFolder", listGivesWhatIsInAFolder},
	{"OddNamesAreRefused", oddNamesAreRefused},
	{"ReadersSeeWholeFiles", readersSeeWholeFiles},
	{"ALockHasOneHolder", aLockHasOneHolder},
	{"AReleasedLockGoesToTheNext", aReleasedLockGoesToTheNext},
	{"OneOfManyHoldsALock", oneOfManyHoldsALock},
	{"ChangesAtOnceAreAllMade", changesAtOnceAreAllMade},
	{"AChangeThatFailsChangesNothing", aChangeThatFailsChangesNothing},
	{"NamesForTheUserDiffer", namesForTheUserDiffer},
}

// names are one in each folder that the program uses.
var names = []string{"state.json", "favourites.yaml", "spots.json", "running/a.json"}

func anEmptyStoreHasNothing(t *testing.T, s store.Store) {
	for _, name := range names {
		if data, err := s.Read(name, 10); !errors.Is(err, fs.ErrNotExist) || data != nil {
			t.Errorf("%s is read as %q, %v", name, data, err)
		}
		if data, cut, err := s.Tail(name, 10); !errors.Is(err, fs.ErrNotExist) || data != nil || cut {
			t.Errorf("%s ends in %q, %v, %v", name, data, cut, err)
		}
		if err := s.Remove(name); err != nil {
			t.Errorf("removing %s: %v", name, err)
		}
		if s.Held(name + ".lock") {
			t.Errorf("%s.lock is held", name)
		}
	}
	list(t, s, "running")
}

func aFileIsReadAsItWasWritten(t *testing.T, s store.Store) {
	for _, name := range names {
		for _, text := range []string{"old", "", "\x00\xff\n", "new"} {
			write(t, s, name, text)
			read(t, s, name, text)
		}
	}
	for _, name := range names {
		read(t, s, name, "new")
		if err := s.Remove(name); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Read(name, 10); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s was removed and is read: %v", name, err)
		}
	}
}

func aBufferIsTheCallersAgain(t *testing.T, s store.Store) {
	buffer := []byte("written\n")
	if err := s.Write("state.json", buffer); err != nil {
		t.Fatal(err)
	}
	copy(buffer, "another")
	if err := s.Append("history.jsonl", buffer); err != nil {
		t.Fatal(err)
	}
	clear(buffer)
	read(t, s, "state.json", "written\n")
	data, err := s.Read("history.jsonl", 100)
	if err != nil {
		t.Fatal(err)
	}
	clear(data)
	read(t, s, "history.jsonl", "another\n")
}

func aLongFileIsNotRead(t *testing.T, s store.Store) {
	write(t, s, "state.json", "12345")
	if data, err := s.Read("state.json", 5); err != nil || string(data) != "12345" {
		t.Errorf("%q, %v", data, err)
	}
	if data, err := s.Read("state.json", 4); err == nil || errors.Is(err, fs.ErrNotExist) || data != nil {
		t.Errorf("%q, %v", data, err)
	}
}

func tailGivesTheEnd(t *testing.T, s store.Store) {
	write(t, s, "history.jsonl", "12345")
	for most, want := range map[int64]string{1: "5", 4: "2345", 5: "12345", 100: "12345"} {
		data, cut, err := s.Tail("history.jsonl", most)
		if err != nil || string(data) != want || cut != (most < 5) {
			t.Errorf("the last %d bytes are %q, %v, %v", most, data, cut, err)
		}
	}
}

func appendBeginsALine(t *testing.T, s store.Store) {
	appendTo := func(line string) {
		t.Helper()
		if err := s.Append("history.jsonl", []byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	appendTo("a\n")
	appendTo("b\n")
	read(t, s, "history.jsonl", "a\nb\n")
	write(t, s, "history.jsonl", "a\nhalf of it")
	appendTo("c\n")
	appendTo("d\n")
	read(t, s, "history.jsonl", "a\nhalf of it\nc\nd\n")
	if err := s.Append("running/log", []byte("x\n")); err != nil { // in a folder that is not there yet
		t.Fatal(err)
	}
}

func listGivesWhatIsInAFolder(t *testing.T, s store.Store) {
	for _, name := range []string{"running/b.json", "running/a.json", "running.json", "running2/c.json", "running/within/d.json"} {
		write(t, s, name, "x")
	}
	write(t, s, "running/a.json", "again")
	list(t, s, "running", "a.json", "b.json")
	release := lock(t, s, "running/c.lock")
	list(t, s, "running", "a.json", "b.json", "c.lock")
	release()
	for _, name := range []string{"running/c.lock", "running/a.json"} {
		if err := s.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	list(t, s, "running", "b.json")
}

func oddNamesAreRefused(t *testing.T, s store.Store) {
	for _, name := range []string{"", ".", "/state.json", "../state.json", "running/../state.json", "running/", "./state.json", ".hidden", "running/.a.json"} {
		_, read := s.Read(name, 10)
		_, _, tail := s.Tail(name, 10)
		_, list := s.List(name)
		_, lock := s.Lock(name, 0)
		for _, err := range []error{read, tail, list, lock, s.Write(name, nil), s.Append(name, []byte("\n")), s.Remove(name)} {
			if !errors.Is(err, fs.ErrInvalid) {
				t.Errorf("%q: %v", name, err)
			}
		}
	}
}

func readersSeeWholeFiles(t *testing.T, s store.Store) {
	text := func(i int) []byte { return bytes.Repeat([]byte{byte('a' + i)}, 10000*(i+1)) }
	write(t, s, "state.json", string(text(0)))
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for {
				data, err := s.Read("state.json", 1<<20)
				if err != nil || len(data) == 0 || !bytes.Equal(data, text(int(data[0]-'a'))) {
					t.Errorf("%d bytes are read, %v", len(data), err)
					return
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for i := range 20 {
		write(t, s, "state.json", string(text(i%3)))
	}
	close(stop)
	readers.Wait()
}

func aLockHasOneHolder(t *testing.T, s store.Store) {
	const name = "running/a.lock"
	release := lock(t, s, name)
	for _, wait := range []time.Duration{0, 20 * time.Millisecond} {
		if _, err := s.Lock(name, wait); !errors.Is(err, store.ErrBusy) {
			t.Errorf("a lock that is held is taken: %v", err)
		}
	}
	if !s.Held(name) {
		t.Error("a lock that was taken is not held")
	}
	lock(t, s, "running/b.lock")() // another one is free
	release()
	if s.Held(name) {
		t.Error("a lock that was released is held")
	}
	second := lock(t, s, name)
	release() // it holds nothing any longer
	if !s.Held(name) {
		t.Error("a lock is released by the one who had it before")
	}
	second()
}

func aReleasedLockGoesToTheNext(t *testing.T, s store.Store) {
	release := lock(t, s, "history.lock")
	next := make(chan error)
	go func() {
		release, err := s.Lock("history.lock", time.Minute)
		if err == nil {
			release()
		}
		next <- err
	}()
	time.Sleep(10 * time.Millisecond)
	select {
	case err := <-next:
		t.Fatalf("a lock that is held is taken: %v", err)
	default:
	}
	release()
	if err := <-next; err != nil {
		t.Error(err)
	}
}

func oneOfManyHoldsALock(t *testing.T, s store.Store) {
	var all sync.WaitGroup
	var holders, taken atomic.Int32
	for range 10 {
		all.Go(func() {
			for range 10 {
				release, err := s.Lock("history.lock", time.Minute)
				if err != nil {
					t.Error(err)
					return
				}
				taken.Add(1)
				if n := holders.Add(1); n != 1 {
					t.Errorf("%d hold it", n)
				}
				holders.Add(-1)
				release()
			}
		})
	}
	all.Wait()
	if n := taken.Load(); n != 100 {
		t.Errorf("it was taken %d times, not 100", n)
	}
}

func changesAtOnceAreAllMade(t *testing.T, s store.Store) {
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			err := store.Change(s, "favourites.yaml", 100, func(old []byte) ([]byte, error) {
				n, _ := strconv.Atoi(string(old)) // 0 where it is not there
				return fmt.Append(nil, n+1), nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	read(t, s, "favourites.yaml", "20")
}

func aChangeThatFailsChangesNothing(t *testing.T, s store.Store) {
	no := errors.New("no")
	change := func(most int64, data []byte, err error) error {
		return store.Change(s, "favourites.yaml", most, func([]byte) ([]byte, error) { return data, err })
	}
	if err := change(100, nil, nil); err != nil {
		t.Error(err)
	}
	if _, err := s.Read("favourites.yaml", 100); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing was made of nothing, and it is there: %v", err)
	}
	write(t, s, "favourites.yaml", "old")
	if err := change(100, []byte("new"), no); !errors.Is(err, no) {
		t.Error(err)
	}
	if err := change(100, nil, nil); err != nil {
		t.Error(err)
	}
	if err := change(2, []byte("new"), nil); err == nil {
		t.Error("a file that is too long was changed")
	}
	read(t, s, "favourites.yaml", "old")
}

func namesForTheUserDiffer(t *testing.T, s store.Store) {
	seen := map[string]string{}
	for _, name := range names {
		shown := s.Name(name)
		if other, twice := seen[shown]; twice || !strings.HasSuffix(shown, "."+name[strings.LastIndexByte(name, '.')+1:]) {
			t.Errorf("%s is called %q, %q is as well", name, shown, other)
		}
		seen[shown] = name
	}
}

func write(t *testing.T, s store.Store, name, text string) {
	t.Helper()
	if err := s.Write(name, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, s store.Store, name, want string) {
	t.Helper()
	if data, err := s.Read(name, 1<<20); err != nil || string(data) != want {
		t.Errorf("%s is read as %q, %v, not %q", name, data, err, want)
	}
}

func list(t *testing.T, s store.Store, folder string, want ...string) {
	t.Helper()
	if names, err := s.List(folder); err != nil || !slices.Equal(names, want) {
		t.Errorf("%s has %q, %v, not %q", folder, names, err, want)
	}
}

func lock(t *testing.T, s store.Store, name string) (release func()) {
	t.Helper()
	release, err := s.Lock(name, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	return release
}
