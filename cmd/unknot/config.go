package main

import (
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/sources"
	"github.com/unknot/unknot/player/settings"
)

func newConfigCommand(h *host) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Print the settings in force and where each comes from",
		Long: `Print every setting, its value, and where the value comes from. A flag comes before
an UNKNOT_* variable, the variable before the config file, the file before the default.`,
		Example: "  unknot config\n  UNKNOT_VOICE_LEVEL=-3 unknot config --length 8m",
		Args:    arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			loaded, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			return printConfig(h, loaded, configFlag(cmd.Flags()))
		},
	}
	addSettings(cmd)
	return cmd
}

// printConfig prints the settings in force, and where each comes from.
func printConfig(h *host, loaded *sources.Loaded, path string) error {
	table := tabwriter.NewWriter(h.stdout, 0, 0, 2, ' ', 0)
	for _, row := range settings.Table() {
		// A tabwriter keeps its first error for Flush.
		_, _ = table.Write([]byte(row.Key + "\t" + row.Format(loaded.Settings) + "\t" + loaded.Sources[row.Key].String() + "\n"))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if path == "" {
		path = sources.UserFile()
		if _, err := os.Stat(path); err != nil {
			path += " (not there)"
		}
	}
	return h.say("\nconfig file: %s", path)
}
