package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/cmd/unknot/sources"
	"github.com/unknot/unknot/internal/nearest"
	"github.com/unknot/unknot/player/settings"
)

// arguments checks how many arguments a command has. What names them.
func arguments(least, most int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return wrong("%s needs %s (see: %s --help)", cmd.CommandPath(), what, cmd.CommandPath())
		case most >= 0 && len(args) > most && most == 0:
			return wrong("%s takes nothing more, but was given %q", cmd.CommandPath(), args[0])
		case most >= 0 && len(args) > most:
			return wrong("%s takes only %s, but was given %q as well", cmd.CommandPath(), what, args[most])
		}
		return nil
	}
}

// addSettings gives a command the flags of the named settings, or of all.
func addSettings(cmd *cobra.Command, keys ...string) {
	sources.AddFlags(cmd.Flags(), keys...)
	for _, row := range settings.Table() {
		if cmd.Flags().Lookup(row.Key) != nil && row.Choices != nil {
			// It fails only where the flag is not there.
			_ = cmd.RegisterFlagCompletionFunc(row.Key, cobra.FixedCompletions(row.Choices, cobra.ShellCompDirectiveNoFileComp))
		}
	}
	if cmd.Flags().Lookup("voice") != nil {
		_ = cmd.RegisterFlagCompletionFunc("voice", cobra.FixedCompletions(builtin.Completions(), cobra.ShellCompDirectiveDefault))
	}
}

// planSettings are the settings that matter to a session that is not played.
func planSettings() []string {
	var keys []string
	for _, row := range settings.Table() {
		if !row.Live {
			keys = append(keys, row.Key)
		}
	}
	return keys
}

// loadSettings finds the settings in force for a command.
func loadSettings(cmd *cobra.Command) (*sources.Loaded, error) {
	file, err := sources.Open(configFlag(cmd.Flags()))
	if err != nil {
		return nil, asWrong(err)
	}
	loaded, err := sources.Load(cmd.Flags(), file)
	return loaded, asWrong(err)
}

// configFlag is the settings file named on the command line, if any.
func configFlag(flags *pflag.FlagSet) string {
	path, err := flags.GetString("config")
	if err != nil {
		return ""
	}
	return path
}

// unknownCommand refuses words that are no command, and names the nearest. The
// format takes the word, the hint and the names of the commands there are.
func unknownCommand(format string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		hint := ""
		var names []string
		for _, c := range cmd.Commands() {
			names = append(names, c.Name())
		}
		if near := nearest.Word(args[0], names); near != "" {
			hint = fmt.Sprintf(" (did you mean %q?)", near)
		}
		text := fmt.Sprintf(strings.ReplaceAll(format, "%[3]s", strings.Join(names, ", ")), args[0], hint)
		return wrong("%s", text)
	}
}
