package player

import (
	"errors"
	"fmt"
	"strings"

	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/scripts"
)

// UnknownRegionError is a name that is no region's. Near is the one it may have
// been meant to be; empty where none is.
type UnknownRegionError struct {
	Name, Near string
	Known      []string
}

func (e *UnknownRegionError) Error() string {
	hint := ""
	if e.Near != "" {
		hint = fmt.Sprintf("did you mean %q? ", e.Near)
	}
	return fmt.Sprintf("unknown region %q: %sthere are %s, and any script file by its path", e.Name, hint, strings.Join(e.Known, ", "))
}

// TwiceError is a session that would play a region twice.
type TwiceError struct{ Region string }

func (e *TwiceError) Error() string {
	return fmt.Sprintf("%s would be played twice: name each region once, or use --loop", e.Region)
}

// FaultyScriptError is scripts that cannot be played. A front end shows each of
// the faults with its source.
type FaultyScriptError struct {
	Faults  scripts.Diagnostics
	Sources map[string][]byte // by file
}

func (e *FaultyScriptError) Error() string { return e.Faults.Err().Error() }

func (e *FaultyScriptError) Unwrap() error { return e.Faults.Err() }

// scriptFaults gathers what is wrong with several scripts.
type scriptFaults struct {
	script *FaultyScriptError
	others []error
}

// add takes in an error; false where it is no reason to look at further
// scripts.
func (f *scriptFaults) add(err error) bool {
	faulty, unknown := (*FaultyScriptError)(nil), (*UnknownRegionError)(nil)
	switch {
	case errors.As(err, &faulty):
		if f.script == nil {
			f.script = &FaultyScriptError{Sources: map[string][]byte{}}
		}
		f.script.Faults = append(f.script.Faults, faulty.Faults...)
		for file, text := range faulty.Sources {
			f.script.Sources[file] = text
		}
	case errors.As(err, &unknown):
		f.others = append(f.others, err)
	default:
		return false
	}
	return true
}

func (f *scriptFaults) err() error {
	if f.script == nil {
		return errors.Join(f.others...)
	}
	return errors.Join(append([]error{f.script}, f.others...)...)
}

// ImpossibleError is a session that cannot be fitted: Err is a
// *plan.RangeError, a *plan.ScriptError or another reason.
type ImpossibleError struct {
	Name    string // of the region, or regions
	Sources map[string][]byte
	Err     error
}

func (e *ImpossibleError) Error() string {
	if outOfRange := (*plan.RangeError)(nil); errors.As(e.Err, &outOfRange) {
		return fmt.Sprintf("%s: %v", e.Name, outOfRange)
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

// Explain gives the reason why a prepared session cannot be fitted.
func (p *Prepared) Explain(err error) error {
	if missing := (*plan.MissingError)(nil); errors.As(err, &missing) {
		return newUnspokenError(p.Voice, missing.Texts)
	}
	return &ImpossibleError{Name: p.Name, Sources: p.Sources, Err: err}
}
