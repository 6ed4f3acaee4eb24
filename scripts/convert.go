package scripts

import (
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// converter makes our own tree of the YAML library's, and reports what of
// YAML a script may not use.
type converter struct {
	*report
	source *source
}

func convertFile(file *ast.File, s *source, r *report) *node {
	c := converter{r, s}
	var root *node
	for _, doc := range file.Docs {
		if doc == nil || doc.Body == nil {
			continue
		}
		if d, ok := doc.Body.(*ast.DirectiveNode); ok {
			c.fault(ruleYAML, c.tokenRange(d.Start), "a script takes no YAML directives", "delete the line")
			continue
		}
		if root != nil {
			at := doc.Start
			if at == nil {
				at = doc.Body.GetToken()
			}
			c.fault(ruleYAML, c.tokenRange(at), "a second document in the file", "one file holds one script: delete the ---, or move what follows to a file of its own")
			// Checked as if the mark were not there.
			if next := c.convert(doc.Body, 0); root.kind == kindMap && next.kind == kindMap {
				for _, e := range next.entries[:min(len(next.entries), maxKeys)] {
					if root.get(e.key.text) == nil {
						root.entries = append(root.entries, e)
					}
				}
			}
			continue
		}
		root = c.convert(doc.Body, 0)
	}
	if root == nil {
		c.fault(ruleYAML, Range{}, "the file holds nothing but comments", "see docs/script-format.md for how a script is written")
	}
	return root
}

// tokenRange is where a token stands, of a scalar all of it.
func (c converter) tokenRange(t *token.Token) Range {
	if t == nil || t.Position == nil {
		return Range{}
	}
	start := c.source.clamp(Position{t.Position.Line, t.Position.Column})
	return Range{start, c.source.scalarEnd(start, t.Value)}
}

// mark is the range of a single character, such as an opening bracket.
func (c converter) mark(t *token.Token) Range {
	at := c.tokenRange(t)
	if at.Start.Line > 0 {
		at.End = Position{at.Start.Line, at.Start.Column + 1}
	}
	return at
}

func (c converter) convert(n ast.Node, depth int) *node {
	if n == nil || depth > 2*maxDepth {
		return &node{kind: kindNothing}
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		return c.mapping(n, n.Values, depth)
	case *ast.MappingValueNode:
		return c.mapping(n, []*ast.MappingValueNode{n}, depth)
	case *ast.SequenceNode:
		list := &node{kind: kindList, at: c.mark(n.GetToken())}
		// One more than a list may hold is enough to say that it is too long.
		for _, v := range n.Values[:min(len(n.Values), maxItems+1)] {
			item := c.convert(v, depth+1)
			if item.at == (Range{}) {
				item.at = list.at
			}
			list.items = append(list.items, item)
		}
		return list
	case *ast.AnchorNode:
		c.fault(ruleYAML, c.mark(n.Start), "a script takes no anchors (&)", "write the words out where they are said")
		return c.convert(n.Value, depth+1)
	case *ast.TagNode:
		c.fault(ruleYAML, c.tokenRange(n.Start), "a script takes no tags (!)", "put a text that begins with ! in quotes")
		return c.convert(n.Value, depth+1)
	case *ast.AliasNode:
		c.fault(ruleYAML, c.mark(n.Start), "a script takes no references (*)", "write the words out where they are said")
		return &node{kind: kindRefused, at: c.mark(n.Start)}
	}
	t := n.GetToken()
	s := &node{kind: kindOther, at: c.tokenRange(t)}
	if t != nil {
		s.text = t.Value
	}
	switch n := n.(type) {
	case *ast.StringNode:
		s.kind, s.text = kindText, n.Value
	case *ast.LiteralNode:
		s.kind = kindText
		if n.Start != nil {
			s.at = c.tokenRange(n.Start)
		}
		if n.Value != nil {
			s.text = n.Value.Value
		}
	case *ast.IntegerNode, *ast.FloatNode:
		s.kind = kindNumber
	case *ast.NullNode:
		s.kind = kindNothing
		if t == nil || t.Type == token.ImplicitNullType || strings.TrimSpace(t.Value) == "" || c.source.from(s.at.Start) == "" {
			s.at = Range{} // not written: the key will stand for it
		}
	}
	return s
}

func (c converter) mapping(n ast.Node, values []*ast.MappingValueNode, depth int) *node {
	m := &node{kind: kindMap}
	if len(values) == 0 {
		m.at = c.mark(n.GetToken()) // {}
	}
	for _, v := range values {
		if v == nil || v.Key == nil {
			continue
		}
		key := c.key(v.Key, depth)
		value := c.convert(v.Value, depth+1)
		if value.at == (Range{}) {
			value.at = key.at
		}
		if m.at == (Range{}) {
			m.at = key.at
		}
		if key.kind == kindRefused {
			continue
		}
		if m.get(key.text) != nil {
			c.fault(ruleDuplicate, key.at, quoted(key.text)+" stands here for a second time", "keep one of the two; a step of its own begins with a dash")
			continue
		}
		m.entries = append(m.entries, entry{key, value})
	}
	return m
}

func (c converter) key(k ast.MapKeyNode, depth int) *node {
	switch k := k.(type) {
	case *ast.MappingKeyNode:
		c.fault(ruleYAML, c.mark(k.Start), "a script takes no keys with a question mark", "write key: value")
	case *ast.MergeKeyNode:
		c.fault(ruleYAML, c.tokenRange(k.GetToken()), "a script takes no merged maps (<<)", "write the words out where they are said")
	default:
		n := c.convert(k, depth+1)
		if n.kind == kindMap || n.kind == kindList {
			c.fault(ruleYAML, n.at, "a key must be one word", "write key: value")
			n.kind = kindRefused
		}
		if n.at == (Range{}) {
			n.at = c.tokenRange(k.GetToken())
		}
		return n
	}
	return &node{kind: kindRefused, at: c.tokenRange(k.GetToken())}
}

// runes is how long a text is to a reader.
func runes(s string) int { return utf8.RuneCountInString(s) }
