package main

import (
	"errors"
	"strings"

	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/catalogue"
)

// report reports an error on stderr: the faults of scripts each with its line
// and a caret, everything else as one sentence.
func (h *host) report(err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, err := range joined.Unwrap() {
			h.report(err)
		}
		return
	}
	var (
		settled    *statusError
		faulty     *catalogue.FaultError
		impossible *player.ImpossibleError
	)
	switch {
	case errors.As(err, &settled) && settled.reported:
	case errors.As(err, &faulty):
		h.faults(faulty.Diagnostics, faulty.Sources)
	case errors.As(err, &impossible) && impossible.Diagnostics() != nil:
		h.faults(impossible.Diagnostics(), impossible.Sources)
	default:
		h.warn(err)
	}
}

// faults prints diagnostics of scripts, those of each file with its text.
func (h *host) faults(all scripts.Diagnostics, sources map[string][]byte) {
	for len(all) > 0 {
		file := all[0].File
		var of, rest scripts.Diagnostics
		for _, d := range all {
			if d.File == file {
				of = append(of, d)
			} else {
				rest = append(rest, d)
			}
		}
		h.note("%s", strings.TrimSuffix(of.Text(sources[file]), "\n"))
		all = rest
	}
}
