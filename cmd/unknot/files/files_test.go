package files

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/player/store/storetest"
)

func TestFilesKeepTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return In(t.TempDir()) })
}

func TestLookingMakesNoFolder(t *testing.T) {
	dir := t.TempDir()
	s := In(dir)
	if _, err := s.Read("state.json", 10); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if names, err := s.List("running"); err != nil || len(names) > 0 {
		t.Errorf("%q, %v", names, err)
	}
	if s.Held("running/a.lock") {
		t.Error("what is not there is held")
	}
	if err := s.Remove("state.json"); err != nil {
		t.Error(err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestWhatTheUserMayWriteLiesByItself(t *testing.T) {
	s := In("here")
	for name, want := range map[string]string{
		"config.yaml":          "config/config.yaml",
		"favourites.yaml":      "config/favourites.yaml",
		"state.json":           "state/state.json",
		"history.jsonl":        "state/history.jsonl",
		"running/a.json":       "state/running/a.json",
		"favourites.yaml.lock": "state/favourites.yaml.lock",
	} {
		if got := s.Name(name); got != filepath.Join("here", filepath.FromSlash(want)) {
			t.Errorf("%s is %s", name, got)
		}
	}
}

func TestFilesArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the user's folders are private as a whole")
	}
	s := In(t.TempDir())
	err := errors.Join(
		store.ChangeState(s, func(to *store.State) { to.CautionsSeen = true }),
		s.Append("history.jsonl", []byte("x\n")),
		s.Write("running/a.json", nil),
	)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]fs.FileMode{
		s.state: 0o700, s.Name("running"): 0o700, s.Name("state.json"): 0o600, s.Name("history.jsonl"): 0o600, s.Name("running/a.json"): 0o600,
	} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

func TestWhatCutOffWritersLeftGoesAway(t *testing.T) {
	s := In(t.TempDir())
	others := []string{".state.json", ".state.json12x", ".xstate.json12", "state.json12"}
	halves := []string{".state.json123", ".state.json0"}
	leave := func() {
		t.Helper()
		for _, name := range slices.Concat(others, halves) {
			if err := os.WriteFile(s.Name(name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	expect := func(want ...string) {
		t.Helper()
		entries, err := os.ReadDir(s.state)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		want = slices.Sorted(slices.Values(append(want, others...)))
		if !slices.Equal(names, want) {
			t.Errorf("there are %q, not %q", names, want)
		}
	}
	if err := os.MkdirAll(s.state, 0o700); err != nil {
		t.Fatal(err)
	}
	leave()
	if err := s.Write("state.json", nil); err != nil {
		t.Fatal(err)
	}
	expect("state.json")
	leave()
	if err := s.Remove("state.json"); err != nil {
		t.Fatal(err)
	}
	expect()
}

func TestHalvesAreNotListed(t *testing.T) {
	s := In(t.TempDir())
	if err := s.Write("running/a.json", nil); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.Name("running/.a.json123"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if names, err := s.List("running"); err != nil || !slices.Equal(names, []string{"a.json"}) {
		t.Errorf("%q, %v", names, err)
	}
}

// Settings are often kept in another folder, under version control, and linked.
func TestALinkIsFollowed(t *testing.T) {
	s := In(t.TempDir())
	elsewhere := filepath.Join(t.TempDir(), "mine.yaml")
	if err := os.WriteFile(elsewhere, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := s.Name("favourites.yaml")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, path); err != nil {
		t.Fatal(err)
	}
	if err := s.Write("favourites.yaml", []byte("new")); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(elsewhere); err != nil || string(data) != "new" {
		t.Errorf("%q, %v", data, err)
	}
	if target, err := os.Readlink(path); err != nil || target != elsewhere {
		t.Errorf("the link leads to %q, %v", target, err)
	}
}

func TestAFolderIsNoFile(t *testing.T) {
	s := In(t.TempDir())
	if err := os.MkdirAll(s.Name("state.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, read := s.Read("state.json", 10)
	_, _, tail := s.Tail("state.json", 10)
	for _, err := range []error{read, tail, s.Write("state.json", nil), s.Append("state.json", []byte("x\n"))} {
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("a folder was taken for a file: %v", err)
		}
	}
}

func TestAFileThatFailsHalfwayLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "session.wav")
	full := errors.New("no space left on device")
	for _, before := range []string{"", "old"} {
		if before != "" {
			if err := WriteWhole(path, func(w io.Writer) error { _, err := io.WriteString(w, before); return err }); err != nil {
				t.Fatal(err)
			}
		}
		err := WriteWhole(path, func(w io.Writer) error {
			if _, err := io.WriteString(w, "half of "); err != nil {
				return err
			}
			return full
		})
		if !errors.Is(err, full) {
			t.Error(err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != len(before)/3 {
			t.Errorf("%v, %v", entries, err)
		}
		if data, err := os.ReadFile(path); string(data) != before {
			t.Errorf("%q became %q, %v", before, data, err)
		}
	}
	if err := WriteWhole(dir, func(io.Writer) error { return nil }); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("a folder was written: %v", err)
	}
}
