package mpris

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/introspect"
)

const (
	busName   = "org.mpris.MediaPlayer2.unknot"
	path      = dbus.ObjectPath("/org/mpris/MediaPlayer2")
	rootIface = "org.mpris.MediaPlayer2"
	playIface = "org.mpris.MediaPlayer2.Player"
	propIface = "org.freedesktop.DBus.Properties"
)

// Service is a session on D-Bus. Its methods may be called from any goroutine
// and, except Close, never block.
type Service struct {
	player  Player
	opts    Options
	cancel  context.CancelFunc
	done    sync.WaitGroup
	changed chan struct{} // holds a value when the status may have changed
	playing chan struct{} // the same, for keeping the machine awake

	calls  sync.Mutex // held while the player is called
	closed bool

	mu   sync.Mutex
	name string
	// rejected are properties that a client has set to something they are not:
	// it is sent their value again, even where that did not change.
	rejected map[string]bool
}

// Export puts a session on the user's session bus as
// org.mpris.MediaPlayer2.unknot, or, while another one has that name, as
// org.mpris.MediaPlayer2.unknot.instance followed by the process id. It returns
// at once and connects in the background. It ends with ctx or with Close.
func Export(ctx context.Context, player Player, opts Options) *Service {
	if opts.Timeout <= 0 {
		opts.Timeout = 2 * time.Second
	}
	ctx, cancel := context.WithCancel(ctx)
	s := &Service{
		player:   player,
		opts:     opts,
		cancel:   cancel,
		changed:  make(chan struct{}, 1),
		playing:  make(chan struct{}, 1),
		rejected: map[string]bool{},
	}
	s.done.Go(func() { s.run(ctx) })
	return s
}

// Changed is to be called when the status may have changed. Clients are told
// what did.
func (s *Service) Changed() {
	poke(s.changed)
	poke(s.playing)
}

func poke(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}

// Name is the name on the bus, empty while there is none.
func (s *Service) Name() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.name
}

// Close leaves the bus and lets the machine sleep again. After it the player is
// given no more commands. It waits only a moment for a bus that hangs.
func (s *Service) Close() {
	s.calls.Lock()
	s.closed = true
	s.calls.Unlock()
	s.cancel()
	done := make(chan struct{})
	go func() { s.done.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(200 * time.Millisecond):
	}
}

func (s *Service) run(ctx context.Context) {
	// Without a session bus the machine can still be kept awake through the
	// system's.
	session, _ := dial(ctx, sessionBus(s.opts.SessionBus), s.opts.Timeout)
	defer session.close()
	if !s.opts.MaySleep {
		wake := &inhibitor{session: session, systemBus: s.opts.SystemBus, timeout: s.opts.Timeout}
		released := make(chan struct{})
		go func() {
			defer close(released)
			wake.run(ctx, s.playing, func() bool { return s.player.Status().State == Playing })
		}()
		defer func() { <-released }()
	}
	if session == nil {
		return
	}
	var last *report
	err := session.within(func() (err error) {
		last, err = s.publish(session.conn)
		return err
	})
	if err == nil {
		s.follow(ctx, session, last)
	}
	s.setName("")
	if ctx.Err() == nil {
		session.close() // what is held through it goes with it
	}
}

// publish puts the object on the bus and then takes a name for it: a client that
// sees the name must find the object.
func (s *Service) publish(conn *dbus.Conn) (*report, error) {
	for iface, methods := range s.methods() {
		if err := conn.ExportMethodTable(methods, path, iface); err != nil {
			return nil, err
		}
	}
	if err := conn.Export(introspect.NewIntrospectable(introspection()), path, "org.freedesktop.DBus.Introspectable"); err != nil {
		return nil, err
	}
	last := newReport(time.Now(), s.player.Status())
	instance := fmt.Sprintf("%s.instance%d", busName, os.Getpid())
	// Two sandboxes can have the same process id; the bus's own name of a
	// connection, such as :1.42, is unique.
	unique := instance + strings.NewReplacer(":", "_", ".", "_").Replace(conn.Names()[0])
	for _, name := range []string{busName, instance, unique} {
		reply, err := conn.RequestName(name, dbus.NameFlagDoNotQueue)
		if err != nil {
			return nil, err
		}
		if reply == dbus.RequestNameReplyPrimaryOwner {
			s.setName(name)
			return last, nil
		}
	}
	return nil, errors.New("every name is taken")
}

func (s *Service) setName(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.name = name
}

// follow signals changes until the bus or the context ends.
func (s *Service) follow(ctx context.Context, session *link, last *report) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-session.conn.Context().Done():
			return
		case <-s.changed:
		}
		changed, jumped := last.update(time.Now(), s.player.Status(), s.takeRejected())
		err := session.within(func() error {
			if len(changed) > 0 {
				if err := session.conn.Emit(path, propIface+".PropertiesChanged", playIface, changed, []string{}); err != nil {
					return err
				}
			}
			if jumped != nil {
				return session.conn.Emit(path, playIface+".Seeked", *jumped)
			}
			return nil
		})
		if err != nil {
			return
		}
	}
}

// correct sends clients the value of a property again: one of them has set it
// to what it cannot be.
func (s *Service) correct(property string) {
	s.mu.Lock()
	s.rejected[property] = true
	s.mu.Unlock()
	poke(s.changed)
}

func (s *Service) takeRejected() map[string]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	rejected := s.rejected
	s.rejected = map[string]bool{}
	return rejected
}
