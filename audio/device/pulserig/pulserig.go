//go:build linux

package pulserig

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Sink is the name of a rig's null sink.
const Sink = "null0"

// Block is how far ahead the null sink renders: a sample is captured up to that
// long before it would be heard.
const Block = 50 * time.Millisecond

// A Rig is a PulseAudio server started for a test, with nothing but a null sink:
// 48 kHz, stereo, float.
type Rig struct {
	Dir    string
	Socket string
	server *process
	log    *bytes.Buffer // the server's stderr; read it only once it is gone
}

// Start starts a rig, which ends with the test in any case. A rig that cannot
// start fails the test.
func Start(t testing.TB) *Rig {
	t.Helper()
	// Not t.TempDir: the path of a socket can have 107 bytes at most.
	dir, err := os.MkdirTemp("", "rig")
	if err != nil {
		t.Fatalf("making the rig's folder: %v", err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	r := &Rig{Dir: dir, Socket: filepath.Join(dir, "pulse.sock"), log: &bytes.Buffer{}}
	for _, d := range []string{"run", "home"} {
		if err := os.Mkdir(filepath.Join(dir, d), 0o700); err != nil {
			t.Fatalf("making the rig's folder: %v", err)
		}
	}
	cmd := exec.Command("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1",
		"--use-pid-file=false", "--disallow-exit=yes",
		"-L", "module-native-protocol-unix auth-anonymous=1 socket="+r.Socket,
		// With rewinds, starts vary by more than a second.
		"-L", "module-null-sink sink_name="+Sink+" rate=48000 channels=2 format=float32le norewinds=1")
	cmd.Env = r.Env()
	cmd.Stderr = r.log
	if r.server, err = start(cmd); err != nil {
		t.Fatalf("starting a sound server (is pulseaudio installed?): %v", err)
	}
	t.Cleanup(r.Kill)
	for range 100 {
		if _, err = r.pactl("info"); err == nil {
			return r
		}
		select {
		case <-r.server.gone:
			t.Fatalf("the sound server ended: %s", r.log)
		case <-time.After(50 * time.Millisecond):
		}
	}
	t.Fatalf("the sound server does not answer: %v", err)
	return nil
}

// Env returns the environment in which a program plays to the rig and nowhere
// else.
func (r *Rig) Env() []string {
	return r.env(r.Socket)
}

func (r *Rig) env(socket string) []string {
	var env []string
	for _, e := range os.Environ() {
		name, _, _ := strings.Cut(e, "=")
		if name != "HOME" && name != "DISPLAY" && !strings.HasPrefix(name, "XDG_") && !strings.HasPrefix(name, "PULSE_") {
			env = append(env, e)
		}
	}
	return append(env,
		"HOME="+filepath.Join(r.Dir, "home"),
		"XDG_RUNTIME_DIR="+filepath.Join(r.Dir, "run"),
		"PULSE_SERVER=unix:"+socket)
}

// Kill kills the server, as a crash would. It may be called again.
func (r *Rig) Kill() { r.server.kill() }

// Pactl runs pactl on the rig and returns what it printed.
func (r *Rig) Pactl(t testing.TB, args ...string) string {
	t.Helper()
	out, err := r.pactl(args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (r *Rig) pactl(args ...string) (string, error) {
	cmd := exec.Command("pactl", args...)
	cmd.Env = r.Env()
	cmd.WaitDelay = time.Second
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("pactl %s: %w: %s", strings.Join(args, " "), err, stderr.String())
	}
	return string(out), nil
}

// A process belongs to a rig: it has a process group of its own, and is killed
// with this program however that ends.
type process struct {
	cmd  *exec.Cmd
	gone chan struct{}
}

func start(cmd *exec.Cmd) (*process, error) {
	p := &process{cmd: cmd, gone: make(chan struct{})}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.WaitDelay = time.Second
	started := make(chan error)
	go func() {
		// Pdeathsig is sent when the thread that started the process ends.
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
			close(p.gone)
		}
	}()
	return p, <-started
}

func (p *process) kill() {
	if err := syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		panic(fmt.Sprintf("killing %s: %v", p.cmd.Path, err))
	}
	<-p.gone
}
