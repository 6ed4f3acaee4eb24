package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/builtin"
)

// The built-in voices have a clip of every line that a built-in script or the
// working words can speak, and of no other, in the order of the scripts. The clips
// themselves are tested in package builtin.
func TestBuiltinVoicesSayEveryLine(t *testing.T) {
	texts, err := lines()
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) < 150 {
		t.Fatalf("only %d lines were found", len(texts))
	}
	for _, name := range builtin.Names() {
		v, err := builtin.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range texts {
			if !slices.Contains(v.Lines(), line) {
				t.Errorf("%s: no clip of %q: run `make voices`", name, line)
			}
		}
		for _, line := range v.Lines() {
			if !slices.Contains(texts, line) {
				t.Errorf("%s: no script says %q: run `make voices`", name, line)
			}
		}
		if !slices.Equal(v.Lines(), texts) {
			t.Errorf("%s: its lines are not in the order of the scripts", name)
		}
	}
}

// The clips are those that today's settings and phonemes make, so a change of either
// without `make voices` is noticed. No Python is needed for that.
func TestClipsAreUpToDate(t *testing.T) {
	texts, err := lines()
	if err != nil {
		t.Fatal(err)
	}
	table, err := readPhonemes(phonemesFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range voices {
		dir := filepath.Join("../../audio/voice/builtin", s.name)
		data, err := os.ReadFile(filepath.Join(dir, voice.ManifestFile))
		if err != nil {
			t.Fatal(err)
		}
		m, err := voice.ParseManifest(data)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(m.Made, "Kokoro") {
			t.Skipf("%s: made by an earlier makevoice: run `make voices`", s.name)
		}
		j := job{settings: s, texts: texts, spelled: table[s.accent]}
		want := j.manifest()
		if m.Made != want.Made || m.Licence != want.Licence || m.Language != want.Language {
			t.Errorf("%s describes itself otherwise: run `make voices`", s.name)
		}
		for i, e := range want.Clips {
			if i >= len(m.Clips) || m.Clips[i].Line != e.Line || m.Clips[i].File != e.File {
				t.Errorf("%s: the clip of %q is not the one that would be made: run `make voices`", s.name, e.Line)
			}
		}
	}
}

func TestKeysDiffer(t *testing.T) {
	texts, err := lines()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, s := range voices {
		for _, line := range texts {
			key := s.name + "/" + s.key(line, "")
			if other, ok := seen[key]; ok {
				t.Errorf("%q and %q share the key %s", line, other, key)
			}
			seen[key] = line
		}
	}
	s := voices[0]
	if s.key("Let go.", "lˈɛt ɡˌO.") == s.key("Let go.", "lɛt ɡˈO.") {
		t.Error("a line that is pronounced differently has the same key")
	}
}
