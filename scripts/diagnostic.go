package scripts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Severity says whether a file with such a diagnostic can be used.
type Severity int

const (
	SeverityError   Severity = iota // the file is refused
	SeverityWarning                 // the file is played; someone should look at it
)

func (s Severity) String() string {
	if s == SeverityWarning {
		return "warning"
	}
	return "error"
}

// Diagnostic is one fault of a file, as data; Text renders it.
type Diagnostic struct {
	Severity Severity
	Rule     string // the ID of a Rule
	Summary  string // what is wrong, in one sentence without a full stop
	Hint     string // why, and the way out; may be empty
	File     string
	Subject  Range // what is at fault, as tight as can be; zero: the file as a whole
}

// Diagnostics are the faults of a file, sorted by place, each once.
type Diagnostics []Diagnostic

// HasErrors reports whether any of them refuses the file.
func (ds Diagnostics) HasErrors() bool {
	return slices.ContainsFunc(ds, func(d Diagnostic) bool { return d.Severity == SeverityError })
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
		if d.Severity != SeverityError {
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
	at := printable(d.File, 200)
	if d.Subject.Start.Line > 0 {
		at = strings.TrimPrefix(fmt.Sprintf("%s:%d:%d", at, d.Subject.Start.Line, d.Subject.Start.Column), ":")
	}
	if at == "" {
		return ""
	}
	return at + ": "
}

// maxDiagnostics bounds what a broken file can make us write.
const maxDiagnostics = 100

// report gathers the faults of one file.
type report struct {
	file string
	list Diagnostics
}

func (r *report) add(severity Severity, rule string, at Range, summary, hint string) {
	if len(r.list) < 4*maxDiagnostics {
		r.list = append(r.list, Diagnostic{severity, rule, summary, hint, r.file, at})
	}
}

func (r *report) fault(rule string, at Range, summary, hint string) {
	r.add(SeverityError, rule, at, summary, hint)
}

// sorted is what was gathered, by place, each once.
func (r *report) sorted() Diagnostics {
	slices.SortStableFunc(r.list, func(a, b Diagnostic) int {
		return cmp.Or(
			a.Subject.Start.compare(b.Subject.Start),
			a.Subject.End.compare(b.Subject.End),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Summary, b.Summary))
	})
	list := slices.Compact(r.list)
	if len(list) > maxDiagnostics {
		more := len(list) - maxDiagnostics
		list = append(list[:maxDiagnostics:maxDiagnostics], Diagnostic{
			Rule: ruleTooMuch, File: r.file, Subject: list[maxDiagnostics].Subject,
			Summary: fmt.Sprintf("%d more faults from here on are not shown", more),
			Hint:    "mend the first ones and check again",
		})
	}
	return slices.Clip(list)
}

func (p Position) compare(q Position) int {
	return cmp.Or(cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// printable makes text from outside fit for a terminal: what cannot be seen
// becomes U+FFFD, and what is longer than most characters is cut.
func printable(s string, most int) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > most {
			b.WriteString("…")
			break
		}
		if !unicode.IsPrint(r) {
			r = unicode.ReplacementChar
		}
		b.WriteRune(r)
	}
	return b.String()
}

// quoted is a word of the file as a message shows it.
func quoted(s string) string { return `"` + printable(s, 40) + `"` }
