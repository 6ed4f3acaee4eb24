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
// where they left.
func advise(h *host) (goOn bool, err error) {
	if !terminal.Is(h.stdin) || !terminal.InForeground(h.stdin) {
		return true, nil // there is nobody to read it
	}
	// What cannot be read counts as not seen; that it cannot be kept either is
	// reported below.
	if state, err := store.ReadState(h.store); err == nil && state.CautionsSeen {
		return true, nil
	}
	h.note("Before you begin\n\n%s\n\nPress enter to begin, ctrl-c to leave. This is asked once.", strings.TrimSpace(scripts.Advice()))
	// One byte at a time: what is typed after the line is for the session.
	for b := make([]byte, 1); ; {
		n, err := h.stdin.Read(b)
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
	cautionsSeen(h)
	return true, nil
}

// cautionsSeen remembers that the page was read.
func cautionsSeen(h *host) {
	if err := store.ChangeState(h.store, func(s *store.State) { s.CautionsSeen = true }); err != nil {
		h.warn(err)
	}
}
