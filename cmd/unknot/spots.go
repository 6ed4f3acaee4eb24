package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/spots"
	"github.com/unknot/unknot/player/store"
)

func newSpotsCommand(h *host) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "spots",
		Short: "List the spots you have left out; bring them back",
		Long: `List the spots you have left out: the key x does that while a session plays, on both
sides and for all later sessions. Bring one back with unknot spots restore.`,
		Example: "  unknot spots\n  unknot spots --json",
		Args:    unknownCommand("%q is nothing to do with spots%s: there is %[3]s"),
		RunE: func(*cobra.Command, []string) error {
			list, err := spots.Open(h.store)
			switch {
			case err != nil:
				return spotsError(err)
			case asJSON:
				return h.printJSON(append(spots.List{}, list...))
			}
			return listSpots(h, list)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.AddCommand(newRestoreSpotCommand(h))
	return cmd
}

// listSpots prints a table of them.
func listSpots(h *host, list spots.List) error {
	if len(list) == 0 {
		return h.say("No spot is left out. The key x leaves out the one that is being worked.")
	}
	table := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	// A tabwriter keeps its first error for Flush.
	_, _ = fmt.Fprintln(table, "REGION\tTITLE\tSINCE\tNAME")
	for _, s := range list {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", s.Region, terminal.Clean(s.Title), s.Since.Format(time.DateOnly), terminal.Clean(s.Name()))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

func newRestoreSpotCommand(h *host) *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "restore NAME",
		Short: "Bring back a spot that was left out",
		Long: `Bring back a spot that was left out: later sessions have it again. NAME is its region,
its place or its title, as unknot spots lists them. With --all, every spot of that name
comes back; without a name, every spot there is.`,
		Example:           "  unknot spots restore --all",
		Args:              arguments(0, 1, "the name of a spot"),
		ValidArgsFunction: completeSpot(h),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 && !all {
				return wrong("name the spot to bring back (unknot spots lists them), or give --all for all of them")
			}
			back, err := spots.Restore(h.store, strings.Join(args, ""), all)
			if err != nil {
				return spotsError(err)
			}
			if len(back) == 0 {
				return h.say("No spot is left out.")
			}
			for _, s := range back {
				if err := h.say("%s: %s is back", s.Region, terminal.Clean(s.Title)); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "bring back every spot, or every one of that name")
	return cmd
}

// spotsError has a wrong name exit as a wrong request, and everything else as
// what could not be done.
func spotsError(err error) error {
	unknown, ambiguous := (*spots.UnknownError)(nil), (*spots.AmbiguousError)(nil)
	switch disk := (*fs.PathError)(nil); {
	case errors.As(err, &unknown), errors.As(err, &ambiguous):
		return asWrong(err)
	case errors.As(err, &disk), errors.Is(err, store.ErrBusy):
		return fmt.Errorf("keeping the spots that are left out: %w", err)
	}
	return err
}

// leftOutWords is a line for each spot that a session does without, below what
// comes before; "" for none.
func leftOutWords(list []plan.Spot) string {
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintf(&b, "\nleft out: %s (%s)", terminal.Clean(s.Title), s.Region)
	}
	if b.Len() > 0 {
		b.WriteString("\nbring back with: unknot spots restore NAME")
	}
	return b.String()
}
