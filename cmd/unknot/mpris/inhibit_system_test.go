//go:build system && linux

package mpris

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"github.com/unknot/unknot/player/session"
)

// desktop plays the services that keep a machine awake.
type desktop struct {
	mu   sync.Mutex
	seen []string
	next uint32
}

func (d *desktop) note(format string, args ...any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen = append(d.seen, fmt.Sprintf(format, args...))
}

// calls are those so far.
func (d *desktop) calls() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.seen)
}

// offer puts a service on a bus. It can be one that refuses, hangs, or is late.
func (d *desktop) offer(t *testing.T, b *bus, service string) *dbus.Conn {
	t.Helper()
	name, how, _ := strings.Cut(service, " ")
	conn := b.client(t)
	cookie := func(label string) (uint32, *dbus.Error) {
		switch how {
		case "refuses":
			d.note("%s refuses", label)
			return 0, dbus.NewError("org.freedesktop.DBus.Error.AccessDenied", nil)
		case "hangs":
			d.note("%s hangs", label)
			<-conn.Context().Done()
		case "late":
			time.Sleep(300 * time.Millisecond)
		}
		d.mu.Lock()
		d.next++
		number := d.next
		d.mu.Unlock()
		d.note("%s %d", label, number)
		return number, nil
	}
	plain := func(label string) map[string]any {
		return map[string]any{
			"Inhibit":   func(program, reason string) (uint32, *dbus.Error) { return cookie(label) },
			"UnInhibit": func(number uint32) *dbus.Error { d.note("%s %d released", label, number); return nil },
		}
	}
	var at dbus.ObjectPath
	var iface string
	var methods map[string]any
	switch name {
	case "gnome":
		name, at, iface = "org.gnome.SessionManager", "/org/gnome/SessionManager", "org.gnome.SessionManager"
		methods = map[string]any{
			"Inhibit": func(program string, window uint32, reason string, flags uint32) (uint32, *dbus.Error) {
				return cookie(fmt.Sprintf("gnome %s %d %d", program, window, flags))
			},
			"Uninhibit": func(number uint32) *dbus.Error { d.note("gnome %d released", number); return nil },
		}
	case "power":
		name, at, iface = "org.freedesktop.PowerManagement", "/org/freedesktop/PowerManagement/Inhibit", "org.freedesktop.PowerManagement.Inhibit"
		methods = plain("power")
	case "saver":
		name, at, iface = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"
		methods = plain("saver")
	case "liar": // answers with something else
		name, at, iface = "org.freedesktop.PowerManagement", "/org/freedesktop/PowerManagement/Inhibit", "org.freedesktop.PowerManagement.Inhibit"
		methods = map[string]any{"Inhibit": func(string, string) (string, *dbus.Error) { d.note("liar"); return "17", nil }}
	case "portal":
		name, at, iface = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Inhibit"
		request := dbus.ObjectPath("/org/freedesktop/portal/desktop/request/1_2/t")
		methods = map[string]any{
			"Inhibit": func(window string, flags uint32, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
				d.note("portal %q %d %v", window, flags, options["reason"].Value())
				return request, nil
			},
		}
		closing := map[string]any{"Close": func() *dbus.Error { d.note("portal released"); return nil }}
		if err := conn.ExportMethodTable(closing, request, "org.freedesktop.portal.Request"); err != nil {
			t.Fatal(err)
		}
	case "logind":
		name, at, iface = "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager"
		methods = map[string]any{
			"Inhibit": func(what, who, why, mode string) (dbus.UnixFD, *dbus.Error) {
				if how == "refuses" {
					return 0, dbus.NewError("org.freedesktop.DBus.Error.AccessDenied", nil)
				}
				ours, theirs, err := os.Pipe()
				if err != nil {
					return 0, dbus.MakeFailedError(err)
				}
				d.note("logind %s %s %s", what, who, mode)
				go func() {
					// The lock is released when its last holder has closed it.
					_, _ = ours.Read(make([]byte, 1))
					d.note("logind released")
				}()
				fd := dbus.UnixFD(theirs.Fd())
				time.AfterFunc(50*time.Millisecond, func() { theirs.Close() }) // once it is sent
				return fd, nil
			},
		}
	default:
		t.Fatalf("what is %s?", name)
	}
	if err := conn.ExportMethodTable(methods, at, iface); err != nil {
		t.Fatal(err)
	}
	if reply, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("%s is taken: %v %v", name, reply, err)
	}
	return conn
}

func (d *desktop) sees(t *testing.T, want ...string) {
	t.Helper()
	eventually(t, fmt.Sprintf("%q (it is %q)", want, d.calls()), func() bool { return slices.Equal(d.calls(), want) })
}

// Each desktop is asked in its own way, once while it plays, and released when it
// no longer does.
func TestStaysAwake(t *testing.T) {
	const gnome = "gnome unknot 0 4 1"
	for name, c := range map[string]struct {
		session, system []string
		held            []string
		released        []string
	}{
		"GNOME":              {[]string{"gnome", "portal", "saver"}, []string{"logind"}, []string{gnome}, []string{"gnome 1 released"}},
		"Plasma":             {[]string{"power", "portal", "saver"}, []string{"logind"}, []string{"power 1"}, []string{"power 1 released"}},
		"a bare desktop":     {[]string{"saver", "portal"}, []string{"logind"}, []string{"logind sleep:idle unknot block"}, []string{"logind released"}},
		"a sandbox":          {[]string{"portal", "saver"}, nil, []string{`portal "" 4 A session is playing`}, []string{"portal released"}},
		"logind refuses":     {[]string{"saver"}, []string{"logind refuses"}, []string{"saver 1"}, []string{"saver 1 released"}},
		"the first refuses":  {[]string{"gnome refuses", "power"}, nil, []string{"gnome unknot 0 4 refuses", "power 1"}, []string{"power 1 released"}},
		"the first hangs":    {[]string{"gnome hangs", "power"}, nil, []string{"gnome unknot 0 4 hangs", "power 1"}, []string{"power 1 released"}},
		"the first is false": {[]string{"liar", "saver"}, nil, []string{"liar", "saver 1"}, []string{"saver 1 released"}},
		"the first is late":  {[]string{"gnome late", "power"}, nil, []string{"power 1", "gnome unknot 0 4 2", "gnome 2 released"}, []string{"power 1 released"}},
	} {
		t.Run(name, func(t *testing.T) {
			user, system := startBus(t), startBus(t)
			d := &desktop{}
			for _, s := range c.session {
				d.offer(t, user, s)
			}
			for _, s := range c.system {
				d.offer(t, system, s)
			}
			player := aSession()
			player.status.State = Paused
			s := user.export(t, player, Options{SystemBus: system.address, Timeout: 150 * time.Millisecond})
			player.Do(session.Play)
			d.sees(t, c.held...)
			player.SetVolume(0.1) // must not matter
			player.Do(session.Pause)
			want := slices.Concat(c.held, c.released)
			d.sees(t, want...)
			// A new hold is asked for where the old one was released.
			if !strings.Contains(name, "the first") {
				player.Do(session.Play)
				d.sees(t, append(want, strings.Replace(c.held[0], " 1", " 2", 1))...)
				s.Close()
				again := strings.Replace(c.released[0], "1 released", "2 released", 1)
				d.sees(t, append(want, strings.Replace(c.held[0], " 1", " 2", 1), again)...)
			}
		})
	}
}

// With MaySleep no service is asked, and without any service nothing happens.
func TestMaySleep(t *testing.T) {
	bus := startBus(t)
	d := &desktop{}
	player := aSession()
	alone := bus.export(t, player, Options{})
	player.Do(session.Pause)
	player.Do(session.Play)
	alone.Close()
	d.offer(t, bus, "gnome")
	player = aSession()
	s := bus.export(t, player, Options{MaySleep: true})
	player.Do(session.Pause)
	player.Do(session.Play)
	if got := bus.run(t, "playerctl", "--player=unknot", "status"); got != "Playing" {
		t.Errorf("it is %s", got)
	}
	s.Close()
	if calls := d.calls(); len(calls) > 0 {
		t.Errorf("the desktop is asked: %q", calls)
	}
}

// When the session bus is lost, so is what was held through it; a hold through
// the system's bus takes its place. The same without a session bus at all.
func TestStaysAwakeWithoutSessionBus(t *testing.T) {
	user, system := startBus(t), startBus(t)
	d := &desktop{}
	d.offer(t, user, "gnome")
	d.offer(t, system, "logind")
	player := aSession()
	s := user.export(t, player, Options{SystemBus: system.address})
	d.sees(t, "gnome unknot 0 4 1")
	user.kill()
	d.sees(t, "gnome unknot 0 4 1", "logind sleep:idle unknot block")
	player.Do(session.Pause)
	d.sees(t, "gnome unknot 0 4 1", "logind sleep:idle unknot block", "logind released")
	s.Close()

	d = &desktop{}
	system = startBus(t)
	d.offer(t, system, "logind")
	player = aSession()
	s = Export(t.Context(), player, Options{SessionBus: "disabled:", SystemBus: system.address})
	d.sees(t, "logind sleep:idle unknot block")
	s.Close()
	d.sees(t, "logind sleep:idle unknot block", "logind released")
}

func TestLockIsNotInherited(t *testing.T) {
	system := startBus(t)
	d := &desktop{}
	d.offer(t, system, "logind")
	l, err := dial(t.Context(), system.address, 20*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	answer := make(chan *dbus.Call, 1)
	l.conn.Object(logind.service, logind.path).Go(logind.method, 0, answer, logind.args...)
	call := <-answer
	if call.Err != nil {
		t.Fatal(call.Err)
	}
	held := l.hold(logind, call)
	flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(call.Body[0].(dbus.UnixFD)), syscall.F_GETFD, 0)
	if errno != 0 || flags&syscall.FD_CLOEXEC == 0 {
		t.Errorf("a program that is started inherits the lock: %v", errno)
	}
	held.release()
	d.sees(t, "logind sleep:idle unknot block", "logind released")
}
