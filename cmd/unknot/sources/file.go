package sources

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/unknot/unknot/cmd/unknot/files"
	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/internal/yamltree"
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
	at   diagnostic.Position
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

// ParseFile reads a config file: one map of settings to plain values, and of keys
// by command. A key that is not a setting, or is given twice, or whose value has
// the wrong type is a fault. All are reported, with their line and column, in a
// *diagnostic.FileError. [Load] judges the values.
func ParseFile(name string, data []byte) (*File, error) {
	r := &reader{file: &File{Name: name, values: map[string]scalar{}}, Reader: yamltree.Reader{
		Report: &diagnostic.Report{File: name},
		Format: yamltree.Format{Name: "a config file", Help: aLine, Empty: true, Loose: true, Bytes: mostFileBytes, Keys: 256},
	}}
	if root := r.Parse(data); root != nil {
		r.settings(root)
	}
	if faults := r.Diagnostics(); faults.HasErrors() {
		return nil, &diagnostic.FileError{Diagnostics: faults, Source: data}
	}
	return r.file, nil
}

// aLine is the hint for a file that is something else.
const aLine = "it has lines such as `length: 8m`"

// reader reads the settings of a config file.
type reader struct {
	yamltree.Reader
	file *File
}

func (r *reader) settings(root *yamltree.Node) {
	if root.Kind != yamltree.Map {
		r.Fault("", diagnostic.Range{}, "this is not a config file", aLine)
		return
	}
	for _, e := range root.Entries {
		if e.Key.Text != settings.KeySection || e.Value.Kind != yamltree.Map {
			r.setting("", e)
			continue
		}
		for _, within := range e.Value.Entries {
			r.setting(settings.KeySection+".", within)
		}
	}
}

// setting adds a line of the file, or of the section whose name, with a dot, is
// given.
func (r *reader) setting(section string, e yamltree.Entry) {
	name := section + e.Key.Text
	row := slices.IndexFunc(settings.Table(), func(t settings.Setting) bool { return t.Key == name })
	switch {
	case section != "" && row < 0:
		r.Fault("", e.Key.At, fmt.Sprintf("unknown command %q%s", e.Key.Text, nearest.Suffix(e.Key.Text, settings.KeyCommandNames())), "")
		return
	case name == settings.KeySection:
		r.Fault("", e.Key.At, name+" needs a line for each command", "write them below it, indented, such as `next: [right, enter]`")
		return
	case row < 0 || section == "" && strings.Contains(name, "."):
		r.Fault("", e.Key.At, fmt.Sprintf("unknown setting %q%s", name, nearest.Suffix(name, settings.Names())), "")
		return
	case e.Value.Kind == yamltree.Refused:
		return
	}
	setting := settings.Table()[row]
	text, kind := scalarOf(e.Value)
	at := e.Value.At
	if kind == notScalar {
		at = e.Key.At
	}
	if wanted, ok := fits(setting, kind); !ok {
		r.Fault("", at, fmt.Sprintf("%s needs %s, such as %s", name, wanted, inYAML(setting)), "")
		return
	}
	r.file.values[name] = scalar{text, at.Start}
}

func scalarOf(n *yamltree.Node) (string, scalarKind) {
	switch n.Kind {
	case yamltree.Text:
		return n.Text, aText
	case yamltree.Number:
		return n.Text, aNumber
	case yamltree.Bool:
		return strings.ToLower(n.Text), aBool
	case yamltree.List:
		var texts []string
		for _, item := range n.Items {
			text, kind := scalarOf(item)
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

func (f *File) at(p diagnostic.Position) string {
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
