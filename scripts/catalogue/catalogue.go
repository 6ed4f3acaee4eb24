// Package catalogue knows every region and programme that can be played: those
// that are built in, those in the user's folder, and what is named beside them.
//
// # Concept
//
// A Catalogue is made from sources, each a folder of script files as an fs.FS.
// A later source covers an earlier one: of two files of one name it is the
// later's that is played. A file is called as the region or the programme it
// holds, so that a name is found without reading every file. Files are read and
// parsed when they are asked for, each once. A catalogue does not change: when
// files have changed, make another.
//
// Sources come from other people. They are read in bounded time and memory, and
// what is wrong with them comes back as diagnostics with the text to show them
// with.
//
// # Example
//
//	c := catalogue.New(catalogue.Builtin(), catalogue.Source{Name: dir, Folder: dir, Files: root.FS()})
//	entry, err := c.Find("full")
//	if err != nil {
//		return err // an *UnknownError
//	}
//	loaded, err := c.Load(entry)
//	if err != nil {
//		return err // a *FaultError
//	}
//	play(loaded.Scripts)
package catalogue

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/language"
	"github.com/unknot/unknot/scripts/regions"
)

// Source is a folder of region and programme files: neck.yaml, full.yaml. What
// lies in folders below it is not looked at.
type Source struct {
	Name    string // as it is shown: "built in", or a path
	Folder  string // stands before its files' names where they are shown; may be empty
	Files   fs.FS
	Builtin bool
	Order   []string // of names that are shown first; the others follow by their names
}

// Builtin is the source of what is built in.
func Builtin() Source {
	return Source{
		Name: "built in", Folder: regions.Folder, Files: regions.Files(), Builtin: true,
		Order: slices.Concat(regions.Names(), regions.Programmes()),
	}
}

const (
	mostFiles = 200  // script files of a source
	mostNames = 5000 // files of any kind that are looked at for them
)

// Catalogue is every region and programme that can be played. It may be used
// from several goroutines at once.
type Catalogue struct {
	languages []*language.Language // that scripts may be in; nil: those that are built in
	sources   []Source
	single    []single
	entries   []Entry // in no order; one of each name
	faults    scripts.Diagnostics
}

// single is a file that was named by itself.
type single struct {
	shown string
	files fs.FS
	path  string
}

// New makes a catalogue of sources, each covering those before it. Their files
// are not read yet.
func New(sources ...Source) *Catalogue { return build(nil, sources, nil) }

func build(languages []*language.Language, sources []Source, files []single) *Catalogue {
	c := &Catalogue{languages: languages, sources: slices.Clone(sources)}
	for i := range c.sources {
		c.list(&c.sources[i])
	}
	for _, f := range files {
		c.add(f)
	}
	return c
}

// With is the catalogue with a further source, which covers all others but
// single files.
func (c *Catalogue) With(s Source) *Catalogue {
	return build(c.languages, append(slices.Clip(c.sources), s), c.single)
}

// WithLanguages is the catalogue with other languages that its scripts may be
// in than those that are built in.
func (c *Catalogue) WithLanguages(languages ...*language.Language) *Catalogue {
	return build(languages, c.sources, c.single)
}

// WithFile is the catalogue with a single file, whatever it is called, and the
// file's entry. The file's region or programme covers all others of that name.
// shown is the file's name in messages.
func (c *Catalogue) WithFile(shown string, files fs.FS, path string) (*Catalogue, Entry) {
	made := build(c.languages, c.sources, c.single)
	return made, made.add(single{shown, files, path})
}

// list takes in the files of a source.
func (c *Catalogue) list(s *Source) {
	found, err := readFolder(s.Files)
	if err != nil {
		c.fault("", s.Folder, "the folder cannot be read: "+reason(err), "")
		return
	}
	var seen []string
	for _, f := range found {
		ext := path.Ext(f.Name())
		if ext != ".yaml" && ext != ".yml" || f.IsDir() {
			continue
		}
		shown := path.Join(s.Folder, f.Name())
		name := strings.TrimSuffix(f.Name(), ext)
		switch {
		case !scripts.IsName(name):
			c.fault(scripts.RuleName, shown, "the file cannot be found by its name", "call it as its region: lower-case letters, digits and hyphens, such as neck.yaml")
		case slices.Contains(seen, name):
			c.fault(scripts.RuleName, shown, "there is another file of the same name", "keep one of the two")
		case len(seen) == mostFiles:
			c.fault("", s.Folder, fmt.Sprintf("the folder holds more than %d scripts; the others are left out", mostFiles), "")
			return
		default:
			seen = append(seen, name)
			c.put(Entry{
				Name: name, Source: s.Name, Builtin: s.Builtin, File: shown,
				file: newFile(c, s.Files, f.Name(), shown, name), order: orderOf(s.Order, name),
			})
		}
	}
}

// add takes in a single file.
func (c *Catalogue) add(f single) Entry {
	c.single = append(c.single, f)
	e := Entry{Name: f.shown, Source: f.shown, File: f.shown, file: newFile(c, f.files, f.path, f.shown, ""), order: orderOf(nil, "")}
	src, _ := e.file.read() // why it cannot be read is said when it is loaded
	if name, _ := scripts.Glance(src); name != "" {
		e.Name = name
	}
	return c.put(e)
}

// put takes in an entry, which covers one of the same name.
func (c *Catalogue) put(e Entry) Entry {
	for i, other := range c.entries {
		if other.Name == e.Name {
			e.Covers = append([]string{other.Source}, other.Covers...)
			e.order = other.order
			c.entries[i] = e
			return e
		}
	}
	c.entries = append(c.entries, e)
	return e
}

// orderOf is a name's place among those that are shown first.
func orderOf(order []string, name string) int {
	if i := slices.Index(order, name); i >= 0 {
		return i
	}
	return len(order) + 1<<16
}

// fault is something wrong with a source rather than with a script in it.
func (c *Catalogue) fault(rule, file, summary, hint string) {
	c.faults = append(c.faults, scripts.Diagnostic{Severity: diagnostic.Warning, Rule: rule, Summary: summary, Hint: hint, File: file})
}

// reason is why a file cannot be read, without its name.
func reason(err error) string {
	if failed := (*fs.PathError)(nil); errors.As(err, &failed) {
		err = failed.Err
	}
	return diagnostic.Printable(err.Error(), 200)
}

// Faults is what is wrong with the sources themselves: files that are left out
// for their names, folders that cannot be read. All are warnings. What is wrong
// with a script is found when it is loaded.
func (c *Catalogue) Faults() scripts.Diagnostics { return slices.Clone(c.faults) }

// List is every entry in the order they are shown: regions, then programmes; of
// each those that are built in, or stand for one, then the others by name. To
// tell regions from programmes it reads the files, and parses none.
func (c *Catalogue) List() []Entry {
	list := slices.Clone(c.entries)
	slices.SortStableFunc(list, func(a, b Entry) int {
		rank := func(e Entry) int {
			if e.IsProgramme() {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.order, b.order), cmp.Compare(a.Name, b.Name))
	})
	return list
}

// Names is the names of all entries, in the order they are shown.
func (c *Catalogue) Names() []string {
	var names []string
	for _, e := range c.List() {
		names = append(names, e.Name)
	}
	return names
}

// regions is the names of all entries that are no programmes.
func (c *Catalogue) regions() []string {
	names := []string{}
	for _, e := range c.List() {
		if !e.IsProgramme() {
			names = append(names, e.Name)
		}
	}
	return names
}

// Has reports whether there is an entry of that name.
func (c *Catalogue) Has(name string) bool {
	return slices.ContainsFunc(c.entries, func(e Entry) bool { return e.Name == name })
}

// Nearest is the name that was most likely meant, or "".
func (c *Catalogue) Nearest(name string) string { return nearest.Word(name, c.Names()) }

// Find is the entry of that name. The error is an *UnknownError.
func (c *Catalogue) Find(name string) (Entry, error) {
	for _, e := range c.entries {
		if e.Name == name {
			return e, nil
		}
	}
	return Entry{}, &UnknownError{Name: name, Near: c.Nearest(name), Known: c.Names()}
}

// UnknownError is a name that no entry has.
type UnknownError struct {
	Name  string
	Near  string   // what was most likely meant, or ""
	Known []string // all there are, in the order they are shown
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("no region %s: %s", diagnostic.Quoted(e.Name), nearest.Hint(e.Name, e.Known))
}
