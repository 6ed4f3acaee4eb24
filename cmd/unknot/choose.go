package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/scripts"
)

// regionHelp is what the commands that take regions say of them.
const regionHelp = `A REGION is neck, jaw, upper-back, lower-back or full, or the path of a script file.
Several regions are played as one session.`

// choice is what REGION arguments stand for: one region's script, or the
// scripts of a programme in playing order.
type choice struct {
	name    string // "neck", "full", "neck+jaw"
	title   string
	scripts []*scripts.Script
	sources map[string][]byte // the text of each script, by its file's name
}

// isFile reports whether a REGION argument is the path of a script file.
func isFile(arg string) bool {
	ext := strings.ToLower(filepath.Ext(arg))
	return strings.ContainsRune(arg, '/') || strings.ContainsRune(arg, filepath.Separator) || ext == ".yaml" || ext == ".yml"
}

// choose finds the scripts that REGION arguments name. Faults of script files
// are told as they are found, those of every file.
func (p *program) choose(args []string) (*choice, error) {
	c := &choice{sources: map[string][]byte{}}
	var names []string
	var faults error
	for _, arg := range args {
		doc, err := p.document(arg, c.sources)
		if err != nil {
			faults = errors.Join(faults, err)
			continue
		}
		if doc.Script != nil {
			names = append(names, doc.Script.Region)
			c.title = doc.Script.Title
			c.scripts = append(c.scripts, doc.Script)
			continue
		}
		names = append(names, doc.Programme.Name)
		c.title = doc.Programme.Title
		for _, region := range doc.Programme.Regions {
			script, err := scripts.Builtin(region)
			if err != nil {
				return nil, asWrong(fmt.Errorf("%s: %w", doc.Programme.File, err))
			}
			c.sources[script.File] = builtinSource(region)
			c.scripts = append(c.scripts, script)
		}
	}
	if faults != nil {
		return nil, faults
	}
	c.name = strings.Join(names, "+")
	if len(names) > 1 {
		c.title = strings.Join(names, ", ")
	}
	for i, s := range c.scripts {
		if slices.ContainsFunc(c.scripts[:i], func(t *scripts.Script) bool { return t.Region == s.Region }) {
			return nil, wrong("%s would be played twice: name each region once, or use --loop", s.Region)
		}
	}
	return c, nil
}

// document is the script or programme that one argument names.
func (p *program) document(arg string, sources map[string][]byte) (scripts.Document, error) {
	if isFile(arg) {
		return p.readScript(arg, sources)
	}
	if !slices.Contains(scripts.BuiltinNames(), arg) {
		hint := ""
		if near := scripts.Nearest(arg, scripts.BuiltinNames()); near != "" {
			hint = fmt.Sprintf("did you mean %q? ", near)
		}
		return scripts.Document{}, wrong("unknown region %q: %sthere are %s, and any script file by its path",
			arg, hint, strings.Join(scripts.BuiltinNames(), ", "))
	}
	if programme, err := scripts.BuiltinProgramme(arg); err == nil {
		return scripts.Document{Programme: programme}, nil
	}
	script, err := scripts.Builtin(arg)
	if err != nil {
		return scripts.Document{}, err
	}
	sources[script.File] = builtinSource(arg)
	return scripts.Document{Script: script}, nil
}

func builtinSource(region string) []byte {
	_, src, _ := scripts.BuiltinSource(region)
	return src
}

// mostScriptBytes bounds what is read of a script file: the checker refuses
// far shorter ones.
const mostScriptBytes = 4 << 20

// readScript reads a script file of the user's, and tells of its faults.
func (p *program) readScript(path string, sources map[string][]byte) (scripts.Document, error) {
	src, err := readFile(path, mostScriptBytes)
	if err != nil {
		return scripts.Document{}, wrong("reading the script: %w", err)
	}
	doc, faults := scripts.Load(path, src)
	sources[path] = src
	if len(faults) > 0 {
		p.tell("%s", strings.TrimSuffix(faults.Text(src, nil), "\n"))
	}
	if err := faults.Err(); err != nil {
		return scripts.Document{}, &toldError{asWrong(err)}
	}
	return doc, nil
}

// readFile reads a file of at most that many bytes.
func readFile(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > most {
		return nil, fmt.Errorf("%s is over %d MiB: that is no such file", path, most>>20)
	}
	return data, nil
}

// completeRegions completes REGION arguments, each once.
func completeRegions(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	left := slices.DeleteFunc(scripts.BuiltinNames(), func(name string) bool { return slices.Contains(args, name) })
	return left, cobra.ShellCompDirectiveDefault // or a file
}
