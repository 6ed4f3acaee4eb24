package mpris

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/introspect"

	"github.com/unknot/unknot/player/session"
)

// failed is one of the errors that D-Bus defines, by its name there.
func failed(name, format string, args ...any) *dbus.Error {
	return dbus.NewError("org.freedesktop.DBus.Error."+name, []any{fmt.Sprintf(format, args...)})
}

// methods are what clients can call, by interface.
func (s *Service) methods() map[string]map[string]any {
	does := func(do func()) func() *dbus.Error {
		return func() *dbus.Error {
			s.unlessClosed(do)
			return nil
		}
	}
	command := func(c session.Command) func() *dbus.Error {
		return does(func() { s.player.Do(c) })
	}
	return map[string]map[string]any{
		rootIface: {
			"Raise": func() *dbus.Error { return nil }, // CanRaise is false
			"Quit":  command(session.Stop),
		},
		playIface: {
			"PlayPause": does(s.player.Press),
			"Play":      command(session.Play),
			"Pause":     command(session.Pause),
			"Next":      command(session.MoveOn),
			"Previous":  command(session.SayAgain),
			"Stop":      command(session.Stop),
			// CanSeek is false: these have no effect.
			"Seek":        func(int64) *dbus.Error { return nil },
			"SetPosition": func(dbus.ObjectPath, int64) *dbus.Error { return nil },
			"OpenUri": func(string) *dbus.Error {
				return failed("NotSupported", "unknot plays its own sessions only")
			},
		},
		propIface: {"Get": s.get, "GetAll": s.getAll, "Set": s.set},
	}
}

func (s *Service) getAll(iface string) (map[string]dbus.Variant, *dbus.Error) {
	switch iface {
	case rootIface:
		return rootProperties(), nil
	case playIface:
		return playProperties(s.player.Status()), nil
	case "": // every interface
		all := rootProperties()
		maps.Copy(all, playProperties(s.player.Status()))
		return all, nil
	}
	return nil, failed("UnknownInterface", "there is no interface %s with properties here", clean(iface))
}

func (s *Service) get(iface, name string) (dbus.Variant, *dbus.Error) {
	all, err := s.getAll(iface)
	if err != nil {
		return dbus.Variant{}, err
	}
	value, ok := all[name]
	if !ok {
		return dbus.Variant{}, failed("UnknownProperty", "there is no property %s here", clean(name))
	}
	return value, nil
}

// set sets what can be set: Volume, LoopStatus and, to pause, Rate.
func (s *Service) set(iface, name string, value dbus.Variant) *dbus.Error {
	now, err := s.get(iface, name)
	if err != nil {
		return err
	}
	if access(name) != "readwrite" {
		return failed("PropertyReadOnly", "%s cannot be set", name)
	}
	// Any program can call this, with a value of any type.
	if value.Value() == nil || value.Signature() != now.Signature() {
		return failed("InvalidArgs", "%s is of type %s", name, now.Signature())
	}
	switch v := value.Value().(type) {
	case string:
		return s.setLoop(v)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return failed("InvalidArgs", "%s must be a number", name)
		}
		if name == "Rate" {
			s.setRate(v)
		} else {
			s.setVolume(v)
		}
	}
	return nil
}

// setLoop takes Playlist for Track: there is one list, of one track. Without
// this, desktops that step through None, Playlist and Track would never get to
// Track.
func (s *Service) setLoop(status string) *dbus.Error {
	switch status {
	case "None":
		s.do(session.LoopOff)
	case "Track", "Playlist":
		s.do(session.LoopOn)
		if status == "Playlist" {
			s.correct("LoopStatus")
		}
	default:
		return failed("InvalidArgs", "LoopStatus is None, Track or Playlist")
	}
	return nil
}

func (s *Service) setVolume(v float64) {
	s.unlessClosed(func() { s.player.SetVolume(clampVolume(v)) })
	if v != clampVolume(v) {
		s.correct("Volume")
	}
}

// setRate pauses at a rate of 0, as the specification asks; other rates are
// ignored.
func (s *Service) setRate(rate float64) {
	if rate == 0 {
		s.do(session.Pause)
	}
	if rate != 1 {
		s.correct("Rate")
	}
}

func (s *Service) do(c session.Command) { s.unlessClosed(func() { s.player.Do(c) }) }

// unlessClosed calls the player, one call at a time and none after Close.
func (s *Service) unlessClosed(do func()) {
	s.calls.Lock()
	defer s.calls.Unlock()
	if !s.closed {
		do()
	}
}

func access(name string) string {
	switch name {
	case "Volume", "LoopStatus", "Rate":
		return "readwrite"
	}
	return "read"
}

// introspection describes the object; godbus adds Introspectable and Peer.
func introspection() *introspect.Node {
	in := func(name, kind string) introspect.Arg {
		return introspect.Arg{Name: name, Type: kind, Direction: "in"}
	}
	return &introspect.Node{
		Name: string(path),
		Interfaces: []introspect.Interface{
			{
				Name: propIface,
				Methods: []introspect.Method{
					{Name: "Get", Args: []introspect.Arg{in("interface_name", "s"), in("property_name", "s"), {Name: "value", Type: "v", Direction: "out"}}},
					{Name: "GetAll", Args: []introspect.Arg{in("interface_name", "s"), {Name: "properties", Type: "a{sv}", Direction: "out"}}},
					{Name: "Set", Args: []introspect.Arg{in("interface_name", "s"), in("property_name", "s"), in("value", "v")}},
				},
				Signals: []introspect.Signal{{Name: "PropertiesChanged", Args: []introspect.Arg{
					{Name: "interface_name", Type: "s"}, {Name: "changed_properties", Type: "a{sv}"}, {Name: "invalidated_properties", Type: "as"},
				}}},
			},
			{
				Name:       rootIface,
				Methods:    []introspect.Method{{Name: "Raise"}, {Name: "Quit"}},
				Properties: introspectProperties(rootProperties()),
			},
			{
				Name: playIface,
				Methods: []introspect.Method{
					{Name: "Next"}, {Name: "Previous"}, {Name: "Pause"}, {Name: "PlayPause"}, {Name: "Stop"}, {Name: "Play"},
					{Name: "Seek", Args: []introspect.Arg{in("Offset", "x")}},
					{Name: "SetPosition", Args: []introspect.Arg{in("TrackId", "o"), in("Position", "x")}},
					{Name: "OpenUri", Args: []introspect.Arg{in("Uri", "s")}},
				},
				Signals:    []introspect.Signal{{Name: "Seeked", Args: []introspect.Arg{{Name: "Position", Type: "x"}}}},
				Properties: introspectProperties(playProperties(Status{})),
			},
		},
	}
}

func introspectProperties(values map[string]dbus.Variant) []introspect.Property {
	var all []introspect.Property
	for _, name := range slices.Sorted(maps.Keys(values)) {
		p := introspect.Property{Name: name, Type: values[name].Signature().String(), Access: access(name)}
		if name == "Position" {
			p.Annotations = []introspect.Annotation{{Name: "org.freedesktop.DBus.Property.EmitsChangedSignal", Value: "false"}}
		}
		all = append(all, p)
	}
	return all
}
