//go:build system && linux

package mpris

import (
	"encoding/xml"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/introspect"

	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/session"
)

func aSession() *fake {
	return newFake(Status{
		State: Playing, Title: "Hold under the skull", Region: "Neck", Voice: "Clara",
		Length: 8 * time.Minute, Position: 83500 * time.Millisecond, Volume: 0.75,
		CanNext: true, CanPrevious: true, TrackID: 1,
	})
}

// playerctl stands for the media keys and widgets of a desktop.
func TestPlayerctl(t *testing.T) {
	bus := startBus(t)
	player := aSession()
	bus.export(t, player, Options{})
	ctl := func(args ...string) string {
		t.Helper()
		return bus.run(t, "playerctl", append([]string{"--player=unknot"}, args...)...)
	}
	asked := func(after, want string) {
		t.Helper()
		var all []string
		eventually(t, "the calls of "+after, func() bool {
			if calls := player.take(); calls != "" {
				all = append(all, calls)
			}
			return len(strings.Join(all, ", ")) >= len(want)
		})
		if got := strings.Join(all, ", "); got != want {
			t.Errorf("after %s the player is asked to %q, not %q", after, got, want)
		}
	}

	if got := bus.run(t, "playerctl", "--list-all"); got != "unknot" {
		t.Errorf("the players are %q", got)
	}
	for _, c := range [][2]string{
		{"status", "Playing"},
		{"metadata xesam:title", "Hold under the skull"},
		{"metadata album", "Neck"},
		{"metadata artist", "Clara"},
		{"metadata mpris:length", "480000000"},
		{"metadata mpris:trackid", "'/org/unknot/track/1'"},
		{"metadata --format {{duration(position)}}/{{duration(mpris:length)}}", "1:23/8:00"},
		{"volume", "0.750000"},
		{"loop", "None"},
	} {
		if got := ctl(strings.Split(c[0], " ")...); got != c[1] {
			t.Errorf("playerctl %s says %q, not %q", c[0], got, c[1])
		}
	}

	ctl("pause")
	asked("pause", "halt")
	// There is no seeking, whatever the client makes of that.
	for _, args := range []string{"position 10", "position 10+", "shuffle On", "open https://example.org/a.mp3"} {
		_, _ = bus.try("playerctl", append([]string{"--player=unknot"}, strings.Split(args, " ")...)...)
	}
	if got := ctl("position"); got != "83.500000" {
		t.Errorf("it has moved to %s", got)
	}

	for _, c := range [][2]string{
		{"play", "play"}, {"next", "next"}, {"previous", "again"}, {"stop", "stop"},
		{"volume 0.3", "volume 0.3"}, {"volume 0.2+", "volume 0.5"},
		{"loop Track", "loop-on"}, {"loop None", "loop-off"}, {"loop Playlist", "loop-on"},
	} {
		ctl(strings.Split(c[0], " ")...)
		asked(c[0], c[1])
	}
	if got := ctl("volume"); got != "0.500000" {
		t.Errorf("the volume is %s", got)
	}
	if got := ctl("loop"); got != "Track" {
		t.Errorf("the loop is %s", got)
	}
	if got := ctl("status"); got != "Stopped" {
		t.Errorf("stopped, it is %s", got)
	}

	// The button: once, twice, three times.
	ctl("play")
	asked("play", "play")
	ctl("play-pause")
	asked("one press", "pause")
	if got := ctl("status"); got != "Paused" {
		t.Errorf("after one press it is %s", got)
	}
	time.Sleep(control.DefaultWindow)
	object := bus.client(t).Object(busName, path)
	press := func() {
		if err := object.Call(playIface+".PlayPause", 0).Err; err != nil {
			t.Error(err)
		}
	}
	press()
	press()
	asked("two presses", "pause, pressed, next, play")
	press()
	press()
	press()
	asked("three presses", "pause, pressed, again, play")
	bus.run(t, "gdbus", "call", "--session", "--dest", busName, "--object-path", string(path), "--method", rootIface+".Quit")
	asked("quit", "stop")
}

func TestFollowersSeeChanges(t *testing.T) {
	bus := startBus(t)
	player := aSession()
	bus.export(t, player, Options{})
	status := bus.follow(t, "playerctl", "--player=unknot", "--follow", "status")
	title := bus.follow(t, "playerctl", "--player=unknot", "--follow", "metadata", "--format", "{{album}}: {{title}}")
	volume := bus.follow(t, "playerctl", "--player=unknot", "--follow", "volume")
	loop := bus.follow(t, "playerctl", "--player=unknot", "--follow", "loop")
	status.sees(t, "Playing")
	title.sees(t, "Neck: Hold under the skull")
	volume.sees(t, "0.750000")
	loop.sees(t, "None")
	player.Do(session.Pause)
	status.sees(t, "Paused")
	player.set(func(s *Status) { s.TrackID, s.Region, s.Title, s.Position = 2, "Jaw", "Rest", 0 })
	title.sees(t, "Jaw: Rest")
	player.SetVolume(0.5)
	volume.sees(t, "0.500000")
	player.Do(session.LoopOn)
	loop.sees(t, "Track")
	player.Do(session.Stop)
	status.sees(t, "Stopped")
}

// describeSignal is a signal in one line.
func describeSignal(s *dbus.Signal) string {
	name := s.Name[strings.LastIndexByte(s.Name, '.')+1:]
	if name != "PropertiesChanged" {
		return name + " " + fmt.Sprint(s.Body...)
	}
	changed := s.Body[1].(map[string]dbus.Variant)
	for _, property := range slices.Sorted(maps.Keys(changed)) {
		name += fmt.Sprintf(" %s=%v", property, changed[property].Value())
	}
	return name
}

func TestSignalsCarryOnlyChanges(t *testing.T) {
	bus := startBus(t)
	player := aSession()
	s := bus.export(t, player, Options{})
	client := bus.client(t)
	if err := client.AddMatchSignal(dbus.WithMatchObjectPath(path)); err != nil {
		t.Fatal(err)
	}
	signals := make(chan *dbus.Signal, 100)
	client.Signal(signals)
	next := func(what, want string) {
		t.Helper()
		select {
		case got := <-signals:
			if text := describeSignal(got); text != want {
				t.Errorf("after %s: %s, not %s", what, text, want)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("nothing is signalled after %s", what)
		}
	}
	s.Changed() // nothing has
	player.SetVolume(0.5)
	next("volume", "PropertiesChanged Volume=0.5")
	player.Do(session.Pause)
	next("pause", "PropertiesChanged PlaybackStatus=Paused")
	player.set(func(s *Status) { s.Position = 10 * time.Second })
	next("a jump", "Seeked 10000000")
	object := client.Object(busName, path)
	if err := object.SetProperty(playIface+".Volume", dbus.MakeVariant(7.0)); err != nil {
		t.Error(err)
	}
	next("too loud", "PropertiesChanged Volume=1")
	if err := object.SetProperty(playIface+".Rate", dbus.MakeVariant(2.0)); err != nil {
		t.Error(err)
	}
	// The volume may be signalled twice: it changed, and it is not what was set.
	for {
		got := <-signals
		if text := describeSignal(got); text == "PropertiesChanged Volume=1" {
			continue
		} else if text != "PropertiesChanged Rate=1" {
			t.Errorf("the rate, which is fixed: %s", text)
		}
		break
	}
	if err := object.SetProperty(playIface+".CanSeek", dbus.MakeVariant(true)); err == nil || err.(dbus.Error).Name != "org.freedesktop.DBus.Error.PropertyReadOnly" {
		t.Errorf("setting what is read only: %v", err)
	}
}

// The object describes itself as the specification asks, and keeps to that.
func TestIntrospection(t *testing.T) {
	bus := startBus(t)
	bus.export(t, aSession(), Options{})
	text := bus.run(t, "gdbus", "introspect", "--session", "--dest", busName, "--object-path", string(path), "--xml")
	var node introspect.Node
	if err := xml.Unmarshal([]byte(text), &node); err != nil {
		t.Fatal(err)
	}
	// From the specification, read by hand.
	want := map[string]string{
		rootIface: "Raise() Quit() | CanQuit:b:read CanRaise:b:read DesktopEntry:s:read HasTrackList:b:read Identity:s:read SupportedMimeTypes:as:read SupportedUriSchemes:as:read |",
		playIface: "Next() Previous() Pause() PlayPause() Stop() Play() Seek(x) SetPosition(ox) OpenUri(s) | " +
			"CanControl:b:read CanGoNext:b:read CanGoPrevious:b:read CanPause:b:read CanPlay:b:read CanSeek:b:read LoopStatus:s:readwrite " +
			"MaximumRate:d:read Metadata:a{sv}:read MinimumRate:d:read PlaybackStatus:s:read Position:x:read Rate:d:readwrite Volume:d:readwrite | Seeked(x)",
		propIface:                             "Get(ssv) GetAll(sa{sv}) Set(ssv) | | PropertiesChanged(sa{sv}as)",
		"org.freedesktop.DBus.Introspectable": "Introspect(s) | |",
		"org.freedesktop.DBus.Peer":           "Ping() GetMachineId(s) | |",
	}
	client := bus.client(t).Object(busName, path)
	for _, iface := range node.Interfaces {
		var words []string
		signature := func(name string, args []introspect.Arg) {
			for _, a := range args {
				name += a.Type
			}
			words = append(words, strings.Replace(name, "\x00", "(", 1)+")")
		}
		for _, m := range iface.Methods {
			signature(m.Name+"\x00", m.Args)
		}
		words = append(words, "|")
		for _, p := range iface.Properties {
			words = append(words, p.Name+":"+p.Type+":"+p.Access)
			value, err := client.GetProperty(iface.Name + "." + p.Name)
			if err != nil {
				t.Errorf("%s cannot be read: %v", p.Name, err)
			} else if got := value.Signature().String(); got != p.Type {
				t.Errorf("%s is said to be %s and is %s", p.Name, p.Type, got)
			}
		}
		words = append(words, "|")
		for _, s := range iface.Signals {
			signature(s.Name+"\x00", s.Args)
		}
		if got := strings.Join(words, " "); got != want[iface.Name] {
			t.Errorf("%s has\n%s\nnot\n%s", iface.Name, got, want[iface.Name])
		}
		delete(want, iface.Name)
	}
	for iface := range want {
		t.Errorf("there is no %s", iface)
	}
}

// Every call with any arguments is answered, and the session plays on.
func TestStrangeCallsAreAnswered(t *testing.T) {
	bus := startBus(t)
	player := aSession()
	s := bus.export(t, player, Options{})
	client := bus.client(t)
	object := client.Object(busName, path)
	v := dbus.MakeVariant
	values := []any{
		"x", int64(1), uint32(7), 0.5, true, dbus.ObjectPath("/a"), []string{"a"}, map[string]dbus.Variant{"a": v(1)},
		v("x"), v(v(v(0.5))), []byte("long"), dbus.Signature{}, []dbus.Variant{v([]any{})}, struct {
			A string
			B uint32
		}{"a", 1},
	}
	for iface, methods := range s.methods() {
		for method := range methods {
			for i, one := range values {
				for _, args := range [][]any{{}, {one}, {one, values[(i+5)%len(values)]}, {playIface, "Volume", one}, {playIface, "LoopStatus", v(one)}, {one, one, one, one}} {
					for _, name := range []string{iface + "." + method, method} {
						call := object.Go(name, 0, make(chan *dbus.Call, 1), args...)
						select {
						case <-call.Done:
						case <-time.After(20 * time.Second):
							t.Fatalf("%s(%v) gets no answer", name, args)
						}
					}
				}
			}
		}
	}
	if got := player.Status().Volume; !(got >= 0 && got <= 1) {
		t.Errorf("the volume has become %g", got)
	}
	if got := bus.run(t, "playerctl", "--player=unknot", "metadata", "title"); got != "Hold under the skull" {
		t.Errorf("after strange calls it says %q", got)
	}
	if got, err := bus.try("gdbus", "introspect", "--session", "--dest", busName, "--object-path", "/"); err != nil || !strings.Contains(got, "org") {
		t.Errorf("the root cannot be looked at: %v\n%s", err, got)
	}
}

// Several players at once, as from sandboxes with the same process id.
func TestSeveralPlayers(t *testing.T) {
	bus := startBus(t)
	one, two, three := aSession(), aSession(), aSession()
	first := bus.export(t, one, Options{})
	second := bus.export(t, two, Options{})
	third := bus.export(t, three, Options{})
	if first.Name() != busName || second.Name() != fmt.Sprintf("%s.instance%d", busName, os.Getpid()) || !strings.HasPrefix(third.Name(), second.Name()+"_1_") {
		t.Errorf("they are called %s, %s and %s", first.Name(), second.Name(), third.Name())
	}
	if got := len(strings.Fields(bus.run(t, "playerctl", "--list-all"))); got != 3 {
		t.Errorf("%d players are seen", got)
	}
	bus.run(t, "playerctl", "--player", strings.TrimPrefix(second.Name(), "org.mpris.MediaPlayer2."), "next")
	if one.take() != "" || two.take() != "next" || three.take() != "" {
		t.Error("the wrong one is asked")
	}
	bus.run(t, "playerctl", "--player=unknot", "--all-players", "pause")
	for _, p := range []*fake{one, two, three} {
		if got := p.take(); got != "halt" {
			t.Errorf("one of them is asked to %q", got)
		}
	}
	first.Close()
	fourth := bus.export(t, aSession(), Options{})
	if fourth.Name() != busName {
		t.Errorf("the name that is free again is not taken: %s", fourth.Name())
	}
	if err := bus.client(t).Object(second.Name(), path).Call("org.freedesktop.DBus.Peer.Ping", 0).Err; err != nil {
		t.Errorf("the second does not answer: %v", err)
	}
}

// A bus that dies or freezes while a session plays does not affect it.
func TestBusIsLost(t *testing.T) {
	for name, lose := range map[string]func(*testing.T, *bus) (string, func()){
		"killed": func(_ *testing.T, b *bus) (string, func()) { return b.address, b.kill },
		"frozen": func(t *testing.T, b *bus) (string, func()) { return b.frozen(t) },
	} {
		t.Run(name, func(t *testing.T) {
			bus := startBus(t)
			player := aSession()
			address, lost := lose(t, bus)
			s := bus.export(t, player, Options{SessionBus: address, Timeout: 100 * time.Millisecond})
			lost()
			soon(t, "signalling changes", func() {
				for i := range 100000 {
					player.set(func(s *Status) { s.TrackID = uint64(i); s.Title = strings.Repeat("long ", 100) })
				}
			})
			// A frozen bus is noticed once the buffer of the socket is full.
			eventually(t, "the bus to be given up", func() bool {
				player.set(func(s *Status) { s.TrackID++ })
				return s.Name() == ""
			})
			soon(t, "closing", s.Close)
			soon(t, "ending", s.done.Wait)
			if calls := player.take(); calls != "" {
				t.Errorf("the player is asked to %s", calls)
			}
		})
	}
}

func TestCloseLeavesTheBusAtOnce(t *testing.T) {
	bus := startBus(t)
	s := bus.export(t, aSession(), Options{})
	s.Close()
	if out, err := bus.try("playerctl", "--player=unknot", "status"); err == nil {
		t.Errorf("closed, it is still there: %s", out)
	}
	address, freeze := bus.frozen(t)
	s = bus.export(t, aSession(), Options{SessionBus: address, Timeout: time.Hour})
	freeze()
	soon(t, "closing", s.Close)
}

// From a media key to the player and back.
func BenchmarkCommand(b *testing.B) {
	bus := startBus(b)
	player := aSession()
	s := Export(b.Context(), player, Options{SessionBus: bus.address, SystemBus: "disabled:"})
	defer s.Close()
	for s.Name() == "" {
		time.Sleep(time.Millisecond)
	}
	conn, err := dbus.Connect(bus.address)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	object := conn.Object(busName, path)
	for b.Loop() {
		if err := object.Call(playIface+".Next", 0).Err; err != nil {
			b.Fatal(err)
		}
		player.take()
	}
}
