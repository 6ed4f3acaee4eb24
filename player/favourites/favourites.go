// Package favourites keeps the sessions that a user has given a name: which
// regions, with which settings. They are in a file of YAML that can be written
// by hand and shared.
package favourites

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/regions"
)

// Favourite is a session with a name.
type Favourite struct {
	Name     string
	Regions  []string          // names, or absolute paths of scripts
	Settings settings.Override // of [settings.SessionKeys] only
}

// Bounds of what is taken from a file.
const (
	mostBytes      = 1 << 16
	mostFavourites = 200
	mostRegions    = 16
	mostName       = 40   // characters
	mostValue      = 1024 // bytes
)

// CheckName refuses what cannot be a favourite's name, or would be taken for
// something else on the command line. The error says what would do.
func CheckName(name string) error {
	const form = "take letters, digits, spaces, - and _"
	switch {
	case strings.TrimSpace(name) == "":
		return fmt.Errorf("a favourite needs a name: %s", form)
	case !utf8.ValidString(name) || utf8.RuneCountInString(name) > mostName:
		return fmt.Errorf("that is too long a name: take at most %d characters", mostName)
	case strings.HasPrefix(name, "-"):
		return fmt.Errorf("%q would be taken for a flag: begin the name with a letter", name)
	case strings.ContainsAny(name, `/\`) || isYAML(name):
		return fmt.Errorf("%q would be taken for a script file: %s", name, form)
	}
	for i, r := range name {
		inner := i > 0 && (r == ' ' || r == '-' || r == '_' || r == '.' || r == '\'' || unicode.Is(unicode.Mn, r))
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !inner {
			return fmt.Errorf("%q is no name of a favourite: %s", name, form)
		}
	}
	if strings.HasSuffix(name, " ") {
		return fmt.Errorf("%q ends in a space: leave it out", name)
	}
	for _, region := range regions.All() {
		if strings.EqualFold(region, name) {
			return fmt.Errorf("%q is a region: take another name, such as %q", name, "my "+region)
		}
	}
	return nil
}

func isYAML(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

// check refuses what cannot be a favourite, whatever regions and voices there
// are.
func (f Favourite) check() error {
	if err := CheckName(f.Name); err != nil {
		return err
	}
	if len(f.Regions) == 0 || len(f.Regions) > mostRegions {
		return fmt.Errorf("a favourite has one region or more, up to %d", mostRegions)
	}
	var faults []error
	for _, region := range f.Regions {
		faults = append(faults, checkRegion(region, nil))
	}
	for _, key := range f.Settings.Keys() {
		text, _ := f.Settings.Text(key)
		faults = append(faults, set(&settings.Override{}, key, text))
	}
	return errors.Join(faults...)
}

// checkRegion refuses what cannot be a region, and a name that is none of those
// known. Where known is nil, that only shows when it is played.
func checkRegion(region string, known []string) error {
	switch {
	case known != nil && scripts.IsName(region) && !slices.Contains(known, region):
		return fmt.Errorf("unknown region %q%s: there are %s", region, nearest.Suffix(region, known), strings.Join(known, ", "))
	case scripts.IsName(region):
		return nil
	case !isPlain(region):
		return fmt.Errorf("%q is not a region", region)
	case filepath.IsAbs(region):
		return nil
	case isYAML(region) || strings.ContainsAny(region, `/\`):
		return fmt.Errorf("%q does not say where the script is: give its whole path", region)
	}
	return fmt.Errorf("%q is not a region", region)
}

// set gives a favourite's settings another one. The error begins with its key,
// unless that is no setting of a favourite's.
func set(o *settings.Override, key, text string) error {
	if !slices.Contains(settings.SessionKeys(), key) {
		return fmt.Errorf("a favourite has no setting %q%s", key, nearest.Suffix(key, settings.SessionKeys()))
	}
	if !isPlain(text) {
		return fmt.Errorf("%s: %q is no value", key, text)
	}
	if err := o.Set(key, text); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return nil
}

// isPlain reports whether text is short and has nothing that a terminal would
// take for a command.
func isPlain(text string) bool {
	return text != "" && len(text) <= mostValue && utf8.ValidString(text) && strings.TrimSpace(text) == text &&
		!strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}
