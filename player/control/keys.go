package control

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unknot/unknot/player/session"
)

// KeyCommand is a command that keys can give.
type KeyCommand struct {
	Command session.Command
	Default string // names of keys with spaces between
	About   string // what it does, to follow "keys that"
}

var keyCommands = [...]KeyCommand{
	{session.PlayPause, "space", "pause at once, or go on"},
	{session.MoveOn, "right enter", "move on to the next step"},
	{session.SayAgain, "left", "say it again, from the start of this step"},
	{session.HoldLonger, "+ =", "hold longer: one more breath"},
	{session.Satellite, "s", "one more sore spot near this one"},
	{session.LeaveOut, "x", "leave this spot out, on both sides, now and in later sessions"},
	{session.Finish, "f", "finish: to the stretch and closing now"},
	{session.SayRemaining, "t", "say how much time remains"},
	{session.Loop, "l", "keep looping this region, or stop after this round"},
	{session.VoiceLouder, "up", "voice louder"},
	{session.VoiceQuieter, "down", "voice quieter"},
	{session.TonesLouder, "]", "tones louder"},
	{session.TonesQuieter, "[", "tones quieter"},
	{session.Stop, "q", "stop: fade out, and end; ctrl+c does too, always"},
}

// KeyCommands is every command that a key can give, in the order they are
// shown.
func KeyCommands() []KeyCommand { return slices.Clone(keyCommands[:]) }

// Keys are the keys of each command. The zero value has none but ctrl+c, which
// always stops. Two values can be compared.
type Keys struct {
	names [len(keyCommands)]string // by command; with spaces between
}

// DefaultKeys are the keys where nothing else is set.
func DefaultKeys() Keys {
	var k Keys
	for i, c := range keyCommands {
		k.names[i] = c.Default
	}
	return k
}

// Set gives a command the keys named in text, with spaces between, or [None].
// The error says which name is wrong, and what would do.
func (k *Keys) Set(c session.Command, text string) error {
	i := indexOf(c)
	if i < 0 {
		return fmt.Errorf("no key can give the command %q", c)
	}
	names, err := parseKeys(text)
	if err != nil {
		return err
	}
	k.names[i] = strings.Join(names, " ")
	return nil
}

// Only is the keys of some commands, and of no others.
func (k Keys) Only(commands ...session.Command) Keys {
	for i, c := range keyCommands {
		if !slices.Contains(commands, c.Command) {
			k.names[i] = ""
		}
	}
	return k
}

// Text is the keys of a command as [Keys.Set] reads them.
func (k Keys) Text(c session.Command) string {
	if names := k.Of(c); len(names) > 0 {
		return strings.Join(names, " ")
	}
	return None
}

// Of is the keys of a command, the first being the one to show.
func (k Keys) Of(c session.Command) []string {
	if i := indexOf(c); i >= 0 {
		return strings.Fields(k.names[i])
	}
	return nil
}

// Command is the command that a key gives; false where it gives none. Keys are
// named as bubbletea and ultraviolet name them.
func (k Keys) Command(key string) (session.Command, bool) {
	if key == "ctrl+c" {
		return session.Stop, true
	}
	for i, names := range k.names {
		if slices.Contains(strings.Fields(names), key) {
			return keyCommands[i].Command, true
		}
	}
	return "", false
}

// Conflict is a key of two commands.
type Conflict struct {
	Key           string
	First, Second session.Command // in the order of [KeyCommands]
}

// Conflicts is every key that more than one command claims.
func (k Keys) Conflicts() []Conflict {
	first := map[string]session.Command{}
	var conflicts []Conflict
	for i, names := range k.names {
		mine := keyCommands[i].Command
		for _, key := range strings.Fields(names) {
			if other, taken := first[key]; taken {
				conflicts = append(conflicts, Conflict{Key: key, First: other, Second: mine})
			} else {
				first[key] = mine
			}
		}
	}
	return conflicts
}

func indexOf(c session.Command) int {
	return slices.IndexFunc(keyCommands[:], func(k KeyCommand) bool { return k.Command == c })
}
