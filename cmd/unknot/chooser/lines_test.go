package chooser

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// inLines asks with some input, and gives the choice, what was written, and what
// was not read.
func inLines(t testing.TB, c Choices, input string, environ ...string) (choice Choice, written, unread string, err error) {
	t.Helper()
	if environ == nil {
		environ = []string{utf8Locale}
	}
	dir := t.TempDir()
	in, openErr := os.Create(filepath.Join(dir, "in"))
	must(t, openErr)
	defer in.Close()
	_, writeErr := in.WriteString(input)
	must(t, writeErr)
	_, seekErr := in.Seek(0, io.SeekStart)
	must(t, seekErr)
	out, openErr := os.Create(filepath.Join(dir, "out"))
	must(t, openErr)
	defer out.Close()
	choice, err = Ask(t.Context(), c, Terminal{In: in, Out: out, Environ: environ})
	remaining, readErr := io.ReadAll(in)
	must(t, readErr)
	data, readErr := os.ReadFile(out.Name())
	must(t, readErr)
	return choice, string(data), string(remaining), err
}

const utf8Locale = "LANG=C.UTF-8"

func TestChoosingInLines(t *testing.T) {
	for name, tc := range map[string]struct {
		first bool
		input string
		want  Choice
	}{
		"enter alone":          {input: "\n\n", want: Choice{Entry: entry(t, "interrupted")}},
		"a favourite":          {input: "3\n\n", want: Choice{Entry: entry(t, "evening")}},
		"a region":             {input: "5\n1\n1\n\n", want: Choice{Entry: entry(t, "jaw"), Length: 3 * time.Minute}},
		"without a last break": {input: "4\n7:30\n1\n\n", want: Choice{Entry: entry(t, "neck"), Length: 450 * time.Second}},
		"several":              {input: " 7,4  7\n20m\n2\n\n", want: Choice{Entry: Entry{Kind: Region, Regions: []string{"neck", "lower-back"}}, Loop: true}},
		"after mistakes": {input: "0\n9\nneck\n4 8\n5 6\n\x1b[A\n4\n99\n1m\nb\n5\nsoon\n12\n11\n9m\n1\nb\n1\nwhat\n\n",
			want: Choice{Entry: entry(t, "jaw"), Length: 9 * time.Minute}},
		"carriage returns": {input: "5\r\n8M\r\n1\r\n\r\n", want: Choice{Entry: entry(t, "jaw"), Length: 8 * time.Minute}},
		"the first start":  {first: true, input: "yes\n\n2\n5\n\n1\n\n", want: Choice{Entry: entry(t, "full"), Length: ideal(full()...), Advised: true}},
	} {
		t.Run(name, func(t *testing.T) {
			c := choices(t)
			if tc.first {
				c = newcomer(t)
			}
			got, written, unread, err := inLines(t, c, tc.input+"for the session\n")
			if err != nil {
				t.Fatalf("%v\n%s", err, written)
			}
			if !reflect.DeepEqual(got, tc.want) {
				t.Errorf("chosen is %+v, want %+v\n%s", got, tc.want, written)
			}
			if unread != "for the session\n" {
				t.Errorf("%q was not read", unread)
			}
		})
	}
}

func TestGoldenLines(t *testing.T) {
	c := newcomer(t)
	c.Headphones = func() error { return errors.New("no sound device") }
	_, first, _, err := inLines(t, c, "\n1\n1 2\n\n1\n\n")
	must(t, err)
	_, again, _, err := inLines(t, choices(t), "4\nlong\nb\n4\n99m\n2\n\n")
	must(t, err)
	golden(t, "testdata/lines.txt", first+"\n==\n\n"+again)
}

func TestLeavingLinesChoosesNothing(t *testing.T) {
	for name, input := range map[string]string{
		"q": "q\n", "later": "4\nQUIT\n", "the end": "", "the end later": "4\n5m\n", "the end in a line": "4\nq",
		"ctrl-c typed": "\x03\n", "escape typed": "\x1b\n",
		"no answer, over and over": strings.Repeat("y\n", 100),
		"one endless line":         strings.Repeat("4", 1<<16),
	} {
		got, written, _, err := inLines(t, choices(t), input)
		if !errors.Is(err, ErrCancelled) || !reflect.DeepEqual(got, Choice{}) {
			t.Errorf("%s gives %+v, %v", name, got, err)
		}
		if len(written) > 10_000 {
			t.Errorf("%s: %d bytes are written", name, len(written))
		}
	}
	null, err := os.Open(os.DevNull)
	must(t, err)
	defer null.Close()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	must(t, err)
	defer out.Close()
	if got, err := Ask(t.Context(), choices(t), Terminal{In: null, Out: out}); !errors.Is(err, ErrCancelled) {
		t.Errorf("nothing to read gives %+v, %v", got, err)
	}
	if got, err := Ask(t.Context(), Choices{}, Terminal{In: null, Out: out}); err == nil || errors.Is(err, ErrCancelled) {
		t.Errorf("nothing to choose from gives %+v, %v", got, err)
	}
}

func TestLinesStopWithTheContext(t *testing.T) {
	in, keyboard, err := os.Pipe()
	must(t, err)
	defer in.Close()
	defer keyboard.Close()
	read, out, err := os.Pipe()
	must(t, err)
	defer read.Close()
	defer out.Close()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := Ask(ctx, choices(t), Terminal{In: in, Out: out})
		ended <- err
	}()
	// Until it has asked, and waits.
	buf := make([]byte, 4096)
	for text := ""; !strings.Contains(text, "q leaves"); {
		n, err := read.Read(buf)
		must(t, err)
		text += string(buf[:n])
	}
	stop()
	select {
	case err := <-ended:
		if !errors.Is(err, ErrCancelled) {
			t.Errorf("stopped, it gives %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("stopped, it still waits for a line")
	}
}

func TestLinesReportWhatCannotBeWritten(t *testing.T) {
	in, err := os.Open(os.DevNull)
	must(t, err)
	defer in.Close()
	if got, err := Ask(t.Context(), choices(t), Terminal{In: in, Out: in}); err == nil || errors.Is(err, ErrCancelled) {
		t.Errorf("where nothing can be written it gives %+v, %v", got, err)
	}
}

func TestLinesInASCII(t *testing.T) {
	c := choices(t)
	c.Entries[2].Name = "für Süße"
	_, written, _, err := inLines(t, c, "3\n\n", "LC_ALL=C")
	must(t, err)
	if !strings.Contains(written, "f?r S??e") || strings.ContainsFunc(written, func(r rune) bool { return r > '~' }) {
		t.Errorf("without UTF-8 it writes\n%s", written)
	}
}

// Whatever is typed, it comes to an end and writes no control characters.
func FuzzLines(f *testing.F) {
	for _, seed := range []string{"", "\n\n", "4\n7:30\n2\n\n", "4 5\nb\nq\n", "\x1b[31m\n", "99999999999999999999\n", "4\n1e9h\n", ",\n+\n"} {
		f.Add(seed, "jaw, \x1b]0;8 minutes\a")
	}
	f.Fuzz(func(t *testing.T, input, detail string) {
		c := choices(t)
		c.Entries[1].Detail, c.Entries[2].Name = detail, detail
		choice, written, _, err := inLines(t, c, input)
		if err == nil && choice.Entry.Kind == "" || err != nil && !errors.Is(err, ErrCancelled) {
			t.Fatalf("%q gives %+v, %v", input, choice, err)
		}
		for _, r := range written {
			if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\u202e' {
				t.Fatalf("for %q it writes %q", input, r)
			}
		}
	})
}
