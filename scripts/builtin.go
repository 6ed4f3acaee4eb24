package scripts

import (
	"fmt"
	"slices"

	"github.com/unknot/unknot/internal/diagnostic"
	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/scripts/language"
	"github.com/unknot/unknot/scripts/regions"
)

// Builtin is the script of a built-in region, for tests and tools; package
// catalogue finds regions of any source.
func Builtin(region string) (*Script, error) {
	if !slices.Contains(regions.Names(), region) {
		return nil, fmt.Errorf("no region %s: %s", diagnostic.Quoted(region), nearest.Hint(region, regions.Names()))
	}
	file, src := regions.Source(region)
	s, ds := Parse(file, src)
	if err := ds.Err(); err != nil {
		return nil, fmt.Errorf("the built-in %s is broken: %w", file, err)
	}
	return s, nil
}

// BuiltinPhrases are the phrases in English.
func BuiltinPhrases() (*Phrases, error) { return PhrasesOf(language.English()) }
