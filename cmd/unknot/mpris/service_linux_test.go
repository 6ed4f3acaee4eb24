package mpris

import (
	"io"
	"math"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/godbus/dbus/v5"
	"pgregory.net/rapid"
)

// soon fails the test where something waits for the bus.
func soon(t *testing.T, what string, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatalf("%s waits for the bus", what)
	}
}

// Buses that are missing, hang, or are none: nothing waits for them, and nothing
// is reported.
func TestNothingWaitsForBadBuses(t *testing.T) {
	listen := func(serve func(net.Conn)) string {
		name := filepath.Join(t.TempDir(), "bus")
		listener, err := net.Listen("unix", name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { listener.Close() })
		go func() {
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				go serve(conn)
			}
		}()
		return "unix:path=" + name
	}
	silent := listen(func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) })
	for name, address := range map[string]string{
		"missing":    "unix:path=" + filepath.Join(t.TempDir(), "nothing"),
		"a folder":   "unix:path=" + t.TempDir(),
		"no address": "autolaunch:",
		"disabled":   "disabled:",
		"nonsense":   "\x00;;unix:;unix:path=;unix:path=%zz;tcp:host=example.org",
		"silent":     silent,
		"closed":     listen(func(conn net.Conn) { conn.Close() }),
		"chatty":     listen(func(conn net.Conn) { _, _ = conn.Write([]byte(strings.Repeat("REJECTED EXTERNAL\r\n", 1000))) }),
		"garbage":    listen(func(conn net.Conn) { _, _ = conn.Write(make([]byte, 1<<16)) }),
		"liar": listen(func(conn net.Conn) {
			_, _ = conn.Write([]byte("REJECTED EXTERNAL\r\nOK 1234\r\nAGREE_UNIX_FD\r\nl\x02\x01\x01\xff\xff\xff\x7f\x01\x00\x00\x00\xff\xff\xff\x07"))
			_, _ = io.Copy(io.Discard, conn)
		}),
	} {
		t.Run(name, func(t *testing.T) {
			player := newFake(Status{State: Playing})
			// Longer than the test waits: nothing may depend on the timeout.
			opts := Options{SessionBus: address, SystemBus: address, Timeout: time.Hour}
			var s *Service
			soon(t, "exporting", func() {
				s = Export(t.Context(), player, opts)
			})
			soon(t, "signalling a change", func() {
				for range 1000 {
					s.Changed()
				}
			})
			if s.Name() != "" {
				t.Errorf("it is called %s where there is no bus", s.Name())
			}
			soon(t, "closing", s.Close)
			soon(t, "signalling a change when closed", s.Changed)
			if calls := player.take(); calls != "" {
				t.Errorf("the player is asked to %s", calls)
			}
			// It has ended, rather than given up waiting.
			soon(t, "ending", s.done.Wait)
		})
	}
}

func TestSilentBusIsGivenUp(t *testing.T) {
	name := filepath.Join(t.TempDir(), "bus")
	listener, err := net.Listen("unix", name)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	soon(t, "connecting", func() {
		if _, err := dial(t.Context(), "unix:path="+name, time.Millisecond); err == nil {
			t.Error("a bus that says nothing is connected to")
		}
	})
}

func TestAddresses(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", "/run/user/a b")
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "")
	for _, c := range [][2]string{
		{sessionBus(""), "/run/user/a b/bus"},
		{sessionBus("unix:abstract=/tmp/dbus-x,guid=1"), "@/tmp/dbus-x"},
		{systemBus(""), "/run/dbus/system_bus_socket"},
		{systemBus("unix:guid=1,path=/a%20b"), "/a b"},
	} {
		if got, err := socketName(c[0]); got != c[1] {
			t.Errorf("%s is at %q (%v), not at %q", c[0], got, err, c[1])
		}
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/one")
	if got := sessionBus(""); got != "unix:path=/one" {
		t.Errorf("the environment says /one, and it is %s", got)
	}
}

func TestReportSignalsWhatClientsDoNotExpect(t *testing.T) {
	at := func(seconds float64) time.Time {
		return time.Unix(1000, 0).Add(time.Duration(seconds * float64(time.Second)))
	}
	st := Status{State: Playing, Title: "Wait", Length: time.Minute, Volume: 1, TrackID: 1}
	r := newReport(at(0), st)
	step := func(now float64, position time.Duration, want string, seeked time.Duration) {
		t.Helper()
		st.Position = position
		changed, jumped := r.update(at(now), st, nil)
		var names []string
		for _, name := range []string{"PlaybackStatus", "LoopStatus", "Volume", "Metadata", "CanGoNext"} {
			if _, ok := changed[name]; ok {
				names = append(names, name)
			}
		}
		if got := strings.Join(names, " "); got != want || len(changed) != len(names) {
			t.Errorf("at %g s changed %v, not %q", now, changed, want)
		}
		switch {
		case jumped == nil && seeked >= 0:
			t.Errorf("at %g s the jump to %v is not signalled", now, seeked)
		case jumped != nil && (seeked < 0 || *jumped != seeked.Microseconds()):
			t.Errorf("at %g s it jumps to %d µs, not to %v", now, *jumped, seeked)
		}
	}
	const none = -1
	step(0, 0, "", none)
	step(10, 10*time.Second, "", none)
	step(11, 11400*time.Millisecond, "", none)                     // a little early
	step(12, 12600*time.Millisecond, "", 12600*time.Millisecond)   // slow drift, signalled in the end
	step(13, 30*time.Second, "", 30*time.Second)                   // move on
	step(14, 20*time.Second, "", 20*time.Second)                   // say it again
	st.State = Paused                                              //
	step(15, 21*time.Second, "PlaybackStatus", none)               //
	step(100, 21*time.Second, "", none)                            // while paused
	st.State, st.Volume = Playing, 0.5                             //
	step(101, 21*time.Second, "PlaybackStatus Volume", none)       //
	st.TrackID, st.Loop, st.Title, st.CanNext = 2, true, "A", true //
	step(102, 0, "LoopStatus Metadata CanGoNext", none)            // a new track is expected to begin at 0
	st.TrackID = 3                                                 //
	step(103, 5*time.Second, "Metadata", 5*time.Second)            // and signalled where it does not
	changed, _ := r.update(at(103), st, map[string]bool{"Volume": true})
	if len(changed) != 1 || changed["Volume"].Value() != 0.5 {
		t.Errorf("a value that a client has wrong is not signalled again: %v", changed)
	}
}

// Whatever a status holds, the bus accepts what is sent.
func TestPropertiesAreValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) string { return string(rapid.SliceOf(rapid.Byte()).Draw(t, name)) }
		st := Status{
			State: State(rapid.SampledFrom([]string{"Playing", "Paused", "Stopped", "", "\xff"}).Draw(t, "state")),
			Title: text("title") + rapid.String().Draw(t, "title"), Region: text("region"), Voice: text("voice"),
			Length: time.Duration(rapid.Int64().Draw(t, "length")), Position: time.Duration(rapid.Int64().Draw(t, "position")),
			Volume:  rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), 2, -1})).Draw(t, "volume"),
			TrackID: rapid.Uint64().Draw(t, "track"),
		}
		p := playProperties(st)
		if v := p["Volume"].Value().(float64); !(v >= 0 && v <= 1) {
			t.Fatalf("volume is %g", v)
		}
		if v := p["Position"].Value().(int64); v < 0 {
			t.Fatalf("position is %d", v)
		}
		meta := p["Metadata"].Value().(map[string]dbus.Variant)
		if !meta["mpris:trackid"].Value().(dbus.ObjectPath).IsValid() {
			t.Fatalf("the track is %v", meta["mpris:trackid"])
		}
		if meta["mpris:length"].Value().(int64) < 0 {
			t.Fatalf("the length is %v", meta["mpris:length"])
		}
		for key, value := range meta {
			s, ok := value.Value().(string)
			if list, is := value.Value().([]string); is {
				s, ok = list[0], true
			}
			if ok && (!utf8.ValidString(s) || strings.ContainsAny(s, "\x00\x1b\n\u202e") || utf8.RuneCountInString(s) > longestText) {
				t.Fatalf("%s is %q", key, s)
			}
		}
		// The encoder of the bus decides.
		msg := dbus.Message{Type: dbus.TypeSignal, Headers: map[dbus.HeaderField]dbus.Variant{
			dbus.FieldPath: dbus.MakeVariant(path), dbus.FieldInterface: dbus.MakeVariant(playIface), dbus.FieldMember: dbus.MakeVariant("X"),
			dbus.FieldSignature: dbus.MakeVariant(dbus.SignatureOf(p)),
		}, Body: []any{p}}
		if err := msg.IsValid(); err != nil {
			t.Fatal(err)
		}
	})
}

func newTestService(player *fake) *Service {
	return &Service{player: player, cancel: func() {}, changed: make(chan struct{}, 1), playing: make(chan struct{}, 1), rejected: map[string]bool{}}
}

func TestSetProperties(t *testing.T) {
	for name, c := range map[string]struct {
		property string
		value    any
		calls    string
		rejected bool
		err      string
	}{
		"volume":               {"Volume", 0.25, "volume 0.25", false, ""},
		"volume below":         {"Volume", -3.0, "volume 0", true, ""},
		"volume above":         {"Volume", 1.5, "volume 1", true, ""},
		"volume no number":     {"Volume", math.NaN(), "", false, "InvalidArgs"},
		"volume without end":   {"Volume", math.Inf(1), "", false, "InvalidArgs"},
		"volume as text":       {"Volume", "loud", "", false, "InvalidArgs"},
		"volume as int":        {"Volume", int32(1), "", false, "InvalidArgs"},
		"volume in a variant":  {"Volume", dbus.MakeVariant(0.5), "", false, "InvalidArgs"},
		"loop":                 {"LoopStatus", "Track", "loop-on", false, ""},
		"loop off":             {"LoopStatus", "None", "loop-off", false, ""},
		"loop the list":        {"LoopStatus", "Playlist", "loop-on", true, ""},
		"loop unknown":         {"LoopStatus", "track", "", false, "InvalidArgs"},
		"loop as bool":         {"LoopStatus", true, "", false, "InvalidArgs"},
		"rate one":             {"Rate", 1.0, "", false, ""},
		"rate two":             {"Rate", 2.0, "", true, ""},
		"rate nothing":         {"Rate", 0.0, "halt", true, ""},
		"rate no number":       {"Rate", math.NaN(), "", false, "InvalidArgs"},
		"what is only read":    {"Position", int64(1), "", false, "PropertyReadOnly"},
		"what there is not":    {"Shuffle", true, "", false, "UnknownProperty"},
		"escape codes":         {"\x1b[2J", true, "", false, "UnknownProperty"},
		"a list for a string":  {"LoopStatus", []string{"None"}, "", false, "InvalidArgs"},
		"a path for a string":  {"LoopStatus", dbus.ObjectPath("/None"), "", false, "InvalidArgs"},
		"a number for a state": {"PlaybackStatus", 1.0, "", false, "PropertyReadOnly"},
	} {
		t.Run(name, func(t *testing.T) {
			player := newFake(Status{State: Playing})
			s := newTestService(player)
			err := s.set(playIface, c.property, dbus.MakeVariant(c.value))
			switch {
			case c.err == "" && err != nil:
				t.Errorf("it is refused: %v", err)
			case c.err != "" && (err == nil || err.Name != "org.freedesktop.DBus.Error."+c.err):
				t.Errorf("the error is %v, not %s", err, c.err)
			case err != nil && strings.ContainsRune(err.Error(), 0x1b):
				t.Errorf("the error holds what came from outside: %q", err.Error())
			}
			if got := player.take(); got != c.calls {
				t.Errorf("the player is asked to %q, not %q", got, c.calls)
			}
			if again := s.takeRejected()[c.property]; again != c.rejected {
				t.Errorf("the value is signalled again: %t", again)
			}
		})
	}
	s := newTestService(newFake(Status{}))
	if err := s.set(rootIface, "Identity", dbus.MakeVariant("x")); err == nil || err.Name != "org.freedesktop.DBus.Error.PropertyReadOnly" {
		t.Errorf("the identity can be set: %v", err)
	}
	if err := s.set("org.example", "Volume", dbus.MakeVariant(1.0)); err == nil || err.Name != "org.freedesktop.DBus.Error.UnknownInterface" {
		t.Errorf("an unknown interface: %v", err)
	}
	if err := s.set(playIface, "Volume", dbus.Variant{}); err == nil {
		t.Error("an empty variant is taken")
	}
	s.Close()
	if err := s.set(playIface, "Volume", dbus.MakeVariant(1.0)); err != nil || s.player.(*fake).take() != "" {
		t.Error("the player is asked for something after Close")
	}
}

// Changed may be called anywhere, also where sound is made.
func TestChangedIsCheap(t *testing.T) {
	s := newTestService(newFake(Status{}))
	if n := testing.AllocsPerRun(100, s.Changed); n != 0 {
		t.Errorf("signalling a change allocates %g times", n)
	}
}
