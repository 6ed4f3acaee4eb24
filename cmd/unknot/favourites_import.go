package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/files"
	"github.com/unknot/unknot/cmd/unknot/sources"
	"github.com/unknot/unknot/player/favourites"
)

type importFavouritesOptions struct {
	replace bool
}

func newImportFavouritesCommand(h *host) *cobra.Command {
	o := &importFavouritesOptions{}
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Add the favourites of a file",
		Long: `Add the favourites of a file. Each is tried first. Either all of them are added, or
none and every reason is reported.`,
		Args: arguments(1, 1, "a file of favourites"),
		RunE: func(cmd *cobra.Command, args []string) error {
			loaded, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			return o.importFile(h, loaded, args[0])
		},
	}
	cmd.Flags().BoolVar(&o.replace, "replace", false, "replace favourites of the same names")
	return cmd
}

func (o *importFavouritesOptions) importFile(h *host, loaded *sources.Loaded, path string) error {
	const most = 1 << 17 // favourites are bounded below that
	data, err := files.Read(path, most)
	if err != nil {
		return wrong("reading the favourites: %w", err)
	}
	list, err := favourites.Parse(path, data, h.library().Catalogue.Names())
	if err != nil {
		return asWrong(err)
	}
	if len(list.All()) == 0 {
		return wrong("%s holds no favourites", path)
	}
	var faults []error
	for _, f := range list.All() {
		if err := tryFitting(h, f.Regions, loaded.With(f.Settings)); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", f.Name, err))
		}
	}
	if len(faults) > 0 {
		return wrong("%w\nnothing was added from %s", errors.Join(faults...), path)
	}
	var added []string
	err = favourites.Change(h.store, func(to *favourites.List) error {
		added, err = o.addAll(to, list, path)
		return err
	})
	if err != nil {
		return favouritesError(err)
	}
	return h.say("%s", strings.Join(added, "\n"))
}

// addAll adds every favourite of a list to another, or none, and says what it
// did.
func (o *importFavouritesOptions) addAll(to, list *favourites.List, path string) (added []string, err error) {
	var faults []error
	for _, f := range list.All() {
		what := "added"
		if _, there := to.Find(f.Name); there {
			what = "replaced"
		}
		if err := to.Add(f, o.replace); err != nil {
			faults = append(faults, err)
		}
		added = append(added, fmt.Sprintf("%s %s: %s", what, f.Name, favouriteWords(f)))
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("%w\nnothing was added from %s", errors.Join(faults...), path)
	}
	return added, nil
}
