package voice

import (
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/unknot/unknot/audio/loudness"
)

func builtinVoice(t testing.TB, name string) *Voice {
	t.Helper()
	v, err := Builtin(name)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestBuiltinNames(t *testing.T) {
	if len(Names()) != 2 || Names()[0] != Default {
		t.Errorf("%q", Names())
	}
	for _, name := range Names() {
		if i := builtinVoice(t, name).Info(); i.Name != name || !i.Builtin || !i.Synthetic || i.Licence == "" || i.Made == "" || i.Language == "" {
			t.Errorf("%s says of itself %+v", name, i)
		}
	}
	if _, err := Builtin("../willow"); err == nil {
		t.Error("a voice that is not there was opened")
	}
}

// The index that the program reads says what the manifest says that people do.
func TestIndexAgreesWithManifest(t *testing.T) {
	for _, name := range Names() {
		data, err := builtin.ReadFile("builtin/" + name + "/" + ManifestFile)
		if err != nil {
			t.Fatal(err)
		}
		m, err := ParseManifest(data)
		if err != nil {
			t.Fatal(err)
		}
		index, err := builtin.ReadFile("builtin/" + name + "/" + IndexFile)
		if err != nil {
			t.Fatal(err)
		}
		if string(m.Index()) != string(index) {
			t.Errorf("%s: %s and %s differ: run `make voices`", name, ManifestFile, IndexFile)
		}
		if again, err := parseIndex(string(index)); err != nil || !reflect.DeepEqual(again, m) {
			t.Errorf("%s: the index is not read as it is written: %v", name, err)
		}
	}
}

// Every file is the clip of a line, and they are under 9 MB a voice.
func TestBuiltinFiles(t *testing.T) {
	for _, name := range Names() {
		v := builtinVoice(t, name)
		size := int64(0)
		err := fs.WalkDir(v.files, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			size += info.Size()
			if filepath.Ext(path) == ".ogg" && !slices.ContainsFunc(v.entries, func(e Entry) bool { return e.File == path }) {
				t.Errorf("%s: %s is in no manifest", name, path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d clips, %.2f MB", name, len(v.entries), float64(size)/1e6)
		if size >= 9e6 {
			t.Errorf("%s: %d bytes", name, size)
		}
	}
}

// Every clip is well, of the length the index says, at its level, and would
// not be changed by what somebody's own recording goes through.
func TestBuiltinClipsNeedNoProcessing(t *testing.T) {
	for _, name := range Names() {
		v := builtinVoice(t, name)
		for _, f := range v.Check(v.Lines()) {
			t.Errorf("%s: %v", name, f)
		}
		each(len(v.entries), func(i int) {
			e := v.entries[i]
			c, err := v.load(e)
			if err != nil {
				t.Errorf("%s: %q: %v", name, e.Line, err)
				return
			}
			if l := loudness.Integrated(c.Samples...); math.Abs(l-loudness.Target) > 0.3 {
				t.Errorf("%s: %q: %.2f LUFS", name, e.Line, l)
			}
			if p := loudness.TruePeak(c.Samples...); p > -1 {
				t.Errorf("%s: %q: %.2f dBTP", name, e.Line, p)
			}
			r, err := v.decode(e)
			if err != nil {
				t.Error(err)
				return
			}
			if again, err := prepare(r); err != nil || !slices.Equal(again.Samples[0], c.Samples[0]) {
				t.Errorf("%s: %q: is changed by being prepared: %v", name, e.Line, err)
			}
		})
	}
}

// A copy of a built-in voice is a voice like any other, and sounds the same.
func TestBuiltinAsAFolder(t *testing.T) {
	v := builtinVoice(t, Default)
	folder, err := Open(os.DirFS("builtin/" + Default))
	if err != nil {
		t.Fatal(err)
	}
	lines := v.Lines()[:20]
	folder.Measure(lines)
	for _, line := range lines {
		a, _ := v.Frames(line)
		b, ok := folder.Frames(line)
		if a != b || !ok {
			t.Errorf("%q: %d frames built in, %d in a folder", line, a, b)
		}
	}
}

func BenchmarkBuiltin(b *testing.B) {
	for b.Loop() {
		builtinVoice(b, Default)
	}
}

func BenchmarkParseManifest(b *testing.B) {
	data, err := builtin.ReadFile("builtin/" + Default + "/" + ManifestFile)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := ParseManifest(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkClip decodes a voice clip by clip on one core; s/s is seconds of
// speech a second.
func BenchmarkClip(b *testing.B) {
	v := builtinVoice(b, Default)
	i, frames := 0, int64(0)
	for b.Loop() {
		e := v.entries[i%len(v.entries)]
		if _, err := v.load(e); err != nil {
			b.Fatal(err)
		}
		frames += e.Frames
		i++
	}
	b.ReportMetric(float64(frames)/SampleRate/b.Elapsed().Seconds(), "s/s")
}
