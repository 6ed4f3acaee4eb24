package mpris

import (
	"context"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	program = "unknot"
	reason  = "A session is playing"
)

// way is one way to keep the machine awake: a method to call, and release, which
// turns its answer into what undoes it; nil where the answer cannot be relied
// on.
type way struct {
	service string
	path    dbus.ObjectPath
	method  string
	args    []any
	release func(on *link, answer any) func()
}

// The ways are tried in this order: first those of desktops that prevent sleep
// and still let the screen go dark, since nobody looks at it; then logind, the
// most reliable elsewhere, which also refuses a sleep that the user asks for;
// last the one that keeps the screen lit as well.
var (
	gnome = way{
		// GNOME, Cinnamon, MATE, Budgie; 4 inhibits suspending.
		"org.gnome.SessionManager", "/org/gnome/SessionManager", "org.gnome.SessionManager.Inhibit",
		[]any{program, uint32(0), reason, uint32(4)},
		cookie("org.gnome.SessionManager", "/org/gnome/SessionManager", "org.gnome.SessionManager.Uninhibit"),
	}
	powerManagement = way{
		// Plasma, Xfce, LXQt
		"org.freedesktop.PowerManagement", "/org/freedesktop/PowerManagement/Inhibit", "org.freedesktop.PowerManagement.Inhibit.Inhibit",
		[]any{program, reason},
		cookie("org.freedesktop.PowerManagement", "/org/freedesktop/PowerManagement/Inhibit", "org.freedesktop.PowerManagement.Inhibit.UnInhibit"),
	}
	logind = way{
		"org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager.Inhibit",
		[]any{"sleep:idle", program, reason, "block"},
		func(_ *link, answer any) func() {
			fd, ok := answer.(dbus.UnixFD)
			if !ok {
				return nil
			}
			return func() { _ = syscall.Close(int(fd)) }
		},
	}
	portal = way{
		// in a sandbox; 4 inhibits suspending
		"org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Inhibit.Inhibit",
		[]any{"", uint32(4), map[string]dbus.Variant{"reason": dbus.MakeVariant(reason)}},
		func(on *link, answer any) func() {
			request, ok := answer.(dbus.ObjectPath)
			if !ok || !request.IsValid() {
				return nil
			}
			return func() {
				on.send("org.freedesktop.portal.Desktop", request, "org.freedesktop.portal.Request.Close")
			}
		},
	}
	screenSaver = way{
		"org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.Inhibit",
		[]any{program, reason},
		cookie("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.UnInhibit"),
	}
)

// cookie is the release of a service that answers with a number.
func cookie(service string, path dbus.ObjectPath, method string) func(*link, any) func() {
	return func(on *link, answer any) func() {
		number, ok := answer.(uint32)
		if !ok {
			return nil
		}
		return func() { on.send(service, path, method, number) }
	}
}

// send calls a method without waiting. A failure to send comes as an answer,
// too. It starts no service.
func (l *link) send(service string, path dbus.ObjectPath, method string, args ...any) <-chan *dbus.Call {
	answer := make(chan *dbus.Call, 1)
	_ = l.within(func() error {
		l.conn.Object(service, path).Go(method, dbus.FlagNoAutoStart, answer, args...)
		return nil
	})
	return answer
}

// inhibitor keeps the machine awake while a session plays.
type inhibitor struct {
	session   *link // nil where there is none
	systemBus string
	timeout   time.Duration
}

// run follows whether a session plays; changed says when to look.
func (i *inhibitor) run(ctx context.Context, changed <-chan struct{}, playing func() bool) {
	var held *hold
	defer func() { held.release() }()
	tried := false // not to ask again and again for what is refused
	lost := i.lost()
	for {
		switch want := playing(); {
		case !want:
			held.release()
			held, tried = nil, false
		case !tried:
			held, tried = i.acquire(ctx), true
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-lost:
			// What was held through the session bus went with it.
			if held != nil && held.on == i.session {
				held, tried = nil, false
			}
			i.session, lost = nil, nil
		}
	}
}

func (i *inhibitor) lost() <-chan struct{} {
	if i.session == nil {
		return nil
	}
	return i.session.conn.Context().Done()
}

func (i *inhibitor) acquire(ctx context.Context) *hold {
	try := func(on *link, ways ...way) *hold {
		for _, w := range ways {
			if ctx.Err() != nil {
				return nil
			}
			if held := on.inhibit(w); held != nil {
				return held
			}
		}
		return nil
	}
	if i.session != nil {
		if held := try(i.session, gnome, powerManagement); held != nil {
			return held
		}
	}
	if system, err := dial(ctx, systemBus(i.systemBus), i.timeout); err == nil {
		held := try(system, logind)
		// The lock is a file descriptor and does not need the bus.
		system.close()
		if held != nil {
			return held
		}
	}
	if i.session != nil {
		return try(i.session, portal, screenSaver)
	}
	return nil
}

// hold is what keeps the machine awake.
type hold struct {
	on   *link
	undo func()
}

func (h *hold) release() {
	if h != nil {
		h.undo()
	}
}

// inhibit asks for a hold; nil is a refusal. It waits for the answer even when
// the session ends: a hold that is granted then must be released.
func (l *link) inhibit(w way) *hold {
	answer := l.send(w.service, w.path, w.method, w.args...)
	late := time.NewTimer(l.timeout)
	defer late.Stop()
	select {
	case call := <-answer:
		return l.hold(w, call)
	case <-late.C:
		// Release what is granted too late.
		go func() { l.hold(w, <-answer).release() }()
		return nil
	}
}

func (l *link) hold(w way, call *dbus.Call) *hold {
	if call.Err != nil || len(call.Body) != 1 {
		return nil
	}
	undo := w.release(l, call.Body[0])
	if undo == nil {
		return nil
	}
	return &hold{on: l, undo: undo}
}
