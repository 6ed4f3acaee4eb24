package scripts

import (
	"embed"
	"fmt"
	"slices"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/scripts/language"
)

//go:embed regions phrases.yaml
var builtin embed.FS

// The regions in the order they are shown; "full" is the programme of them.
var regionNames = [...]string{"neck", "jaw", "upper-back", "lower-back"}

const fullProgramme = "full"

// BuiltinNames is what can be played without a file, in the order it is shown:
// the regions, then the programme.
func BuiltinNames() []string { return append(slices.Clone(regionNames[:]), fullProgramme) }

// BuiltinSource is the text of a built-in region or programme and the name it
// is shown under; ok is false where there is none of that name.
func BuiltinSource(name string) (file string, src []byte, ok bool) {
	if !slices.Contains(BuiltinNames(), name) {
		return "", nil, false
	}
	return builtinFile("regions/" + name + ".yaml")
}

func builtinFile(file string) (string, []byte, bool) {
	src, err := builtin.ReadFile(file)
	return file, src, err == nil
}

// Builtin is the script of a built-in region. Only this one is parsed. An
// unknown name is an *UnknownError.
func Builtin(region string) (*Script, error) {
	file, src, ok := BuiltinSource(region)
	if !ok || region == fullProgramme {
		return nil, &UnknownError{Name: region, Known: slices.Clone(regionNames[:])}
	}
	s, ds := Parse(file, src)
	return s, wrap(file, ds)
}

// BuiltinProgramme is the built-in programme of that name, "full".
func BuiltinProgramme(name string) (*Programme, error) {
	file, src, ok := BuiltinSource(name)
	if !ok || name != fullProgramme {
		return nil, &UnknownError{Name: name, Known: []string{fullProgramme}}
	}
	p, ds := ParseProgramme(file, src)
	return p, wrap(file, ds)
}

// BuiltinPhrases is the working words.
func BuiltinPhrases() (*Phrases, error) {
	file, src, _ := builtinFile("phrases.yaml")
	p, ds := ParsePhrases(file, src)
	if p != nil {
		p.Language = language.English()
	}
	return p, wrap(file, ds)
}

func wrap(file string, ds Diagnostics) error {
	if err := ds.Err(); err != nil {
		return fmt.Errorf("the built-in %s is broken: %w", file, err)
	}
	return nil
}

// UnknownError is a name that is none of the known ones.
type UnknownError struct {
	Name  string
	Known []string
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("no region %s: %s", diagnostic.Quoted(e.Name), nearest.Hint(e.Name, e.Known))
}
