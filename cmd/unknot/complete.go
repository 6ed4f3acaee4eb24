package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/player/favourites"
	"github.com/unknot/unknot/player/spots"
)

// completeRegions completes REGION arguments, each once.
func completeRegions(h *host) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		names := slices.DeleteFunc(h.library().Catalogue.Names(), func(name string) bool { return slices.Contains(args, name) })
		return names, cobra.ShellCompDirectiveDefault // or a file
	}
}

// completeTargets completes REGION arguments, favourites included.
func completeTargets(h *host) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		names, directive := completeRegions(h)(cmd, args, word)
		if len(args) > 0 {
			return names, directive
		}
		if list, err := favourites.Open(h.store); err == nil {
			names = append(names, list.Names()...)
		}
		return names, directive
	}
}

// completeSpot completes the name of a spot that is left out, as the first
// argument.
func completeSpot(h *host) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		list, err := spots.Open(h.store)
		if err != nil || len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return list.Names(), cobra.ShellCompDirectiveNoFileComp
	}
}

// completeFavourite completes the name of a favourite, as the first argument.
func completeFavourite(h *host) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		list, err := favourites.Open(h.store)
		if err != nil || len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return list.Names(), cobra.ShellCompDirectiveNoFileComp
	}
}
