// Command makevoice makes the built-in voices: Kokoro-82M speaks every line of the
// built-in scripts, and makevoice sets the pauses, the tone and the level of each clip,
// listens to it, encodes it and writes it, with a manifest. It is run by `make voices`,
// not by users; docs/voices.md says what it needs and what it does.
//
// A clip is made again only if its line, its phonemes or its voice's settings have
// changed; one whose line no script says any more is deleted. Whatever is made when it
// is interrupted need not be made again.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/unknot/unknot/audio/voice"
)

// request is what makevoice is asked to do.
type request struct {
	out     string // the folder of the voices
	source  string // the folder of this program
	env     environment
	voices  []settings
	every   int  // only each so manieth line; then it is a sample, not a voice
	check   bool // listen to the clips that are there; make none
	workers int
}

func main() {
	r, err := parse()
	if err == nil {
		err = r.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "makevoice:", err)
		os.Exit(1)
	}
}

func parse() (request, error) {
	var r request
	only := flag.String("voice", "", "only the voice of this `name`")
	env := flag.String("environment", "cmd/makevoice/environment", "the `folder` of what cmd/makevoice/install installed")
	flag.StringVar(&r.out, "o", "audio/voice/builtin", "the `folder` of the voices")
	flag.StringVar(&r.source, "source", "cmd/makevoice", "the `folder` of this program's source")
	flag.IntVar(&r.every, "every", 1, "make only each `n`th line: a sample to try settings with, in a folder given by -o")
	flag.BoolVar(&r.check, "check", false, "listen to the clips again and list the doubtful ones; make none")
	flag.IntVar(&r.workers, "workers", runtime.NumCPU(), "how many clips to make at once; each takes a core and a gigabyte")
	kokoro := flag.String("kokoro", "", "try another of Kokoro's `voice`s")
	speed := flag.Float64("speed", 0, "try another speed")
	shelf := flag.Float64("shelf", 99, "try another gain of the high shelf, in `dB`")
	flag.Parse()
	r.env = environment(*env)
	for _, s := range voices {
		if *only != "" && *only != s.name {
			continue
		}
		if *kokoro != "" {
			s.kokoro, s.accent = *kokoro, map[bool]string{false: "us", true: "gb"}[strings.HasPrefix(*kokoro, "b")]
		}
		if *speed != 0 {
			s.speed = *speed
		}
		if *shelf != 99 {
			s.shelf = *shelf
		}
		r.voices = append(r.voices, s)
	}
	tried := *kokoro != "" || *speed != 0 || *shelf != 99 || r.every != 1
	switch {
	case len(r.voices) == 0:
		return r, fmt.Errorf("there is no voice %q", *only)
	case tried && filepath.Clean(r.out) == filepath.Clean("audio/voice/builtin"):
		return r, errors.New("settings are tried in a folder of their own: say which with -o")
	case r.every < 1 || r.workers < 1:
		return r, errors.New("-every and -workers start at 1")
	}
	return r, nil
}

func (r request) run() error {
	if err := r.env.check(); err != nil {
		return err
	}
	texts, err := lines()
	if err != nil {
		return err
	}
	spelled, err := r.spell(texts)
	if err != nil {
		return err
	}
	if r.every > 1 {
		var some []string
		for i := r.every / 2; i < len(texts); i += r.every {
			some = append(some, texts[i])
		}
		texts = some
	}
	doubtful := filepath.Join(r.source, doubtsFile)
	if r.every > 1 || filepath.Clean(r.out) != filepath.Clean("audio/voice/builtin") {
		if err := os.MkdirAll(r.out, 0o755); err != nil {
			return err
		}
		doubtful = filepath.Join(r.out, doubtsFile)
	}
	all := readDoubts(doubtful)
	for _, s := range r.voices {
		j := job{request: r, settings: s, dir: filepath.Join(r.out, s.name), texts: texts, spelled: spelled[s.accent], doubts: all, doubtful: doubtful}
		if err := j.run(); err != nil {
			return fmt.Errorf("the voice %s: %w", s.name, err)
		}
	}
	return all.write(doubtful, texts)
}

// spell returns the phonemes of all lines, and adds those that were missing to the
// table.
func (r request) spell(texts []string) (phonemes, error) {
	file := filepath.Join(r.source, phonemesFile)
	table, err := readPhonemes(file)
	if err != nil {
		return nil, err
	}
	for _, s := range r.voices {
		n, err := table.complete(s.accent, texts, r.env, r.source)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			fmt.Printf("%d lines were spelled for %s: read their phonemes in %s\n", n, s.name, file)
		}
	}
	return table, table.write(file, texts)
}

// job is the making of one voice.
type job struct {
	request
	settings
	dir      string
	texts    []string
	spelled  map[string]string
	doubts   doubts
	doubtful string

	mu     sync.Mutex
	made   int
	begun  time.Time
	faults []error
}

func (j *job) run() error {
	if err := os.MkdirAll(j.dir, 0o755); err != nil {
		return err
	}
	m := j.manifest()
	var missing []int
	for i := range m.Clips {
		frames, err := j.measure(m.Clips[i].File)
		m.Clips[i].Frames = frames
		if err != nil {
			missing = append(missing, i)
		}
	}
	work := missing
	if j.check {
		work = nil
		for i := range m.Clips {
			if !slices.Contains(missing, i) {
				work = append(work, i)
			}
		}
	}
	j.begun = time.Now()
	if err := j.each(work, m); err != nil {
		return err
	}
	if j.check {
		fmt.Printf("%s: listened to %d clips, %d are missing\n", j.name, len(work), len(missing))
		return nil
	}
	return j.write(m)
}

// each makes, or checks, the clips of some lines, several at once.
func (j *job) each(work []int, m *voice.Manifest) error {
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(j.workers, len(work)) {
		workers.Go(func() {
			st, err := j.studio()
			for i := range next {
				if err == nil {
					err = j.one(st, &m.Clips[i], len(work))
				}
				if err != nil {
					j.mu.Lock()
					j.faults = append(j.faults, fmt.Errorf("%q: %w", m.Clips[i].Line, err))
					j.mu.Unlock()
					if st != nil {
						st.close()
					}
					st, err = j.studio() // a line that cannot be spoken does not stop the others
				}
			}
			if st != nil {
				st.close()
			}
		})
	}
	for _, i := range work {
		next <- i
	}
	close(next)
	workers.Wait()
	return errors.Join(j.faults...)
}

func (j *job) studio() (*studio, error) {
	st := &studio{settings: j.settings}
	var err error
	if st.listener, err = j.env.listener(j.source); err != nil {
		return nil, err
	}
	if !j.check {
		if st.speaker, err = j.env.speaker(j.source); err != nil {
			st.close()
			return nil, err
		}
	}
	return st, nil
}

func (s *studio) close() {
	for _, t := range []*tool{s.speaker, s.listener} {
		if t != nil {
			t.close() // what it had to say, it said in its answers
		}
	}
}

// one makes or checks the clip of a line.
func (j *job) one(st *studio, e *voice.Entry, all int) error {
	spelled := j.spelled[e.Line]
	var t take
	var err error
	if j.check {
		if t.clip, err = j.read(e.File); err != nil {
			return err
		}
		if err = st.judge(&t, e.Line, spelled); err != nil {
			return err
		}
	} else {
		if t, err = st.record(e.Line, spelled); err != nil {
			return err
		}
		data, frames, err := j.encode(t.clip, e.File)
		if err != nil {
			return err
		}
		if err := write(filepath.Join(j.dir, e.File), data); err != nil {
			return err
		}
		e.Frames = frames
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.made++
	j.doubts.set(j.name, e.Line, t.doubt())
	remaining := time.Since(j.begun) / time.Duration(j.made) * time.Duration(all-j.made)
	fmt.Printf("%s %d/%d, %v more: %.1f s, %s: %s\n", j.name, j.made, all, remaining.Round(time.Second),
		float64(e.Frames)/rate, e.File, t.doubt())
	return j.doubts.write(j.doubtful, j.texts)
}
