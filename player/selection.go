package player

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/catalogue"
)

// Paths reaches scripts by the paths that they are named by.
type Paths interface {
	// IsPath reports whether the name of a region is a path.
	IsPath(name string) bool
	// Absolute is a path that leads to the same script from everywhere.
	Absolute(path string) string
	// Open opens the folder that a file is in, and gives the file's name in it.
	// Of a folder it opens that one; the name is then empty. Nothing outside the
	// folder can be reached.
	Open(path string) (folder fs.FS, file string, err error)
}

// Selection is a region, or several in playing order.
type Selection struct {
	Name, Title string
	Scripts     []*scripts.Script   // all in one language
	Sources     map[string][]byte   // the text of each file, by its name in diagnostics
	Warnings    scripts.Diagnostics // what is doubtful in the scripts, but no fault
}

// Absolute is the name of a region that means the same wherever it is used.
func (l *Library) Absolute(name string) string {
	if l.isPath(name) {
		return l.Paths.Absolute(name)
	}
	return name
}

func (l *Library) isPath(name string) bool { return l.Paths != nil && l.Paths.IsPath(name) }

// Select finds the scripts of regions, to be played as one session: regions and
// programmes by their name in the catalogue, scripts by their path. A path of a
// folder adds the scripts in it to the catalogue. The faults of every script
// are reported, not only the first's.
//
// The error is an UnknownRegionError, a *catalogue.FaultError, another error of
// this package, or the reason why a path could not be opened; or several of
// them, joined.
func (l *Library) Select(names []string) (Selection, error) {
	s := selecting{library: l, catalogue: l.Catalogue, Selection: Selection{Sources: map[string][]byte{}}}
	for _, name := range names {
		if err := s.add(name); err != nil {
			return Selection{}, err
		}
	}
	if err := s.err(); err != nil {
		return Selection{}, err
	}
	return s.Selection, s.check()
}

// selecting is a selection in the making.
type selecting struct {
	Selection
	library   *Library
	catalogue *catalogue.Catalogue
	folders   []string // that were added to it
	names     []string // of the entries so far
	faults    *catalogue.FaultError
	unknown   []error
}

// add adds what a name stands for. Faults are gathered; the error is one after
// which there is no point in going on.
func (s *selecting) add(name string) error {
	entry, err := s.find(name)
	unknown := (*catalogue.UnknownError)(nil)
	switch {
	case errors.As(err, &unknown):
		s.unknown = append(s.unknown, &UnknownRegionError{*unknown})
		return nil
	case err != nil || entry == nil:
		return err
	}
	loaded, err := s.catalogue.Load(*entry)
	if faulty := (*catalogue.FaultError)(nil); errors.As(err, &faulty) {
		if s.faults == nil {
			s.faults = &catalogue.FaultError{Sources: map[string][]byte{}}
		}
		s.faults.Diagnostics = append(s.faults.Diagnostics, faulty.Diagnostics...)
		maps.Copy(s.faults.Sources, faulty.Sources)
		return nil
	}
	if err != nil {
		return err
	}
	s.names = append(s.names, loaded.Name)
	s.Name, s.Title = strings.Join(s.names, "+"), strings.Join(s.names, ", ")
	if len(s.names) == 1 {
		s.Title = loaded.Title()
	}
	s.Scripts = append(s.Scripts, loaded.Scripts...)
	s.Warnings = append(s.Warnings, loaded.Warnings...)
	maps.Copy(s.Sources, loaded.Sources)
	return nil
}

// find is the entry of a name; nil for a folder.
func (s *selecting) find(name string) (*catalogue.Entry, error) {
	if !s.library.isPath(name) {
		entry, err := s.catalogue.Find(name)
		return &entry, err
	}
	folder, file, err := s.library.Paths.Open(name)
	if err != nil {
		return nil, err
	}
	if file == "" {
		s.catalogue = s.catalogue.With(catalogue.Source{Name: name, Folder: name, Files: folder})
		s.folders = append(s.folders, name)
		return nil, nil
	}
	var entry catalogue.Entry
	s.catalogue, entry = s.catalogue.WithFile(name, folder, file)
	return &entry, nil
}

// err is everything that was found wrong.
func (s *selecting) err() error {
	errs := s.unknown
	if s.faults != nil {
		errs = append([]error{s.faults}, errs...)
	}
	return errors.Join(errs...)
}

// check refuses scripts that cannot be played one after another.
func (s *selecting) check() error {
	if len(s.Scripts) == 0 && len(s.folders) > 0 {
		return &FolderError{Folder: s.folders[0], Names: s.catalogue.Names()}
	}
	for i, script := range s.Scripts {
		if slices.ContainsFunc(s.Scripts[:i], func(t *scripts.Script) bool { return t.Region == script.Region }) {
			return &TwiceError{Region: script.Region}
		}
		if tag := s.Scripts[0].Language.Tag; script.Language.Tag != tag {
			return fmt.Errorf("%w: %s is in the language %s, %s in %s",
				ErrLanguages, s.Scripts[0].Region, tag, script.Region, script.Language.Tag)
		}
	}
	return nil
}

// UnknownRegionError is a name that is no region's.
type UnknownRegionError struct{ catalogue.UnknownError }

func (e *UnknownRegionError) Error() string {
	hint := ""
	if e.Near != "" {
		hint = fmt.Sprintf("did you mean %q? ", e.Near)
	}
	return fmt.Sprintf("unknown region %q: %sthere are %s, and any script file by its path", e.Name, hint, strings.Join(e.Known, ", "))
}

// FolderError is a folder of scripts of which none was named.
type FolderError struct {
	Folder string
	Names  []string // that can be named after it
}

func (e *FolderError) Error() string {
	return fmt.Sprintf("%s is a folder of scripts: name a region after it, of %s", e.Folder, strings.Join(e.Names, ", "))
}

// TwiceError is a session that would play a region twice.
type TwiceError struct{ Region string }

func (e *TwiceError) Error() string {
	return fmt.Sprintf("%s would be played twice: name each region once, or use --loop", e.Region)
}

// ErrLanguages is wrapped where the regions of a session are in several
// languages.
var ErrLanguages = errors.New("a session is in one language")
