//go:build system

package tone_test

import (
	"bytes"
	"math"
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/pcm"
	"github.com/unknot/unknot/audio/tone"
)

// ebur128 returns the integrated loudness, in LUFS, that FFmpeg measures of x in both
// channels.
func ebur128(t *testing.T, x []float32) float64 {
	t.Helper()
	frames := make([][2]float32, len(x))
	for i, v := range x {
		frames[i] = [2]float32{v, v}
	}
	raw := make([]byte, len(x)*pcm.Float32Bytes)
	pcm.PutFloat32(raw, frames)
	cmd := exec.Command("ffmpeg", "-nostats", "-f", "f32le", "-ar", "48000", "-ac", "2", "-i", "-", "-af", "ebur128", "-f", "null", "-")
	cmd.Stdin = bytes.NewReader(raw)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg: %v\n%s", err, out)
	}
	found := regexp.MustCompile(`I:\s+(-?[\d.]+) LUFS`).FindAllSubmatch(out, -1)
	if found == nil {
		t.Fatalf("ffmpeg reports no loudness:\n%s", out)
	}
	got, err := strconv.ParseFloat(string(found[len(found)-1][1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// FFmpeg's meter finds every tone as loud as our own does, alone and breath after
// breath. (It has no A-weighting, which is checked against its standard.)
func TestFFmpegHearsTheSameLoudness(t *testing.T) {
	check := func(what string, x []float32) {
		if got, want := ebur128(t, x), loudness.Integrated(x); math.Abs(got-want) > 0.3 {
			t.Errorf("%s is at %.1f LUFS, by our meter at %.1f", what, got, want)
		}
	}
	for _, kind := range sounding {
		for _, breath := range [][2]int{{2, 4}, {4, 6}, {5, 10}} {
			for i, phase := range phases {
				check(name(kind, phase), toneAt(kind, phase, 0, breath[i]*second))
			}
			in, out := breath[0]*second, breath[1]*second
			x, _ := breaths(kind, []int{in, out, in, out, in, out})
			check(string(kind), x)
		}
	}
	x := make([]float32, 40*second)
	tone.Search().Fill(x, 0, int64(len(x)))
	check("a search", x)
	tone.Bed{At: 0, Frames: int64(len(x))}.Fill(x, 0)
	check("a bed", x)
}
