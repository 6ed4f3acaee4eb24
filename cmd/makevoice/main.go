// Command makevoice makes the built-in voices: RHVoice speaks every line of the
// built-in scripts, and makevoice shapes and encodes each clip and writes it, with a
// manifest. It is run by `make voices`, not by users; docs/voices.md says what it
// needs and what it does.
//
// The same lines give the same bytes. An existing clip is reused if its line and
// settings are the same; one whose line no script says any more is deleted.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/unknot/unknot/audio/voice"
)

// settings is how a voice is made. Every field that can be heard is part of a clip's
// key, so a change of one makes the clips again.
type settings struct {
	name, language, gender string
	profile                string  // RHVoice's voice
	rate                   int     // of speech, in percent of the profile's own
	band                   int     // Hz: above this the profile has nothing but artefacts
	quality                string  // of oggenc
	rumble                 []int   // Hz: second-order high passes, against noise below the voice
	silence                float64 // dB: anything this far below the loudest 5 ms is a pause
	method                 int     // raise it when anything else about this voice changes
}

var voices = []settings{
	{
		name: "willow", language: "en-US", gender: "female", profile: "clb", rate: 80,
		band: 8000, quality: "4", rumble: []int{50}, silence: 45, method: 1,
	},
	{
		// The recordings this voice was trained on hum up to 90 Hz.
		name: "rowan", language: "en-GB", gender: "male", profile: "alan", rate: 75,
		band: 8000, quality: "4", rumble: []int{80, 80}, silence: 36, method: 2,
	},
}

// key returns the name of the clip of a line: readable at the start, unique at the
// end.
func (s settings) key(line string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %d %d %s\n%s", s.method, s.profile, s.rate, s.band, s.quality, line))
	slug := strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return r < 'a' || r > 'z' })
	short := ""
	for _, word := range slug {
		if len(short)+len(word) > 32 {
			break
		}
		short += word + "-"
	}
	return short + hex.EncodeToString(sum[:4])
}

func main() {
	out := flag.String("o", "audio/voice/builtin", "the `folder` of the voices")
	only := flag.String("voice", "", "make only the voice of this `name`")
	flag.Parse()
	if err := run(*out, *only); err != nil {
		fmt.Fprintln(os.Stderr, "makevoice:", err)
		os.Exit(1)
	}
}

func run(out, only string) error {
	for _, tool := range []string{"RHVoice-test", "oggenc"} {
		if _, err := exec.LookPath(tool); err != nil {
			return fmt.Errorf("%w: `make voices` installs it", err)
		}
	}
	version, err := exec.Command("RHVoice-test", "--version").CombinedOutput()
	if err != nil {
		return fmt.Errorf("asking RHVoice for its version: %w", err)
	}
	texts, err := lines()
	if err != nil {
		return err
	}
	for _, s := range voices {
		if only != "" && only != s.name {
			continue
		}
		if err := s.make(filepath.Join(out, s.name), texts, strings.Fields(string(version))); err != nil {
			return fmt.Errorf("the voice %s: %w", s.name, err)
		}
	}
	return nil
}

func (s settings) make(dir string, texts, version []string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	m := &voice.Manifest{
		Name:     s.name,
		Language: s.language,
		Gender:   s.gender,
		Licence:  "LGPL-2.1-or-later",
		Made: fmt.Sprintf("spoken by RHVoice %s with its voice %s at %d %% of its rate; set to -18 LUFS, Ogg Vorbis at quality %s",
			version[len(version)-1], s.profile, s.rate, s.quality),
		Synthetic: true,
		Clips:     make([]voice.Entry, len(texts)),
	}
	made := 0
	var mu sync.Mutex
	var faults []error
	work := make(chan int)
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		workers.Go(func() {
			for i := range work {
				e, wasMade, err := s.clip(dir, texts[i])
				mu.Lock()
				m.Clips[i] = e
				if wasMade {
					made++
				}
				if err != nil {
					faults = append(faults, fmt.Errorf("%q: %w", texts[i], err))
				}
				mu.Unlock()
			}
		})
	}
	for i := range texts {
		work <- i
	}
	close(work)
	workers.Wait()
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	size, deleted, err := sweep(dir, m)
	if err != nil {
		return err
	}
	text, err := yaml.Marshal(m)
	if err != nil {
		return err
	}
	text = append([]byte("# Written by `make voices`.\n"), text...)
	if err := write(filepath.Join(dir, voice.ManifestFile), text); err != nil {
		return err
	}
	if err := write(filepath.Join(dir, voice.IndexFile), m.Index()); err != nil {
		return err
	}
	frames := int64(0)
	for _, e := range m.Clips {
		frames += e.Frames
	}
	fmt.Printf("%s: %d clips, %d made, %d deleted, %d s, %.2f MB\n", s.name, len(m.Clips), made, deleted, frames/rate, float64(size)/1e6)
	return nil
}

// clip makes one clip. An existing one is only measured.
func (s settings) clip(dir, line string) (e voice.Entry, made bool, err error) {
	key := s.key(line)
	e = voice.Entry{Line: line, File: key + ".ogg"}
	file := filepath.Join(dir, e.File)
	if data, err := os.ReadFile(file); err == nil {
		if x, err := decodeClip(data); err == nil && fit(x) == nil {
			e.Frames = int64(len(x))
			return e, false, nil
		}
	}
	x, err := s.speak(line)
	if err != nil {
		return e, false, err
	}
	data, frames, err := s.encode(x, key)
	if err != nil {
		return e, false, err
	}
	e.Frames = frames
	return e, true, write(file, data)
}

// sweep deletes clips that the manifest does not name, and returns the size of the
// others.
func sweep(dir string, m *voice.Manifest) (size int64, deleted int, err error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return 0, 0, err
	}
	for _, f := range files {
		if filepath.Ext(f.Name()) != ".ogg" {
			continue
		}
		if !slices.ContainsFunc(m.Clips, func(e voice.Entry) bool { return e.File == f.Name() }) {
			if err := os.Remove(filepath.Join(dir, f.Name())); err != nil {
				return 0, 0, err
			}
			deleted++
			continue
		}
		info, err := f.Info()
		if err != nil {
			return 0, 0, err
		}
		size += info.Size()
	}
	return size, deleted, nil
}

// write writes a file, unless it holds the data already.
func write(file string, data []byte) error {
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, data) {
		return nil
	}
	return os.WriteFile(file, data, 0o644)
}
