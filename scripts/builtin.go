package scripts

import (
	"fmt"
	"path"
	"slices"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/scripts/language"
	"github.com/unknot/unknot/scripts/regions"
)

// BuiltinNames are the built-in regions and programmes, in the order in which
// they are shown.
func BuiltinNames() []string { return slices.Concat(regions.Names(), regions.Programmes()) }

// BuiltinSource is the file of a built-in region or programme and its name as it
// is shown; ok is false if there is none of that name.
func BuiltinSource(name string) (file string, src []byte, ok bool) {
	if !slices.Contains(BuiltinNames(), name) {
		return "", nil, false
	}
	src, err := regions.Files().ReadFile(name + ".yaml")
	return path.Join(regions.Folder, name+".yaml"), src, err == nil
}

// Builtin is the script of a built-in region. The error for an unknown name is an
// *UnknownError.
func Builtin(region string) (*Script, error) {
	file, src, ok := BuiltinSource(region)
	if !ok || slices.Contains(regions.Programmes(), region) {
		return nil, &UnknownError{Name: region, Known: regions.Names()}
	}
	s, ds := Parse(file, src)
	return s, wrap(file, ds)
}

// BuiltinProgramme is a built-in programme: see Builtin.
func BuiltinProgramme(name string) (*Programme, error) {
	file, src, ok := BuiltinSource(name)
	if !ok || !slices.Contains(regions.Programmes(), name) {
		return nil, &UnknownError{Name: name, Known: regions.Programmes()}
	}
	p, ds := ParseProgramme(file, src)
	return p, wrap(file, ds)
}

// BuiltinPhrases are the phrases in English.
func BuiltinPhrases() (*Phrases, error) { return PhrasesOf(language.English()) }

func wrap(file string, ds Diagnostics) error {
	if err := ds.Err(); err != nil {
		return fmt.Errorf("the built-in %s is broken: %w", file, err)
	}
	return nil
}

// UnknownError is a name that is not built in.
type UnknownError struct {
	Name  string
	Known []string
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("no region %s: %s", diagnostic.Quoted(e.Name), nearest.Hint(e.Name, e.Known))
}
