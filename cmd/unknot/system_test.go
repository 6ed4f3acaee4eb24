//go:build system && linux

package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/device/pulserig"
)

// real is the program itself, in the world as it is.
func real(env []string, args ...string) *exec.Cmd {
	cmd := exec.Command("unknot-real", args...)
	cmd.Env = env
	return cmd
}

// What is heard is what is exported, to the 16-bit step.
func TestPlayedIsWhatIsExported(t *testing.T) {
	rig := pulserig.Start(t)
	dir := t.TempDir()
	wav := filepath.Join(dir, "neck.wav")
	if out, err := real(rig.Env(), "export", "neck", "--length", "5m", "-o", wav).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := readWAV(t, wav)

	capture := rig.Capture(t, 500*time.Millisecond)
	play := real(rig.Env(), "play", "neck", "--length", "5m", "--buffer", "2s", "--output", "sound")
	var stderr bytes.Buffer
	play.Stderr = &stderr
	if err := play.Start(); err != nil {
		t.Fatal(err)
	}
	const seconds = 25
	waitFor(t, "25 s of sound", func() bool { return capture.Frames() > (seconds+4)*audio.SampleRate })
	if err := play.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := play.Wait(); err != nil || stderr.Len() > 0 {
		t.Errorf("interrupted it ends with %v: %s", err, &stderr)
	}
	got, _ := capture.Stop()

	// Captured is float: it begins where it is rounded to more than nothing.
	first := slices.IndexFunc(got, func(f [2]float32) bool { return max(f[0], -f[0], f[1], -f[1]) > 0.5/32768 })
	from := first - pulserig.First(want, 0)
	if from < 0 || len(got) < from+seconds*audio.SampleRate {
		t.Fatalf("%d frames were captured, the sound begins at %d", len(got), from)
	}
	for i := range seconds * audio.SampleRate {
		for c := range 2 {
			if d := math.Abs(float64(got[from+i][c] - want[i][c])); d > 1.01/32768 {
				t.Fatalf("frame %d is heard as %v and exported as %v", i, got[from+i], want[i])
			}
		}
	}
}

// readWAV reads a WAV file of 16 bits as ffmpeg does.
func readWAV(t *testing.T, path string) [][2]float32 {
	t.Helper()
	data, err := exec.Command("ffmpeg", "-v", "error", "-i", path, "-f", "s16le", "-").Output()
	if err != nil {
		t.Fatalf("ffmpeg: %v", err)
	}
	frames := make([][2]float32, len(data)/4)
	for i := range frames {
		for c := range 2 {
			frames[i][c] = float32(int16(binary.LittleEndian.Uint16(data[4*i+2*c:]))) / 32768
		}
	}
	return frames
}

// waitFor waits until something holds; a minute is beyond all reason.
func waitFor(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 600 {
		if holds() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("waited for %s in vain", what)
}

// silence is an environment without a sound server.
func silence(t *testing.T) []string {
	dir := t.TempDir()
	var env []string
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "XDG_") && !strings.HasPrefix(e, "PULSE_") && !strings.HasPrefix(e, "HOME=") {
			env = append(env, e)
		}
	}
	return append(env, "HOME="+dir, "XDG_RUNTIME_DIR="+dir, "PULSE_SERVER=unix:"+dir+"/none")
}

// Where there is no sound server, one line says so, and nothing of libasound's.
func TestNoSoundServer(t *testing.T) {
	cmd := real(silence(t), "play", "neck", "--output", "sound")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != int(NoDevice) {
		t.Errorf("it ended with %v", err)
	}
	if !strings.HasPrefix(stderr.String(), "unknot: playing: no sound device: ") || strings.Count(stderr.String(), "\n") != 1 || stdout.Len() > 0 {
		t.Errorf("it says %q and %q", &stdout, &stderr)
	}
}

// Without a device the session goes on as captions, in time: the first lines
// come, and an interrupt ends it well.
func TestCaptionsInTime(t *testing.T) {
	cmd := real(silence(t), "play", "neck", "--length", "8m")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 200)
	n, err := stdout.Read(line)
	if err != nil || !strings.Contains(string(line[:n]), "0:0") {
		t.Errorf("the first line is %q: %v", line[:n], err)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(stdout)
	if err != nil || !strings.Contains(string(rest), "stopped after 0:0") {
		t.Errorf("it ends with %q: %v", rest, err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("terminated it ends with %v", err)
	}
	if !strings.HasPrefix(stderr.String(), "unknot: no sound device: showing captions instead (") || strings.Count(stderr.String(), "\n") != 1 {
		t.Errorf("it says %q", &stderr)
	}
}

// A disk that runs full leaves no file, and exit status 1.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	// A mount namespace of its own: what is mounted is gone with the shell.
	script := fmt.Sprintf("mount -t tmpfs -o size=2m none %[1]s && { unknot-real export neck --length 5m -o %[1]s/neck.wav; echo $?; ls -A %[1]s; }", dir)
	cmd := exec.Command("unshare", "--mount", "sh", "-c", script)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	if stdout.String() != "1\n" {
		t.Errorf("exit status and what is left behind: %q", &stdout)
	}
	if !strings.HasPrefix(stderr.String(), "unknot: writing "+dir+"/neck.wav: ") || !strings.Contains(stderr.String(), "no space left on device") {
		t.Errorf("it says %q", &stderr)
	}
}

// In a terminal the session is shown in place, and however it ends the
// terminal is as it was.
func TestTerminal(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "tmux")
	tmux := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("tmux", append([]string{"-S", socket, "-f", "/dev/null"}, args...)...)
		cmd.Env = silence(t)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	tmux("new-session", "-d", "-x", "80", "-y", "24", "env PS1='ready> ' sh")
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", socket, "kill-server").Run() })
	shows := func(text string) func() bool {
		return func() bool { return strings.Contains(tmux("capture-pane", "-p"), text) }
	}
	for _, end := range []struct {
		name string
		do   func()
	}{
		{"q", func() { tmux("send-keys", "q") }},
		{"ctrl-c", func() { tmux("send-keys", "C-c") }},
		{"a signal", func() {
			pid := strings.TrimSpace(tmux("display-message", "-p", "#{pane_pid}"))
			if out, err := exec.Command("pkill", "-TERM", "-P", pid).CombinedOutput(); err != nil {
				t.Fatalf("pkill: %v\n%s", err, out)
			}
		}},
	} {
		waitFor(t, "the prompt", shows("ready>"))
		tmux("send-keys", "clear; stty -a > "+socket+".before; unknot-real play neck --length 8m; echo ended $?", "Enter")
		waitFor(t, "the screen", shows("7:5"))
		if screen := tmux("capture-pane", "-p"); !strings.Contains(screen, "left") || strings.Contains(screen, "ready>") {
			t.Errorf("the screen shows\n%s", screen)
		}
		tmux("send-keys", "Space")
		waitFor(t, "the pause", shows("space goes on"))
		tmux("send-keys", "Space")
		waitFor(t, "the end of the pause", shows("space pause"))
		end.do()
		waitFor(t, "the end by "+end.name, shows("ended 0"))
		if screen := tmux("capture-pane", "-p"); !strings.Contains(screen, "stopped after 0:0") || strings.Contains(screen, "━") {
			t.Errorf("after %s the terminal shows\n%s", end.name, screen)
		}
		tmux("send-keys", "clear; stty -a > "+socket+".after; cmp "+socket+".before "+socket+".after && echo as it was", "Enter")
		waitFor(t, "the terminal as it was", shows("as it was\n"))
		if cursor := strings.TrimSpace(tmux("display-message", "-p", "#{cursor_flag}#{alternate_on}")); cursor != "10" {
			t.Errorf("after %s cursor and alternate screen are %s", end.name, cursor)
		}
	}
}
