//go:build system

package wav_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unknot/unknot/audio/wav"
)

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, errs.String())
	}
	return strings.TrimSpace(out.String())
}

// probe is the length in frames, the codec, the rate and the channels that
// ffprobe reads.
func probe(t *testing.T, path string) string {
	t.Helper()
	return run(t, "ffprobe", "-v", "error", "-show_entries", "stream=duration_ts,codec_name,sample_rate,channels",
		"-of", "csv=p=0", path)
}

// FFmpeg and sox read files with and without chapters: the exact length, and the
// samples as written.
func TestOthersReadIt(t *testing.T) {
	src := make([][2]float32, 123457)
	seed := uint32(1)
	for i := range src {
		for c := range src[i] {
			seed = seed*1664525 + 1013904223
			src[i][c] = float32(int32(seed)) / (1 << 32)
		}
	}
	chapters := []wav.Chapter{{At: 0, Title: "Opening"}, {At: 48000, Title: "Beside the skull, left"}, {At: int64(len(src)), Title: "Ende · fin"}}
	data := packed(src)
	for _, marks := range [][]wav.Chapter{nil, chapters} {
		path := filepath.Join(t.TempDir(), "a.wav")
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		spec := wav.Spec{Frames: int64(len(src)), Chapters: marks}
		if err := write(file, spec, data, func(int) int { return 4096 }); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		if got, want := probe(t, path), fmt.Sprintf("pcm_s16le,48000,2,%d", len(src)); got != want {
			t.Errorf("ffprobe reads %s, not %s", got, want)
		}
		if got := run(t, "soxi", "-s", path); got != fmt.Sprint(len(src)) {
			t.Errorf("sox reads %s frames", got)
		}
		out := filepath.Join(t.TempDir(), "a.raw")
		run(t, "ffmpeg", "-v", "error", "-i", path, "-f", "s16le", out)
		compare(t, "ffmpeg", out, data)
		run(t, "sox", path, "-traw", "-b16", "-esigned", out)
		compare(t, "sox", out, data)
	}
}

func compare(t *testing.T, by, path string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s reads other samples", by)
	}
}

// sparse leaves holes where there is silence, so that a day of it needs no
// room.
type sparse struct {
	file *os.File
	zero []byte
}

func (s sparse) Write(p []byte) (int, error) {
	if len(p) == len(s.zero) && bytes.Equal(p, s.zero) {
		_, err := s.file.Seek(int64(len(p)), io.SeekCurrent)
		return len(p), err
	}
	return s.file.Write(p)
}

// A day of 16-bit stereo is 16.6 GB: FFmpeg reads it as RF64, to the frame,
// and finds its last frames.
func TestADayIsReadAsRF64(t *testing.T) {
	const day = 24 * 3600 * 48000
	path := filepath.Join(t.TempDir(), "day.wav")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w, err := wav.NewWriter(sparse{file, make([]byte, 4<<20)}, wav.Spec{
		Frames: day, Chapters: []wav.Chapter{{At: day - 48000, Title: "End"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	const last = 48000
	block := make([]byte, 4<<20)
	for left := int64(day-last) * 4; left > 0; {
		n := min(left, int64(len(block)))
		if err := w.WriteBlock(block[:n]); err != nil {
			t.Fatal(err)
		}
		left -= n
	}
	end := bytes.Repeat([]byte{1, 2, 3, 4}, last)
	if err := w.WriteBlock(end); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if got, want := probe(t, path), fmt.Sprintf("pcm_s16le,48000,2,%d", int64(day)); got != want {
		t.Fatalf("ffprobe reads %s, not %s", got, want)
	}
	out := filepath.Join(t.TempDir(), "end.raw")
	run(t, "ffmpeg", "-v", "error", "-ss", fmt.Sprint(24*3600-1), "-i", path, "-f", "s16le", out)
	compare(t, "ffmpeg", out, end)
}
