//go:build system && linux

package device_test

import (
	"testing"
	"time"

	"github.com/unknot/unknot/audio/device/pulserig"
	"github.com/unknot/unknot/audio/output"
)

const second = output.SampleRate

// Twenty seconds come out as they went in: every sample, and no other.
func TestSoundIsExact(t *testing.T) {
	for _, buffer := range []time.Duration{500 * time.Millisecond, 2 * time.Second} {
		t.Run(buffer.String(), func(t *testing.T) {
			t.Parallel()
			rig := pulserig.Start(t)
			capture := rig.Capture(t, 500*time.Millisecond)
			const frames = 20 * second
			c := play(t, rig.Env(), buffer, frames)
			done, _ := c.until("done")
			if done.Err != "" || done.Frame != frames {
				t.Errorf("done at frame %d: %q", done.Frame, done.Err)
			}
			c.quiet()
			time.Sleep(700 * time.Millisecond)
			got, _ := capture.Stop()
			first, last := pulserig.First(got, 0), pulserig.Last(got)
			if first < 0 || last-first != frames {
				t.Fatalf("captured %d frames, want %d", last-first, frames)
			}
			expect(t, got[first:last], 0, 0)
		})
	}
}
