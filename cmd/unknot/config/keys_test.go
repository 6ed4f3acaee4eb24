package config

import (
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/settings"
)

// What the keys do where nothing is set, as the design has it.
func TestDefaultKeys(t *testing.T) {
	keys := settings.Defaults().Keys
	for key, want := range map[string]session.Command{
		"space": session.PlayPause, "right": session.MoveOn, "enter": session.MoveOn, "left": session.SayAgain,
		"+": session.HoldLonger, "=": session.HoldLonger, "s": session.Satellite, "f": session.Finish, "t": session.TimeLeft,
		"l": session.Loop, "up": session.VoiceLouder, "down": session.VoiceQuieter, "]": session.TonesLouder,
		"[": session.TonesQuieter, "q": session.Stop, "ctrl+c": session.Stop,
		"x": "", "": "", " ": "", "right enter": "", "esc": "", "S": "", "none": "",
	} {
		got, ok := keys.Command(key)
		if got != want || ok != (want != "") {
			t.Errorf("%q does %q, %v; not %q", key, got, ok, want)
		}
	}
	for _, c := range settings.KeyCommands() {
		if !slices.Contains(session.Commands(), c) {
			t.Errorf("a session has no command %s", c)
		}
		for _, key := range keys.Of(c) {
			if got, _ := keys.Command(key); got != c {
				t.Errorf("%s, a key of %s, does %s", key, c, got)
			}
		}
	}
}

func TestKeysOfAFile(t *testing.T) {
	clearEnvironment(t)
	file, err := ParseFile("f", []byte("keys:\n  pause: [Space, shift+F1, alt+ctrl+x, 1]\n  next: n\n  stop: []\n  tones-louder: \"] }\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Load(pflag.NewFlagSet("", pflag.ContinueOnError), file); err == nil || !strings.HasPrefix(err.Error(), `f:2:10: keys.pause: "alt+ctrl+x" is no key`) {
		t.Error(err)
	}
	file, err = ParseFile("f", []byte("keys:\n  pause: [Space, shift+F1, alt+x, 1]\n  next: n\n  stop: []\n  tones-louder: \"] }\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(pflag.NewFlagSet("", pflag.ContinueOnError), file)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]session.Command{
		"space": session.PlayPause, "shift+f1": session.PlayPause, "alt+x": session.PlayPause, "1": session.PlayPause,
		"n": session.MoveOn, "right": "", "q": "", "ctrl+c": session.Stop, "}": session.TonesLouder, "left": session.SayAgain,
	} {
		if got, _ := loaded.Keys.Command(key); got != want {
			t.Errorf("%q does %q, not %q", key, got, want)
		}
	}
}

// A key of two commands is a fault, told where it was set.
func TestSharedKeys(t *testing.T) {
	for text, want := range map[string]string{
		"keys:\n  again: [left, space]\n":       `f:2:10: the key "space" of again is also a key of pause: give each command its own`,
		"keys:\n  pause: q\n":                   `f:2:10: the key "q" of pause is also a key of stop: give each command its own`,
		"keys:\n  stop: x\n  pause: [space, x]": `f:2:9: the key "x" of stop is also a key of pause: give each command its own`,
	} {
		clearEnvironment(t)
		file, err := ParseFile("f", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Load(pflag.NewFlagSet("", pflag.ContinueOnError), file); err == nil || err.Error() != want {
			t.Errorf("%q gives\n%v, not\n%s", text, err, want)
		}
	}
}
