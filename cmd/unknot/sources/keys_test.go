package sources

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/unknot/unknot/player/session"
)

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

// A key of two commands is a fault, reported where it was set.
func TestKeyConflicts(t *testing.T) {
	for text, want := range map[string]string{
		"keys:\n  again: [left, space]\n":       `f:2:10: the key "space" of again is also a key of pause: give each command its own`,
		"keys:\n  pause: q\n":                   `f:2:10: the key "q" of pause is also a key of stop: give each command its own`,
		"keys:\n  stop: y\n  pause: [space, y]": `f:2:9: the key "y" of stop is also a key of pause: give each command its own`,
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
