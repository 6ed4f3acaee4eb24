package voice_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/voicetest"
)

// preparedFolder is a folder of words with an index that gives each clip its length.
func preparedFolder(t *testing.T) (fstest.MapFS, *voice.Manifest) {
	t.Helper()
	folder := voicetest.Folder(words, nil)
	m, err := voice.ParseManifest(folder[voice.ManifestFile].Data)
	if err != nil {
		t.Fatal(err)
	}
	v := open(t, folder)
	for i := range m.Clips {
		m.Clips[i].Frames, _ = v.Frames(m.Clips[i].Line)
	}
	folder[voice.IndexFile] = &fstest.MapFile{Data: m.Index()}
	return folder, m
}

// What a prepared voice says is what its manifest says, and it plays what is in
// the files: here not at -18 LUFS, which a voice opened by its manifest is at.
func TestPreparedClipsArePlayedAsTheyAre(t *testing.T) {
	folder, m := preparedFolder(t)
	v, err := voice.OpenPrepared(folder)
	if err != nil {
		t.Fatal(err)
	}
	want := voice.Info{Name: m.Name, Language: m.Language, Gender: m.Gender, Licence: m.Licence, Made: m.Made, Synthetic: m.Synthetic, Prepared: true}
	if v.Info() != want {
		t.Errorf("it describes itself as %+v, not %+v", v.Info(), want)
	}
	if len(v.Lines()) != len(m.Clips) {
		t.Fatalf("lines %q", v.Lines())
	}
	prepared := open(t, folder)
	for i, e := range m.Clips {
		if v.Lines()[i] != e.Line {
			t.Errorf("line %d is %q, not %q", i, v.Lines()[i], e.Line)
		}
		c, err := v.Clip(e.Line)
		if n, ok := v.Frames(e.Line); err != nil || !ok || n != e.Frames || int64(c.Frames()) != e.Frames {
			t.Fatalf("%q: %d frames, not %d: %v", e.Line, n, e.Frames, err)
		}
		other, err := prepared.Clip(e.Line)
		if err != nil || slices.Equal(other.Samples[0], c.Samples[0]) {
			t.Errorf("%q: it was prepared: %v", e.Line, err)
		}
	}
}

func TestIndexMustAgreeWithTheClips(t *testing.T) {
	folder, m := preparedFolder(t)
	m.Clips[1].Frames++
	folder[voice.IndexFile] = &fstest.MapFile{Data: m.Index()}
	v, err := voice.OpenPrepared(folder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Clip(m.Clips[1].Line); err == nil || !strings.Contains(err.Error(), "the index says") {
		t.Errorf("a clip of another length: %v", err)
	}
}

func TestBrokenIndex(t *testing.T) {
	_, m := preparedFolder(t)
	whole := string(m.Index())
	for name, index := range map[string]string{
		"empty":        "",
		"no fields":    "willow\n" + whole,
		"no length":    strings.Replace(whole, "\n", "\nx", 1),
		"row cut":      whole[:strings.LastIndex(whole, "\t")],
		"zero length":  "a\ten\tf\tx\ty\ttrue\n0\ta.ogg\tLet go.\n",
		"not a number": "a\ten\tf\tx\ty\ttrue\n1e9\ta.ogg\tLet go.\n",
	} {
		if _, err := voice.OpenPrepared(fstest.MapFS{voice.IndexFile: {Data: []byte(index)}}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := voice.OpenPrepared(fstest.MapFS{}); err == nil {
		t.Error("a folder without an index was opened")
	}
}

// The built-in clips are at 24 kHz: their lengths, and all that is played, at 48 kHz.
func TestPreparedClipsAtHalfTheRate(t *testing.T) {
	const rate, frames = 24000, 12345
	folder := voicetest.Folder(words[:1], nil)
	m, err := voice.ParseManifest(folder[voice.ManifestFile].Data)
	if err != nil {
		t.Fatal(err)
	}
	folder[m.Clips[0].File] = &fstest.MapFile{Data: voicetest.WAV(rate, voicetest.Tone(rate, frames, 440))}
	for announced, fine := range map[int64]bool{2 * frames: true, frames: false, 2*frames + 1: false} {
		m.Clips[0].Frames = announced
		folder[voice.IndexFile] = &fstest.MapFile{Data: m.Index()}
		v, err := voice.OpenPrepared(folder)
		if err != nil {
			t.Fatal(err)
		}
		c, err := v.Clip(m.Clips[0].Line)
		if (err == nil) != fine {
			t.Errorf("%d frames announced: %v", announced, err)
		}
		if fine && c.Frames() != 2*frames {
			t.Errorf("%d frames", c.Frames())
		}
	}
}
