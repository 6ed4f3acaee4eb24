//go:build system

package recording

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// encode makes a file of the signal with ffmpeg.
func encode(t *testing.T, name string, rate, channels int, codec string) []byte {
	t.Helper()
	var raw bytes.Buffer
	x := signal(rate, channels)
	for i := range x[0] {
		for c := range x {
			binary.Write(&raw, binary.LittleEndian, x[c][i])
		}
	}
	file := filepath.Join(t.TempDir(), name)
	args := []string{"-v", "error", "-f", "f32le", "-ar", strconv.Itoa(rate), "-ac", strconv.Itoa(channels), "-i", "-", "-bitexact", "-c:a"}
	cmd := exec.Command("ffmpeg", append(append(args, strings.Fields(codec)...), file)...)
	cmd.Stdin = &raw
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", name, err, out)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Every format at every rate it has, mono and stereo, as ffmpeg writes it.
func TestFormats(t *testing.T) {
	for _, f := range fixtures {
		data := encode(t, f.name, f.rate, f.channels, f.codec)
		compare(t, f.name, data, f.rate, f.channels, f.noise)
		if *update {
			if err := os.WriteFile(filepath.Join("testdata", f.name), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	every := []int{8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 176400, 192000}
	for _, f := range []struct {
		ending, codec string
		rates         []int
		noise         float64
	}{
		{"wav", "pcm_u8", every, -35},
		{"wav", "pcm_s16le", every, -80},
		{"wav", "pcm_s24le", every, -120},
		{"wav", "pcm_s32le", every, -120},
		{"wav", "pcm_f32le", every, -120},
		{"wav", "pcm_f64le", every, -120},
		{"flac", "flac -sample_fmt s16", every, -80},
		{"flac", "flac -sample_fmt s32", every, -120},
		{"ogg", "libvorbis -q:a 9", every, -25},
		{"mp3", "libmp3lame -b:a 160k", []int{16000, 24000, 32000, 44100, 48000}, -35},
	} {
		for _, rate := range f.rates {
			for channels := 1; channels <= 2; channels++ {
				name := strings.Fields(f.codec)[0] + "-" + strconv.Itoa(rate) + "-" + strconv.Itoa(channels) + "." + f.ending
				compare(t, name, encode(t, name, rate, channels, f.codec), rate, channels, f.noise)
			}
		}
	}
}

// go-mp3 v0.3.4 takes some padded frames of 22.05 kHz to be a byte shorter than they
// are and plays noise, so such a file is refused.
func TestMP3ThatTheDecoderGetsWrong(t *testing.T) {
	for _, bitrate := range []string{"32k", "40k", "48k", "56k", "64k", "80k", "96k", "112k", "128k", "144k", "160k"} {
		data := encode(t, "x.mp3", 22050, 2, "libmp3lame -b:a "+bitrate)
		if _, err := Decode(data); err != nil {
			if !strings.Contains(err.Error(), "FLAC") {
				t.Errorf("%s: %v", bitrate, err)
			}
			continue
		}
		compare(t, bitrate, data, 22050, 2, -15)
	}
}
