//go:build system

package loudness

import (
	"bytes"
	"encoding/binary"
	"math"
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	"github.com/unknot/unknot/audio"
)

// ebur128 returns what ffmpeg measures of a stereo signal.
func ebur128(t *testing.T, left, right []float32) (loudness, peak float64) {
	t.Helper()
	var raw bytes.Buffer
	for i := range left {
		binary.Write(&raw, binary.LittleEndian, [2]float32{left[i], right[i]})
	}
	cmd := exec.Command("ffmpeg", "-nostats", "-f", "f32le", "-ar", "48000", "-ac", "2", "-i", "-",
		"-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-")
	cmd.Stdin = &raw
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg: %v\n%s", err, out)
	}
	number := func(pattern string) float64 {
		m := regexp.MustCompile(pattern).FindSubmatch(out)
		if m == nil {
			t.Fatalf("no %s in\n%s", pattern, out)
		}
		f, err := strconv.ParseFloat(string(m[1]), 64)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	return number(`I:\s+(\S+) LUFS`), number(`Peak:\s+(\S+) dBFS`)
}

func TestAgreesWithFFmpeg(t *testing.T) {
	seed := uint32(7)
	noise := func(seconds, level float64) []float32 {
		x := make([]float32, int(seconds*audio.SampleRate))
		low := 0.0
		for i := range x {
			seed = seed*1664525 + 1013904223
			low += 0.2 * (float64(int32(seed))/(1<<31) - low)
			x[i] = float32(gain(level) * low * (1.5 + math.Sin(float64(i)/9000)))
		}
		return x
	}
	for name, x := range map[string][2][]float32{
		"tone":   {sine(1000, 0, -23, 5), sine(1000, 0, -23, 5)},
		"high":   {sine(11999, 1, -6, 3), sine(7000, 0, -20, 3)},
		"noise":  {noise(6, -10), noise(6, -14)},
		"bursts": {append(noise(2, -30), noise(2, -3)...), append(noise(2, -30), noise(2, -3)...)},
	} {
		loud, peak := ebur128(t, x[0], x[1])
		within(t, name+": loudness", Integrated(x[0], x[1]), loud, 0.1, 0.1)
		within(t, name+": true peak", TruePeak(x[0], x[1]), peak, 0.15, 0.15)
	}
}
