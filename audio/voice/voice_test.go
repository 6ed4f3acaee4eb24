package voice_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/recording"
	"github.com/unknot/unknot/audio/voice/voicetest"
)

var words = []string{"Let your shoulders drop.", "Now the left side.", "And let go.", "Breathe."}

func open(t testing.TB, folder fs.FS, options ...voice.Option) *voice.Voice {
	t.Helper()
	v, err := voice.Open(folder, options...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestClipsOfAFolder(t *testing.T) {
	v := open(t, voicetest.Folder(words, nil))
	if got := v.Lines(); fmt.Sprint(got) != fmt.Sprint(words) {
		t.Errorf("lines %q", got)
	}
	for _, line := range words {
		want := int64(math.Round(voicetest.Calm(line).Seconds() * audio.SampleRate))
		if n, ok := v.Frames(line); !ok || n != want {
			t.Errorf("%q: %d frames, %t; want %d", line, n, ok, want)
		}
		c, err := v.Clip(line)
		if err != nil || int64(c.Frames()) != want || len(c.Samples) != 1 {
			t.Errorf("%q: the clip is not of %d frames in one channel: %v", line, want, err)
			continue
		}
		level(t, line, c, 0.2)
	}
	if faults := v.Check(words); len(faults) > 0 {
		t.Errorf("faults of a good voice: %v", faults)
	}
	if _, ok := v.Frames("Nobody says this."); ok {
		t.Error("a line without a clip has a length")
	}
	if _, err := v.Clip("Nobody says this."); !errors.Is(err, voice.ErrNoClip) {
		t.Errorf("a line without a clip: %v", err)
	}
}

func level(t *testing.T, name string, c *voice.Clip, near float64) {
	t.Helper()
	if l := loudness.Integrated(c.Samples...); math.Abs(l-loudness.Target) > near {
		t.Errorf("%s: %.2f LUFS", name, l)
	}
	if p := loudness.TruePeak(c.Samples...); p > -1 {
		t.Errorf("%s: %.2f dBTP", name, p)
	}
}

// At any rate, mono or stereo, loud or soft, the length is the exact one rounded once,
// the level is right, and there is no step at the ends.
func TestAnyRecordingBecomesAClip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rate := rapid.SampledFrom([]int{8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 192000}).Draw(rt, "rate")
		frames := rapid.IntRange(rate/10, 2*rate).Draw(rt, "frames")
		gain := float32(math.Pow(10, rapid.Float64Range(-40, 9).Draw(rt, "dB")/20))
		channels := [][]float32{voicetest.Tone(rate, frames, 300)}
		if rapid.Bool().Draw(rt, "stereo") {
			channels = append(channels, voicetest.Tone(rate, frames, 350))
		}
		for _, x := range channels {
			for i := range x {
				x[i] *= gain
			}
			x[0], x[frames-1] = 0.2*gain, 0.2*gain // as if cut from something longer
		}
		folder := voicetest.Folder(words[:1], nil)
		folder["clips/000.wav"] = &fstest.MapFile{Data: voicetest.WAV(rate, channels...)}
		c, err := open(t, folder).Clip(words[0])
		if err != nil {
			rt.Fatal(err)
		}
		if want := math.Round(float64(frames) * audio.SampleRate / float64(rate)); float64(c.Frames()) != want || len(c.Samples) != len(channels) {
			rt.Fatalf("%d frames in %d channels, want %g in %d", c.Frames(), len(c.Samples), want, len(channels))
		}
		level(t, fmt.Sprint(rate, " Hz"), c, 0.3)
		for _, x := range c.Samples {
			if max(math.Abs(float64(x[0])), math.Abs(float64(x[len(x)-1]))) > 0.005 {
				rt.Fatalf("a step of %g and %g at the ends", x[0], x[len(x)-1])
			}
		}
	})
}

func TestEveryFormatBecomesAClip(t *testing.T) {
	folder := voicetest.Folder(nil, nil)
	m := voice.Manifest{Name: "mixed", Clips: []voice.Entry{}}
	for _, name := range []string{"s16.wav", "f32.wav", "s24.flac", "s16.flac", "mono.ogg", "stereo.ogg", "mono.mp3", "stereo.mp3", "low.mp3"} {
		data, err := os.ReadFile("recording/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		folder[name] = &fstest.MapFile{Data: data}
		m.Clips = append(m.Clips, voice.Entry{Line: name, File: name})
	}
	voicetest.Manifest(folder, m)
	v := open(t, folder)
	v.Measure(v.Lines())
	for _, line := range v.Lines() {
		if n, ok := v.Frames(line); !ok || n != audio.SampleRate*7/10 {
			t.Errorf("%s: %d frames, %t", line, n, ok)
		}
		c, err := v.Clip(line)
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		level(t, line, c, 0.2)
	}
}

// counting counts how often clips are opened.
type counting struct {
	fs.FS
	opened atomic.Int64
}

func (c *counting) Open(name string) (fs.File, error) {
	if name != voice.ManifestFile {
		c.opened.Add(1)
	}
	return c.FS.Open(name)
}

func TestClipsAreDecodedOnceForAllWhoAsk(t *testing.T) {
	files := &counting{FS: voicetest.Folder(words, nil)}
	v := open(t, files)
	var together sync.WaitGroup
	for range 50 {
		together.Go(func() {
			for _, line := range words {
				if _, err := v.Clip(line); err != nil {
					t.Error(err)
				}
			}
		})
	}
	together.Wait()
	if n := files.opened.Load(); n != int64(len(words)) {
		t.Errorf("%d files opened for %d clips", n, len(words))
	}
}

// The cache holds the clips that were used last, as far as its size allows.
func TestCacheIsBounded(t *testing.T) {
	var lines []string
	for i := range 10 {
		lines = append(lines, fmt.Sprintf("Line %d.", i))
	}
	files := &counting{FS: voicetest.Folder(lines, func(string) time.Duration { return time.Second })}
	v := open(t, files, voice.CacheBytes(3*4*audio.SampleRate))
	clip := func(i int) int64 {
		before := files.opened.Load()
		if _, err := v.Clip(lines[i]); err != nil {
			t.Fatal(err)
		}
		return files.opened.Load() - before
	}
	for i := range 3 {
		clip(i)
	}
	if clip(0)+clip(1)+clip(2) != 0 {
		t.Error("clips that fit were not kept")
	}
	clip(0)
	clip(3) // pushes out 1, not 0
	if clip(0) != 0 || clip(1) != 1 {
		t.Error("the clips kept are not those used last")
	}
	// A clip larger than the cache is asked for with every block of it.
	long := &counting{FS: voicetest.Folder(lines, func(string) time.Duration { return 4 * time.Second })}
	small := open(t, long, voice.CacheBytes(3*4*audio.SampleRate))
	for range 5 {
		if _, err := small.Clip(lines[0]); err != nil {
			t.Fatal(err)
		}
	}
	if n := long.opened.Load(); n != 1 {
		t.Errorf("a long clip was decoded %d times", n)
	}
	none := open(t, voicetest.Folder(lines, nil), voice.CacheBytes(0))
	if _, err := none.Clip(lines[0]); err != nil {
		t.Error(err)
	}
}

func TestCheckFindsEveryFault(t *testing.T) {
	lines := []string{
		"This one is all right.", "This one is not there.", "This one has no file.", "This one is text.",
		"This one is silent.", "This one starts late.", "This one stops early.", "This one is too slow.", "This one is too fast.", "Slow.",
	}
	folder := voicetest.Folder(append(lines[:1:1], lines[2:]...), nil)
	file := func(i int) string { return fmt.Sprintf("clips/%03d.wav", i) }
	put := func(i int, x []float32) { folder[file(i)] = &fstest.MapFile{Data: voicetest.WAV(48000, x)} }
	delete(folder, file(1))
	folder[file(2)] = &fstest.MapFile{Data: []byte("not a sound")}
	put(3, make([]float32, 96000))
	tone := voicetest.Tone(48000, 144000, 300)
	put(4, tone[60000:])
	put(5, tone[:84000])
	put(6, voicetest.Tone(48000, 48000*4, 300))
	put(7, voicetest.Tone(48000, 48000, 300))
	put(8, voicetest.Tone(48000, 48000*4, 300))
	m, err := voice.ParseManifest(folder[voice.ManifestFile].Data)
	if err != nil {
		t.Fatal(err)
	}
	m.Clips = append(m.Clips, voice.Entry{Line: "Nobody says this any more.", File: file(0)})
	voicetest.Manifest(folder, *m)

	var got []string
	for _, f := range open(t, folder).Check(lines) {
		got = append(got, fmt.Sprintf("%s %s %t", f.Kind, f.Line, f.Warning()))
		if !strings.Contains(f.Error(), f.Line) {
			t.Errorf("%q does not name the line", f.Error())
		}
	}
	want := []string{
		"missing This one is not there. false",
		"unreadable This one has no file. false",
		"unreadable This one is text. false",
		"silent This one is silent. false",
		"cut-start This one starts late. true",
		"cut-end This one stops early. true",
		"too-slow This one is too slow. true",
		"too-fast This one is too fast. true",
		"stale Nobody says this any more. true",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestBrokenClipIsNamed(t *testing.T) {
	folder := voicetest.Folder(words, nil)
	data := folder["clips/001.wav"].Data
	folder["clips/001.wav"] = &fstest.MapFile{Data: data[:len(data)/2]}
	v := open(t, folder)
	_, err := v.Clip(words[1])
	if !errors.Is(err, recording.ErrCutShort) || !strings.Contains(err.Error(), words[1]) || !strings.Contains(err.Error(), "clips/001.wav") {
		t.Errorf("%v", err)
	}
	if _, ok := v.Frames(words[1]); ok {
		t.Error("a broken clip has a length")
	}
}

// A folder opened as a root cannot name anything outside it, nor link to it.
func TestNothingOutsideTheFolder(t *testing.T) {
	dir := t.TempDir()
	secret := dir + "/secret.wav"
	if err := os.WriteFile(secret, voicetest.WAV(48000, voicetest.Tone(48000, 48000, 300)), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := dir + "/voice"
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, folder+"/link.wav"); err != nil {
		t.Fatal(err)
	}
	manifest := "name: thief\nlanguage: en\nlicence: none\nmade: by hand\nsynthetic: false\nclips:\n- line: Hello there.\n  file: link.wav\n"
	if err := os.WriteFile(folder+"/voice.yaml", []byte(manifest), 0o644); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if _, err := open(t, root.FS()).Clip("Hello there."); err == nil {
		t.Error("a link led out of the folder")
	}
	for _, file := range []string{"../secret.wav", "/etc/passwd", "a/../../secret.wav", "."} {
		if _, err := voice.ParseManifest([]byte(strings.Replace(manifest, "link.wav", file, 1))); err == nil {
			t.Errorf("%s was accepted as a file of the folder", file)
		}
	}
}
