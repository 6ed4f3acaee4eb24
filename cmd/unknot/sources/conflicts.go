package sources

import (
	"fmt"

	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/settings"
)

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
	return l.Sources[settings.KeySection+"."+string(c)]
}
