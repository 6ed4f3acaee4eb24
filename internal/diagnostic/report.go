package diagnostic

import (
	"cmp"
	"fmt"
	"slices"
)

// Most is how many diagnostics of a file are reported.
const Most = 100

// RuleTooMuch is the rule broken by exceeding a bound.
const RuleTooMuch = "too-much"

// Report collects the diagnostics of one file.
type Report struct {
	File string
	list Diagnostics
}

// Add adds a diagnostic. Far beyond Most, further ones are dropped.
func (r *Report) Add(severity Severity, rule string, at Range, summary, hint string) {
	if len(r.list) < 4*Most {
		r.list = append(r.list, Diagnostic{severity, rule, summary, hint, r.File, at})
	}
}

// Fault adds an error.
func (r *Report) Fault(rule string, at Range, summary, hint string) {
	r.Add(Error, rule, at, summary, hint)
}

// Diagnostics returns what was collected, sorted by place and without repeats.
// If there are more than Most, a last diagnostic says how many are missing.
func (r *Report) Diagnostics() Diagnostics {
	slices.SortStableFunc(r.list, func(a, b Diagnostic) int {
		return cmp.Or(
			a.Subject.Start.Compare(b.Subject.Start),
			a.Subject.End.Compare(b.Subject.End),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Summary, b.Summary))
	})
	list := slices.Compact(r.list)
	if len(list) > Most {
		more := len(list) - Most
		list = append(list[:Most:Most], Diagnostic{
			Rule: RuleTooMuch, File: r.File, Subject: list[Most].Subject,
			Summary: fmt.Sprintf("%d more faults from here on are not shown", more),
			Hint:    "mend the first ones and check again",
		})
	}
	return slices.Clip(list)
}
