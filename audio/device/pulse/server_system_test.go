//go:build system && linux

package pulse_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/unknot/unknot/audio/device/pulse"
	"github.com/unknot/unknot/audio/device/pulserig"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/output/outputtest"
)

// A server that dies is noticed at once, and another one can be played to.
func TestServerDiesAndAnotherIsOpened(t *testing.T) {
	t.Parallel()
	for i := range 3 {
		rig := pulserig.Start(t)
		out := open(t, rig, pulse.Options{})
		play(t, out, outputtest.NewTape(0, 60*second, false))
		time.Sleep(500 * time.Millisecond)
		if i == 1 {
			out.Pause()
		}
		rig.Kill()
		if took := done(t, out); took > time.Second {
			t.Errorf("noticed after %v", took)
		}
		if !errors.Is(out.Err(), output.ErrDeviceLost) {
			t.Errorf("Err() = %v, want ErrDeviceLost", out.Err())
		}
		if heard := out.Heard(); heard < second/4 || heard > second {
			t.Errorf("%d frames were heard", heard)
		}
		out.Pause()
		out.Resume()
		if out.Retake(func(output.Frame) { t.Error("change was called") }) {
			t.Error("Retake took sound back from a server that is dead")
		}
	}
}

func TestSinkGoesAway(t *testing.T) {
	t.Parallel()
	rig := pulserig.Start(t)
	out := open(t, rig, pulse.Options{})
	play(t, out, outputtest.NewTape(0, 60*second, false))
	time.Sleep(500 * time.Millisecond)
	rig.Pactl(t, "unload-module", "module-null-sink")
	if took := done(t, out); took > time.Second {
		t.Errorf("noticed after %v", took)
	}
	if !errors.Is(out.Err(), output.ErrDeviceLost) {
		t.Errorf("Err() = %v, want ErrDeviceLost", out.Err())
	}
}

// Sound that is moved to another sink continues there, and the move is reported.
func TestMoveIsReported(t *testing.T) {
	t.Parallel()
	rig := pulserig.Start(t)
	moved := make(chan string, 10)
	out := open(t, rig, pulse.Options{OnMoved: func(sink string) { moved <- sink }})
	play(t, out, outputtest.NewTape(0, 3*second, false))
	time.Sleep(500 * time.Millisecond)
	rig.Pactl(t, "load-module", "module-null-sink", "sink_name=other", "norewinds=1")
	input := strings.Fields(rig.Pactl(t, "list", "short", "sink-inputs"))
	rig.Pactl(t, "move-sink-input", input[0], "other")
	select {
	case sink := <-moved:
		if sink != "other" {
			t.Errorf("moved to %q", sink)
		}
	case <-time.After(time.Second):
		t.Error("the move was not reported")
	}
	if took := done(t, out); took > 4*time.Second {
		t.Errorf("it took %v", took)
	}
	if out.Err() != nil || out.Heard() != 3*second {
		t.Errorf("done at frame %d: %v", out.Heard(), out.Err())
	}
}

// A sink that somebody else puts to sleep only holds the sound up.
func TestSuspended(t *testing.T) {
	t.Parallel()
	rig := pulserig.Start(t)
	out := open(t, rig, pulse.Options{})
	play(t, out, outputtest.NewTape(0, 2*second, false))
	time.Sleep(500 * time.Millisecond)
	rig.Pactl(t, "suspend-sink", pulserig.Sink, "1")
	time.Sleep(200 * time.Millisecond)
	heard := out.Heard()
	time.Sleep(7 * time.Second)
	if out.Heard() != heard {
		t.Errorf("%d frames were heard from a sleeping sink", out.Heard()-heard)
	}
	rig.Pactl(t, "suspend-sink", pulserig.Sink, "0")
	done(t, out)
	if out.Err() != nil || out.Heard() != 2*second {
		t.Errorf("done at frame %d: %v", out.Heard(), out.Err())
	}
}

// Several outputs play at the same time in one process, and the mixer shows each.
func TestSeveralAtATime(t *testing.T) {
	t.Parallel()
	rig := pulserig.Start(t)
	var outs []*pulse.Output
	for i := range 3 {
		out := open(t, rig, pulse.Options{Name: fmt.Sprintf("name %d", i)})
		play(t, out, outputtest.NewTape(0, second, false))
		outs = append(outs, out)
	}
	inputs := rig.Pactl(t, "list", "sink-inputs")
	for _, want := range []string{`application.name = "name 0"`, `application.name = "name 2"`, `media.role = "music"`, `media.name = "name 1"`} {
		if !strings.Contains(inputs, want) {
			t.Errorf("the mixer does not show %s:\n%s", want, inputs)
		}
	}
	for _, out := range outs {
		done(t, out)
		if out.Err() != nil {
			t.Error(out.Err())
		}
	}
}

func TestNoServer(t *testing.T) {
	t.Parallel()
	noSink := pulserig.Start(t)
	noSink.Pactl(t, "unload-module", "module-null-sink")
	for server, want := range map[string]string{
		"{x":                     "malformed",
		" ":                      "names no server",
		"unix:/nonexistent":      "no such file",
		"unix:" + noSink.Socket:  "no speakers or headphones",
		"{elsewhere}unix:/there": "names no server",
	} {
		_, err := pulse.Open(pulse.Options{Server: server})
		var device *output.DeviceError
		if !errors.As(err, &device) || device.Kind != output.ErrNoDevice || !strings.Contains(device.Reason, want) {
			t.Errorf("on %q: %v, want ErrNoDevice because %q", server, err, want)
		}
	}
}
