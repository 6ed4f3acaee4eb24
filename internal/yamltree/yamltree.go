// Package yamltree reads YAML that comes from other people. It takes the plain
// part of YAML only, in bounded time and memory, never panics, and gives a tree
// in which everything has its place. What is wrong is reported, every fault at
// once; what can be understood nevertheless is understood, so that the rest of
// a broken file is checked as well.
//
// # Example
//
//	report := &diagnostic.Report{File: name}
//	r := yamltree.Reader{Report: report, Format: yamltree.Format{Name: "a voice", Bytes: 1 << 20}}
//	root := r.Parse(src)
//	if root != nil && r.Map(root, "a voice") {
//		r.Keys(root, "a voice", []string{"name", "clips"})
//		name = r.Text(r.Need(root, "name", "the voice", "add name: anna"), "the name", 100)
//	}
//	return report.Diagnostics()
package yamltree

import "github.com/unknot/unknot/internal/diagnostic"

// Node is one value of a file.
type Node struct {
	Kind    Kind
	Text    string           // of a scalar, decoded
	At      diagnostic.Range // of a scalar the text; of a map or a list its first entry
	Entries []Entry          // of a map, in the file's order, each key once
	Items   []*Node          // of a list
}

// Entry is a key of a map with its value; neither is nil.
type Entry struct{ Key, Value *Node }

// Kind is what a value is.
type Kind int

const (
	Text Kind = iota
	Number
	Bool
	Other   // infinity, not a number
	Nothing // null, or not written
	Map
	List
	Refused // not to be read, and reported: a reference
)

func (k Kind) String() string {
	return [...]string{"a text", "a number", "a yes or no", "a value of another kind", "nothing", "a map", "a list", "a reference"}[k]
}

// Get is the value under a key, or nil.
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

// Key is the node of a key itself, or the map where it has no such key.
func (n *Node) Key(key string) *Node {
	for _, e := range n.Entries {
		if e.Key.Text == key {
			return e.Key
		}
	}
	return n
}

// Child follows keys (strings) and indices (ints); it is nil where they lead
// nowhere.
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

// Format bounds what a kind of file may hold, and names it for messages. A
// bound of 0 stands for its default.
type Format struct {
	Name  string // with its article, as in "a script takes no anchors"
	Help  string // a hint for a file that holds nothing
	Empty bool   // a file may hold nothing: it then has no tree, and that is no fault
	Loose bool   // lets pass spaces and joiners (Unicode Zs and Cf) that texts meant to be spoken have no use for

	Bytes int // 256 KiB
	Depth int // levels of maps and lists: 16
	Keys  int // of a map: 64
	Items int // of a list: 64
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

// The rules that a tree and what a Reader takes from it can break.
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
