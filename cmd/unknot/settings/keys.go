package settings

import (
	"fmt"

	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/session"
)

// keySection is where the config file lists keys by command.
const keySection = "keys"

// keysOf is the place of one command's keys.
type keysOf struct {
	keys    *control.Keys
	command session.Command
}

// keyRows are the rows of the table that set keys.
func keyRows() []Setting {
	var rows []Setting
	for _, k := range control.KeyCommands() {
		rows = append(rows, Setting{
			Key: keySection + "." + string(k.Command), Default: k.Default, Live: true,
			Help:  "keys that " + k.About,
			About: []string{k.About},
			field: func(s *Settings) any { return keysOf{&s.Keys, k.Command} },
		})
	}
	return rows
}

// keyConflicts are the keys that two commands claim, each reported at the place
// that was not a default.
func (l *Loaded) keyConflicts() []error {
	var faults []error
	for _, c := range l.Keys.Conflicts() {
		at, also := c.Second, c.First
		if l.keySource(at).Kind == FromDefault {
			at, also = also, at
		}
		faults = append(faults, fmt.Errorf("%s: the key %q of %s is also a key of %s: give each command its own",
			l.keySource(at), c.Key, at, also))
	}
	return faults
}

func (l *Loaded) keySource(c session.Command) Source {
	return l.Sources[keySection+"."+string(c)]
}

func keyCommandNames() []string {
	var names []string
	for _, k := range control.KeyCommands() {
		names = append(names, string(k.Command))
	}
	return names
}
