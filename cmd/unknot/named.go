package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/unknot/unknot/cmd/unknot/config"
	"github.com/unknot/unknot/player/favourites"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/scripts"
)

// named is what REGION arguments stand for: where they are the name of a
// favourite, its regions, with its settings given to flags that were not given.
type named struct {
	args      []string
	favourite string
}

// named resolves REGION arguments.
func (p *program) named(flags *pflag.FlagSet, args []string) (named, error) {
	i := slices.IndexFunc(args, func(arg string) bool { return !isFile(arg) && !slices.Contains(scripts.BuiltinNames(), arg) })
	if i < 0 {
		return named{args: args}, nil
	}
	list, err := favourites.Open(p.store)
	if err != nil {
		return named{}, favouritesError(err)
	}
	f, ok := list.Find(args[i])
	switch {
	case !ok:
		hint := ""
		names := append(scripts.BuiltinNames(), list.Names()...)
		if near := scripts.Nearest(args[i], names); near != "" {
			hint = fmt.Sprintf("did you mean %q? ", near)
		}
		return named{}, wrong("unknown region %q: %sthere are %s, your favourites (unknot favourites), and any script file by its path",
			args[i], hint, strings.Join(scripts.BuiltinNames(), ", "))
	case len(args) > 1:
		return named{}, wrong("%s is a favourite, and is played by itself: name it alone", f.Name)
	}
	if err := under(flags, f.Settings); err != nil {
		return named{}, asWrong(err)
	}
	return named{f.Regions, f.Name}, nil
}

// under gives flags an override's values, but for flags that were given: those
// come before it, and it before all else.
func under(flags *pflag.FlagSet, o settings.Override) error {
	for _, key := range o.Keys() {
		flag := flags.Lookup(key)
		if flag == nil || flag.Changed {
			continue
		}
		text, _ := o.Text(key)
		if err := flags.Set(key, text); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	return nil
}

// settle resolves REGION arguments and loads the settings in force for them.
func (p *program) settle(cmd *cobra.Command, args []string) (*config.Loaded, named, error) {
	n, err := p.named(cmd.Flags(), args)
	if err != nil {
		return nil, named{}, err
	}
	loaded, err := loadSettings(cmd)
	return loaded, n, err
}

// completeNamed completes REGION arguments, favourites included.
func (p *program) completeNamed(cmd *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	names, directive := completeRegions(cmd, args, word)
	if len(args) > 0 {
		return names, directive
	}
	if list, err := favourites.Open(p.store); err == nil {
		names = append(names, list.Names()...)
	}
	return names, directive
}
