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

// Document is what a file holds: one of the two is set.
type Document struct {
	Script    *Script
	Programme *Programme
}

// Reader parses files. Its fields are what files may refer to; the zero Reader
// knows what is built in.
type Reader struct {
	// Languages that scripts may be in; nil: the built-in ones.
	Languages []*language.Language
	// Regions that programmes may name; nil: the built-in ones.
	Regions []string
	// Name that the region or programme must have, from its file's name; empty:
	// any.
	Name string
}

// Parse parses the script of a region and checks it against every rule. file is
// the file's name for diagnostics. The script is nil if any diagnostic is an
// error.
func (r Reader) Parse(file string, src []byte) (*Script, Diagnostics) {
	doc, ds := r.read(file, src, func(d *decoder, root *yamltree.Node) Document {
		return Document{Script: d.region(root)}
	})
	return doc.Script, ds
}

// ParseProgramme parses a programme; see Parse.
func (r Reader) ParseProgramme(file string, src []byte) (*Programme, Diagnostics) {
	doc, ds := r.read(file, src, func(d *decoder, root *yamltree.Node) Document {
		return Document{Programme: d.programme(root)}
	})
	return doc.Programme, ds
}

// Load parses the script of a region or a programme; see Parse.
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

// isProgramme tells the two formats apart by their first key, which may be
// misspelt.
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

// Sniff guesses what a file holds without parsing it, to sort files by: its
// name, "" if that is not plain to see, and whether it is a programme.
func Sniff(src []byte) (name string, programme bool) {
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

// Parse parses the script of a region with the zero Reader.
func Parse(file string, src []byte) (*Script, Diagnostics) { return Reader{}.Parse(file, src) }

// ParseProgramme parses a programme with the zero Reader.
func ParseProgramme(file string, src []byte) (*Programme, Diagnostics) {
	return Reader{}.ParseProgramme(file, src)
}

// Load parses the script of a region or a programme with the zero Reader.
func Load(file string, src []byte) (Document, Diagnostics) { return Reader{}.Load(file, src) }

// ParsePhrases parses the phrases of a language; see Reader.Parse.
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

// PhrasesOf returns the phrases of a language.
func PhrasesOf(l *language.Language) (*Phrases, error) {
	p, ds := ParsePhrases(l, l.PhrasesFile, []byte(l.Phrases))
	if err := ds.Err(); err != nil {
		return nil, fmt.Errorf("the phrases of the language %s are broken: %w", l.Tag, err)
	}
	return p, nil
}
