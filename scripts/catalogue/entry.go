package catalogue

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/unknot/unknot/internal/bounded"
	"github.com/unknot/unknot/scripts"
)

// Entry is a region or programme in a catalogue. Its file may have faults.
type Entry struct {
	Name    string
	Source  string   // the name of its source
	Builtin bool     // the file is built in
	Covers  []string // names of the sources whose entries it covers, latest first
	File    string   // the file's name, as shown to the user

	file  *file
	order int
}

// IsProgramme reports whether the entry is a programme. It reads the file, but
// does not parse it.
func (e Entry) IsProgramme() bool {
	src, err := e.file.read()
	_, programme := scripts.Sniff(src)
	return err == nil && programme
}

// Title returns the title of the region or programme, or "" if its file has
// faults. It parses the file.
func (e Entry) Title() string {
	switch doc := e.file.load().doc; {
	case doc.Script != nil:
		return doc.Script.Title
	case doc.Programme != nil:
		return doc.Programme.Title
	}
	return ""
}

// Check parses the entry's file and returns its faults and its text. Those of the
// regions in a programme are not included.
func (e Entry) Check() (faults scripts.Diagnostics, src []byte) {
	src, _ = e.file.read() // an error is among the faults
	return slices.Clone(e.file.load().faults), src
}

// file is read and parsed when first needed.
type file struct {
	read func() ([]byte, error)
	load func() parsed
}

type parsed struct {
	doc    scripts.Document
	faults scripts.Diagnostics
}

// newFile is a file whose region or programme must have a name, or may have any
// if name is empty.
func newFile(c *Catalogue, files fs.FS, path, shown, name string) *file {
	f := &file{read: sync.OnceValues(func() ([]byte, error) { return bounded.ReadFS(files, path, scripts.MostBytes) })}
	f.load = sync.OnceValue(func() (p parsed) {
		src, err := f.read()
		if err != nil {
			p.faults = scripts.Diagnostics{{Summary: "the file cannot be read: " + reason(err), File: shown}}
			return p
		}
		r := scripts.Reader{Languages: c.languages, Name: name}
		if _, programme := scripts.Sniff(src); programme { // a region does not need the names, for which all files are read
			r.Regions = c.regions()
		}
		p.doc, p.faults = r.Load(shown, src)
		return p
	})
	return f
}

// readFolder reads the names of the files in a folder, sorted.
func readFolder(files fs.FS) ([]fs.DirEntry, error) {
	f, err := files.Open(".")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	folder, ok := f.(fs.ReadDirFile)
	if !ok {
		return nil, errors.New("it is not a folder")
	}
	found, err := folder.ReadDir(mostNames)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	slices.SortFunc(found, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return found, nil
}

// Loaded is an entry with everything needed to play it.
type Loaded struct {
	Entry
	Scripts   []*scripts.Script   // a region's one, or a programme's in playing order
	Programme *scripts.Programme  // nil for a region
	Warnings  scripts.Diagnostics // about all its files
	Sources   map[string][]byte   // the text of its files, by their names in diagnostics
}

// FaultError has all faults of an entry; for a programme, with those of its
// regions.
type FaultError struct {
	Diagnostics scripts.Diagnostics
	Sources     map[string][]byte // the text of the files, by their names in diagnostics
}

func (e *FaultError) Error() string { return e.Diagnostics.Error() }

// Unwrap returns the diagnostics without the text of the files.
func (e *FaultError) Unwrap() error { return e.Diagnostics }

// Text renders the faults with the faulty lines.
func (e *FaultError) Text() string { return Text(e.Diagnostics, e.Sources) }

// Text renders diagnostics of several files.
func Text(ds scripts.Diagnostics, sources map[string][]byte) string {
	var texts []string
	for _, d := range ds {
		texts = append(texts, d.Text(sources[d.File]))
	}
	return strings.Join(texts, "\n")
}

// Load parses the file of an entry and, for a programme, those of its regions.
// The error is a *FaultError.
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
				continue // already a fault of the programme
			}
			s := l.take(region).Script
			if s == nil {
				continue
			}
			if l.Scripts = append(l.Scripts, s); s.Language.Tag != l.Scripts[0].Language.Tag {
				l.Warnings = append(l.Warnings, scripts.Diagnostic{
					Rule: scripts.RuleLanguage, File: e.File, Subject: l.Programme.Places[i],
					Summary: fmt.Sprintf("%s is in the language %s, but %s is in %s", s.Region, s.Language.Tag, l.Scripts[0].Region, l.Scripts[0].Language.Tag),
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

// take parses the file of an entry and adds its faults.
func (l *Loaded) take(e Entry) scripts.Document {
	p := e.file.load()
	src, _ := e.file.read()
	l.Sources[e.File] = src
	l.Warnings = append(l.Warnings, p.faults...)
	return p.doc
}
