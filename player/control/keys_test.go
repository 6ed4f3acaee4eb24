package control

import (
	"slices"
	"strings"
	"testing"

	"github.com/unknot/unknot/player/session"
)

func TestDefaultKeys(t *testing.T) {
	keys := DefaultKeys()
	for key, want := range map[string]session.Command{
		"space": session.PlayPause, "right": session.MoveOn, "enter": session.MoveOn, "left": session.SayAgain,
		"+": session.HoldLonger, "=": session.HoldLonger, "s": session.Satellite, "f": session.Finish, "t": session.SayRemaining,
		"l": session.Loop, "up": session.VoiceLouder, "down": session.VoiceQuieter, "]": session.TonesLouder,
		"[": session.TonesQuieter, "q": session.Stop, "ctrl+c": session.Stop,
		"x": session.LeaveOut, "": "", " ": "", "right enter": "", "esc": "", "S": "", "none": "",
	} {
		got, ok := keys.Command(key)
		if got != want || ok != (want != "") {
			t.Errorf("%q does %q, %v; not %q", key, got, ok, want)
		}
	}
	if conflicts := keys.Conflicts(); conflicts != nil {
		t.Errorf("the defaults have conflicts: %v", conflicts)
	}
	for _, k := range KeyCommands() {
		if !slices.Contains(session.Commands(), k.Command) {
			t.Errorf("a session has no command %s", k.Command)
		}
		if len(keys.Of(k.Command)) == 0 {
			t.Errorf("%s has no key", k.Command)
		}
		for _, key := range keys.Of(k.Command) {
			if got, _ := keys.Command(key); got != k.Command {
				t.Errorf("%s, a key of %s, does %s", key, k.Command, got)
			}
		}
		var set Keys
		if err := set.Set(k.Command, k.Default); err != nil {
			t.Errorf("the default of %s: %v", k.Command, err)
		}
		if got := set.Text(k.Command); got != k.Default {
			t.Errorf("the default of %s is set as %q, not %q", k.Command, got, k.Default)
		}
	}
}

func TestKeysWithoutAny(t *testing.T) {
	var keys Keys
	if c, ok := keys.Command("ctrl+c"); !ok || c != session.Stop {
		t.Error("ctrl+c does not stop")
	}
	if c, ok := keys.Command("space"); ok {
		t.Errorf("space does %s where nothing is set", c)
	}
	if got := keys.Text(session.PlayPause); got != None || len(keys.Of(session.PlayPause)) > 0 {
		t.Errorf("pause has the keys %q", got)
	}
}

func TestKeysOfSomeCommandsOnly(t *testing.T) {
	keys := DefaultKeys().Only(session.Stop, session.MoveOn)
	for _, k := range KeyCommands() {
		want := k.Default
		if k.Command != session.Stop && k.Command != session.MoveOn {
			want = None
		}
		if got := keys.Text(k.Command); got != want {
			t.Errorf("%s has the keys %q, not %q", k.Command, got, want)
		}
	}
}

func TestSetKeys(t *testing.T) {
	keys := DefaultKeys()
	for _, c := range []struct {
		command    session.Command
		text, want string
		err        string // its beginning
	}{
		{session.PlayPause, "Space shift+F1 alt+x 1", "space shift+f1 alt+x 1", ""},
		{session.PlayPause, "  é   ctrl+x ", "é ctrl+x", ""},
		{session.Stop, "none", "none", ""},
		{session.MoveOn, "", "", "no key is given: name one, or none"},
		{session.MoveOn, "alt+ctrl+x", "", `"alt+ctrl+x" is no key`},
		{session.MoveOn, "spcae", "", `"spcae" is no key (did you mean "space"?): give a character, or one of space, enter, tab, `},
		{session.MoveOn, "ctrl+c", "", "the key ctrl+c always stops"},
		{session.MoveOn, "Ctrl+Z", "", "the key ctrl+z always suspends the program"},
		{session.MoveOn, "ctrl+m", "", "a terminal cannot tell the key ctrl+m from enter"},
		{session.MoveOn, "shift+a", "", `the key "shift+a" is written as what it types, such as A`},
		{session.MoveOn, "a a", "", `the key "a" is given twice`},
		{session.MoveOn, "none a", "", `"none" is no key`},
		{session.MoveOn, "\x01", "", `"\x01" is no key`},
		{session.MoveOn, "\xff", "", `"\xff" is no key`},
		{session.Play, "p", "", `no key can give the command "play"`},
	} {
		before := keys
		err := keys.Set(c.command, c.text)
		switch {
		case c.err == "" && err != nil:
			t.Errorf("%q is refused: %v", c.text, err)
		case c.err == "" && keys.Text(c.command) != c.want:
			t.Errorf("%q is taken as %q, not %q", c.text, keys.Text(c.command), c.want)
		case c.err != "" && (err == nil || !strings.HasPrefix(err.Error(), c.err)):
			t.Errorf("%q gives %v, not %s", c.text, err, c.err)
		case c.err != "" && keys != before:
			t.Errorf("%q is refused and changes the keys", c.text)
		}
	}
}

func TestKeyOfTwoCommandsIsAConflict(t *testing.T) {
	keys := DefaultKeys()
	for _, set := range []struct {
		command session.Command
		text    string
	}{{session.SayAgain, "left space"}, {session.Stop, "y q"}, {session.PlayPause, "space y"}, {session.TonesLouder, "y"}} {
		if err := keys.Set(set.command, set.text); err != nil {
			t.Fatal(err)
		}
	}
	want := []Conflict{
		{"space", session.PlayPause, session.SayAgain},
		{"y", session.PlayPause, session.TonesLouder},
		{"y", session.PlayPause, session.Stop},
	}
	if got := keys.Conflicts(); !slices.Equal(got, want) {
		t.Errorf("the conflicts are %v, not %v", got, want)
	}
}
