// Package yamltree reads YAML written by other people into a tree of plain values
// with their places. It accepts maps, lists and scalars, and refuses anchors,
// tags and the other parts of YAML that plain files do not need. It works in
// bounded time and memory and never panics. Every fault of a file is reported at
// once: parsing goes on after a fault where it can.
//
// # Example
//
//	report := &diagnostic.Report{File: name}
//	r := yamltree.Reader{Report: report, Format: yamltree.Format{Name: "a voice", Bytes: 1 << 20}}
//	root := r.Parse(src)
//	if root != nil && r.Map(root, "a voice") {
//		r.Keys(root, "a voice", []string{"name", "clips"})
//		name = r.String(r.Need(root, "name", "the voice", "add name: anna"), "the name", 100)
//	}
//	return report.Diagnostics()
package yamltree

import "github.com/unknot/unknot/internal/diagnostic"

// Node is a value in a file.
type Node struct {
	Kind    Kind
	Text    string           // of a scalar, without quotes and escapes
	At      diagnostic.Range // of a scalar, its text; of a map or list, its first entry
	Entries []Entry          // of a map, in the order of the file; keys are unique
	Items   []*Node          // of a list
}

// Entry is a key of a map and its value; neither is nil.
type Entry struct{ Key, Value *Node }

// Kind is the type of a value.
type Kind int

const (
	Text Kind = iota
	Number
	Bool
	Other   // .inf and .nan
	Nothing // null, or no value
	Map
	List
	Refused // an alias, already reported
)

func (k Kind) String() string {
	return [...]string{"a text", "a number", "true or false", "a value of another kind", "nothing", "a map", "a list", "a reference"}[k]
}

// Get returns the value of a key, or nil.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for _, e := range n.Entries {
		if e.Key.Text == key {
			return e.Value
		}
	}
	return nil
}

// Key returns the node of the key itself, or n if it has no such key.
func (n *Node) Key(key string) *Node {
	for _, e := range n.Entries {
		if e.Key.Text == key {
			return e.Key
		}
	}
	return n
}

// Child follows a path of keys (string) and indices (int). It returns nil if
// the path leads nowhere.
func (n *Node) Child(path ...any) *Node {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			n = n.Get(p)
		case int:
			if n == nil || p < 0 || p >= len(n.Items) {
				return nil
			}
			n = n.Items[p]
		}
	}
	return n
}

// Format describes a kind of file: what it is called in messages and what it
// may contain. A bound of 0 means its default.
type Format struct {
	Name  string // with its article, as in "a script takes no anchors"
	Help  string // where to read how such a file is written: a hint
	Empty bool   // an empty file is allowed; its tree is nil
	Loose bool   // allow unusual spaces and joiners (Unicode Zs and Cf); lines to be spoken have no use for them

	Bytes int // 256 KiB
	Depth int // levels of nesting: 16
	Keys  int // per map: 64
	Items int // per list: 64
}

func (f Format) bytes() int { return orElse(f.Bytes, 256<<10) }
func (f Format) depth() int { return orElse(f.Depth, 16) }
func (f Format) keys() int  { return orElse(f.Keys, 64) }
func (f Format) items() int { return orElse(f.Items, 64) }

func orElse(n, standard int) int {
	if n == 0 {
		return standard
	}
	return n
}

// Rules that are checked here.
const (
	RuleYAML        = "yaml"
	RuleTooMuch     = diagnostic.RuleTooMuch
	RuleControl     = "control-character"
	RuleDuplicate   = "duplicate"
	RuleUnknownKey  = "unknown-key"
	RuleMissingKey  = "missing-key"
	RuleType        = "wrong-type"
	RuleUnknownWord = "unknown-word"
	RuleText        = "text"
	RuleRange       = "span"
)
