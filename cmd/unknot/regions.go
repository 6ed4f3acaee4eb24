package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

func (p *program) regionsCommand() *cobra.Command {
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
			for _, name := range scripts.BuiltinNames() {
				s, err := p.prepare(loaded, v, named{args: []string{name}})
				if err != nil {
					return err
				}
				limits, err := plan.Range(s.request)
				if err != nil {
					return p.explain(s, err)
				}
				rows = append(rows, newRegionRow(s.choice, limits))
			}
			if asJSON {
				return p.printJSON(rows)
			}
			return p.printRegions(rows)
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

func newRegionRow(c *choice, l plan.Limits) regionRow {
	row := regionRow{Region: c.name, Title: c.title}
	row.Least = int64((l.Least + timeline.Second - 1) / timeline.Second)
	row.Ideal = max(int64((l.Ideal+timeline.Second/2)/timeline.Second), row.Least)
	if !l.Endless {
		most := int64(l.Most / timeline.Second)
		row.Most, row.Ideal = &most, min(row.Ideal, most)
	}
	return row
}

func (p *program) printRegions(rows []regionRow) error {
	clock := func(seconds int64) string { return timeline.Clock(timeline.Frame(seconds) * timeline.Second) }
	table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	// A tabwriter keeps its first error for Flush.
	_, _ = fmt.Fprintln(table, "REGION\tLEAST\tIDEAL\tMOST\tTITLE")
	for _, r := range rows {
		most := "no end"
		if r.Most != nil {
			most = clock(*r.Most)
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", r.Region, clock(r.Least), clock(r.Ideal), most, terminal.Clean(r.Title))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// printJSON prints a value as JSON, characters as they are.
func (p *program) printJSON(value any) error {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(value); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return p.say("%s", strings.TrimSuffix(b.String(), "\n"))
}
