package settings

import (
	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/session"
)

// KeySection is where the config file lists keys by command.
const KeySection = "keys"

// keysOf is the place of one command's keys.
type keysOf struct {
	keys    *control.Keys
	command session.Command
}

func (v keysOf) kind() string         { return "keys" }
func (v keysOf) write(Setting) string { return v.keys.Text(v.command) }

func (v keysOf) read(_ Setting, text string) error { return v.keys.Set(v.command, text) }

func (v keysOf) take(from value) {
	_ = v.keys.Set(v.command, from.write(Setting{})) // it was read before
}

// keyRows are the rows of the table that set keys.
func keyRows() []Setting {
	var rows []Setting
	for _, k := range control.KeyCommands() {
		rows = append(rows, Setting{
			Key: KeySection + "." + string(k.Command), Default: k.Default, Live: true,
			Help:  "keys that " + k.About,
			About: []string{k.About},
			field: func(s *Settings) value { return keysOf{&s.Keys, k.Command} },
		})
	}
	return rows
}

// KeyCommandNames is every command that keys can give, as the config file
// names it.
func KeyCommandNames() []string {
	var names []string
	for _, k := range control.KeyCommands() {
		names = append(names, string(k.Command))
	}
	return names
}
