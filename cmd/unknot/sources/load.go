// Package sources finds the value of every setting: a flag comes before an
// UNKNOT_* variable, that before the user's config file, that before the
// default; an empty variable counts as unset. It is the only package that knows
// viper.
package sources

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"github.com/spf13/viper"
	"github.com/unknot/unknot/player/settings"
)

// Flag is the setting's flag, with its dashes; empty for one in a section, which
// has none.
func Flag(s settings.Setting) string {
	if _, in := s.InSection(); in {
		return ""
	}
	return "--" + s.Key
}

// Env is the setting's environment variable.
func Env(s settings.Setting) string {
	return "UNKNOT_" + strings.ToUpper(strings.NewReplacer("-", "_", ".", "_").Replace(s.Key))
}

// AddFlags gives fs a flag for each of the named settings, or for every one that
// has a flag.
// Values are read by [Load], which can say where a wrong one came from.
func AddFlags(fs *pflag.FlagSet, keys ...string) {
	for _, t := range settings.Table() {
		if Flag(t) == "" || len(keys) > 0 && !slices.Contains(keys, t.Key) {
			continue
		}
		value := &flagValue{text: t.Default, kind: "string"}
		flag := fs.VarPF(value, t.Key, "", t.Help)
		if t.IsSwitch() {
			value.kind = "bool"
			flag.NoOptDefVal = "true"
		}
	}
}

type flagValue struct{ text, kind string }

func (v *flagValue) String() string        { return v.text }
func (v *flagValue) Set(text string) error { v.text = text; return nil }
func (v *flagValue) Type() string          { return v.kind }

// Source is where a value comes from.
type Source struct {
	Kind  SourceKind
	Place string // --length, UNKNOT_LENGTH, or file:line:column; empty for a default
}

// SourceKind orders the sources: the later win.
type SourceKind int

const (
	FromDefault SourceKind = iota
	FromFile
	FromEnvironment
	FromFlag
)

func (s Source) String() string {
	if s.Kind == FromDefault {
		return "default"
	}
	return s.Place
}

// Loaded are the settings in force, and where each comes from.
type Loaded struct {
	settings.Settings
	Sources map[string]Source // by key
}

// Load finds every setting's value: in the flags that were given, in the
// environment, in the config file (nil for none), in the defaults. Every wrong
// value is reported, each with its source.
func Load(flags *pflag.FlagSet, file *File) (*Loaded, error) {
	v := viper.NewWithOptions(viper.KeyDelimiter("::")) // a dot is part of a key
	for _, t := range settings.Table() {
		v.SetDefault(t.Key, t.Default)
		// With a name given, BindEnv cannot fail; nor can BindPFlag with a flag.
		_ = v.BindEnv(t.Key, Env(t))
		if flag := flags.Lookup(t.Key); flag != nil {
			_ = v.BindPFlag(t.Key, flag)
		}
	}
	if file != nil {
		if err := v.MergeConfigMap(file.texts()); err != nil {
			return nil, fmt.Errorf("%s: taking over its settings: %w", file.Name, err)
		}
	}
	loaded := &Loaded{Sources: map[string]Source{}}
	var faults []error
	for _, t := range settings.Table() {
		source := sourceOf(t, v, flags, file)
		loaded.Sources[t.Key] = source
		text := v.GetString(t.Key)
		if source.Kind == FromFlag {
			text = flags.Lookup(t.Key).Value.String() // viper passes over an empty one
		}
		if err := t.Set(&loaded.Settings, text); err != nil {
			if source.Kind == FromFile {
				err = fmt.Errorf("%s: %w", t.Key, err)
			}
			faults = append(faults, fmt.Errorf("%s: %w", source, err))
		}
	}
	if loaded.Sources["length"].Kind == FromFlag {
		loaded.LengthBy = settings.LengthAsked
	}
	if len(faults) == 0 {
		faults = loaded.keyConflicts()
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return loaded, nil
}

func sourceOf(t settings.Setting, v *viper.Viper, flags *pflag.FlagSet, file *File) Source {
	if flag := flags.Lookup(t.Key); flag != nil && flag.Changed {
		return Source{FromFlag, Flag(t)}
	}
	if inEnvironment(Env(t)) {
		return Source{FromEnvironment, Env(t)}
	}
	if v.InConfig(t.Key) && file != nil {
		return Source{FromFile, file.place(t.Key)}
	}
	return Source{}
}

// With is the settings in force where an override comes before everything but
// the flags that were given.
func (l *Loaded) With(o settings.Override) settings.Settings {
	var flags []string
	for key, source := range l.Sources {
		if source.Kind == FromFlag {
			flags = append(flags, key)
		}
	}
	return o.Except(flags...).Over(l.Settings)
}
