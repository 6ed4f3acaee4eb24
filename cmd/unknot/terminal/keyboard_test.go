package terminal

import (
	"context"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

func keysOf(t *testing.T, from io.Reader) []string {
	t.Helper()
	var keys []string
	decode(context.Background(), from, "xterm-256color", func(key string) { keys = append(keys, key) })
	return keys
}

func TestDecodeNamesKeys(t *testing.T) {
	for sent, want := range map[string]string{
		" ":                "space",
		"\r":               "enter",
		"\x1b[A\x1b[B":     "up down",
		"\x1b[C\x1b[D":     "right left",
		"\x1bOC\x1bOD":     "right left", // after "application cursor keys"
		"+=sftl][qQ":       "+ = s f t l ] [ q Q",
		"\x03\x1a":         "ctrl+c ctrl+z",
		"\x1b":             "esc",
		"\x1bx":            "alt+x",
		"\x1b[1;5C":        "ctrl+right",
		"\x1b[11~\x1bOP":   "f1 f1",
		"é漢":               "é 漢",
		"\x1b[I\x1b[O":     "", // the window gains and loses the focus
		"\x1b]11;rgb:0/0":  "",
		"\x1b[<0;3;4M":     "", // a mouse
		"\x1b[?1;2c\x1b[R": "f3",
	} {
		if got := strings.Join(keysOf(t, strings.NewReader(sent)), " "); got != want {
			t.Errorf("%q is %q, not %q", sent, got, want)
		}
	}
}

// A sequence that comes in pieces, as through a slow network, is one key. An
// escape alone is a key once nothing has followed it.
func TestDecodeSequencesInPieces(t *testing.T) {
	from, to := io.Pipe()
	go func() {
		for _, piece := range []string{"\x1b", "[", "C"} {
			_, _ = to.Write([]byte(piece))
			time.Sleep(escTimeout / 10)
		}
		_, _ = to.Write([]byte("\x1b"))
		time.Sleep(2 * escTimeout)
		_, _ = to.Write([]byte("[C"))
		to.Close()
	}()
	if got, want := keysOf(t, from), []string{"right", "esc", "[", "C"}; !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}

func TestListenReadsNothingOfAFile(t *testing.T) {
	in, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.WriteString("q"); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	k := Listen(in, Listener{Pressed: func(key string) { t.Errorf("%q is a key", key) }})
	k.Close()
	k.Close()
	if at, err := in.Seek(0, io.SeekCurrent); at != 0 || err != nil {
		t.Errorf("it was read to %d: %v", at, err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{" ", "\x1b[A", "\x1b[200~paste\x1b[201~", "\x1b[1;5C\x1b]52;c;!\a", "\x1bP+q544e\x1b\\", "\x9b\xff\x1b[99999;99999~", "\x1b[27;5;65~"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<12 {
			return
		}
		decode(context.Background(), strings.NewReader(string(data)), "xterm", func(key string) {
			if key == "" || !utf8.ValidString(key) || strings.ContainsFunc(key, unicode.IsControl) {
				t.Errorf("%q sends the key %q", data, key)
			}
		})
	})
}
