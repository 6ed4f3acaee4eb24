package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unknot/unknot/cmd/unknot/files"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/scripts"
)

// regionHelp is what the commands that take regions say of them.
const regionHelp = `A REGION is neck, jaw, upper-back, lower-back or full, or the path of a script file.
Several regions are played as one session.`

// catalogue finds regions by name, and scripts by the path of their file. It
// implements [player.Regions].
type catalogue struct{}

// isFile reports whether a REGION argument is the path of a script file.
func isFile(arg string) bool {
	ext := strings.ToLower(filepath.Ext(arg))
	return strings.ContainsRune(arg, '/') || strings.ContainsRune(arg, filepath.Separator) || ext == ".yaml" || ext == ".yml"
}

// Regions implements [player.Regions].
func (catalogue) Regions() []string {
	return slices.DeleteFunc(scripts.BuiltinNames(), func(name string) bool {
		_, err := scripts.BuiltinProgramme(name)
		return err == nil
	})
}

// Programmes implements [player.Regions].
func (c catalogue) Programmes() []string {
	return slices.DeleteFunc(scripts.BuiltinNames(), func(name string) bool { return slices.Contains(c.Regions(), name) })
}

// Absolute implements [player.Regions].
func (catalogue) Absolute(name string) string {
	if isFile(name) {
		if path, err := filepath.Abs(name); err == nil {
			return path
		}
	}
	return name
}

// Find implements [player.Regions].
func (c catalogue) Find(name string) (player.Selection, error) {
	s := player.Selection{Sources: map[string][]byte{}}
	doc, err := c.document(name, &s)
	if err != nil {
		return player.Selection{}, err
	}
	if doc.Script != nil {
		s.Name, s.Title, s.Scripts = doc.Script.Region, doc.Script.Title, []*scripts.Script{doc.Script}
		return s, nil
	}
	s.Name, s.Title = doc.Programme.Name, doc.Programme.Title
	for _, region := range doc.Programme.Regions {
		script, err := scripts.Builtin(region)
		if err != nil {
			return player.Selection{}, asWrong(fmt.Errorf("%s: %w", doc.Programme.File, err))
		}
		s.Sources[script.File] = builtinSource(region)
		s.Scripts = append(s.Scripts, script)
	}
	return s, nil
}

// document is the script or programme of that name, or at that path.
func (c catalogue) document(name string, s *player.Selection) (scripts.Document, error) {
	if isFile(name) {
		return readScript(name, s)
	}
	if !slices.Contains(scripts.BuiltinNames(), name) {
		return scripts.Document{}, &player.UnknownRegionError{Name: name, Near: scripts.Nearest(name, scripts.BuiltinNames()), Known: scripts.BuiltinNames()}
	}
	if programme, err := scripts.BuiltinProgramme(name); err == nil {
		return scripts.Document{Programme: programme}, nil
	}
	script, err := scripts.Builtin(name)
	if err != nil {
		return scripts.Document{}, err
	}
	s.Sources[script.File] = builtinSource(name)
	return scripts.Document{Script: script}, nil
}

func builtinSource(region string) []byte {
	_, src, _ := scripts.BuiltinSource(region)
	return src
}

// mostScriptBytes bounds what is read of a script file: the checker refuses
// far shorter ones.
const mostScriptBytes = 4 << 20

// readScript reads a script file of the user's.
func readScript(path string, s *player.Selection) (scripts.Document, error) {
	src, err := files.Read(path, mostScriptBytes)
	if err != nil {
		return scripts.Document{}, wrong("reading the script: %w", err)
	}
	doc, faults := scripts.Load(path, src)
	s.Sources[path] = src
	if faults.HasErrors() {
		return scripts.Document{}, &player.FaultyScriptError{Faults: faults, Sources: map[string][]byte{path: src}}
	}
	s.Warnings = append(s.Warnings, faults...)
	return doc, nil
}

// regionWords is REGION arguments without the folders of files.
func regionWords(args []string) string {
	names := make([]string, len(args))
	for i, arg := range args {
		if names[i] = arg; isFile(arg) {
			names[i] = filepath.Base(arg)
		}
	}
	return strings.Join(names, ", ")
}
