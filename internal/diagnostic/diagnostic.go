// Package diagnostic says what is wrong with a text from outside: each fault as
// data, with its place, and rendered with the line at fault and a caret under
// it.
package diagnostic

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Position is a place in a text: line and column, both from 1, the column in
// characters.
type Position struct{ Line, Column int }

// Compare orders positions as they are read.
func (p Position) Compare(q Position) int {
	return cmp.Or(cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// Range is a stretch of a text, its end exclusive. The zero Range is nowhere.
type Range struct{ Start, End Position }

// Char is the range of the one character at a position.
func Char(line, column int) Range {
	return Range{Position{line, column}, Position{line, column + 1}}
}

// Severity says whether a file with such a diagnostic can be used.
type Severity int

const (
	Error   Severity = iota // the file is refused
	Warning                 // the file is used; someone should look at it
)

func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Diagnostic is one fault of a file; Text renders it.
type Diagnostic struct {
	Severity Severity
	Rule     string // the ID of the rule that is broken
	Summary  string // what is wrong, in one sentence without a full stop
	Hint     string // why, and the way out; may be empty
	File     string
	Subject  Range // what is at fault, as tight as can be; zero: the file as a whole
}

// Diagnostics are the faults of a file, sorted by place, each once.
type Diagnostics []Diagnostic

// HasErrors reports whether any of them refuses the file.
func (ds Diagnostics) HasErrors() bool {
	return slices.ContainsFunc(ds, func(d Diagnostic) bool { return d.Severity == Error })
}

// Err is the diagnostics as an error where any of them refuses the file, else
// nil. errors.As finds the Diagnostics in it.
func (ds Diagnostics) Err() error {
	if !ds.HasErrors() {
		return nil
	}
	return ds
}

// Error is the first error in one line, and how many more there are.
func (ds Diagnostics) Error() string {
	first, more := "", -1
	for _, d := range ds {
		if d.Severity != Error {
			continue
		}
		if more++; more == 0 {
			first = d.place() + d.Summary
		}
	}
	if more > 0 {
		return fmt.Sprintf("%s (and %d more)", first, more)
	}
	return first
}

// place is "file:line:column: ", as far as each is known.
func (d Diagnostic) place() string {
	at := Printable(d.File, 200)
	if d.Subject.Start.Line > 0 {
		at = strings.TrimPrefix(fmt.Sprintf("%s:%d:%d", at, d.Subject.Start.Line, d.Subject.Start.Column), ":")
	}
	if at == "" {
		return ""
	}
	return at + ": "
}
