package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/screen"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/timeline"
)

func (p *program) planCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:               "plan REGION...",
		Short:             "Print what a session will bring, and when",
		Long:              "Print the timeline of a session: what is said, held and rested, and when.\n\n" + regionHelp,
		Example:           "  unknot plan neck --length 8m\n  unknot plan neck jaw --length 20m --json",
		Args:              arguments(1, -1, "a region, such as neck"),
		ValidArgsFunction: completeRegions,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := p.ask(cmd, args)
			if err != nil {
				return err
			}
			t, err := p.timeline(s)
			if err != nil {
				return err
			}
			if asJSON {
				return p.printJSON(t)
			}
			return p.printPlan(s, t)
		},
	}
	addSettings(cmd, planSettings()...)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func (p *program) printPlan(s *asked, t *timeline.Timeline) error {
	title := terminal.Clean(s.choice.title)
	if err := p.say("%s, %s\n", title, timeline.Clock(t.Frames)); err != nil {
		return err
	}
	table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	// A tabwriter keeps its first error for Flush.
	_, _ = fmt.Fprintln(table, "TIME\tWHAT\tSIDE\tTEXT")
	for row := range screen.Rows(t) {
		what, text := row.What, row.Text
		switch what {
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
