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
			key := s.name + "/" + s.key(line)
			if other, ok := seen[key]; ok {
				t.Errorf("%q and %q share the key %s", line, other, key)
			}
			seen[key] = line
		}
	}
}

// A pause is extended to its length, and what is around it is not changed.
func TestPauseNear(t *testing.T) {
	x := make([]float32, rate)
	for i := range x {
		if i < rate*4/10 || i > rate/2 {
			x[i] = 0.5
		}
	}
	y := voices[0].pauseNear(x, rate*45/100)
	if got := len(y) - len(x); got < atComma-rate/10-window || got > atComma-rate/10+window {
		t.Errorf("the pause grew by %d frames", got)
	}
	if !slices.Equal(y[:rate*4/10], x[:rate*4/10]) || !slices.Equal(y[len(y)-rate/3:], x[len(x)-rate/3:]) {
		t.Error("the speech was changed")
	}
	if same := voices[0].pauseNear(x[:rate/3], rate/4); !slices.Equal(same, x[:rate/3]) {
		t.Error("speech without a pause was changed")
	}
}

func TestTrim(t *testing.T) {
	x := make([]float32, 2*rate)
	for i := rate / 2; i < rate; i++ {
		x[i] = 0.5
	}
	y := voices[0].trim(x)
	if len(y) < rate/2 || len(y) > rate/2+4*window {
		t.Errorf("%d frames are left", len(y))
	}
	if y[0] > 0.01 || y[len(y)-1] > 0.01 {
		t.Error("the ends are not faded")
	}
}
