// Package favourites is the sessions that a user has given a name to: which
// regions, with which settings. They lie in a file of YAML that can be written
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

	"github.com/spf13/pflag"

	"github.com/unknot/unknot/cmd/unknot/config"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/scripts"
)

// Favourite is a session with a name.
type Favourite struct {
	Name     string
	Regions  []string          // REGION arguments of `unknot play`: names, or absolute paths of scripts
	Settings map[string]string // by key, as config.yaml writes them: those that were given
}

// Keys are the settings that a favourite can have, in their order: what makes
// the session, not what belongs to the machine.
func Keys() []string {
	session := []string{"length", "loop", "keep", "side", "guidance", "breath", "voice", "tones", "voice-level", "tones-level", "side-cues"}
	var keys []string
	for _, row := range settings.Table() {
		if slices.Contains(session, row.Key) {
			keys = append(keys, row.Key)
		}
	}
	return keys
}

// Under gives flags the favourite's settings, but for those that the flags
// were given already: a flag comes before a favourite, a favourite before all
// else.
func (f Favourite) Under(flags *pflag.FlagSet) error {
	for _, key := range Keys() {
		value, ok := f.Settings[key]
		flag := flags.Lookup(key)
		if !ok || flag == nil || flag.Changed {
			continue
		}
		if err := flags.Set(key, value); err != nil {
			return fmt.Errorf("the favourite %s: %s: %w", f.Name, key, err)
		}
	}
	return nil
}

// Flags writes the settings as flags: "--length 8m --loop".
func (f Favourite) Flags() string {
	var words []string
	for _, key := range Keys() {
		value, ok := f.Settings[key]
		switch {
		case !ok:
		case value == "true":
			words = append(words, "--"+key)
		case value == "false":
			words = append(words, "--"+key+"=false")
		case strings.ContainsRune(value, ' '):
			words = append(words, fmt.Sprintf("--%s %q", key, value))
		default:
			words = append(words, "--"+key+" "+value)
		}
	}
	return strings.Join(words, " ")
}

// Bounds of what is taken from a file.
const (
	mostBytes      = 1 << 16
	mostFavourites = 200
	mostRegions    = 16
	mostName       = 40   // characters
	mostValue      = 1024 // bytes
)

// CheckName refuses a name that is none, or that would be taken for something
// else after `unknot play`. The error says what would do.
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
	for _, region := range scripts.BuiltinNames() {
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

// check refuses what no favourite can be, whatever regions and voices there
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
		faults = append(faults, checkRegion(region))
	}
	for key, value := range f.Settings {
		faults = append(faults, checkSetting(key, value))
	}
	return errors.Join(faults...)
}

func checkRegion(region string) error {
	switch {
	case slices.Contains(scripts.BuiltinNames(), region):
		return nil
	case !isPlain(region):
		return fmt.Errorf("%q is no region", region)
	case filepath.IsAbs(region):
		return nil
	case isYAML(region) || strings.ContainsAny(region, `/\`):
		return fmt.Errorf("%q says not where the script is: give its whole path", region)
	}
	return fmt.Errorf("unknown region %q%s: there are %s", region, didYouMean(region, scripts.BuiltinNames()),
		strings.Join(scripts.BuiltinNames(), ", "))
}

func checkSetting(key, value string) error {
	if !slices.Contains(Keys(), key) {
		return fmt.Errorf("a favourite has no setting %q%s", key, didYouMean(key, Keys()))
	}
	if !isPlain(value) {
		return fmt.Errorf("%s: %q is no value", key, value)
	}
	// Only this setting is given; what is wrong with others, in the
	// environment, is not the favourite's.
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	config.AddFlags(flags, key)
	if err := flags.Set(key, value); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	_, err := config.Load(flags, nil)
	for _, fault := range each(err) {
		if text, mine := strings.CutPrefix(fault.Error(), "--"+key+": "); mine {
			return fmt.Errorf("%s: %s", key, text)
		}
	}
	return nil
}

// each is the errors that are joined in one.
func each(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

// isPlain reports whether text is a short one without anything that commands a
// terminal.
func isPlain(text string) bool {
	return text != "" && len(text) <= mostValue && utf8.ValidString(text) && strings.TrimSpace(text) == text &&
		!strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}

func didYouMean(word string, known []string) string {
	if near := scripts.Nearest(word, known); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}
