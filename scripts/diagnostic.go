package scripts

import "github.com/unknot/unknot/internal/diagnostic"

// What is wrong with a file comes back as diagnostics: every fault at once.
type (
	Diagnostics = diagnostic.Diagnostics
	Diagnostic  = diagnostic.Diagnostic
	Severity    = diagnostic.Severity
	Range       = diagnostic.Range
	Position    = diagnostic.Position
)

const (
	SeverityError   = diagnostic.Error
	SeverityWarning = diagnostic.Warning
)
