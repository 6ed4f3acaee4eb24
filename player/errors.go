package player

import (
	"errors"
	"fmt"
	"strings"

	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/scripts"
)

// ImpossibleError is a session that cannot be fitted: Err is a
// *plan.RangeError, a *plan.ScriptError, a *plan.AllLeftOutError or another reason.
type ImpossibleError struct {
	Name    string // of the region, or regions
	Sources map[string][]byte
	Err     error
}

func (e *ImpossibleError) Error() string {
	if outOfRange := (*plan.RangeError)(nil); errors.As(e.Err, &outOfRange) {
		return fmt.Sprintf("%s: %v", e.Name, outOfRange)
	}
	if allLeftOut := (*plan.AllLeftOutError)(nil); errors.As(e.Err, &allLeftOut) {
		return allLeftOut.Error()
	}
	return fmt.Sprintf("fitting %s: %v", e.Name, e.Err)
}

func (e *ImpossibleError) Unwrap() error { return e.Err }

// Diagnostics is the fault of a script that only shows with a voice and a
// breath; nil where the script is not at fault.
func (e *ImpossibleError) Diagnostics() scripts.Diagnostics {
	fault := (*plan.ScriptError)(nil)
	if !errors.As(e.Err, &fault) {
		return nil
	}
	return scripts.Diagnostics{{
		Rule: "range", Summary: fault.Summary, Hint: fault.Hint, File: fault.File, Subject: fault.At,
	}}
}

// UnspokenError is the lines of a session that a voice cannot say, each with
// the reason.
type UnspokenError struct {
	Voice   string
	Texts   []string
	Reasons []error // of each text; nil where there is no clip of it
}

func newUnspokenError(v *voice.Voice, texts []string) *UnspokenError {
	e := &UnspokenError{Voice: v.Info().Name, Texts: texts}
	for _, text := range texts {
		_, reason := v.Clip(text)
		if errors.Is(reason, voice.ErrNoClip) {
			reason = nil
		}
		e.Reasons = append(e.Reasons, reason)
	}
	return e
}

func (e *UnspokenError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "the voice %s cannot say %d of the lines:", e.Voice, len(e.Texts))
	for i, text := range e.Texts {
		if e.Reasons[i] != nil {
			fmt.Fprintf(&b, "\n  %v", e.Reasons[i])
		} else {
			fmt.Fprintf(&b, "\n  %q: there is no clip of it", text)
		}
	}
	b.WriteString("\nrecord them, or choose another voice with --voice")
	return b.String()
}
