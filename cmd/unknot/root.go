package main

import "github.com/spf13/cobra"

// run runs the program on a host and reports an error on stderr.
func run(h *host, args []string) Status {
	root := newRootCommand(h)
	root.SetArgs(args)
	err := root.Execute()
	if err != nil {
		h.report(err)
	}
	return statusOf(err)
}

// newRootCommand is the command with all its commands.
func newRootCommand(h *host) *cobra.Command {
	root := &cobra.Command{
		Use:   "unknot",
		Short: "Voice-guided self-massage for neck, jaw and back",
		Long: `unknot plays voice-guided self-massage sessions: put on headphones, choose a region
and a length, close your eyes, and a calm voice and breath tones take you through
finding, holding and stretching.

With no command it asks what to play.`,
		Example:       "  unknot\n  unknot play neck --length 8m\n  unknot regions",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          unknownCommand(`unknown command %q%s: unknot --help lists the commands`),
		RunE:          func(cmd *cobra.Command, _ []string) error { return choose(h, cmd) },
	}
	addSettings(root)
	root.SetIn(h.stdin)
	root.SetOut(h.stdout)
	root.SetErr(h.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return wrong("%v (see: %s --help)", err, cmd.CommandPath())
	})
	root.CompletionOptions.HiddenDefaultCmd = false
	root.PersistentFlags().String("config", "", "read settings from this `file` rather than your own")
	root.AddCommand(
		newPlayCommand(h), newResumeCommand(h), newPlanCommand(h), newExportCommand(h), newRegionsCommand(h), newShowCommand(h),
		newCheckCommand(h), newFavouritesCommand(h), newSpotsCommand(h), newHistoryCommand(h),
		newConfigCommand(h), newHeadphonesCommand(h), newVersionCommand(h), newManCommand(),
	)
	return root
}
