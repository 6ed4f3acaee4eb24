// Package catalogue lists and loads the regions and programmes that can be
// played: built-in ones, the user's own, and files named by their path.
//
// # Concept
//
// A Catalogue is made from sources, each a folder of script files as an fs.FS.
// Of two files with the same name, that of the later source is played: it covers
// the other. A file in a source has the name of its region or programme, so a
// name is found without reading every file. Files are read and parsed once, when
// first needed. A catalogue does not change; if files may have changed, make a
// new one.
//
// Sources may be other people's. Their number and size are bounded, and their
// faults come back as diagnostics with the text of the files.
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
	"math"
	"path"
	"slices"
	"strings"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/language"
	"github.com/unknot/unknot/scripts/regions"
)

// Source is a folder of scripts and programmes, such as neck.yaml and full.yaml.
// Folders in it are ignored.
type Source struct {
	Name    string // shown to the user: "built in", or a path
	Folder  string // shown before the names of its files; may be empty
	Files   fs.FS
	Builtin bool
	Order   []string // names to list first; the others follow in alphabetical order
}

// Builtin returns the source of the built-in regions and programmes.
func Builtin() Source {
	return Source{
		Name: "built in", Folder: regions.Folder, Files: regions.Files(), Builtin: true,
		Order: regions.All(),
	}
}

const (
	mostFiles = 200  // scripts in a source
	mostNames = 5000 // files of any kind in its folder
)

// Catalogue is a set of regions and programmes that can be played. It is safe for
// concurrent use.
type Catalogue struct {
	languages []*language.Language // that scripts may be in; nil: the built-in ones
	sources   []Source
	named     []namedFile
	entries   []Entry // unsorted, with unique names
	faults    scripts.Diagnostics
}

// namedFile is a file that was added by its path.
type namedFile struct {
	shown string
	files fs.FS
	path  string
}

// New makes a catalogue from sources. Each covers those before it. It reads only
// the names of their files.
func New(sources ...Source) *Catalogue { return build(nil, sources, nil) }

func build(languages []*language.Language, sources []Source, named []namedFile) *Catalogue {
	c := &Catalogue{languages: languages, sources: slices.Clone(sources)}
	for i := range c.sources {
		c.list(&c.sources[i])
	}
	for _, f := range named {
		c.add(f)
	}
	return c
}

// With returns a catalogue with a further source. It covers the other sources,
// but not files added by WithFile.
func (c *Catalogue) With(s Source) *Catalogue {
	return build(c.languages, append(slices.Clip(c.sources), s), c.named)
}

// WithLanguages returns a catalogue whose scripts may be in these languages
// instead of the built-in ones.
func (c *Catalogue) WithLanguages(languages ...*language.Language) *Catalogue {
	return build(languages, c.sources, c.named)
}

// WithFile returns a catalogue with a further file, and the entry of that file.
// The file may have any name; the entry has the name of the region or programme
// in it, and covers others of that name. shown is the file's name in messages.
func (c *Catalogue) WithFile(shown string, files fs.FS, path string) (*Catalogue, Entry) {
	made := build(c.languages, c.sources, c.named)
	return made, made.add(namedFile{shown, files, path})
}

// list adds the files of a source.
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
			c.fault(scripts.RuleName, shown, "a script cannot have this name", "give it the name of its region: lower-case letters, digits and hyphens, such as neck.yaml")
		case slices.Contains(seen, name):
			c.fault(scripts.RuleName, shown, "there is another script of the same name", "keep one of the two")
		case len(seen) == mostFiles:
			c.fault("", s.Folder, fmt.Sprintf("the folder has more than %d scripts; the others are ignored", mostFiles), "")
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

// add adds a file by its path.
func (c *Catalogue) add(f namedFile) Entry {
	c.named = append(c.named, f)
	e := Entry{Name: f.shown, Source: f.shown, File: f.shown, file: newFile(c, f.files, f.path, f.shown, ""), order: orderOf(nil, "")}
	src, _ := e.file.read() // Load reports the error
	if name, _ := scripts.Sniff(src); name != "" {
		e.Name = name
	}
	return c.put(e)
}

// put adds an entry, which covers one of the same name.
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

// orderOf is the index of a name among those to list first, or more than any.
func orderOf(order []string, name string) int {
	if i := slices.Index(order, name); i >= 0 {
		return i
	}
	return math.MaxInt
}

// fault reports a fault of a source, not of a script in it.
func (c *Catalogue) fault(rule, file, summary, hint string) {
	c.faults = append(c.faults, scripts.Diagnostic{Severity: diagnostic.Warning, Rule: rule, Summary: summary, Hint: hint, File: file})
}

// reason is the reason for an error of a file, without the file's name.
func reason(err error) string {
	if failed := (*fs.PathError)(nil); errors.As(err, &failed) {
		err = failed.Err
	}
	return diagnostic.Printable(err.Error(), 200)
}

// Faults returns the faults of the sources themselves, all of them warnings:
// folders that cannot be read, files ignored for their names. Load reports the
// faults of scripts.
func (c *Catalogue) Faults() scripts.Diagnostics { return slices.Clone(c.faults) }

// List returns all entries in the order in which to show them: regions before
// programmes, and of each the built-in ones, or what covers them, before the
// others. It reads all files, but parses none.
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

// Names returns the names of all entries in the order of List.
func (c *Catalogue) Names() []string {
	var names []string
	for _, e := range c.List() {
		names = append(names, e.Name)
	}
	return names
}

// regions are the names of the entries that are not programmes.
func (c *Catalogue) regions() []string {
	names := []string{}
	for _, e := range c.List() {
		if !e.IsProgramme() {
			names = append(names, e.Name)
		}
	}
	return names
}

// Has reports whether there is an entry with a name.
func (c *Catalogue) Has(name string) bool {
	return slices.ContainsFunc(c.entries, func(e Entry) bool { return e.Name == name })
}

// Nearest returns the name that name was most likely meant to be, or "".
func (c *Catalogue) Nearest(name string) string { return nearest.Word(name, c.Names()) }

// Find returns the entry with a name. The error is an *UnknownError.
func (c *Catalogue) Find(name string) (Entry, error) {
	for _, e := range c.entries {
		if e.Name == name {
			return e, nil
		}
	}
	return Entry{}, &UnknownError{Name: name, Near: c.Nearest(name), Known: c.Names()}
}

// UnknownError says that no entry has a name.
type UnknownError struct {
	Name  string
	Near  string   // the name it was most likely meant to be, or ""
	Known []string // all names, in the order of List
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("unknown region %s: %s", diagnostic.Quoted(e.Name), nearest.Hint(e.Name, e.Known))
}
