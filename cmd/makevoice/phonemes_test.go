package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSentences(t *testing.T) {
	for line, want := range map[string][]string{
		"Let go.":                          {"Let go."},
		"Left ear. This sound is on left.": {"Left ear.", "This sound is on left."},
		"Once more, for 2.5 seconds":       {"Once more, for 2.5 seconds"},
		"Ready? Go! Now":                   {"Ready?", "Go!", "Now"},
		"lˈɛft ˈɪɹ. ðˌɪs sˈWnd.":           {"lˈɛft ˈɪɹ.", "ðˌɪs sˈWnd."},
	} {
		if got := sentences(line); !slices.Equal(got, want) {
			t.Errorf("%q: %q", line, got)
		}
	}
}

func TestPhonemesRoundTrip(t *testing.T) {
	file := filepath.Join(t.TempDir(), phonemesFile)
	texts := []string{"Let go.", "Now the left side."}
	table, err := readPhonemes(file)
	if err != nil {
		t.Fatal(err)
	}
	accent := voices[0].accent
	table.set(accent, texts[1], "nˈW ðə lˈɛft sˈId.")
	table.set(accent, texts[0], "lˈɛt ɡˌO.")
	table.set(accent, "No script says this.", "nˈO.")
	if err := table.write(file, texts); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if want := accent + "\tLet go.\tlˈɛt ɡˌO.\n" + accent + "\tNow the left side.\tnˈW ðə lˈɛft sˈId.\n"; err != nil || string(data) != want {
		t.Errorf("%q: %v", data, err)
	}
	back, err := readPhonemes(file)
	if err != nil || back[accent][texts[0]] != "lˈɛt ɡˌO." || len(back[accent]) != 2 {
		t.Errorf("%v: %v", back, err)
	}
	// No speller is needed, nor looked for, where nothing is missing.
	if n, err := back.complete(accent, texts, "nowhere", "nowhere"); n != 0 || err != nil {
		t.Errorf("%d lines: %v", n, err)
	}
	if _, err := back.complete(accent, []string{"A new line."}, "nowhere", "nowhere"); err == nil || !strings.Contains(err.Error(), "installing the speller") {
		t.Errorf("a new line without the speller: %v", err)
	}
}

func TestBrokenPhonemes(t *testing.T) {
	file := filepath.Join(t.TempDir(), phonemesFile)
	if err := os.WriteFile(file, []byte("us\tLet go.\tlˈɛt ɡˌO.\nus\tLet go.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readPhonemes(file); err == nil || !strings.Contains(err.Error(), ":2:") {
		t.Errorf("%v", err)
	}
}

// Every phoneme in the table is one that the model has a token for, and each line has
// as many sentences as its phonemes.
func TestPhonemesCanBeSpoken(t *testing.T) {
	data, err := os.ReadFile("vocabulary.json")
	if err != nil {
		t.Fatal(err)
	}
	var tokens map[string]int
	if err := json.Unmarshal(data, &tokens); err != nil {
		t.Fatal(err)
	}
	table, err := readPhonemes(phonemesFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, lines := range table {
		for line, spelled := range lines {
			for _, p := range spelled {
				if _, ok := tokens[string(p)]; !ok {
					t.Errorf("%q: no token for %q", line, p)
				}
			}
			if a, b := len(sentences(line)), len(sentences(spelled)); a != b {
				t.Errorf("%q: %d sentences, %d in its phonemes", line, a, b)
			}
		}
	}
}
