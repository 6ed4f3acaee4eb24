package main

import (
	"strings"

	"github.com/unknot/unknot/player/control"
)

// keyLine is the keys in one line, for a session that is shown in lines.
func keyLine(keys control.Keys) string {
	var parts []string
	for _, k := range control.KeyCommands() {
		if of := keys.Of(k.Command); len(of) > 0 {
			parts = append(parts, of[0]+" "+string(k.Command))
		}
	}
	return "keys: " + strings.Join(parts, ", ")
}
