package scripts

import (
	"bytes"
	"fmt"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/internal/yamltree"
	"github.com/unknot/unknot/scripts/language"
	"github.com/unknot/unknot/scripts/regions"
)

// Document is what a file of the user's may hold: one of the two is set.
type Document struct {
	Script    *Script
	Programme *Programme
}

// Reader reads files against what they may refer to by name. The zero Reader
// knows what is built in.
type Reader struct {
	// Languages are those a script may be in; nil: those that are built in.
	Languages []*language.Language
	// Regions are those a programme may name; nil: those that are built in.
	Regions []string
	// Name is what a region or a programme must be called, such as its file is;
	// empty: anything.
	Name string
}

// Parse reads a region's script and checks it against every rule. file is the
// file's name, for the diagnostics. The script is nil where any diagnostic is
// an error. Parse never fails otherwise, and never panics.
func (r Reader) Parse(file string, src []byte) (*Script, Diagnostics) {
	doc, ds := r.read(file, src, func(d *decoder, root *yamltree.Node) Document {
		return Document{Script: d.region(root)}
	})
	return doc.Script, ds
}

// ParseProgramme reads a programme; see Parse.
func (r Reader) ParseProgramme(file string, src []byte) (*Programme, Diagnostics) {
	doc, ds := r.read(file, src, func(d *decoder, root *yamltree.Node) Document {
		return Document{Programme: d.programme(root)}
	})
	return doc.Programme, ds
}

// Load reads a region's script or a programme; see Parse.
func (r Reader) Load(file string, src []byte) (Document, Diagnostics) {
	return r.read(file, src, func(d *decoder, root *yamltree.Node) Document {
		if isProgramme(root) {
			return Document{Programme: d.programme(root)}
		}
		return Document{Script: d.region(root)}
	})
}

func (r Reader) read(file string, src []byte, decode func(*decoder, *yamltree.Node) Document) (Document, Diagnostics) {
	if r.Languages == nil {
		r.Languages = language.All()
	}
	if r.Regions == nil {
		r.Regions = regions.Names()
	}
	d := &decoder{
		Reader: yamltree.Reader{Report: &diagnostic.Report{File: file}, Format: format()},
		known:  r,
		unread: map[*yamltree.Node]bool{},
	}
	var doc Document
	if root := d.Parse(src); root != nil && d.Map(root, "a script") {
		doc = decode(d, root)
	}
	ds := d.Diagnostics()
	if ds.HasErrors() {
		return Document{}, ds
	}
	return doc, ds
}

// isProgramme tells the two formats apart by their first key, misspelt or not.
func isProgramme(root *yamltree.Node) bool {
	if root.Get("programme") != nil || root.Get("region") != nil {
		return root.Get("programme") != nil
	}
	for _, e := range root.Entries {
		if nearest.Word(e.Key.Text, regionKeys) == "" && nearest.Word(e.Key.Text, programmeKeys[:1]) != "" {
			return true
		}
	}
	return false
}

// Glance is a quick guess at what a file holds, to sort files by without parsing
// them: its name, which is empty where it is not plainly written, and whether
// it is a programme's.
func Glance(src []byte) (name string, programme bool) {
	for line := range bytes.Lines(bytes.TrimPrefix(src, []byte(diagnostic.ByteOrderMark))) {
		key, value, ok := bytes.Cut(line, []byte(":"))
		if k := string(bytes.Trim(key, "{\"' ")); !ok || k != "region" && k != "programme" || bytes.HasPrefix(key, []byte("  ")) {
			continue
		}
		value, _, _ = bytes.Cut(value, []byte(" #"))
		if name = string(bytes.Trim(value, "\"' \t\r\n")); !IsName(name) {
			name = ""
		}
		return name, bytes.Contains(key, []byte("programme"))
	}
	return "", false
}

// Parse reads a region's script with the zero Reader.
func Parse(file string, src []byte) (*Script, Diagnostics) { return Reader{}.Parse(file, src) }

// ParseProgramme reads a programme with the zero Reader.
func ParseProgramme(file string, src []byte) (*Programme, Diagnostics) {
	return Reader{}.ParseProgramme(file, src)
}

// Load reads a region's script or a programme with the zero Reader.
func Load(file string, src []byte) (Document, Diagnostics) { return Reader{}.Load(file, src) }

// ParsePhrases reads the working words of a language; see Parse.
func ParsePhrases(l *language.Language, file string, src []byte) (*Phrases, Diagnostics) {
	var phrases *Phrases
	_, ds := Reader{}.read(file, src, func(d *decoder, root *yamltree.Node) Document {
		d.language = l
		phrases = d.phrases(root)
		return Document{}
	})
	if ds.HasErrors() {
		return nil, ds
	}
	return phrases, ds
}

// PhrasesOf is the working words that a language brings along.
func PhrasesOf(l *language.Language) (*Phrases, error) {
	p, ds := ParsePhrases(l, l.PhrasesFile, []byte(l.Phrases))
	if err := ds.Err(); err != nil {
		return nil, fmt.Errorf("the working words of the language %s are broken: %w", l.Tag, err)
	}
	return p, nil
}
