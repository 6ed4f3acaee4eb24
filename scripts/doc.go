// Package scripts parses and checks the text of sessions.
//
// # Concept
//
// A script is a YAML file for one region of the body: the position, the cautions,
// the points with their steps, the stretch, the closing. Parse turns it into a
// Script, a plain value in which every elastic length is a span. A programme is
// a file that names several regions. The faults of a file come back as
// Diagnostics, all at once: each is data, with its place, its rule and a hint,
// and Text shows it with the faulty line. Rules are in two tables, SafetyRules
// and FormRules, from which docs/safety.md and part of docs/script-format.md are
// made. The JSON Schema is made from the tables of the decoder.
//
// What is said and shown beside the lines of a script belongs to its language:
// see package language. Package catalogue finds scripts by name.
//
// Files come from other people. Parsing never panics, works in bounded time and
// memory, and lets nothing into a Script that could control a terminal.
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
// Parsing: Reader, and Parse, ParseProgramme and Load, which use the zero Reader;
// ParsePhrases and PhrasesOf. Built in: Builtin, BuiltinPhrases. Faults: Diagnostics, Diagnostic. Rules and places:
// SafetyRules, FormRules, KeptByPlayer, Places, Place.Info. For a reader: Words,
// StepWords, Advice, Wrap. For an editor: Schema.
//
// The package does no I/O and has no state.
package scripts
