package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/scripts"
)

// advise shows the page of cautions, and waits until it was read, where someone
// plays for the first time. The chooser has shown it already. goOn is false
// where it was left.
func (p *program) advise() (goOn bool, err error) {
	if !terminal.Is(p.stdin) || !terminal.InForeground(p.stdin) {
		return true, nil // there is nobody to read it
	}
	// What cannot be read was not seen; that is told when it cannot be kept.
	if state, err := store.ReadState(p.store); err == nil && state.CautionsSeen {
		return true, nil
	}
	p.tell("Before you begin\n\n%s\n\nPress enter to begin, ctrl-c to leave. This is asked once.", strings.TrimSpace(scripts.Advice()))
	// One byte at a time: what is typed behind the line is for the session.
	for b := make([]byte, 1); ; {
		n, err := p.stdin.Read(b)
		if err == io.EOF {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("waiting for enter: %w", err)
		}
		if n > 0 && b[0] == '\n' {
			break
		}
	}
	if err := store.ChangeState(p.store, func(s *store.State) { s.CautionsSeen = true }); err != nil {
		p.tell("unknot: %v", err)
	}
	return true, nil
}
