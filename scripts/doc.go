// Package scripts reads what a session says and does as text, and checks it.
//
// # Concept
//
// A region script is a YAML file of one region of the body: the position, the
// cautions, the points with their steps, the stretch, the closing. Parse makes
// a Script of it, a plain value in which every elastic length is a span and
// nothing depends on a voice, a clock or a device. What is wrong with a file
// comes back as Diagnostics: every fault at once, each as data with its place,
// its rule and a hint; Text renders them with the line and a caret under the
// fault. The rules are two tables, SafetyRules and FormRules, from which
// docs/safety.md and docs/script-format.md are made; the JSON Schema is made
// from the same tables as the parser.
//
// Files come from other people. Parse never panics, works in bounded time and
// memory, and lets nothing into a Script that could command a terminal.
//
// # Example
//
//	script, faults := scripts.Parse("mine.yaml", src)
//	if script == nil {
//		fmt.Fprint(os.Stderr, faults.Text(src))
//		return faults.Err()
//	}
//	fmt.Print(scripts.Words(script, 80))
//
// # Reference
//
// Reading: Parse, ParseProgramme, ParsePhrases, and Load, which tells a region
// from a programme. Built in: BuiltinNames, Builtin, BuiltinProgramme,
// BuiltinPhrases, BuiltinSource; each parses only what is asked for. Faults:
// Diagnostics, Diagnostic, Style. Rules and places: SafetyRules, FormRules,
// KeptByPlayer, Places, Place.Info. For a reader: Words, StepWords, Advice,
// Wrap, Nearest. For an editor: Schema.
//
// The package does no I/O, holds no state, and imports nothing of the program.
package scripts
