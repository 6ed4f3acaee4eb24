//go:build system && linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/device/pulserig"
)

// bus starts a message bus of the test's own, and gives an environment with it.
func bus(t *testing.T, env []string) []string {
	t.Helper()
	dir, err := os.MkdirTemp("", "bus") // short: the name of a socket has an end
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	address := "unix:path=" + filepath.Join(dir, "socket")
	config := filepath.Join(dir, "session.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>%s</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>`, address), 0o600); err != nil {
		t.Fatal(err)
	}
	daemon := exec.Command("dbus-daemon", "--nofork", "--config-file="+config)
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait()
	})
	waitFor(t, "a message bus", func() bool {
		_, err := os.Stat(filepath.Join(dir, "socket"))
		return err == nil
	})
	env = slices.DeleteFunc(slices.Clone(env), func(e string) bool { return strings.HasPrefix(e, "DBUS_") })
	return append(env, "DBUS_SESSION_BUS_ADDRESS="+address, "DBUS_SYSTEM_BUS_ADDRESS=unix:path="+filepath.Join(dir, "none"))
}

// printed is what a program has printed so far.
type printed struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (w *printed) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buf.Write(p)
}

func (w *printed) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.buf.String()
}

// shows waits until a line that matches is printed.
func (w *printed) shows(t *testing.T, pattern string) {
	t.Helper()
	re := regexp.MustCompile("(?m)" + pattern)
	for range 600 {
		if re.MatchString(w.String()) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%q is not printed:\n%s", pattern, w)
}

// begin plays with the standard input at its end.
func begin(t *testing.T, env []string, args ...string) (*printed, *exec.Cmd) {
	t.Helper()
	w := &printed{}
	cmd := real(env, append([]string{"play"}, args...)...)
	cmd.Stdout, cmd.Stderr = w, w
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return w, cmd
}

// A desktop's media keys, and a headset's button, steer a session that shows
// captions only and reads no keys.
func TestMediaKeysSteerASession(t *testing.T) {
	env := bus(t, silence(t))
	w, cmd := begin(t, env, "neck", "--length", "8m", "--output", "captions", "--press-twice", "voice-quieter", "--press-thrice", "time-left")
	ctl := func(args ...string) string {
		c := exec.Command("playerctl", append([]string{"--player=unknot"}, args...)...)
		c.Env = env
		out, _ := c.CombinedOutput() // a player that is not there yet is waited for
		return strings.TrimSpace(string(out))
	}
	becomes := func(want string, args ...string) {
		t.Helper()
		waitFor(t, strings.Join(args, " ")+" to be "+want, func() bool { return ctl(args...) == want })
	}
	becomes("Playing", "status")
	becomes(neckTitle, "metadata", "title")
	becomes("neck", "metadata", "album")
	becomes("willow", "metadata", "artist")
	becomes("480000000", "metadata", "mpris:length")
	w.shows(t, `say .*Lie down`)
	ctl("next")
	w.shows(t, `answer .*on to the next step`)
	ctl("previous")
	w.shows(t, `answer .*once more`)
	ctl("volume", "0.5")
	becomes("0.538462", "volume") // the nearest that a step of 2 dB comes to
	w.shows(t, `answer .*the tones at -6 dB`)
	ctl("volume", "1")
	becomes("1.000000", "volume")
	ctl("loop", "Track")
	becomes("Track", "loop")
	ctl("loop", "None")
	becomes("None", "loop")
	ctl("pause")
	becomes("Paused", "status")
	ctl("play")
	becomes("Playing", "status")
	ctl("position", "100") // refused
	if at := ctl("position"); len(at) > len("99.000000") {
		t.Errorf("it was sought to %s", at)
	}
	press := func(times int) {
		time.Sleep(time.Second) // apart from the presses before
		for range times {
			c := exec.Command("gdbus", "call", "--session", "--dest", "org.mpris.MediaPlayer2.unknot", "--object-path", "/org/mpris/MediaPlayer2",
				"--method", "org.mpris.MediaPlayer2.Player.PlayPause")
			c.Env = env
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			defer c.Wait()
			time.Sleep(150 * time.Millisecond)
		}
	}
	press(1)
	becomes("Paused", "status")
	press(1)
	becomes("Playing", "status")
	press(2)
	w.shows(t, `the voice at \+4 dB$`)
	becomes("Playing", "status")
	press(3)
	w.shows(t, `minutes left\.$`)
	becomes("Playing", "status")
	ctl("stop")
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	w.shows(t, neckTitle+`: stopped after`)
}

// When the server moves the sound to other speakers, it pauses.
func TestMovedIsPaused(t *testing.T) {
	rig := pulserig.Start(t)
	w, cmd := begin(t, rig.Env(), "neck", "--length", "8m", "--output", "sound")
	w.shows(t, `say .*Lie down`)
	rig.Pactl(t, "load-module", "module-null-sink", "sink_name=other", "norewinds=1")
	input := strings.Fields(rig.Pactl(t, "list", "short", "sink-inputs"))
	rig.Pactl(t, "move-sink-input", input[0], "other")
	w.shows(t, ` paused$`)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// The time from a key in a terminal to its earcon at the sound server, and from
// it to the last of the session's own sound, with two seconds of sound held.
func BenchmarkKey(b *testing.B) {
	unknot := built(b)
	rig := pulserig.Start(b)
	capture := rig.Capture(b, 10*time.Millisecond)
	cmd := exec.Command(unknot, "play", "neck", "--length", "8m", "--plain", "--output", "sound", "--buffer", "2s", "--repeat-after", "1h")
	cmd.Env = append(rig.Env(), "DBUS_SESSION_BUS_ADDRESS=disabled:", "DBUS_SYSTEM_BUS_ADDRESS=disabled:", "XDG_STATE_HOME="+os.Getenv("XDG_STATE_HOME"))
	terminal, err := pty.Start(cmd)
	if err != nil {
		b.Fatal(err)
	}
	w := &printed{}
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := terminal.Read(buf)
			_, _ = w.Write(buf[:n])
			if err != nil {
				return
			}
		}
	}()
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = terminal.Close()
	})
	for !strings.Contains(w.String(), " rest ") {
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(2 * time.Second) // into the silence
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		pressed := time.Now()
		if _, err := terminal.WriteString("t"); err != nil { // its earcon, in silence
			b.Fatal(err)
		}
		time.Sleep(time.Second)
		frames, zero := capture.Sound()
		from := int(pressed.Sub(zero).Seconds() * audio.SampleRate)
		if first := pulserig.First(frames, from); first >= 0 {
			took = append(took, pulserig.At(zero, first).Sub(pressed))
		} else {
			b.Fatal("nothing is heard")
		}
		time.Sleep(4 * time.Second) // until the words are over
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2])/1e6, "ms-to-server")
	b.ReportMetric(float64(took[len(took)-1])/1e6, "ms-most")
	b.ReportMetric(0, "ns/op")
}
