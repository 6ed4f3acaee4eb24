package main

import (
	"encoding/csv"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/internal/plural"
	"github.com/unknot/unknot/player/history"
)

func newHistoryCommand(h *host) *cobra.Command {
	var asJSON, asCSV bool
	cmd := &cobra.Command{
		Use:   "history",
		Short: "Show what was played",
		Long: `Show what was played: the latest sessions, this week by day, the minutes of each region
and the present run of days. A session belongs to the day it was begun on. A day is one
of the run from a minute on.`,
		Example: "  unknot history\n  unknot history --csv",
		Args:    arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			if asJSON && asCSV {
				return wrong("--json and --csv cannot both be printed: give one of them")
			}
			past, err := history.Open(h.store, h.now).Read()
			if err != nil {
				return err
			}
			for _, fault := range past.Faults {
				h.warn(fault)
			}
			switch {
			case asJSON:
				return h.printJSON(newHistoryDocument(past, h.now()))
			case asCSV:
				return h.say("%s", historyCSV(past))
			case len(past.Entries) == 0:
				return h.say("Nothing was played yet. Begin with: unknot play neck")
			}
			return h.say("%s", historyWords(past, h.now(), h.screen))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON: every session, and the totals")
	cmd.Flags().BoolVar(&asCSV, "csv", false, "print CSV: every session, a row each")
	return cmd
}

// latest is how many sessions are shown.
const latest = 10

// historyWords is what was played, for a reader: the latest sessions, this week,
// the regions. On a screen it keeps to its width.
func historyWords(past *history.Past, now time.Time, screen *os.File) string {
	var b strings.Builder
	table := func(rows func(*tabwriter.Writer)) {
		w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		rows(w)
		_ = w.Flush() // a strings.Builder takes everything
	}
	shown := past.Entries[max(0, len(past.Entries)-latest):]
	table(func(w *tabwriter.Writer) {
		_, _ = fmt.Fprintln(w, "STARTED\tREGIONS\tPLAYED\tENDED")
		for _, e := range slices.Backward(shown) {
			played := clockOf(rounded(e.Played))
			if e.Asked > 0 {
				played += " of " + clockOf(rounded(e.Asked))
			}
			names := terminal.Clean(namesOf(e))
			if screen != nil {
				const besides = len("Mon 30 Mar 2026 15:04") + len("  11:01 of 10:00") + len("  finished") + len("  ")
				names = ansi.Truncate(names, max(terminal.Width(screen)-besides, 12), "…")
			}
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", e.Started.Format("Mon 2 Jan 2006 15:04"), names, played, endings(e.Ended))
		}
	})
	if earlier := len(past.Entries) - len(shown); earlier > 0 {
		fmt.Fprintf(&b, "and %d earlier: --json and --csv have them all\n", earlier)
	}
	week := past.Week(now)
	most, total := 0.0, 0.0
	for _, day := range week {
		most, total = max(most, day.Seconds), total+day.Seconds
	}
	const roundBar = len("  Mon 30 Mar  ") + len(" 999 min")
	width := 30 // of the longest bar
	if screen != nil {
		width = min(width, terminal.Width(screen)-roundBar)
	}
	fmt.Fprintf(&b, "\nThis week: %s\n", minutes(total))
	for _, day := range week {
		line := "  " + day.Day.Time().Format("Mon _2 Jan")
		if day.Seconds > 0 {
			line += "  " + bar(day.Seconds, most, width) + " " + minutes(day.Seconds)
		}
		b.WriteString(line + "\n")
	}
	b.WriteString("\nBy region\n")
	table(func(w *tabwriter.Writer) {
		for _, r := range past.Regions() {
			_, _ = fmt.Fprintf(w, "  %s\t%s\t%s\n", terminal.Clean(r.Region), minutes(r.Seconds), plural.Count(r.Sessions, "session"))
		}
	})
	fmt.Fprintf(&b, "\nDays in a row: %d", past.Run(now))
	return b.String()
}

// rounded is a time to the whole second.
func rounded(seconds float64) int64 { return int64(math.Round(seconds)) }

// minutes is a time to be taken in at a glance.
func minutes(seconds float64) string {
	if seconds > 0 && seconds < 60 {
		return "<1 min"
	}
	return fmt.Sprintf("%.0f min", seconds/60)
}

// bar is as long as its share of the most, which has the whole width.
func bar(seconds, most float64, width int) string {
	block := "█"
	if !terminal.Unicode(os.Getenv) {
		block = "#"
	}
	return strings.Repeat(block, max(1, int(math.Round(float64(width)*seconds/most))))
}

// namesOf is what was played: the favourite's name, or the regions.
func namesOf(e history.Entry) string {
	regions := strings.Join(e.Regions, ", ")
	if e.Favourite != "" {
		return e.Favourite + ": " + regions
	}
	return regions
}

func endings(e history.Ending) string {
	if e == history.CutOff {
		return "cut off"
	}
	return string(e)
}

// historyDocument is the history as --json prints it. Times are seconds.
type historyDocument struct {
	Version   int             `json:"version"`
	Sessions  []history.Entry `json:"sessions"`
	Week      []dayRow        `json:"week"`
	Regions   []playedRow     `json:"regions"`
	DaysInRow int             `json:"days_in_a_row"`
}

type dayRow struct {
	Day     string  `json:"day"`
	Seconds float64 `json:"seconds"`
}

type playedRow struct {
	Region   string  `json:"region"`
	Seconds  float64 `json:"seconds"`
	Sessions int     `json:"sessions"`
}

func newHistoryDocument(past *history.Past, now time.Time) historyDocument {
	d := historyDocument{Version: 1, Sessions: append([]history.Entry{}, past.Entries...), Regions: []playedRow{}, DaysInRow: past.Run(now)}
	for _, day := range past.Week(now) {
		d.Week = append(d.Week, dayRow{day.Day.Time().Format(time.DateOnly), day.Seconds})
	}
	for _, r := range past.Regions() {
		d.Regions = append(d.Regions, playedRow(r))
	}
	return d
}

// historyCSV is every session, a row each.
func historyCSV(past *history.Past) string {
	var b strings.Builder
	rows := csv.NewWriter(&b)
	number := func(s float64) string { return strconv.FormatFloat(s, 'f', -1, 64) }
	// A csv.Writer keeps its first error, and a strings.Builder has none.
	_ = rows.Write([]string{"started", "regions", "title", "favourite", "voice", "asked", "played", "differs",
		"rounds", "points", "extended", "seconds", "ended", "id", "resumes"})
	for _, e := range past.Entries {
		var seconds []string
		for _, region := range slices.Sorted(maps.Keys(e.Seconds)) {
			seconds = append(seconds, region+"="+number(e.Seconds[region]))
		}
		_ = rows.Write([]string{e.Started.Format(time.RFC3339), cell(strings.Join(e.Regions, " ")), cell(e.Title), cell(e.Favourite), cell(e.Voice),
			number(e.Asked), number(e.Played), number(e.Differs),
			strconv.Itoa(e.Rounds), strconv.Itoa(e.Points), strconv.Itoa(e.Extended), cell(strings.Join(seconds, " ")), string(e.Ended), cell(e.ID), cell(e.Resumes)})
	}
	rows.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// cell is text from outside that a spreadsheet shall not take for a formula.
func cell(text string) string {
	text = terminal.Clean(text)
	if strings.IndexAny(text, "=+-@") == 0 {
		return "'" + text
	}
	return text
}
