// Command listening makes the excerpts of the listening test: short sound files with
// numbers for names, and a key that says what each of them is. It is run by `make
// listening`; docs/listening.md is the test.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/unknot/unknot/audio/pcm"
	"github.com/unknot/unknot/audio/wav"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "listening:", err)
		os.Exit(1)
	}
}

func run() error {
	seed := flag.Uint64("seed", 1, "decides the order; take another `NUMBER` for each listener")
	old := flag.String("old", "", "a `REVISION` in git whose voices are compared with today's")
	flag.Parse()
	if flag.NArg() != 1 {
		return fmt.Errorf("name the folder to write the excerpts to")
	}
	dir := flag.Arg(0)
	s, err := openStudio(*seed)
	if err != nil {
		return err
	}
	if *old != "" {
		remove, err := s.openOld(*old)
		if err != nil {
			return err
		}
		defer remove()
	}
	excerpts, err := s.excerpts()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, e := range excerpts {
		if err := e.write(dir); err != nil {
			return err
		}
	}
	key := filepath.Join(dir, "key.tsv")
	fmt.Printf("%d excerpts, and what they are in %s: the listener must not see it\n", len(excerpts), key)
	return os.WriteFile(key, []byte(keyOf(*seed, excerpts)), 0o644)
}

// excerpt is one sound file of the test.
type excerpt struct {
	number int
	what   string // for the key
	sound  [][2]float32
}

// write writes the excerpt as a WAV file named by its number.
func (e excerpt) write(dir string) error {
	f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%02d.wav", e.number)))
	if err != nil {
		return err
	}
	defer f.Close()
	w, err := wav.NewWriter(f, wav.Spec{Frames: int64(len(e.sound))})
	if err != nil {
		return err
	}
	block := make([]byte, pcm.Int16Bytes*len(e.sound))
	pcm.PutInt16(block, e.sound)
	if err := w.WriteBlock(block); err != nil {
		return err
	}
	return w.Close()
}

// keyOf is what the excerpts are, a line each.
func keyOf(seed uint64, excerpts []excerpt) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# seed %d: not for the listener's eyes\n", seed)
	for _, e := range excerpts {
		fmt.Fprintf(&b, "%02d\t%s\n", e.number, e.what)
	}
	return b.String()
}
