//go:build unix

package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// shell is a shell in a pseudo-terminal.
type shell struct {
	t   *testing.T
	pty *os.File

	mu   sync.Mutex
	out  bytes.Buffer
	seen int // up to where it was waited for
}

// startShell starts one in an environment without desktop and sound.
func startShell(t *testing.T) *shell {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command("sh", "-i")
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_CONFIG_HOME=" + dir, "XDG_RUNTIME_DIR=" + dir, "TMPDIR=" + dir,
		"DBUS_SESSION_BUS_ADDRESS=disabled:", "DBUS_SYSTEM_BUS_ADDRESS=disabled:", "TERM=xterm-256color", "LC_ALL=C.UTF-8", "PS1=ready> ", "ENV="}
	file, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 100})
	if err != nil {
		t.Fatal(err)
	}
	s := &shell{t: t, pty: file}
	read := make(chan struct{})
	go func() {
		defer close(read)
		buf := make([]byte, 4096)
		for {
			n, err := file.Read(buf)
			s.mu.Lock()
			s.out.Write(buf[:n])
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = file.Close()
		_ = cmd.Wait()
		<-read
	})
	s.until("ready> ")
	return s
}

// keys sends what keys send.
func (s *shell) keys(sent string) {
	s.t.Helper()
	if _, err := io.WriteString(s.pty, sent); err != nil {
		s.t.Fatal(err)
	}
}

// until waits for something to be shown, and gives what came with it.
func (s *shell) until(pattern string) string {
	s.t.Helper()
	re := regexp.MustCompile(pattern)
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		s.mu.Lock()
		text := s.out.String()[s.seen:]
		if at := re.FindStringIndex(text); at != nil {
			s.seen += at[1]
			s.mu.Unlock()
			return text[:at[1]]
		}
		s.mu.Unlock()
		if time.Now().After(end) {
			s.t.Fatalf("%q is not shown. What is:\n%s\n%q", pattern, text, text)
		}
	}
}

// run types a command, and gives what it prints up to the next prompt.
func (s *shell) run(command string) string {
	s.t.Helper()
	s.keys(command + "\r")
	return s.until("(?s)\r\n.*ready> ")
}

// state is the terminal's state, by stty.
func (s *shell) state() string {
	s.t.Helper()
	return regexp.MustCompile(`[0-9a-f:]{30,}`).FindString(s.run("stty -g"))
}

// asBefore fails if the terminal is not as it was.
func (s *shell) asBefore(before, after string) {
	s.t.Helper()
	if now := s.state(); now != before || now == "" {
		s.t.Errorf("%s the terminal is %q, not %q", after, now, before)
	}
}

// Keys beside plain lines do what they should, and whatever happens the
// terminal is given back.
func TestKeysBesideLines(t *testing.T) {
	s := startShell(t)
	before := s.state()
	s.keys("unknot-real play neck --length 8m --output captions --plain; echo it ended with $?\r")
	s.until(`keys: space pause, right next.*\r\n`)
	s.until(`0:00  chapter    Opening\r\n`)
	for _, c := range []struct{ key, shown string }{
		{" ", `0:0\d  paused`},
		{" ", `0:0\d  going on`},
		{"x\x1b[5~", `^`}, // they mean nothing
		{"\x1b[C", `answer     on to the next step`},
		{"\x1bOA", `answer     the voice at \+2 dB`},
		{"+", `refused    nothing is held now`},
		{"t", `answer     About eight minutes left.`},
		{"\r", `on to the next step|refused    a caution`},
	} {
		s.keys(c.key)
		s.until(c.shown)
	}
	s.keys("\x1a")
	s.until(`paused\r\n`)
	s.until(`[Ss]topped`)
	s.until(`ready> `)
	s.asBefore(before, "suspended")
	s.keys("fg\r")
	s.until(`going on\r\n`)
	s.keys("\x1b[B")
	s.until(`the voice at \+0 dB`)
	s.keys("q")
	s.until(`: stopped after 0:\d+ of 8:00\r\n`)
	s.until(`ready> `)
	s.asBefore(before, "after a session")
	for _, end := range ends {
		pid := s.play("--plain")
		s.until(`Opening\r\n`)
		if end.keys != "" {
			s.keys(end.keys)
		} else {
			s.signal(pid, end.signal)
		}
		s.until(`: stopped after`)
		s.until(`ready> `)
		s.asBefore(before, "after "+end.name)
	}
}

// ends are the ways a session is ended from outside.
var ends = []struct {
	name, keys string
	signal     syscall.Signal
}{
	{"q", "q", 0}, {"ctrl-c", "\x03", 0}, {"an interrupt", "", syscall.SIGINT}, {"a terminate", "", syscall.SIGTERM},
	{"a hangup", "", syscall.SIGHUP}, {"a quit", "", syscall.SIGQUIT},
}

// play begins a session, and gives the program's process id.
func (s *shell) play(flags string) (pid int) {
	s.t.Helper()
	s.keys("sh -c 'echo it is $$ there; exec unknot-real play neck --length 8m --output captions " + flags + "'\r")
	begun := regexp.MustCompile(`it is (\d+) there\r\n$`)
	pid, err := strconv.Atoi(begun.FindStringSubmatch(s.until(`it is \d+ there\r\n`))[1])
	if err != nil {
		s.t.Fatal(err)
	}
	return pid
}

// signal sends a signal to a program that play began.
func (s *shell) signal(pid int, sig syscall.Signal) {
	s.t.Helper()
	if err := syscall.Kill(pid, sig); err != nil {
		s.t.Fatalf("signalling %d: %v", pid, err)
	}
}

// In place they do the same.
func TestKeysInPlace(t *testing.T) {
	s := startShell(t)
	before := s.state()
	for _, end := range ends {
		pid := s.play("")
		s.until(`\x1b\[\?1049h`)
		s.until("8:00|7:5")
		if end.name == "q" {
			s.keys(" ")
			s.until("space goes on")
			s.keys(" ")
			s.until("going on")
			s.keys("\x1b[C")
			s.until("on to the next step")
			s.keys("\x1a")
			s.until(`\x1b\[\?1049l`)
			s.until(`[Ss]topped`)
			s.until(`ready> `)
			s.asBefore(before, "suspended")
			s.keys("fg\r")
			s.until(`\x1b\[\?1049h`)
			s.until("going on")
		}
		if end.keys != "" {
			s.keys(end.keys)
		} else {
			s.signal(pid, end.signal)
		}
		s.until(`\x1b\[\?1049l`)
		if shown := s.until(`(?s): stopped after .*ready> `); strings.Contains(shown, "1049h") {
			t.Errorf("after %s it is drawn again", end.name)
		}
		s.asBefore(before, "after "+end.name)
	}
}

// A fault of the program's leaves the terminal as it was, too.
func TestFaultGivesTheTerminalBack(t *testing.T) {
	s := startShell(t)
	before := s.state()
	if shown := s.run("unknot-faulty play neck --length 8m --output captions --plain"); !strings.Contains(shown, "a fault, for a test") {
		t.Errorf("it ends with %q", shown)
	}
	s.asBefore(before, "after a fault")
}

// In the background, and without a terminal to read from, it plays on without
// keys and leaves the terminal alone.
func TestNoKeys(t *testing.T) {
	s := startShell(t)
	before := s.state()
	s.keys("unknot-real play neck --length 8m --output captions &\r")
	s.until(`Opening\r\n`)
	s.asBefore(before, "beside one in the background")
	s.run("kill %1; wait %1")
	s.keys("true | unknot-real play neck --length 8m --output captions --plain\r")
	s.until(`Opening\r\n`)
	s.until(`say `)
	s.keys("\x03")
	s.until(`: stopped after`)
	s.until(`ready> `)
	s.asBefore(before, "after a pipe")
}

// Who plays for the first time reads the cautions before anything else, once.
func TestCautionsComeFirst(t *testing.T) {
	s := startShell(t)
	s.run("export TEST_FIRST_START=1")
	s.keys("unknot-real play neck --length 8m --output captions --plain; echo it ended with $?\r")
	if shown := s.until(`This is asked once\.`); !strings.Contains(shown, "blood thinners") {
		t.Errorf("the cautions are:\n%s", shown)
	}
	s.keys("\r")
	s.until("chapter +Opening")
	s.keys("q")
	s.until("it ended with 0")
	s.keys("unknot-real play neck --length 8m --output captions --plain; echo it ended with $?\r")
	if shown := s.until("chapter +Opening"); strings.Contains(shown, "blood thinners") {
		t.Errorf("the cautions are asked for again:\n%s", shown)
	}
	s.keys("q")
	s.until("it ended with 0")
}
