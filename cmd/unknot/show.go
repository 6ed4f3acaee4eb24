package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/spots"
	"github.com/unknot/unknot/scripts"
)

func newShowCommand(h *host) *cobra.Command {
	return &cobra.Command{
		Use:               "show REGION...",
		Short:             "Print a region's script in words, with its cautions",
		Long:              "Print a region's script in words: what is said and done, in order, with its cautions.\n\n" + regionHelp,
		Example:           "  unknot show neck\n  unknot show ./my-neck.yaml",
		Args:              arguments(1, -1, "a region, such as neck"),
		ValidArgsFunction: completeRegions(h),
		RunE: func(_ *cobra.Command, args []string) error {
			selection, err := h.library().Select(args)
			if err != nil {
				return err
			}
			h.faults(selection.Warnings, selection.Sources)
			list, err := spots.Open(h.store)
			if err != nil { // the script can be read all the same
				h.warn(err)
			}
			leftOut := leftOutWords(plan.Request{Scripts: selection.Scripts, LeftOut: list.Spots()}.LeftOutSpots())
			return h.say("%s%s", strings.TrimSuffix(scriptWords(selection, terminal.Width(h.screen)), "\n"), leftOut)
		},
	}
}

// scriptWords is scripts in words, the advice once at the end.
func scriptWords(of player.Selection, width int) string {
	width = min(width, 100)
	var b strings.Builder
	if len(of.Scripts) > 1 {
		b.WriteString(of.Title + "\n\n")
	}
	for i, s := range of.Scripts {
		words := scripts.Words(s, width)
		if i < len(of.Scripts)-1 {
			words = strings.TrimSuffix(words, scripts.Wrap(scripts.Advice(), width))
			words = strings.TrimRight(strings.TrimSuffix(strings.TrimRight(words, "\n"), "Before you begin"), "\n") + "\n\n\n"
		}
		b.WriteString(words)
	}
	return b.String()
}
