package main

import (
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts/catalogue"
)

func newRegionsCommand(h *host) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "regions [FOLDER...]",
		Short: "List every region, its title and the lengths it can have",
		Long: `List every region with its title and the lengths a session of it can have, with the
voice, the breath and the guidance that are set: what is built in, your own, and the
scripts in a FOLDER. Your own are the scripts in ` + "`unknot/regions`" + ` in your data folder
(~/.local/share on Linux). One that has the name of another is played in its place.`,
		Example: "  unknot regions\n  unknot regions --guidance brief --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			loaded, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			rows, err := listRegions(h, loaded.Settings, args)
			switch {
			case err != nil:
				return err
			case asJSON:
				return h.printJSON(rows)
			}
			return printRegions(h, rows)
		},
	}
	addSettings(cmd, planSettings()...)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// listRegions is a row for everything that can be played, folders included.
// Scripts of the user's that cannot be are reported, and not listed; so are
// regions of which every spot is left out.
func listRegions(h *host, s settings.Settings, folders []string) ([]regionRow, error) {
	library := *h.library()
	for _, name := range folders {
		folder, file, err := library.Paths.Open(name)
		if err != nil || file != "" {
			return nil, wrong("%s is not a folder: name the folder that your scripts are in", name)
		}
		library.Catalogue = library.Catalogue.With(catalogue.Source{Name: name, Folder: name, Files: folder})
	}
	h.faults(library.Catalogue.Faults(), nil)
	v, err := openVoice(s.Voice)
	if err != nil {
		return nil, err
	}
	var rows []regionRow
	for _, entry := range library.Catalogue.List() {
		row, err := rowOf(&library, entry, player.Request{Regions: []string{entry.Name}, Settings: s, Voice: v})
		switch {
		case err == nil:
			rows = append(rows, row)
		case entry.Builtin && !isAllLeftOut(err):
			return nil, err
		default:
			h.report(err)
		}
	}
	return rows, nil
}

// isAllLeftOut reports whether a session cannot be because its listener has left
// out every spot of a region.
func isAllLeftOut(err error) bool {
	all := (*plan.AllLeftOutError)(nil)
	return errors.As(err, &all)
}

// rowOf is the row of an entry.
func rowOf(l *player.Library, entry catalogue.Entry, r player.Request) (regionRow, error) {
	p, err := l.Prepare(r)
	if err != nil {
		return regionRow{}, err
	}
	limits, err := p.Limits()
	if err != nil {
		return regionRow{}, err
	}
	row := newRegionRow(p.Selection, limits)
	row.Source = entry.Source
	if len(entry.Covers) > 0 {
		row.Covers = entry.Covers[0]
	}
	return row, nil
}

// regionRow is a region as `regions --json` lists it, its lengths in whole
// seconds that all are possible. Most is nil where there is no end.
type regionRow struct {
	Region string `json:"region"`
	Title  string `json:"title"`
	Least  int64  `json:"least"`
	Ideal  int64  `json:"ideal"`
	Most   *int64 `json:"most"`
	Source string `json:"source"` // where it comes from: "built in", or a folder
	Covers string `json:"covers"` // the source of the one that it is played in place of; "" for none
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

// printRegions prints them as a table.
func printRegions(h *host, rows []regionRow) error {
	table := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	// A tabwriter keeps its first error for Flush.
	_, _ = fmt.Fprintln(table, "REGION\tLEAST\tIDEAL\tMOST\tTITLE")
	for _, r := range rows {
		most, title := "no end", r.Title
		if r.Most != nil {
			most = clockOf(*r.Most)
		}
		if r.Covers != "" {
			title += fmt.Sprintf(" (from %s, in place of the one %s)", r.Source, from(r.Covers))
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", r.Region, clockOf(r.Least), clockOf(r.Ideal), most, terminal.Clean(title))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// from is the name of a source after "the one".
func from(source string) string {
	if source == catalogue.Builtin().Name {
		return source
	}
	return "from " + source
}

// clockOf is a time in whole seconds as a clock shows it.
func clockOf(seconds int64) string { return timeline.Clock(timeline.Frame(seconds) * timeline.Second) }
