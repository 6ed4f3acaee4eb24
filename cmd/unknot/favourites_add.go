package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/player/favourites"
	"github.com/unknot/unknot/player/settings"
)

type addFavouriteOptions struct {
	replace bool
}

func newAddFavouriteCommand(h *host) *cobra.Command {
	o := &addFavouriteOptions{}
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
			return completeRegions(h)(cmd, args[1:], word)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.add(h, cmd, args[0], args[1:]) },
	}
	addSettings(cmd, settings.SessionKeys()...)
	cmd.Flags().BoolVar(&o.replace, "replace", false, "replace a favourite of the same name")
	return cmd
}

func (o *addFavouriteOptions) add(h *host, cmd *cobra.Command, name string, regions []string) error {
	if err := favourites.CheckName(name); err != nil {
		return asWrong(err)
	}
	if err := notARegion(h, name); err != nil {
		return err
	}
	loaded, err := loadSettings(cmd)
	if err != nil {
		return err
	}
	given := slices.DeleteFunc(settings.SessionKeys(), func(key string) bool { return !cmd.Flags().Changed(key) })
	f, err := favouriteOf(h, name, regions, loaded.Settings, given)
	if err != nil {
		return err
	}
	if err := tryFitting(h, f.Regions, loaded.Settings); err != nil {
		return err
	}
	if err := favourites.Change(h.store, func(l *favourites.List) error { return l.Add(f, o.replace) }); err != nil {
		return favouritesError(err)
	}
	return h.say("%s: %s\nPlay it: unknot play %s", f.Name, favouriteWords(f), quoted(f.Name))
}

// favouriteOf is a favourite with the named settings of s. Scripts and voices
// get their whole path, since it may be played from any folder.
func favouriteOf(h *host, name string, regions []string, s settings.Settings, keys []string) (favourites.Favourite, error) {
	f := favourites.Favourite{Name: name}
	for _, region := range regions {
		f.Regions = append(f.Regions, h.library().Absolute(region))
	}
	voice, err := absoluteVoice(s.Voice)
	if err != nil {
		return f, fmt.Errorf("adding the favourite: %w", err)
	}
	s.Voice = voice
	f.Settings = settings.Of(s, keys...)
	return f, nil
}
