package main

import (
	"fmt"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
)

func newRegionsCommand(h *host) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "regions",
		Short: "List every region, its title and the lengths it can have",
		Long: `List every region with its title and the lengths a session of it can have, with the
voice, the breath and the guidance that are set.`,
		Example: "  unknot regions\n  unknot regions --guidance brief --json",
		Args:    arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			loaded, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			v, err := openVoice(loaded.Voice)
			if err != nil {
				return err
			}
			var rows []regionRow
			regions := h.library().Regions
			for _, name := range slices.Concat(regions.Regions(), regions.Programmes()) {
				p, err := prepare(h, player.Request{Regions: []string{name}, Settings: loaded.Settings, Voice: v})
				if err != nil {
					return err
				}
				limits, err := p.Limits()
				if err != nil {
					return err
				}
				rows = append(rows, newRegionRow(p.Selection, limits))
			}
			if asJSON {
				return h.printJSON(rows)
			}
			return printRegions(h, rows)
		},
	}
	addSettings(cmd, planSettings()...)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// regionRow is a region as `regions --json` lists it, its lengths in whole
// seconds that all are possible. Most is nil where there is no end.
type regionRow struct {
	Region string `json:"region"`
	Title  string `json:"title"`
	Least  int64  `json:"least"`
	Ideal  int64  `json:"ideal"`
	Most   *int64 `json:"most"`
}

func newRegionRow(s player.Selection, l plan.Limits) regionRow {
	row := regionRow{Region: s.Name, Title: s.Title}
	row.Least = int64((l.Least + timeline.Second - 1) / timeline.Second)
	row.Ideal = max(int64((l.Ideal+timeline.Second/2)/timeline.Second), row.Least)
	if !l.Endless {
		most := int64(l.Most / timeline.Second)
		row.Most, row.Ideal = &most, min(row.Ideal, most)
	}
	return row
}

func printRegions(h *host, rows []regionRow) error {
	table := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	// A tabwriter keeps its first error for Flush.
	_, _ = fmt.Fprintln(table, "REGION\tLEAST\tIDEAL\tMOST\tTITLE")
	for _, r := range rows {
		most := "no end"
		if r.Most != nil {
			most = clockOf(*r.Most)
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", r.Region, clockOf(r.Least), clockOf(r.Ideal), most, terminal.Clean(r.Title))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// clockOf is a time in whole seconds as a clock shows it.
func clockOf(seconds int64) string { return timeline.Clock(timeline.Frame(seconds) * timeline.Second) }
