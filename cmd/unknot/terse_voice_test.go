package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/voicetest"
	"github.com/unknot/unknot/cmd/unknot/files"
	"github.com/unknot/unknot/scripts"
)

// terseVoice writes a voice of one's own that has recordings of some lines
// only, and gives its folder.
func terseVoice(t *testing.T, lacks func(line string) bool) string {
	t.Helper()
	folder, err := ownVoice()
	if err != nil {
		t.Fatal(err)
	}
	v, err := voice.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	m := voice.Manifest{Name: "terse", Language: "en-GB", Licence: "CC0-1.0", Made: "computed for a test", Synthetic: true}
	const rate = 8000
	terse := fstest.MapFS{"one.wav": {Data: voicetest.WAV(rate, voicetest.Tone(rate, rate, 300)), Mode: 0o644}}
	for _, line := range v.Lines() {
		if !lacks(line) {
			m.Clips = append(m.Clips, voice.Entry{Line: line, File: "one.wav"})
		}
	}
	voicetest.Manifest(terse, m)
	dir := filepath.Join(t.TempDir(), "terse")
	if err := os.CopyFS(dir, terse); err != nil {
		t.Fatal(err)
	}
	return dir
}

func answers(t *testing.T) []string {
	t.Helper()
	phrases, err := scripts.BuiltinPhrases()
	if err != nil {
		t.Fatal(err)
	}
	texts := phrases.Answers()
	if len(texts) < 80 || slices.ContainsFunc(texts, func(s string) bool { return s == "" }) {
		t.Fatalf("the answers are %q", texts)
	}
	return texts
}

// A voice without the answers has no fault; they are reported, each
// once; one without any other line has.
func TestAVoiceWithoutAnswersHasNoFault(t *testing.T) {
	spoken := answers(t)
	check := func(dir string) (status Status, stderr, said string) {
		var out, errs strings.Builder
		h := &host{stdout: &out, stderr: &errs, store: files.In(t.TempDir()), now: time.Now}
		return run(h, []string{"check", dir}), errs.String(), out.String()
	}
	dir := terseVoice(t, func(line string) bool { return slices.Contains(spoken, line) })
	status, stderr, said := check(dir)
	if status != 0 || !strings.Contains(said, ": no faults; ") || strings.Contains(stderr, "error") {
		t.Errorf("status %d\n%s%s", status, stderr, said)
	}
	if !strings.Contains(stderr, "warning: the voice has no clip of 83 answers, and answers in tones only there:\n  \"A few seconds left.\"\n") {
		t.Errorf("it is reported as\n%s", stderr)
	}
	for _, line := range spoken {
		if n := strings.Count(stderr, "\n  \""+line+"\""); n != 1 {
			t.Errorf("%q is named %d times", line, n)
		}
	}
	status, stderr, said = check(terseVoice(t, func(line string) bool { return line != "Let go." }))
	if status != 2 || said != "" || !strings.Contains(stderr, "error: \"And let go.\": the voice has no clip of it") {
		t.Errorf("status %d\n%s%s", status, stderr, said)
	}
	for _, line := range spoken {
		if strings.Contains(stderr, "error: \""+line) {
			t.Errorf("of a voice without more, %q is a fault", line)
		}
	}
}
