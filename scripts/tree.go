package scripts

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// node is one value of a YAML file: the plain part of YAML that a script may
// use, with its place. Nothing else of the program sees the YAML library.
type node struct {
	kind    nodeKind
	text    string // of a scalar, as decoded
	at      Range  // of a scalar the text; of a map or a list the first entry
	entries []entry
	items   []*node
}

type entry struct{ key, value *node }

type nodeKind int

const (
	kindText nodeKind = iota
	kindNumber
	kindOther // true, false, dates and the like
	kindNothing
	kindMap
	kindList
	kindRefused // reported already: an alias
)

func (k nodeKind) String() string {
	return [...]string{"a text", "a number", "a yes or no", "nothing", "a map", "a list", "a reference"}[k]
}

// get is the value under a key, or nil.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for _, e := range n.entries {
		if e.key.text == key {
			return e.value
		}
	}
	return nil
}

// child follows keys and indices; it is nil where they lead nowhere.
func (n *node) child(path ...any) *node {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			n = n.get(p)
		case int:
			if n == nil || p < 0 || p >= len(n.items) {
				return nil
			}
			n = n.items[p]
		}
	}
	return n
}

const (
	maxDepth      = 16
	maxNodeExtras = 16 // anchors, tags and the like before we give up
)

// readTree parses a file as YAML. The tree is nil where it is none; what can
// be understood nevertheless is understood, so that all else is checked too.
func readTree(src []byte, r *report) *node {
	s, ok := readSource(src, r)
	if !ok {
		return nil
	}
	if s.text == "" || strings.TrimSpace(s.text) == "" {
		r.fault(ruleYAML, Range{}, "the file is empty", "see `unknot show neck` for what a region holds, docs/script-format.md for how it is written")
		return nil
	}
	for parsed, n := 0, 0; n < maxRepairs && parsed < 2*maxFile; n, parsed = n+1, parsed+len(s.text) {
		file, fault := parseYAML(s, r)
		if fault == nil {
			return convertFile(file, s, r)
		}
		colon, ok := s.repairColon(fault.Subject.Start.Line)
		if !ok {
			r.list = append(r.list, *fault)
			break
		}
		r.fault(ruleYAML, colon, "a colon and a space inside a text", "put the whole text in quotes, or write it without the colon")
	}
	return nil
}

// parseYAML runs the YAML library. It returns no file where there is nothing
// to be parsed any more, and what the library says is wrong as a diagnostic.
func parseYAML(s *source, r *report) (file *ast.File, fault *Diagnostic) {
	// The library is a third party's and has panicked on broken input before; a
	// script from somebody else must not end the program. Our own code stands
	// outside of this.
	defer func() {
		if p := recover(); p != nil {
			file, fault = nil, &Diagnostic{Rule: ruleYAML, File: r.file,
				Summary: "this is no YAML that can be read", Hint: "look for unusual punctuation: brackets, braces, quotes, | and >"}
		}
	}()
	tokens := lexer.Tokenize(s.text)
	if fault := tooDeep(tokens, r.file); fault != nil {
		return nil, fault
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err == nil {
		return file, nil
	}
	fault = &Diagnostic{Rule: ruleYAML, File: r.file, Summary: "this is no YAML that can be read"}
	var syntax yaml.Error
	if errors.As(err, &syntax) {
		fault.Summary = "not YAML: " + printable(syntax.GetMessage(), 120)
		if t := syntax.GetToken(); t != nil && t.Position != nil {
			start := s.clamp(Position{t.Position.Line, t.Position.Column})
			fault.Subject = Range{start, s.scalarEnd(start, t.Value)}
		}
		fault.Hint = syntaxHint(syntax.GetMessage())
		if strings.HasPrefix(s.from(fault.Subject.Start), "\t") {
			fault.Summary, fault.Hint = "a tab where a line begins", "indent with spaces, not with tabs"
			fault.Subject = runeAt(fault.Subject.Start.Line, fault.Subject.Start.Column)
		}
	}
	return nil, fault
}

func syntaxHint(message string) string {
	switch {
	case strings.Contains(message, "mapping value is not allowed"):
		return "is the line indented as its neighbours are? A text that holds a colon and a space needs quotes"
	case strings.Contains(message, "non-map value"):
		return "a key needs a colon after it; a text that goes on in the next line must be indented"
	case strings.Contains(message, "end character") || strings.Contains(message, "end token"):
		return "a quote or a bracket is opened here and never closed"
	case strings.Contains(message, "reserved character"):
		return "put the text in quotes"
	}
	return "is the line indented as its neighbours are?"
}

// clamp is the place in the file that is nearest to one the library names.
func (s *source) clamp(p Position) Position {
	p.Line = min(max(p.Line, 1), len(s.lines))
	p.Column = min(max(p.Column, 1), utf8.RuneCountInString(s.lines[p.Line-1])+1)
	return p
}

// level is a block or a flow collection that is open while the tokens go by.
type level struct {
	column int // of a block collection
	flow   bool
	keys   int
}

// tooDeep is the fault of a file that the parser should not be given: it calls
// itself for each level of nesting, and compares each key of a map with all
// others.
func tooDeep(tokens token.Tokens, file string) *Diagnostic {
	var open []level
	extras := 0
	for i, t := range tokens {
		column := t.Position.Column
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			open = append(open, level{flow: true})
		case token.SequenceEndType, token.MappingEndType:
			if n := len(open); n > 0 && open[n-1].flow {
				open = open[:n-1]
			}
		case token.AnchorType, token.AliasType, token.TagType, token.MappingKeyType, token.DirectiveType,
			token.DocumentHeaderType, token.MergeKeyType:
			extras++
		case token.SequenceEntryType, token.MappingValueType:
			if t.Type == token.MappingValueType && i > 0 {
				column = tokens[i-1].Position.Column
			}
			for n := len(open); n > 0 && !open[n-1].flow && open[n-1].column > column; n = len(open) {
				open = open[:n-1]
			}
			if n := len(open); n == 0 || !open[n-1].flow && open[n-1].column < column {
				open = append(open, level{column: column})
			}
			if t.Type == token.MappingValueType {
				open[len(open)-1].keys++
			}
		}
		at := runeAt(max(t.Position.Line, 1), max(t.Position.Column, 1))
		switch n := len(open); {
		case n > maxDepth || extras > maxNodeExtras:
			return &Diagnostic{Rule: ruleTooMuch, File: file, Subject: at,
				Summary: "nested too deeply to be a script", Hint: "no part of a script lies deeper than a step of a point"}
		case n > 0 && open[n-1].keys > maxKeys:
			return &Diagnostic{Rule: ruleTooMuch, File: file, Subject: at,
				Summary: "too many keys in one map", Hint: "docs/script-format.md says which there are"}
		}
	}
	return nil
}

const maxRepairs = 20

// An entry of a map whose plain text holds a colon: the commonest slip in a
// file of sentences, and one that can be seen past.
var colonLine = regexp.MustCompile(`^(\s*(?:- +)*[a-z][a-z-]*:\s+)([^\s"'|>\[{&*!%@#].*?): `)

// repairColon replaces such a colon by a look-alike, so that the rest of the
// file can be checked. The file is refused all the same.
func (s *source) repairColon(line int) (at Range, ok bool) {
	if line < 1 || line > len(s.lines) {
		return Range{}, false
	}
	m := colonLine.FindStringSubmatchIndex(s.lines[line-1])
	if m == nil {
		return Range{}, false
	}
	before, after := s.lines[line-1][:m[5]], s.lines[line-1][m[5]+1:]
	s.lines[line-1] = before + "\u2236" + after
	s.text = strings.Join(s.lines, "\n")
	return runeAt(line, utf8.RuneCountInString(before)+1), true
}
