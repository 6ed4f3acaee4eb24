//go:build system

package resample

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"testing"
)

// Against sox at its best quality, a signal made of tones differs by less than
// -90 dB. The tones go up to three quarters of the Nyquist frequency: above that, at
// 44.1 kHz and its fractions, sox's own gain is some 0.001 dB too low, an error 79 dB
// below the tone (TestPassBand compares ours with the ideal up to 0.9).
func TestAgreesWithSox(t *testing.T) {
	for _, from := range []int{8000, 11025, 16000, 22050, 24000, 32000, 44100, 96000, 192000} {
		random := rand.New(rand.NewPCG(1, uint64(from)))
		x := make([]float32, from*2)
		for range 60 {
			f := random.Float64() * 0.75 * float64(min(from, 48000)) / 2
			phase := random.Float64() * 7
			for i := range x {
				x[i] += float32(0.01 * math.Sin(2*math.Pi*f*float64(i)/float64(from)+phase))
			}
		}
		var in bytes.Buffer
		if err := binary.Write(&in, binary.LittleEndian, x); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("sox", "-t", "f32", "-r", strconv.Itoa(from), "-c", "1", "-", "-t", "f32", "-", "rate", "-v", "48000")
		cmd.Stdin = &in
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		want := make([]float32, len(out)/4)
		if err := binary.Read(bytes.NewReader(out), binary.LittleEndian, want); err != nil {
			t.Fatal(err)
		}
		got := converter(t, from, 48000).Convert(x)
		if d := len(got) - len(want); d < -1 || d > 1 {
			t.Errorf("%d Hz: %d frames, sox %d", from, len(got), len(want))
		}
		signal, noise := 0.0, 0.0
		for i := 12000; i < len(got)-12000; i++ {
			d := float64(got[i] - want[i])
			signal += float64(want[i]) * float64(want[i])
			noise += d * d
		}
		level := 10 * math.Log10(noise/signal)
		fmt.Printf("%6d Hz: %.1f dB from sox rate -v\n", from, level)
		if level > -90 {
			t.Errorf("%d Hz: %.1f dB from sox", from, level)
		}
	}
}
