package bounded_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/internal/bounded"
)

// ways are the ways to read data, each from where it is.
func ways(t *testing.T, data []byte) map[string]func(most int64) ([]byte, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return map[string]func(most int64) ([]byte, error){
		"file": func(most int64) ([]byte, error) { return bounded.ReadFile(path, most) },
		"fs":   func(most int64) ([]byte, error) { return bounded.ReadFS(os.DirFS(filepath.Dir(path)), "file", most) },
		"map": func(most int64) ([]byte, error) {
			return bounded.ReadFS(fstest.MapFS{"file": {Data: data}}, "file", most)
		},
		"stream": func(most int64) ([]byte, error) { return bounded.Read(bytes.NewReader(data), most) },
		"drops": func(most int64) ([]byte, error) {
			return bounded.Read(iotest.OneByteReader(bytes.NewReader(data)), most)
		},
		"early": func(most int64) ([]byte, error) {
			return bounded.Read(iotest.DataErrReader(bytes.NewReader(data)), most)
		},
	}
}

func TestReadsUpToTheLimit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		data := rapid.SliceOfN(rapid.Byte(), 0, 2000).Draw(rt, "data")
		most := rapid.OneOf(rapid.Int64Range(0, 2000), rapid.Just(int64(len(data)))).Draw(rt, "most")
		for name, read := range ways(t, data) {
			got, err := read(most)
			var large *bounded.TooLargeError
			switch {
			case int64(len(data)) <= most && (err != nil || !bytes.Equal(got, data)):
				rt.Fatalf("%s: %d of %d bytes, %v", name, len(got), len(data), err)
			case int64(len(data)) > most && (!errors.As(err, &large) || large.Most != most || got != nil):
				rt.Fatalf("%s: %d bytes with a limit of %d: %v", name, len(data), most, err)
			}
		}
	})
}

func TestSizesAreReadable(t *testing.T) {
	for most, want := range map[int64]string{4 << 20: "4 MiB", 64 << 10: "64 KiB", 1000: "1000 bytes", 0: "0 bytes"} {
		if got := (&bounded.TooLargeError{Most: most}).Error(); !strings.HasSuffix(got, "larger than "+want) {
			t.Errorf("%q, want %s", got, want)
		}
	}
}

func TestRefusesWhatIsNotAFile(t *testing.T) {
	dir := t.TempDir()
	if _, err := bounded.ReadFile(dir, 100); !errors.Is(err, bounded.ErrNotRegular) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := bounded.ReadFS(os.DirFS(dir), ".", 100); !errors.Is(err, bounded.ErrNotRegular) {
		t.Errorf("a folder of a file system: %v", err)
	}
	if _, err := bounded.ReadFile(filepath.Join(dir, "none"), 100); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if _, err := bounded.ReadFS(os.DirFS(dir), "none", 100); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file of a file system: %v", err)
	}
}

// endless never ends, and knows how much was read of it.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	e.read += int64(len(p))
	return len(p), nil
}

func TestReadsNoMoreThanItHasTo(t *testing.T) {
	var e endless
	if _, err := bounded.Read(&e, 1000); err == nil || e.read > 1001 {
		t.Errorf("%d bytes read: %v", e.read, err)
	}
	broken := errors.New("broken")
	if _, err := bounded.Read(io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(broken)), 10); err != broken {
		t.Errorf("a stream's own error became %v", err)
	}
}
