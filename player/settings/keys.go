package settings

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/scripts"
)

// NoKeys is the value of a command that no key gives.
const NoKeys = "none"

// KeySection is where the config file lists keys by command.
const KeySection = "keys"

// keyed are the commands that keys can give, in the order they are shown.
var keyed = [...]struct {
	command session.Command
	keys    string
	about   string
}{
	{session.PlayPause, "space", "pause at once, or go on"},
	{session.MoveOn, "right enter", "move on to the next step"},
	{session.SayAgain, "left", "say it again, from the start of this step"},
	{session.HoldLonger, "+ =", "hold longer: one more breath"},
	{session.Satellite, "s", "one more sore spot near this one"},
	{session.Finish, "f", "finish: to the stretch and closing now"},
	{session.TimeLeft, "t", "say how long is left"},
	{session.Loop, "l", "keep looping this region, or stop after this round"},
	{session.VoiceLouder, "up", "voice louder"},
	{session.VoiceQuieter, "down", "voice quieter"},
	{session.TonesLouder, "]", "tones louder"},
	{session.TonesQuieter, "[", "tones quieter"},
	{session.Stop, "q", "stop: fade out, and end; ctrl+c does too, always"},
}

// Keys are the keys of each command.
type Keys [len(keyed)]keyNames

// keyNames are names of keys with spaces between, or nothing.
type keyNames string

// KeyCommands is every command that a key can give, in the order they are
// shown.
func KeyCommands() []session.Command {
	var all []session.Command
	for _, k := range keyed {
		all = append(all, k.command)
	}
	return all
}

// Command is what a key does; false where it does nothing. Keys are named as
// bubbletea and ultraviolet name them.
func (k Keys) Command(key string) (session.Command, bool) {
	if key == "ctrl+c" {
		return session.Stop, true
	}
	for i, names := range k {
		if slices.Contains(strings.Fields(string(names)), key) {
			return keyed[i].command, true
		}
	}
	return "", false
}

// Of is the keys of a command, the first being the one to show.
func (k Keys) Of(c session.Command) []string {
	for i, names := range k {
		if keyed[i].command == c {
			return strings.Fields(string(names))
		}
	}
	return nil
}

// keyRows are the rows of the table that set keys.
func keyRows() []Setting {
	var rows []Setting
	for i, k := range keyed {
		rows = append(rows, Setting{
			Key: KeySection + "." + string(k.command), Default: k.keys, Live: true,
			Help:  "keys that " + k.about,
			About: []string{k.about},
			field: func(s *Settings) any { return &s.Keys[i] },
		})
	}
	return rows
}

// parseKeys reads names of keys with spaces between, or [NoKeys].
func parseKeys(text string) (keyNames, error) {
	names := strings.Fields(text)
	if len(names) == 0 {
		return "", fmt.Errorf("no key is given: name one, or %s", NoKeys)
	}
	if len(names) == 1 && names[0] == NoKeys {
		return "", nil
	}
	for i, name := range names {
		key, err := parseKey(name)
		if err != nil {
			return "", err
		}
		if slices.Contains(names[:i], key) {
			return "", fmt.Errorf("the key %q is given twice", key)
		}
		names[i] = key
	}
	return keyNames(strings.Join(names, " ")), nil
}

// namedKeys are keys that write nothing.
func namedKeys() []string {
	names := strings.Fields("space enter tab backspace esc up down left right home end pgup pgdown insert delete")
	for i := range 12 {
		names = append(names, fmt.Sprintf("f%d", i+1))
	}
	return names
}

// parseKey reads the name of one key, and gives it as terminals' libraries do.
func parseKey(name string) (string, error) {
	if r, n := utf8.DecodeRuneInString(name); n == len(name) && r != utf8.RuneError && unicode.IsGraphic(r) {
		return name, nil
	}
	rest := strings.ToLower(name)
	modifiers := ""
	for _, m := range []string{"ctrl+", "alt+", "shift+"} {
		if after, found := strings.CutPrefix(rest, m); found {
			modifiers, rest = modifiers+m, after
		}
	}
	key := modifiers + rest
	switch {
	case slices.Contains(namedKeys(), rest):
		return key, nil
	case key == "ctrl+c":
		return "", fmt.Errorf("the key ctrl+c always stops: choose another one")
	case key == "ctrl+z":
		return "", fmt.Errorf("the key ctrl+z always suspends the program: choose another one")
	case key == "ctrl+i" || key == "ctrl+m" || key == "ctrl+h":
		return "", fmt.Errorf("a terminal cannot tell the key %s from %s", key, map[string]string{
			"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace"}[key])
	case (modifiers == "ctrl+" || modifiers == "alt+") && len(rest) == 1 && rest[0] >= 'a' && rest[0] <= 'z':
		return key, nil
	case modifiers == "shift+" && utf8.RuneCountInString(rest) == 1:
		return "", fmt.Errorf("the key %q is written as what it types, such as A", name)
	}
	hint := ""
	if near := scripts.Nearest(rest, namedKeys()); near != "" {
		hint = fmt.Sprintf(" (did you mean %q?)", modifiers+near)
	}
	return "", fmt.Errorf("%q is no key%s: give a character, or one of %s, with ctrl+, alt+ or shift+ before it",
		name, hint, list(namedKeys(), "and"))
}

// KeyCommandNames is KeyCommands as the config file writes them.
func KeyCommandNames() []string {
	var names []string
	for _, c := range KeyCommands() {
		names = append(names, string(c))
	}
	return names
}
