package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/cmd/unknot/config"
	"github.com/unknot/unknot/cmd/unknot/favourites"
	"github.com/unknot/unknot/cmd/unknot/store"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/scripts"
)

func (p *program) favouritesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "favourites",
		Aliases: []string{"favorites"},
		Short:   "List your favourite sessions; add, share and remove them",
		Long: `List your favourite sessions. A favourite is a name for one region or more, with the
settings that were given with it; a flag given beside its name comes before them.`,
		Example: "  unknot favourites add evening neck --length 8m --loop --guidance brief\n  unknot favourites",
		Args:    unknownFavouritesCommand,
		RunE:    func(*cobra.Command, []string) error { return p.listFavourites() },
	}
	cmd.AddCommand(p.addFavourite(), p.removeFavourite(), p.renameFavourite(), p.exportFavourites(), p.importFavourites())
	return cmd
}

// unknownFavouritesCommand refuses words that are no command, and names the
// nearest.
func unknownFavouritesCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	hint := ""
	if near := scripts.Nearest(args[0], names); near != "" {
		hint = fmt.Sprintf(" (did you mean %q?)", near)
	}
	return wrong("%q is nothing to do with favourites%s: there are %s", args[0], hint, strings.Join(names, ", "))
}

func (p *program) listFavourites() error {
	list, err := favourites.Open(p.store)
	if err != nil {
		return favouritesError(err)
	}
	if len(list.All()) == 0 {
		return p.say("No favourites yet. Add one: unknot favourites add evening neck --length 8m")
	}
	table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	// A tabwriter keeps its first error for Flush.
	_, _ = fmt.Fprintln(table, "NAME\tREGIONS\tSETTINGS")
	for _, f := range list.All() {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", terminal.Clean(f.Name), terminal.Clean(strings.Join(f.Regions, " ")), terminal.Clean(f.Flags()))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

func (p *program) addFavourite() *cobra.Command {
	var replace bool
	cmd := &cobra.Command{
		Use:   "add NAME REGION...",
		Short: "Give a session a name",
		Long: `Give a session a name, with the settings that are given here. It is tried first: a
session that cannot be is no favourite.

` + regionHelp,
		Example: "  unknot favourites add evening neck --length 8m --loop --guidance brief",
		Args:    arguments(2, -1, "a name and a region, such as evening neck"),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return completeRegions(cmd, args[1:], word)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := favourites.CheckName(args[0]); err != nil {
				return asWrong(err)
			}
			loaded, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			f, err := favouriteOf(cmd.Flags(), loaded, args[0], args[1:])
			if err != nil {
				return err
			}
			if err := p.try(loaded, f.Regions); err != nil {
				return err
			}
			if err := favourites.Change(p.store, func(l *favourites.List) error { return l.Add(f, replace) }); err != nil {
				return favouritesError(err)
			}
			return p.say("%s: %s\nPlay it: unknot play %s", f.Name, wordsOf(f), quoted(f.Name))
		},
	}
	addSettings(cmd, favourites.Keys()...)
	cmd.Flags().BoolVar(&replace, "replace", false, "replace a favourite of the same name")
	return cmd
}

// favouriteOf is the favourite that arguments and flags describe. Scripts and
// voices get the whole path: it is played from any folder.
func favouriteOf(flags *pflag.FlagSet, loaded *config.Loaded, name string, regions []string) (favourites.Favourite, error) {
	f := favourites.Favourite{Name: name, Regions: slices.Clone(regions), Settings: map[string]string{}}
	for i, region := range f.Regions {
		if !isFile(region) {
			continue
		}
		path, err := filepath.Abs(region)
		if err != nil {
			return f, fmt.Errorf("finding %s: %w", region, err)
		}
		f.Regions[i] = path
	}
	for _, row := range settings.Table() {
		if !flags.Changed(row.Key) || !slices.Contains(favourites.Keys(), row.Key) {
			continue
		}
		value := row.Format(loaded.Settings)
		if row.Key == "voice" && !slices.Contains(builtin.Names(), value) && !strings.HasPrefix(value, "~/") {
			path, err := filepath.Abs(value)
			if err != nil {
				return f, fmt.Errorf("finding the voice %s: %w", value, err)
			}
			value = path
		}
		f.Settings[row.Key] = value
	}
	return f, nil
}

// try fits a session, to know that it can be.
func (p *program) try(loaded *config.Loaded, regions []string) error {
	s, err := p.prepare(loaded, nil, named{args: regions})
	if err != nil {
		return err
	}
	_, err = p.timeline(s)
	return err
}

func (p *program) removeFavourite() *cobra.Command {
	return &cobra.Command{
		Use:               "remove NAME",
		Short:             "Remove a favourite",
		Args:              arguments(1, 1, "the name of a favourite"),
		ValidArgsFunction: p.completeFavourite,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := favourites.Change(p.store, func(l *favourites.List) error { return l.Remove(args[0]) }); err != nil {
				return favouritesError(err)
			}
			return p.say("%s is a favourite no more", args[0])
		},
	}
}

func (p *program) renameFavourite() *cobra.Command {
	return &cobra.Command{
		Use:               "rename OLD NEW",
		Short:             "Give a favourite another name",
		Args:              arguments(2, 2, "the old name and the new"),
		ValidArgsFunction: p.completeFavourite,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := favourites.Change(p.store, func(l *favourites.List) error { return l.Rename(args[0], args[1]) }); err != nil {
				return favouritesError(err)
			}
			return p.say("%s is now called %s", args[0], args[1])
		},
	}
}

func (p *program) exportFavourites() *cobra.Command {
	return &cobra.Command{
		Use:     "export [FILE]",
		Short:   "Write the favourites as YAML, to share them",
		Example: "  unknot favourites export mine.yaml",
		Args:    arguments(0, 1, "the file to write"),
		RunE: func(_ *cobra.Command, args []string) error {
			list, err := favourites.Open(p.store)
			if err != nil {
				return favouritesError(err)
			}
			text, err := list.YAML()
			if err != nil {
				return err
			}
			for _, f := range list.All() {
				for _, path := range slices.Concat(f.Regions, []string{f.Settings["voice"]}) {
					if filepath.IsAbs(path) || strings.HasPrefix(path, "~/") {
						p.tell("unknot: %s needs %s, which is not in the favourites: share it as well", f.Name, path)
					}
				}
			}
			if len(args) == 0 {
				return p.say("%s", strings.TrimSuffix(string(text), "\n"))
			}
			err = writeWhole(args[0], func(w io.Writer) error {
				_, err := w.Write(text)
				return err
			})
			if err != nil {
				return fmt.Errorf("writing %s: %w", args[0], err)
			}
			return p.say("%s: %s", args[0], counted(len(list.All()), "favourite"))
		},
	}
}

func (p *program) importFavourites() *cobra.Command {
	var replace bool
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Add the favourites of a file",
		Long: `Add the favourites of a file. Each is tried first. Either all of them are added, or
none and every reason is told.`,
		Args: arguments(1, 1, "a file of favourites"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.importFile(cmd, args[0], replace)
		},
	}
	cmd.Flags().BoolVar(&replace, "replace", false, "replace favourites of the same names")
	return cmd
}

func (p *program) importFile(cmd *cobra.Command, path string, replace bool) error {
	const most = 1 << 17 // favourites are bounded below that
	data, err := store.Read(path, most)
	if err != nil {
		return wrong("reading the favourites: %w", err)
	}
	list, err := favourites.Parse(path, data)
	if err != nil {
		return asWrong(err)
	}
	if len(list.All()) == 0 {
		return wrong("%s holds no favourites", path)
	}
	own, err := config.Open(configFlag(cmd.Flags()))
	if err != nil {
		return asWrong(err)
	}
	var faults []error
	for _, f := range list.All() {
		if err := p.tryFavourite(f, own); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", f.Name, err))
		}
	}
	if len(faults) > 0 {
		return wrong("%w\nnothing was added from %s", errors.Join(faults...), path)
	}
	var added []string
	err = favourites.Change(p.store, func(to *favourites.List) error {
		var faults []error
		for _, f := range list.All() {
			what := "added"
			if _, there := to.Find(f.Name); there {
				what = "replaced"
			}
			if err := to.Add(f, replace); err != nil {
				faults = append(faults, err)
			}
			added = append(added, fmt.Sprintf("%s %s: %s", what, f.Name, wordsOf(f)))
		}
		if len(faults) > 0 {
			return fmt.Errorf("%w\nnothing was added from %s", errors.Join(faults...), path)
		}
		return nil
	})
	if err != nil {
		return favouritesError(err)
	}
	return p.say("%s", strings.Join(added, "\n"))
}

// tryFavourite fits a favourite as it would be played.
func (p *program) tryFavourite(f favourites.Favourite, own *config.File) error {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	config.AddFlags(flags)
	if err := f.Under(flags); err != nil {
		return err
	}
	loaded, err := config.Load(flags, own)
	if err != nil {
		return asWrong(err)
	}
	return p.try(loaded, f.Regions)
}

// completeFavourite completes the name of a favourite, as the first argument.
func (p *program) completeFavourite(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	list, err := favourites.Open(p.store)
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return list.Names(), cobra.ShellCompDirectiveNoFileComp
}

// favouritesError has wrong favourites exit as a wrong request, and a disk that
// fails as what could not be done.
func favouritesError(err error) error {
	if disk := (*fs.PathError)(nil); errors.As(err, &disk) || errors.Is(err, store.ErrBusy) {
		return fmt.Errorf("keeping the favourites: %w", err)
	}
	return asWrong(err)
}

// wordsOf is a favourite's session as it would be asked for.
func wordsOf(f favourites.Favourite) string {
	return strings.TrimSpace(strings.Join(f.Regions, " ") + " " + f.Flags())
}

// quoted is a name as it is given in a shell.
func quoted(name string) string {
	switch {
	case !strings.ContainsAny(name, " '"):
		return name
	case strings.Contains(name, "'"):
		return `"` + name + `"`
	}
	return "'" + name + "'"
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
