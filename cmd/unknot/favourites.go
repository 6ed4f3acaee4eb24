package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/favourites"
)

func newFavouritesCommand(h *host) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "favourites",
		Aliases: []string{"favorites"},
		Short:   "List your favourite sessions; add, share and remove them",
		Long: `List your favourite sessions. A favourite is a name for one region or more, with the
settings that were given with it; a flag given beside its name comes before them.`,
		Example: "  unknot favourites add evening neck --length 8m --loop --guidance brief\n  unknot favourites",
		Args:    unknownCommand("%q is nothing to do with favourites%s: there are %[3]s"),
		RunE:    func(*cobra.Command, []string) error { return listFavourites(h) },
	}
	cmd.AddCommand(newAddFavouriteCommand(h), newRemoveFavouriteCommand(h), newRenameFavouriteCommand(h),
		newExportFavouritesCommand(h), newImportFavouritesCommand(h))
	return cmd
}

// listFavourites prints a table of them.
func listFavourites(h *host) error {
	list, err := favourites.Open(h.store)
	if err != nil {
		return favouritesError(err)
	}
	if len(list.All()) == 0 {
		return h.say("No favourites yet. Add one: unknot favourites add evening neck --length 8m")
	}
	table := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	// A tabwriter keeps its first error for Flush.
	_, _ = fmt.Fprintln(table, "NAME\tREGIONS\tSETTINGS")
	for _, f := range list.All() {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", terminal.Clean(f.Name), terminal.Clean(strings.Join(f.Regions, " ")), terminal.Clean(favouriteFlags(f)))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}
