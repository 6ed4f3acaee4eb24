//go:build system && linux

package mpris

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// bus is a real message bus for one test.
type bus struct {
	address string
	file    string
	daemon  *exec.Cmd
}

// startBus starts a bus that ends with the test. It can start no services.
func startBus(t testing.TB) *bus {
	t.Helper()
	dir, err := os.MkdirTemp("", "bus") // the path of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	file := filepath.Join(dir, "socket")
	config := filepath.Join(dir, "session.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%s</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>`, file), 0o600); err != nil {
		t.Fatal(err)
	}
	b := &bus{address: "unix:path=" + file, file: file}
	b.daemon = exec.Command("dbus-daemon", "--nofork", "--print-address", "--config-file="+config)
	out, err := b.daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	// Its complaints about limits that it may not raise do not matter.
	if err := b.daemon.Start(); err != nil {
		t.Fatalf("starting a message bus: %v", err)
	}
	t.Cleanup(b.kill)
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatalf("the message bus does not say where it is: %v", err)
	}
	return b
}

func (b *bus) kill() {
	_ = b.daemon.Process.Kill()
	_ = b.daemon.Wait()
}

func (b *bus) env() []string { return append(os.Environ(), "DBUS_SESSION_BUS_ADDRESS="+b.address) }

// client is another program on the bus.
func (b *bus) client(t *testing.T) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(b.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// export puts a session on the bus and waits until it is there.
func (b *bus) export(t *testing.T, player *fake, opts Options) *Service {
	t.Helper()
	if opts.SessionBus == "" {
		opts.SessionBus = b.address
	}
	if opts.SystemBus == "" {
		opts.SystemBus = "unix:path=" + filepath.Join(t.TempDir(), "none")
	}
	s := Export(t.Context(), player, opts)
	t.Cleanup(s.Close)
	player.mu.Lock()
	player.noted = s.Changed
	player.mu.Unlock()
	eventually(t, "a name on the bus", func() bool { return s.Name() != "" })
	return s
}

// eventually waits for something that must come.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// run runs a client to its end.
func (b *bus) run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := b.try(name, args...)
	if err != nil {
		t.Errorf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return out
}

func (b *bus) try(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Env = b.env()
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// follower is a client that keeps printing what it sees.
type follower struct {
	mu    sync.Mutex
	lines []string
}

func (b *bus) follow(t *testing.T, name string, args ...string) *follower {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = b.env()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	f := &follower{}
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			f.mu.Lock()
			f.lines = append(f.lines, lines.Text())
			f.mu.Unlock()
		}
	}()
	return f
}

func (f *follower) sees(t *testing.T, want string) {
	t.Helper()
	eventually(t, fmt.Sprintf("%q to be seen", want), func() bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return len(f.lines) > 0 && f.lines[len(f.lines)-1] == want
	})
}

// frozen is a bus that answers until it is frozen: from then on it neither
// reads nor writes.
func (b *bus) frozen(t *testing.T) (address string, freeze func()) {
	t.Helper()
	file := b.file + "-frozen"
	listener, err := net.Listen("unix", file)
	if err != nil {
		t.Fatal(err)
	}
	var ice sync.RWMutex
	copyUntilFrozen := func(to, from net.Conn) {
		buf := make([]byte, 4096)
		for {
			n, err := from.Read(buf)
			ice.RLock()
			_, werr := to.Write(buf[:n])
			ice.RUnlock()
			if err != nil || werr != nil {
				if err == nil || err == io.EOF {
					_ = to.Close()
				}
				return
			}
		}
	}
	go func() {
		for {
			down, err := listener.Accept()
			if err != nil {
				return
			}
			up, err := net.Dial("unix", b.file)
			if err != nil {
				_ = down.Close()
				return
			}
			// The bus checks the process, which is the same one.
			go copyUntilFrozen(up, down)
			go copyUntilFrozen(down, up)
		}
	}()
	var once sync.Once
	thaw := func() {}
	t.Cleanup(func() { listener.Close(); thaw() })
	return "unix:path=" + file, func() {
		once.Do(func() { ice.Lock(); thaw = ice.Unlock })
	}
}

// set changes the session, as it changes without a command.
func (f *fake) set(how func(*Status)) {
	f.mu.Lock()
	how(&f.status)
	noted := f.noted
	f.mu.Unlock()
	if noted != nil {
		noted()
	}
}
