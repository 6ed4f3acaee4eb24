package catalogue

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/unknot/unknot/scripts"
)

// Entry is a region or a programme of a catalogue. Whether its file is sound is
// known once it is loaded.
type Entry struct {
	Name    string
	Source  string   // the name of its source
	Builtin bool     // it is built in; so may be what it covers, where it is not
	Covers  []string // the names of the sources whose entry of this name it covers, the nearest first
	File    string   // as it is shown

	file  *file
	order int
}

// IsProgramme reports whether the entry is a programme, by a quick look at its
// file.
func (e Entry) IsProgramme() bool {
	src, err := e.file.read()
	_, programme := scripts.Glance(src)
	return err == nil && programme
}

// Title is what the entry says it is about, or "" where its file is broken. The
// file is parsed.
func (e Entry) Title() string {
	switch doc := e.file.load().doc; {
	case doc.Script != nil:
		return doc.Script.Title
	case doc.Programme != nil:
		return doc.Programme.Title
	}
	return ""
}

// Check is everything that is wrong with the entry's file, and its text; of a
// programme not what is wrong with its regions. The file is parsed.
func (e Entry) Check() (faults scripts.Diagnostics, src []byte) {
	src, _ = e.file.read() // why it cannot be read is among the faults
	return slices.Clone(e.file.load().faults), src
}

// file is a script file that is read and parsed when it is first asked for.
type file struct {
	read func() ([]byte, error)
	load func() parsed
}

type parsed struct {
	doc    scripts.Document
	faults scripts.Diagnostics
}

// newFile is a file of a source. It must hold a region or programme of that
// name, unless the name is empty.
func newFile(c *Catalogue, files fs.FS, path, shown, name string) *file {
	f := &file{read: sync.OnceValues(func() ([]byte, error) { return readFile(files, path) })}
	f.load = sync.OnceValue(func() (p parsed) {
		src, err := f.read()
		if err != nil {
			p.faults = scripts.Diagnostics{{Summary: "the file cannot be read: " + reason(err), File: shown}}
			return p
		}
		r := scripts.Reader{Languages: c.languages, Name: name}
		if _, programme := scripts.Glance(src); programme { // else the names are not needed, and finding them reads every file
			r.Regions = c.regions()
		}
		p.doc, p.faults = r.Load(shown, src)
		return p
	})
	return f
}

var errNoFile = errors.New("it is no file")

// readFolder is the files of a folder, sorted.
func readFolder(files fs.FS) ([]fs.DirEntry, error) {
	f, err := files.Open(".")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	folder, ok := f.(fs.ReadDirFile)
	if !ok {
		return nil, errors.New("it is no folder")
	}
	found, err := folder.ReadDir(mostNames)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	slices.SortFunc(found, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return found, nil
}

// readFile reads a file as far as the parser needs it to say that it is too
// large.
func readFile(files fs.FS, path string) ([]byte, error) {
	info, err := fs.Stat(files, path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // opening a pipe would wait for its other end
		return nil, errNoFile
	}
	f, err := files.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, scripts.MostBytes+1))
}

// Loaded is an entry with all that is needed to play it.
type Loaded struct {
	Entry
	Scripts   []*scripts.Script   // one of a region, those of a programme in playing order
	Programme *scripts.Programme  // nil of a region
	Warnings  scripts.Diagnostics // of all its files
	Sources   map[string][]byte   // the text of each file, by its name as diagnostics have it
}

// FaultError is what is wrong with an entry: everything, of a programme with
// all of its regions.
type FaultError struct {
	Diagnostics scripts.Diagnostics
	Sources     map[string][]byte // the text of each file, by its name as diagnostics have it
}

func (e *FaultError) Error() string { return e.Diagnostics.Error() }

// Unwrap gives the diagnostics without their texts.
func (e *FaultError) Unwrap() error { return e.Diagnostics }

// Text renders the faults, each with the line of its file.
func (e *FaultError) Text() string { return Text(e.Diagnostics, e.Sources) }

// Text renders diagnostics of several files.
func Text(ds scripts.Diagnostics, sources map[string][]byte) string {
	var texts []string
	for _, d := range ds {
		texts = append(texts, d.Text(sources[d.File]))
	}
	return strings.Join(texts, "\n")
}

// Load reads an entry and, of a programme, its regions. The error is a
// *FaultError.
func (c *Catalogue) Load(e Entry) (*Loaded, error) {
	l := &Loaded{Entry: e, Sources: map[string][]byte{}}
	doc := l.take(e)
	if doc.Script != nil {
		l.Scripts = append(l.Scripts, doc.Script)
	}
	if l.Programme = doc.Programme; l.Programme != nil {
		for i, name := range l.Programme.Regions {
			region, err := c.Find(name)
			if err != nil {
				continue // a fault of the programme, which was reported
			}
			s := l.take(region).Script
			if s == nil {
				continue
			}
			if l.Scripts = append(l.Scripts, s); s.Language.Tag != l.Scripts[0].Language.Tag {
				l.Warnings = append(l.Warnings, scripts.Diagnostic{
					Rule: scripts.RuleLanguage, File: e.File, Subject: l.Programme.Places[i],
					Summary: fmt.Sprintf("%s is in the language %s, and %s in %s", s.Region, s.Language.Tag, l.Scripts[0].Region, l.Scripts[0].Language.Tag),
					Hint:    "a session is in one language: make a programme for each",
				})
			}
		}
	}
	if l.Warnings.HasErrors() {
		return nil, &FaultError{l.Warnings, l.Sources}
	}
	return l, nil
}

// take parses the file of an entry and adds what is wrong with it.
func (l *Loaded) take(e Entry) scripts.Document {
	p := e.file.load()
	src, _ := e.file.read()
	l.Sources[e.File] = src
	l.Warnings = append(l.Warnings, p.faults...)
	return p.doc
}
