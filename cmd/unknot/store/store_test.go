package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestAFirstStart(t *testing.T) {
	s := In(t.TempDir())
	state, err := s.State()
	if err != nil || !reflect.DeepEqual(state, State{}) {
		t.Errorf("%+v, %v", state, err)
	}
	if _, err := os.Stat(s.state); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("looking made a folder: %v", err)
	}
}

func TestWhatIsRemembered(t *testing.T) {
	s := In(t.TempDir())
	want := State{Last: Choice{Favourite: "evening", Regions: []string{"neck", "jaw"}, Settings: map[string]string{"length": "8m", "loop": "true"}}}
	if err := s.ChangeState(func(to *State) { *to = want }); err != nil {
		t.Fatal(err)
	}
	if err := s.ChangeState(func(to *State) { to.CautionsSeen = true }); err != nil {
		t.Fatal(err)
	}
	want.CautionsSeen = true
	if got, err := s.State(); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for path, mode := range map[string]os.FileMode{s.state: 0o700, s.stateFile(): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

func TestABrokenAndANewerState(t *testing.T) {
	s := In(t.TempDir())
	for _, text := range []string{"", "{", "[]", `{"version":0}`, `{"version":1,"last":7}`, strings.Repeat("x", mostStateBytes)} {
		if err := Write(s.stateFile(), []byte(text)); err != nil {
			t.Fatal(err)
		}
		if state, err := s.State(); err == nil || !reflect.DeepEqual(state, State{}) {
			t.Errorf("%q is read as %+v, %v", text, state, err)
		}
		if err := s.ChangeState(func(to *State) { to.CautionsSeen = true }); err != nil {
			t.Errorf("%q is not written anew: %v", text, err)
		}
		if state, err := s.State(); err != nil || !state.CautionsSeen {
			t.Errorf("%q: %+v, %v", text, state, err)
		}
	}
	newer := `{"version":2,"last":7}`
	if err := Write(s.stateFile(), []byte(newer)); err != nil {
		t.Fatal(err)
	}
	var told *NewerError
	if _, err := s.State(); !errors.As(err, &told) {
		t.Error(err)
	}
	if err := s.ChangeState(func(to *State) { to.CautionsSeen = true }); !errors.As(err, &told) {
		t.Error(err)
	}
	if data, err := os.ReadFile(s.stateFile()); err != nil || string(data) != newer {
		t.Errorf("it became %q, %v", data, err)
	}
}

// Changes made at once are all made, and what a cut off one left is gone.
func TestChangesAtOnce(t *testing.T) {
	s := In(t.TempDir())
	path := s.Favourites()
	if err := Write(filepath.Join(filepath.Dir(path), ".favourites.yaml123"), nil); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			err := s.Change(path, 100, func(old []byte) ([]byte, error) {
				n, _ := strconv.Atoi(string(old))
				return fmt.Append(nil, n+1), nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if data, err := Read(path, 100); err != nil || string(data) != "20" {
		t.Errorf("%q, %v", data, err)
	}
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) != 1 {
		t.Errorf("%v, %v", files, err)
	}
}

func TestAChangeThatFails(t *testing.T) {
	s := In(t.TempDir())
	path := s.Favourites()
	if err := Write(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	no := errors.New("no")
	if err := s.Change(path, 100, func([]byte) ([]byte, error) { return []byte("new"), no }); !errors.Is(err, no) {
		t.Error(err)
	}
	if err := s.Change(path, 100, func([]byte) ([]byte, error) { return nil, nil }); err != nil {
		t.Error(err)
	}
	if err := s.Change(path, 2, func([]byte) ([]byte, error) { return []byte("new"), nil }); err == nil {
		t.Error("too long a file was changed")
	}
	if data, err := Read(path, 100); err != nil || string(data) != "old" {
		t.Errorf("%q, %v", data, err)
	}
}

// A link stays one: settings are often kept elsewhere, and linked.
func TestALinkIsFollowed(t *testing.T) {
	s := In(t.TempDir())
	elsewhere := filepath.Join(t.TempDir(), "mine.yaml")
	if err := Write(elsewhere, []byte("old")); err != nil {
		t.Fatal(err)
	}
	if err := MakeFolder(filepath.Dir(s.Favourites())); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, s.Favourites()); err != nil {
		t.Fatal(err)
	}
	if err := Write(s.Favourites(), []byte("new")); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(elsewhere); err != nil || string(data) != "new" {
		t.Errorf("%q, %v", data, err)
	}
}

func TestALockIsHeldByOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	release, err := Lock(path, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(path, 20*time.Millisecond); !errors.Is(err, ErrBusy) {
		t.Error(err)
	}
	release()
	release, err = Lock(path, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	release()
}

func TestWhatIsNoOrdinaryFile(t *testing.T) {
	if _, err := Read(t.TempDir(), 10); err == nil {
		t.Error("a folder was read")
	}
}
