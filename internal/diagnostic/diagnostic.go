// Package diagnostic describes the faults of a file that somebody else wrote.
// Each fault is data with its place in the file; Text renders it with the faulty
// line and a caret under the fault.
package diagnostic

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Position is a place in a file. Line and column count from 1, the column in
// characters.
type Position struct{ Line, Column int }

// Compare orders positions as they are read: -1, 0 or 1.
func (p Position) Compare(q Position) int {
	return cmp.Or(cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// Range is part of a file; End is exclusive. The zero Range is nowhere.
type Range struct{ Start, End Position }

// Char is the range of a single character.
func Char(line, column int) Range {
	return Range{Position{line, column}, Position{line, column + 1}}
}

// Severity says whether a file with such a diagnostic can be used.
type Severity int

const (
	Error   Severity = iota // the file is refused
	Warning                 // the file is used, but should be looked at
)

func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Diagnostic is one fault of a file.
type Diagnostic struct {
	Severity Severity
	Rule     string // ID of the broken rule
	Summary  string // the fault in one sentence, without a full stop
	Hint     string // why it matters and how to mend it; may be empty
	File     string
	Subject  Range // the faulty text, as tight as possible; zero: the whole file
}

// Diagnostics are the faults of a file, sorted by place, each once.
type Diagnostics []Diagnostic

// HasErrors reports whether the file must be refused.
func (ds Diagnostics) HasErrors() bool {
	return slices.ContainsFunc(ds, func(d Diagnostic) bool { return d.Severity == Error })
}

// Err returns the diagnostics as an error if the file must be refused, else nil.
// errors.As finds the Diagnostics in it.
func (ds Diagnostics) Err() error {
	if !ds.HasErrors() {
		return nil
	}
	return ds
}

// Error returns the first error on one line, and the number of further ones.
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

// FileError is a file that must be refused. Its text has a line for each fault.
type FileError struct {
	Diagnostics Diagnostics
	Source      []byte // the file, for Diagnostics.Text
}

// Error returns the errors, each on a line of its own with its hint:
//
//	config.yaml:2:1: "length" is given twice: keep one of the two
func (e *FileError) Error() string {
	var lines []string
	for _, d := range e.Diagnostics {
		if d.Severity != Error {
			continue
		}
		line := d.place() + Printable(d.Summary, 600)
		if d.Hint != "" {
			line += ": " + Printable(d.Hint, 600)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the diagnostics.
func (e *FileError) Unwrap() error { return e.Diagnostics }

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
