package voice_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/unknot/unknot/audio/voice"
)

// testdata/bad holds broken manifests. Each begins with a comment that holds what the
// error must say.
func TestBadManifests(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 8 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(string(data), "\n")
		want := strings.TrimPrefix(first, "# ")
		_, err = voice.Open(fstest.MapFS{voice.ManifestFile: &fstest.MapFile{Data: data}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v\nwant %q", file, err, want)
		}
	}
}

func TestNoManifest(t *testing.T) {
	if _, err := voice.Open(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "no voice.yaml") {
		t.Errorf("%v", err)
	}
}

func TestManifestJoinsBrokenLines(t *testing.T) {
	m, err := voice.ParseManifest([]byte("name: a\nclips:\n- line: >\n    Let your\n    shoulders drop.\n  file: a.wav\n"))
	if err != nil || m.Clips[0].Line != "Let your shoulders drop." {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestEveryFaultOfAManifestIsReported(t *testing.T) {
	_, err := voice.ParseManifest([]byte("nmae: anna\nclips:\n- file: a.wav\n- line: Let go.\n  file: /b.wav\n  frames: x\n- line: Let  go.\n  file: c.wav\n"))
	if err == nil {
		t.Fatal("no fault is found")
	}
	for _, want := range []string{
		"5 faults", `1:1: error: a voice has no key "nmae"`, `hint: did you mean "name"?`, "3:3: error: clip 1 has no line",
		`5:3: error: the clip of "Let go." is in "/b.wav"`, "6:11: error: frames must be a whole number", `7:9: error: there are two clips of "Let go."`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\ndoes not say %s", err, want)
		}
	}
}

func TestErrorsCannotControlTheTerminal(t *testing.T) {
	for _, text := range []string{"name: a\nx\x1b[2J: b\n", "name: a\nclips:\n- line: \"go\\e[2J\"\n  file: ../a\n", "name: [\x1b]0;x\x07\n"} {
		_, err := voice.ParseManifest([]byte(text))
		if err == nil || strings.ContainsAny(err.Error(), "\x1b\x07") {
			t.Errorf("%q: %q", text, err)
		}
	}
}

func FuzzParseManifest(f *testing.F) {
	f.Add([]byte("name: a\nlanguage: en\nlicence: x\nmade: y\nsynthetic: true\nclips:\n- line: Let go.\n  file: a.ogg\n  frames: 3\n"))
	f.Add([]byte("name: &a [*a, *a]"))
	f.Add([]byte("- - - - - - - -"))
	f.Add([]byte("clips: [[[[[[[[[[[[[[[[[[[["))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := voice.ParseManifest(data)
		if err != nil {
			return
		}
		for _, e := range m.Clips {
			if e.Line == "" || e.Line != voice.Key(e.Line) || !filepath.IsLocal(e.File) {
				t.Fatalf("%+v", e)
			}
		}
	})
}
