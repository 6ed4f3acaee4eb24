//go:build system && linux

package device_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/device"
	"github.com/unknot/unknot/audio/device/pulserig"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/output/outputtest"
)

const second = audio.SampleRate

// Each part of the contract in a process of its own, on a server of its own.
func TestDeviceKeepsTheContract(t *testing.T) {
	const child, buffer = "DEVICE_CONTRACT_CHILD", 200 * time.Millisecond
	if os.Getenv(child) != "" {
		outputtest.Run(t, outputtest.Subject{
			New: func(t *testing.T) output.Output {
				out, err := open(device.Options{Buffer: buffer})
				if err != nil {
					t.Fatal(err)
				}
				return out
			},
			Lag:  buffer + 100*time.Millisecond, // to begin, and where sinks ask in big bites
			Held: buffer + 200*time.Millisecond,
		})
		return
	}
	for _, way := range ways {
		for _, name := range outputtest.Names() {
			t.Run(way+"/"+name, func(t *testing.T) {
				t.Parallel()
				cmd := exec.Command(os.Args[0], "-test.run", "^TestDeviceKeepsTheContract$/^"+name+"$", "-test.v")
				cmd.Env = append(pulserig.Start(t).Env(), child+"=1", childWay+"="+way)
				out, err := cmd.CombinedOutput()
				if err != nil || !strings.Contains(string(out), "--- PASS: TestDeviceKeepsTheContract/"+name) {
					t.Errorf("%v\n%s", err, out)
				}
			})
		}
	}
}

// throughEach runs a test in each of the ways.
func throughEach(t *testing.T, test func(t *testing.T, way string)) {
	for _, way := range ways {
		t.Run(way, func(t *testing.T) { test(t, way) })
	}
}

// Twenty seconds come out as they went in: every sample, and no others.
func TestSoundIsExact(t *testing.T) { throughEach(t, soundIsExact) }

func soundIsExact(t *testing.T, way string) {
	for _, buffer := range []time.Duration{time.Second, 2 * time.Second} {
		t.Run(buffer.String(), func(t *testing.T) {
			t.Parallel()
			rig := pulserig.Start(t)
			capture := rig.Capture(t, 500*time.Millisecond)
			const frames = 20 * second
			c := play(t, append(rig.Env(), childWay+"="+way), buffer, frames)
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

// Heard is what the sink plays at that moment.
func TestHeardIsTrue(t *testing.T) { throughEach(t, heardIsTrue) }

func heardIsTrue(t *testing.T, way string) {
	for _, buffer := range []time.Duration{200 * time.Millisecond, 2 * time.Second} {
		t.Run(buffer.String(), func(t *testing.T) {
			t.Parallel()
			rig := pulserig.Start(t)
			capture := rig.Capture(t, 10*time.Millisecond)
			c := play(t, append(rig.Env(), childWay+"="+way), buffer, 6*second)
			_, events := c.until("done")
			got, zero := capture.Stop()
			first := pulserig.First(got, 0)
			checked := 0
			for _, e := range events {
				// Where the sound has just begun, a position may stand at 0.
				if e.What != "heard" || e.Frame == 0 {
					continue
				}
				off := e.At.Sub(pulserig.At(zero, first+int(e.Frame)))
				if off < -60*time.Millisecond || off > 60*time.Millisecond {
					t.Errorf("frame %d was reported as heard %v after it was", e.Frame, off)
				}
				checked++
			}
			if checked < 100 {
				t.Errorf("only %d positions were reported", checked)
			}
		})
	}
}

// A pause is silence once the device has played what it holds, and a change is
// heard from the exact frame it begins at; nothing else is lost or repeated.
func TestPauseAndRetakeAreHeard(t *testing.T) { throughEach(t, pauseAndRetakeAreHeard) }

func pauseAndRetakeAreHeard(t *testing.T, way string) {
	const buffer = 500 * time.Millisecond
	rig := pulserig.Start(t)
	capture := rig.Capture(t, 100*time.Millisecond)
	c := play(t, append(rig.Env(), childWay+"="+way), buffer, 20*second)
	c.until("playing")
	time.Sleep(2 * time.Second)
	c.order("pause")
	paused := time.Now()
	time.Sleep(1500 * time.Millisecond)
	c.order("resume")
	time.Sleep(1500 * time.Millisecond)
	c.order(fmt.Sprintf("retake %d", second))
	retaken, _ := c.until("retaken")
	done, _ := c.until("done")
	if done.Err != "" || done.Frame != retaken.Frame+second {
		t.Errorf("done at frame %d, %q, want %d", done.Frame, done.Err, retaken.Frame+second)
	}
	c.quiet()
	time.Sleep(300 * time.Millisecond)
	got, zero := capture.Stop()

	first := pulserig.First(got, 0)
	silent := first
	for got[silent] != [2]float32{} {
		silent++
	}
	if after := pulserig.At(zero, silent).Sub(paused); after < 0 || after > buffer+100*time.Millisecond {
		t.Errorf("silence came %v after the pause, want within %v", after, buffer)
	}
	expect(t, got[first:silent], 0, 0)
	again := pulserig.First(got, silent)
	splice := again + int(retaken.Frame) - (silent - first)
	expect(t, got[again:splice], 0, output.Frame(silent-first))
	expect(t, got[splice:splice+second], 1, retaken.Frame)
	if last := pulserig.Last(got); last != splice+second {
		t.Errorf("%d frames were heard after the end", last-splice-second)
	}
}

// A program that was stopped for a while, as by Ctrl-Z, continues where it was.
func TestFrozenProgramGoesOn(t *testing.T) { throughEach(t, frozenProgramGoesOn) }

func frozenProgramGoesOn(t *testing.T, way string) {
	t.Parallel()
	rig := pulserig.Start(t)
	capture := rig.Capture(t, 100*time.Millisecond)
	const frames = 5 * second
	c := play(t, append(rig.Env(), childWay+"="+way), time.Second, frames)
	c.until("playing")
	time.Sleep(time.Second)
	c.freeze(5 * time.Second)
	done, _ := c.until("done")
	if done.Err != "" || done.Frame != frames {
		t.Errorf("done at frame %d: %q", done.Frame, done.Err)
	}
	c.quiet()
	time.Sleep(300 * time.Millisecond)
	got, _ := capture.Stop()
	heard := make([][2]float32, 0, frames)
	for _, frame := range got {
		if frame != [2]float32{} { // no frame of a tape is silent
			heard = append(heard, frame)
		}
	}
	if len(heard) != frames {
		t.Fatalf("captured %d frames, want %d", len(heard), frames)
	}
	expect(t, heard, 0, 0)
}

func TestServerDies(t *testing.T) { throughEach(t, serverDies) }

func serverDies(t *testing.T, way string) {
	t.Parallel()
	rig := pulserig.Start(t)
	c := play(t, append(rig.Env(), childWay+"="+way), device.DefaultBuffer, 60*second)
	c.until("playing")
	time.Sleep(time.Second)
	rig.Kill()
	lost(t, c, time.Now(), 3*time.Second)
}

func TestSinkGoesAway(t *testing.T) { throughEach(t, sinkGoesAway) }

func sinkGoesAway(t *testing.T, way string) {
	t.Parallel()
	rig := pulserig.Start(t)
	c := play(t, append(rig.Env(), childWay+"="+way), device.DefaultBuffer, 60*second)
	c.until("playing")
	time.Sleep(time.Second)
	rig.Pactl(t, "unload-module", "module-null-sink")
	lost(t, c, time.Now(), 4*time.Second)
}

func lost(t *testing.T, c *child, since time.Time, within time.Duration) {
	t.Helper()
	done, _ := c.until("done")
	if done.Kind != "ErrDeviceLost" || done.Err != output.ErrDeviceLost.Error()+": "+done.Reason {
		t.Errorf("done with %q, for the reason %q, want ErrDeviceLost with a reason", done.Err, done.Reason)
	}
	if took := done.At.Sub(since); took > within {
		t.Errorf("noticed after %v, want %v at most", took, within)
	}
	c.quiet()
}

// Where there is nothing to play on, Open says so soon, and nothing else prints.
func TestNoDevice(t *testing.T) {
	dir := t.TempDir()
	mute, err := net.Listen("unix", filepath.Join(dir, "mute"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mute.Close() })
	broken := filepath.Join(dir, "asound.conf")
	if err := os.WriteFile(broken, []byte("pcm.!default { type hw card 0 }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	noSink := pulserig.Start(t)
	noSink.Pactl(t, "unload-module", "module-null-sink")

	for name, env := range map[string][]string{
		"no-server":          {"PULSE_SERVER=unix:" + filepath.Join(dir, "none")},
		"nothing-set":        {},
		"empty-server":       {"PULSE_SERVER="},
		"malformed-server":   {"PULSE_SERVER={x"},
		"server-is-mute":     {"PULSE_SERVER=unix:" + filepath.Join(dir, "mute")},
		"server-has-no-sink": {"PULSE_SERVER=unix:" + noSink.Socket},
		"alsa-has-no-card":   {"PULSE_SERVER=unix:" + filepath.Join(dir, "none"), "ALSA_CONFIG_PATH=" + broken},
		"alsa-by-default":    {"PULSE_SERVER=unix:" + filepath.Join(dir, "none"), "ALSA_CONFIG_PATH=/usr/share/alsa/alsa.conf"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := play(t, append([]string{"HOME=" + dir, "PATH=" + os.Getenv("PATH")}, env...), device.DefaultBuffer, second)
			e, ok := <-c.events
			if !ok || e.What != "failed" || e.Kind != "ErrNoDevice" || e.Err != output.ErrNoDevice.Error()+": "+e.Reason {
				t.Errorf("the child reported %+v, want ErrNoDevice with a reason; %s", e, c.stderr)
			}
			if e.Took > time.Second {
				t.Errorf("reported after %v", e.Took)
			}
			t.Log(e.Took, e.Err)
			c.quiet()
		})
	}
}

// Without a server, libasound is used, and prints nothing.
func TestALSA(t *testing.T) {
	rig := pulserig.Start(t)
	conf := filepath.Join(rig.Dir, "asound.conf")
	// The same server, but through libasound.
	text := fmt.Sprintf("pcm.!default { type pulse server \"unix:%s\" }\n", rig.Socket)
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	capture := rig.Capture(t, 500*time.Millisecond)
	c := play(t, append(rig.Env(), "PULSE_SERVER=unix:/nonexistent", "ALSA_CONFIG_PATH="+conf), 500*time.Millisecond, 3*second)
	done, _ := c.until("done")
	if done.Err != "" {
		t.Error(done.Err)
	}
	c.quiet()
	time.Sleep(700 * time.Millisecond)
	got, _ := capture.Stop()
	first, last := pulserig.First(got, 0), pulserig.Last(got)
	if first < 0 || last-first != 3*second {
		t.Fatalf("captured %d frames, want %d", last-first, 3*second)
	}
	expect(t, got[first:last], 0, 0)
}
