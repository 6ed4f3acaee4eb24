package sources

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
	"github.com/unknot/unknot/cmd/unknot/files"
	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/settings"
)

// mostFileBytes bounds a config file: a hundred times what every setting with
// its comment takes would be a mistake or an attack.
const mostFileBytes = 1 << 16

// File is a config file as read: known keys with values of their type.
type File struct {
	Name   string
	values map[string]scalar
}

type scalar struct {
	text string
	at   token.Position
}

type scalarKind int

const (
	notScalar scalarKind = iota
	aText
	aNumber
	aBool
	aList // of texts and numbers
)

// UserFile is where the user's config file is looked for.
func UserFile() string { return files.User().Name("config.yaml") }

// Open reads the config file at path; with an empty path the user's own, which
// need not be there: then the file is nil.
func Open(path string) (*File, error) {
	name := path
	if name == "" {
		name = UserFile()
	}
	data, err := files.Read(name, mostFileBytes)
	if path == "" && errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the config file: %w", err)
	}
	return ParseFile(name, data)
}

// ParseFile reads a config file: one mapping of settings to plain values, and of
// keys, by command. A
// key that is no setting, given twice, or whose value has the wrong type is a
// fault; every one is told, with its line and column. Values are judged by
// [Load].
func ParseFile(name string, data []byte) (file *File, err error) {
	if len(data) > mostFileBytes {
		return nil, fmt.Errorf("%s is over %d KiB: that is no config file", name, mostFileBytes>>10)
	}
	defer func() {
		if recover() != nil { // a fault of the YAML reader's, met on broken text
			file, err = nil, fmt.Errorf("%s cannot be read as YAML", name)
		}
	}()
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, syntaxError(name, err)
	}
	file = &File{Name: name, values: map[string]scalar{}}
	docs := slices.DeleteFunc(tree.Docs, func(d *ast.DocumentNode) bool { return isEmpty(d.Body) })
	if len(docs) == 0 {
		return file, nil
	}
	top, ok := docs[0].Body.(ast.MapNode)
	if !ok || len(docs) > 1 {
		return nil, fmt.Errorf("%s is no config file: it must be a single list of `setting: value` lines", name)
	}
	var faults []error
	for entries := top.MapRange(); entries.Next(); {
		section, isSection := entries.Value().(ast.MapNode)
		if entries.Key().GetToken().Value != settings.KeySection || !isSection {
			faults = append(faults, file.add("", entries.Key(), entries.Value()))
			continue
		}
		for within := section.MapRange(); within.Next(); {
			faults = append(faults, file.add(settings.KeySection+".", within.Key(), within.Value()))
		}
	}
	faults = slices.DeleteFunc(faults, func(err error) bool { return err == nil })
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return file, nil
}

func isEmpty(n ast.Node) bool {
	switch n.(type) {
	case nil, *ast.NullNode, *ast.CommentGroupNode:
		return true
	}
	return false
}

// add takes in a line of the file, or of the section whose name, with a dot, is
// given.
func (f *File) add(section string, key ast.MapKeyNode, value ast.Node) error {
	tok := key.GetToken()
	name := section + tok.Value
	row := slices.IndexFunc(settings.Table(), func(t settings.Setting) bool { return t.Key == name })
	switch {
	case section != "" && row < 0:
		return fmt.Errorf("%s: unknown command %q%s", f.at(*tok.Position), tok.Value, nearest.Suffix(tok.Value, settings.KeyCommandNames()))
	case name == settings.KeySection:
		return fmt.Errorf("%s: %s wants a line for each command, such as\n  %[2]s:\n    next: [right, enter]", f.at(*tok.Position), settings.KeySection)
	case row < 0 || section == "" && strings.Contains(name, "."):
		return fmt.Errorf("%s: unknown setting %q%s", f.at(*tok.Position), name, nearest.Suffix(name, settings.Names()))
	}
	if _, twice := f.values[name]; twice {
		return fmt.Errorf("%s: the setting %q is given twice", f.at(*tok.Position), name)
	}
	setting := settings.Table()[row]
	text, kind := scalarOf(value)
	wanted, ok := fits(setting, kind)
	at := *tok.Position
	if v := value.GetToken(); v != nil && v.Position != nil && kind != notScalar {
		at = *v.Position
	}
	if !ok {
		return fmt.Errorf("%s: %s wants %s, such as %s", f.at(at), name, wanted, inYAML(setting))
	}
	f.values[name] = scalar{text, at}
	return nil
}

func scalarOf(n ast.Node) (string, scalarKind) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, aText
	case *ast.IntegerNode:
		return n.Token.Value, aNumber
	case *ast.FloatNode:
		return n.Token.Value, aNumber
	case *ast.BoolNode:
		return fmt.Sprint(n.Value), aBool
	case *ast.SequenceNode:
		var texts []string
		for _, value := range n.Values {
			text, kind := scalarOf(value)
			if kind != aText && kind != aNumber {
				return "", notScalar
			}
			texts = append(texts, text)
		}
		if len(texts) == 0 {
			return control.None, aList
		}
		return strings.Join(texts, " "), aList
	}
	return "", notScalar
}

func (f *File) at(p token.Position) string {
	return fmt.Sprintf("%s:%d:%d", f.Name, p.Line, p.Column)
}

func (f *File) place(key string) string { return f.at(f.values[key].at) }

func (f *File) texts() map[string]any {
	texts := map[string]any{}
	for key, v := range f.values {
		texts[key] = v.text
	}
	return texts
}

func syntaxError(name string, err error) error {
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) && syntax.Token != nil && syntax.Token.Position != nil {
		p := syntax.Token.Position
		return fmt.Errorf("%s:%d:%d: %s", name, p.Line, p.Column, syntax.Message)
	}
	return fmt.Errorf("%s cannot be read as YAML: %w", name, err)
}

func inEnvironment(name string) bool { return os.Getenv(name) != "" }

// fits reports whether a scalar of a config file has the setting's type, and
// what that type is called.
func fits(t settings.Setting, kind scalarKind) (string, bool) {
	wanted := t.Kind()
	switch wanted {
	case "true or false":
		return wanted, kind == aBool
	case "a number":
		return wanted, kind == aNumber
	case "a length", "a time":
		return wanted, kind == aNumber || kind == aText
	case "keys":
		return wanted, kind == aNumber || kind == aText || kind == aList
	}
	return wanted, kind == aText
}
