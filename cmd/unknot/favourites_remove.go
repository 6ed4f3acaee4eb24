package main

import (
	"github.com/spf13/cobra"

	"github.com/unknot/unknot/player/favourites"
)

func newRemoveFavouriteCommand(h *host) *cobra.Command {
	return &cobra.Command{
		Use:               "remove NAME",
		Short:             "Remove a favourite",
		Args:              arguments(1, 1, "the name of a favourite"),
		ValidArgsFunction: completeFavourite(h),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := favourites.Change(h.store, func(l *favourites.List) error { return l.Remove(args[0]) }); err != nil {
				return favouritesError(err)
			}
			return h.say("%s is no longer a favourite", args[0])
		},
	}
}
