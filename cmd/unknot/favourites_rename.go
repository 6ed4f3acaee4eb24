package main

import (
	"github.com/spf13/cobra"

	"github.com/unknot/unknot/player/favourites"
)

func newRenameFavouriteCommand(h *host) *cobra.Command {
	return &cobra.Command{
		Use:               "rename OLD NEW",
		Short:             "Give a favourite another name",
		Args:              arguments(2, 2, "the old name and the new"),
		ValidArgsFunction: completeFavourite(h),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := notARegion(h, args[1]); err != nil {
				return err
			}
			if err := favourites.Change(h.store, func(l *favourites.List) error { return l.Rename(args[0], args[1]) }); err != nil {
				return favouritesError(err)
			}
			return h.say("%s is now called %s", args[0], args[1])
		},
	}
}
