package audio_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio"
)

func TestFramesAndDurationAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 100*365*24*3600*audio.SampleRate).Draw(t, "frames")
		d := audio.Duration(n)
		if audio.Frames[int64](d) != n || audio.Frames[int64](d-1) != n-1 {
			t.Fatalf("%d frames take %v, which is %d frames", n, d, audio.Frames[int64](d))
		}
	})
}

func TestDurationDoesNotOverflow(t *testing.T) {
	for _, frames := range []int64{math.MaxInt64, math.MaxInt64 / 2, 1 << 62} {
		if d := audio.Duration(frames); d != math.MaxInt64 {
			t.Errorf("%d frames take %v, want the longest duration", frames, d)
		}
	}
	if n := audio.Frames[int64](math.MaxInt64); n < 292*365*24*3600*audio.SampleRate {
		t.Errorf("the longest duration is %d frames", n)
	}
}
