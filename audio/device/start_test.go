//go:build system && linux

package device_test

import (
	"os"
	"os/exec"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/unknot/unknot/audio/device"
	"github.com/unknot/unknot/audio/device/pulserig"
)

// BenchmarkStart measures the time from starting a program that plays until its
// first sample is at the sound server, and at the sink.
func BenchmarkStart(b *testing.B) {
	rig := pulserig.Start(b)
	capture := rig.Capture(b, 10*time.Millisecond)
	for _, buffer := range []time.Duration{100 * time.Millisecond, device.DefaultBuffer, 2 * time.Second} {
		b.Run(buffer.String(), func(b *testing.B) {
			var connected, sound, played []time.Duration
			for b.Loop() {
				cmd := exec.Command(os.Args[0])
				cmd.Env = []string{childBuffer + "=" + buffer.String(), childFrames + "=" + strconv.Itoa(10*second)}
				m, err := rig.MeasureStart(cmd, capture, 5*time.Second)
				if err != nil {
					b.Fatal(err)
				}
				connected = append(connected, m.Connected)
				sound = append(sound, m.Sound)
				played = append(played, m.Played)
				time.Sleep(100 * time.Millisecond)
			}
			b.ReportMetric(median(connected), "ms-to-connect")
			b.ReportMetric(median(sound), "ms-to-server")
			b.ReportMetric(median(played), "ms-to-sink")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func median(times []time.Duration) (ms float64) {
	slices.Sort(times)
	return float64(times[len(times)/2]) / 1e6
}
