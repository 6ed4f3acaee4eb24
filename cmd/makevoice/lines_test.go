package main

import (
	"slices"
	"testing"

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

func TestSentences(t *testing.T) {
	for line, want := range map[string][]string{
		"Let go.":                          {"Let go."},
		"Left ear. This sound is on left.": {"Left ear.", "This sound is on left."},
		"Once more, for 2.5 seconds":       {"Once more, for 2.5 seconds"},
		"Ready? Go! Now":                   {"Ready?", "Go!", "Now"},
	} {
		if got := sentences(line); !slices.Equal(got, want) {
			t.Errorf("%q: %q", line, got)
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
