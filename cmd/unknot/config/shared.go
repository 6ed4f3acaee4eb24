package config

import (
	"fmt"

	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/settings"
)

// sharedKeys are the faults of keys that several commands claim, each told at
// the place that was not a default.
func (l *Loaded) sharedKeys() []error {
	type claim struct {
		command session.Command
		source  Source
	}
	claims := map[string]claim{}
	var faults []error
	for _, command := range settings.KeyCommands() {
		mine := claim{command, l.Sources[settings.KeySection+"."+string(command)]}
		for _, key := range l.Keys.Of(command) {
			other, taken := claims[key]
			if !taken {
				claims[key] = mine
				continue
			}
			at, also := mine, other
			if at.source.Kind == FromDefault {
				at, also = other, mine
			}
			faults = append(faults, fmt.Errorf("%s: the key %q of %s is also a key of %s: give each command its own",
				at.source, key, at.command, also.command))
		}
	}
	return faults
}
