package scripts

import (
	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/nearest"
)

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

// Nearest is the known word that word was most likely meant to be, or "".
//
// Deprecated: use nearest.Word.
func Nearest(word string, known []string) string { return nearest.Word(word, known) }
