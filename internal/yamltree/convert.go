package yamltree

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/unknot/unknot/internal/diagnostic"
)

// converter turns the library's tree into ours and reports the parts of YAML
// that are not allowed.
type converter struct {
	*Reader
	source *source
	item   bool // the value being converted is an item of a list
}

func (r *Reader) convertFile(file *ast.File, s *source) *Node {
	c := converter{Reader: r, source: s}
	var root *Node
	for _, doc := range file.Docs {
		if doc == nil || doc.Body == nil {
			continue
		}
		if d, ok := doc.Body.(*ast.DirectiveNode); ok {
			c.Fault(RuleYAML, c.tokenRange(d.Start), c.takesNo("YAML directives"), "delete the line")
			continue
		}
		if root != nil {
			at := doc.Start
			if at == nil {
				at = doc.Body.GetToken()
			}
			c.Fault(RuleYAML, c.tokenRange(at), "a second document in the file", "delete the ---, or move what follows to a file of its own")
			// Check it as if the --- were not there.
			if next := c.convert(doc.Body, 0); root.Kind == Map && next.Kind == Map {
				for _, e := range next.Entries[:min(len(next.Entries), c.Format.keys())] {
					if root.Get(e.Key.Text) == nil {
						root.Entries = append(root.Entries, e)
					}
				}
			}
			continue
		}
		root = c.convert(doc.Body, 0)
	}
	if c.Format.Empty && root != nil && root.Kind == Nothing {
		return nil
	}
	if root == nil && !c.Format.Empty {
		c.Fault(RuleYAML, diagnostic.Range{}, "the file has nothing but comments in it", c.Format.Help)
	}
	return root
}

// writeOut is the hint for what refers to text elsewhere.
const writeOut = "write it out in each place"

func (c converter) takesNo(what string) string { return c.Format.Name + " cannot have " + what }

// tokenRange is the range of a token; of a scalar, all of it.
func (c converter) tokenRange(t *token.Token) diagnostic.Range {
	if t == nil || t.Position == nil {
		return diagnostic.Range{}
	}
	start := c.source.clamp(t.Position.Line, t.Position.Column)
	return diagnostic.Range{Start: start, End: c.source.scalarEnd(start, t.Value)}
}

// mark is the range of a token of one character, such as a bracket.
func (c converter) mark(t *token.Token) diagnostic.Range {
	at := c.tokenRange(t)
	if at.Start.Line > 0 {
		at = diagnostic.Char(at.Start.Line, at.Start.Column)
	}
	return at
}

func (c converter) convert(n ast.Node, depth int) *Node {
	if n == nil || depth > 2*c.Format.depth() {
		return &Node{Kind: Nothing}
	}
	item := c.item
	c.item = false
	switch n := n.(type) {
	case *ast.MappingNode:
		return c.mapping(n, n.Values, depth, item)
	case *ast.MappingValueNode:
		return c.mapping(n, []*ast.MappingValueNode{n}, depth, item)
	case *ast.SequenceNode:
		list := &Node{Kind: List, At: c.mark(n.GetToken())}
		c.item = true
		// One item too many is enough to report the list as too long.
		for _, v := range n.Values[:min(len(n.Values), c.Format.items()+1)] {
			item := c.convert(v, depth+1)
			if item.At == (diagnostic.Range{}) {
				item.At = list.At
			}
			list.Items = append(list.Items, item)
		}
		return list
	case *ast.AnchorNode:
		c.Fault(RuleYAML, c.mark(n.Start), c.takesNo("anchors (&)"), writeOut)
		return c.convert(n.Value, depth+1)
	case *ast.TagNode:
		c.Fault(RuleYAML, c.tokenRange(n.Start), c.takesNo("tags (!)"), "put a text that begins with ! in quotes")
		return c.convert(n.Value, depth+1)
	case *ast.AliasNode:
		c.Fault(RuleYAML, c.mark(n.Start), c.takesNo("references (*)"), writeOut)
		return &Node{Kind: Refused, At: c.mark(n.Start)}
	}
	t := n.GetToken()
	s := &Node{Kind: Other, At: c.tokenRange(t)}
	if t != nil {
		s.Text = t.Value
	}
	switch n := n.(type) {
	case *ast.StringNode:
		s.Kind, s.Text = Text, n.Value
	case *ast.LiteralNode:
		s.Kind = Text
		if n.Start != nil {
			s.At = c.tokenRange(n.Start)
		}
		if n.Value != nil {
			s.Text = n.Value.Value
		}
	case *ast.IntegerNode, *ast.FloatNode:
		s.Kind = Number
	case *ast.BoolNode:
		s.Kind = Bool
	case *ast.NullNode:
		s.Kind, s.Text = Nothing, ""
		if t == nil || t.Type == token.ImplicitNullType || strings.TrimSpace(t.Value) == "" || c.source.from(s.At.Start) == "" {
			s.At = diagnostic.Range{} // no value: mapping gives it the place of the key
		}
	}
	return s
}

// mapping converts a map. item is whether it is an item of a list.
func (c converter) mapping(n ast.Node, values []*ast.MappingValueNode, depth int, item bool) *Node {
	m := &Node{Kind: Map}
	hint := "keep one of the two"
	if item {
		hint += "; a new entry of the list begins with a dash"
	}
	if len(values) == 0 {
		m.At = c.mark(n.GetToken()) // {}
	}
	for _, v := range values {
		if v == nil || v.Key == nil {
			continue
		}
		key := c.key(v.Key, depth)
		value := c.convert(v.Value, depth+1)
		if value.At == (diagnostic.Range{}) {
			value.At = key.At
		}
		if m.At == (diagnostic.Range{}) {
			m.At = key.At
		}
		if key.Kind == Refused {
			continue
		}
		if m.Get(key.Text) != nil {
			c.Fault(RuleDuplicate, key.At, diagnostic.Quoted(key.Text)+" is given twice", hint)
			continue
		}
		m.Entries = append(m.Entries, Entry{key, value})
	}
	return m
}

func (c converter) key(k ast.MapKeyNode, depth int) *Node {
	switch k := k.(type) {
	case *ast.MappingKeyNode:
		c.Fault(RuleYAML, c.mark(k.Start), c.takesNo("keys with a question mark"), "write key: value")
	case *ast.MergeKeyNode:
		c.Fault(RuleYAML, c.tokenRange(k.GetToken()), c.takesNo("merged maps (<<)"), writeOut)
	default:
		n := c.convert(k, depth+1)
		if n.Kind == Map || n.Kind == List {
			c.Fault(RuleYAML, n.At, "a key must be a single word", "write key: value")
			n.Kind = Refused
		}
		if n.At == (diagnostic.Range{}) {
			n.At = c.tokenRange(k.GetToken())
		}
		return n
	}
	return &Node{Kind: Refused, At: c.tokenRange(k.GetToken())}
}
