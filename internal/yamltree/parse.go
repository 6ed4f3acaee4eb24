package yamltree

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/unknot/unknot/internal/diagnostic"
)

// Parse parses a file. It returns nil if the file cannot be read as YAML, or is
// empty.
func (r *Reader) Parse(src []byte) *Node {
	s, ok := r.source(src)
	if !ok {
		return nil
	}
	if strings.TrimSpace(s.text) == "" {
		if !r.Format.Empty {
			r.Fault(RuleYAML, diagnostic.Range{}, "the file is empty", r.Format.Help)
		}
		return nil
	}
	for parsed, n := 0, 0; n < maxRepairs && parsed < 2*r.Format.bytes(); n, parsed = n+1, parsed+len(s.text) {
		file, fault := r.parse(s)
		if fault == nil {
			return r.convertFile(file, s)
		}
		colon, ok := s.repairColon(fault.Subject.Start.Line)
		if !ok {
			r.Fault(fault.Rule, fault.Subject, fault.Summary, fault.Hint)
			break
		}
		r.Fault(RuleYAML, colon, "a colon and a space inside a text", "put the whole text in quotes, or write it without the colon")
	}
	return nil
}

// parse runs the YAML library and turns its error into a diagnostic.
func (r *Reader) parse(s *source) (file *ast.File, fault *diagnostic.Diagnostic) {
	// The library has panicked on broken input before, and somebody's file must
	// not end the program. Panics of our own code are not caught here.
	defer func() {
		if p := recover(); p != nil {
			file, fault = nil, &diagnostic.Diagnostic{Rule: RuleYAML,
				Summary: "this is not readable YAML", Hint: "look for unusual punctuation: brackets, braces, quotes, | and >"}
		}
	}()
	tokens := lexer.Tokenize(s.text)
	if fault := r.tooDeep(tokens); fault != nil {
		return nil, fault
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err == nil {
		return file, nil
	}
	fault = &diagnostic.Diagnostic{Rule: RuleYAML, Summary: "this is not readable YAML"}
	var syntax yaml.Error
	if !errors.As(err, &syntax) {
		return nil, fault
	}
	fault.Summary = "not YAML: " + diagnostic.Printable(syntax.GetMessage(), 120)
	fault.Hint = syntaxHint(syntax.GetMessage())
	if t := syntax.GetToken(); t != nil && t.Position != nil {
		start := s.clamp(t.Position.Line, t.Position.Column)
		fault.Subject = diagnostic.Range{Start: start, End: s.scalarEnd(start, t.Value)}
		if strings.HasPrefix(s.from(start), "\t") {
			fault.Summary, fault.Hint = "a tab where a line begins", "indent with spaces, not with tabs"
			fault.Subject = diagnostic.Char(start.Line, start.Column)
		}
	}
	return nil, fault
}

func syntaxHint(message string) string {
	switch {
	case strings.Contains(message, "mapping value is not allowed"):
		return "is the line indented like its neighbours? A text with a colon and a space in it needs quotes"
	case strings.Contains(message, "non-map value"):
		return "a key needs a colon after it; a text that continues on the next line must be indented"
	case strings.Contains(message, "end character") || strings.Contains(message, "end token"):
		return "a quote or bracket is opened here and never closed"
	case strings.Contains(message, "must be specified"):
		return "a bracket opened before this is not closed"
	case strings.Contains(message, "reserved character"):
		return "put the text in quotes"
	}
	return "is the line indented like its neighbours?"
}

// level is a map or list, in block or flow style, that has not ended yet.
type level struct {
	column int // of a block style map or list
	flow   bool
	keys   int
}

// maxExtras is how many anchors, tags and the like a file may have to be parsed.
const maxExtras = 16

// tooDeep is the fault of a file that must not be given to the library: its
// parser recurses into each level of nesting and compares each key of a map
// with all others.
func (r *Reader) tooDeep(tokens token.Tokens) *diagnostic.Diagnostic {
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
		at := diagnostic.Char(max(t.Position.Line, 1), max(t.Position.Column, 1))
		switch n := len(open); {
		case n > r.Format.depth() || extras > maxExtras:
			return &diagnostic.Diagnostic{Rule: RuleTooMuch, Subject: at,
				Summary: "nested too deeply to be " + r.Format.Name, Hint: r.bound(r.Format.depth())}
		case n > 0 && open[n-1].keys > r.Format.keys():
			return &diagnostic.Diagnostic{Rule: RuleTooMuch, Subject: at,
				Summary: "too many keys in one map", Hint: r.bound(r.Format.keys())}
		}
	}
	return nil
}

// bound is the hint for a file that exceeds a bound.
func (r *Reader) bound(most int) string {
	hint := fmt.Sprintf("at most %d are allowed", most)
	if r.Format.Help != "" {
		hint += "; " + r.Format.Help
	}
	return hint
}

const maxRepairs = 20

// colonLine is a map entry with a colon in its unquoted text: the commonest
// slip in a file of sentences.
var colonLine = regexp.MustCompile(`^(\s*(?:- +)*[a-z][a-z-]*:\s+)([^\s"'|>\[{&*!%@#].*?): `)

// repairColon replaces such a colon by a look-alike so that the rest of the file
// can be checked. The file is refused all the same.
func (s *source) repairColon(line int) (at diagnostic.Range, ok bool) {
	if line < 1 || line > len(s.lines) {
		return diagnostic.Range{}, false
	}
	m := colonLine.FindStringSubmatchIndex(s.lines[line-1])
	if m == nil {
		return diagnostic.Range{}, false
	}
	before, after := s.lines[line-1][:m[5]], s.lines[line-1][m[5]+1:]
	s.lines[line-1] = before + "\u2236" + after
	s.text = strings.Join(s.lines, "\n")
	s.last = diagnostic.Position{} // its offset may have changed
	return diagnostic.Char(line, utf8.RuneCountInString(before)+1), true
}
