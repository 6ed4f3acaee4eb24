package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/screen"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts/language"
)

func newPlanCommand(h *host) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:               "plan REGION...",
		Short:             "Print what a session will bring, and when",
		Long:              "Print the timeline of a session: what is said, held and rested, and when.\n\n" + regionHelp,
		Example:           "  unknot plan neck --length 8m\n  unknot plan neck jaw --length 20m --json",
		Args:              arguments(1, -1, "a region, such as neck"),
		ValidArgsFunction: completeTargets(h),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := requested(h, cmd, args)
			if err != nil {
				return err
			}
			t, err := p.Timeline()
			if err != nil {
				return err
			}
			noteLength(h, p)
			if asJSON {
				return h.printJSON(t)
			}
			return printPlan(h, p.Title, leftOutWords(p.Plan.LeftOutSpots()), t)
		},
	}
	addSettings(cmd, planSettings()...)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// printPlan prints a timeline as a table, under what is left out of it.
func printPlan(h *host, title, leftOut string, t *timeline.Timeline) error {
	if err := h.say("%s, %s%s\n", terminal.Clean(title), timeline.Clock(t.Frames), leftOut); err != nil {
		return err
	}
	table := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	// A tabwriter keeps its first error for Flush.
	_, _ = fmt.Fprintln(table, "TIME\tWHAT\tSIDE\tTEXT")
	for row := range screen.Rows(t, language.English()) {
		what, text := row.Word, row.Text
		switch row.Kind {
		case "chapter":
			continue // the points say it
		case "say":
			text = "  " + text
		}
		_, _ = fmt.Fprintln(table, strings.Join([]string{timeline.Clock(row.At), what, string(row.Side), text}, "\t"))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}
