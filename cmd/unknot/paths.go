package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// regionHelp is what the commands that take regions say of them.
const regionHelp = `A REGION is neck, jaw, upper-back, lower-back or full, a script of your own by its name
(unknot regions lists them) or by the path of its file. Several regions are played as
one session.`

// paths reaches scripts in files. It implements [player.Paths].
type paths struct{}

// IsPath implements [player.Paths].
func (paths) IsPath(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return strings.ContainsRune(name, '/') || strings.ContainsRune(name, filepath.Separator) || ext == ".yaml" || ext == ".yml"
}

// Absolute implements [player.Paths].
func (paths) Absolute(name string) string {
	if path, err := filepath.Abs(name); err == nil {
		return path
	}
	return name
}

// Open implements [player.Paths]. The folder stays open as long as the program
// runs: scripts in it are read when they are needed.
func (paths) Open(name string) (folder fs.FS, file string, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, "", wrong("reading the script: %w", &fs.PathError{Op: "open", Path: name, Err: reasonOf(err)})
	}
	dir := name
	if !info.IsDir() {
		dir, file = filepath.Split(name)
	}
	root, err := os.OpenRoot(filepath.Clean(dir))
	if err != nil {
		return nil, "", wrong("reading the script: %w", err)
	}
	return root.FS(), file, nil
}

// reasonOf is why a file could not be looked at, without its name.
func reasonOf(err error) error {
	if failed, ok := err.(*fs.PathError); ok {
		return failed.Err
	}
	return err
}

// regionWords is REGION arguments without the folders of files.
func regionWords(args []string) string {
	names := make([]string, len(args))
	for i, arg := range args {
		if names[i] = arg; (paths{}).IsPath(arg) {
			names[i] = filepath.Base(arg)
		}
	}
	return strings.Join(names, ", ")
}
