package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/unknot/unknot/audio/device"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/cmd/unknot/config"
	"github.com/unknot/unknot/cmd/unknot/store"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/scripts"
)

// program is what a run of the program touches of the world outside. Tests
// give it another world.
type program struct {
	stdin  *os.File
	stdout io.Writer // results
	stderr io.Writer // everything else
	screen *os.File  // where a session may be drawn in place; nil where nothing can

	// stopped gives a channel that is closed when the program is asked to stop
	// from outside.
	stopped func() (ctx context.Context, release func())

	// listen has the listener's keys told while a session is shown in lines.
	listen func(terminal.Listener) keyboard

	// mediaKeys lets the desktop steer a sitting; nil where there is none.
	mediaKeys func(*sitting) (release func())

	// openDevice opens the sound device. Moved is called when the sound comes
	// from another one; it may be nil.
	openDevice func(buffer time.Duration, moved func()) (output.Output, error)
	openSilent func() output.Output

	store *store.Store // where things are kept
	now   func() time.Time
}

// keyboard is keys being told.
type keyboard interface {
	Reading() bool // whether there are any
	Close()        // no more are told, and the terminal is as it was
}

// system is the world as it is.
func system() *program {
	p := &program{
		stdin:  os.Stdin,
		stdout: terminal.Writer(os.Stdout),
		stderr: terminal.Writer(os.Stderr),
		stopped: func() (context.Context, func()) {
			return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
		},
		openDevice: func(buffer time.Duration, moved func()) (output.Output, error) {
			o := device.Options{Buffer: buffer}
			if moved != nil {
				o.OnMoved = func(string) { moved() }
			}
			return device.Open(o)
		},
		openSilent: func() output.Output { return output.NewSilent() },
		mediaKeys:  exportMediaKeys,
		store:      store.User(),
		now:        time.Now,
	}
	p.listen = func(l terminal.Listener) keyboard { return terminal.Listen(p.stdin, l) }
	if terminal.InPlace(os.Stdout, os.Getenv) && terminal.Is(os.Stdin) && terminal.InForeground(os.Stdin) {
		p.screen = os.Stdout
	}
	return p
}

// run runs the program and tells of an error on stderr.
func run(p *program, args []string) Status {
	root := p.root()
	root.SetArgs(args)
	err := root.Execute()
	var told *toldError
	if err != nil && !errors.As(err, &told) {
		p.tell("unknot: %v", err)
	}
	return statusOf(err)
}

// toldError is an error that stderr has already been told of.
type toldError struct{ error }

func (e *toldError) Unwrap() error { return e.error }

// say prints a line of the result.
func (p *program) say(format string, args ...any) error {
	if _, err := fmt.Fprintf(p.stdout, format+"\n", args...); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// tell prints a line beside the result. Where stderr cannot be written there
// is nobody left to tell.
func (p *program) tell(format string, args ...any) {
	_, _ = fmt.Fprintf(p.stderr, format+"\n", args...)
}

// root is the command with all its commands.
func (p *program) root() *cobra.Command {
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
		Args:          unknownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return p.begin(cmd) },
	}
	addSettings(root)
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return wrong("%v (see: %s --help)", err, cmd.CommandPath())
	})
	root.CompletionOptions.HiddenDefaultCmd = false
	root.PersistentFlags().String("config", "", "read settings from this `file` rather than your own")
	root.AddCommand(
		p.playCommand(), p.resumeCommand(), p.planCommand(), p.exportCommand(), p.regionsCommand(), p.showCommand(),
		p.checkCommand(), p.favouritesCommand(), p.historyCommand(),
		p.configCommand(), p.headphonesCommand(), p.versionCommand(), p.manCommand(),
	)
	return root
}

// unknownCommand refuses words that are no command, and names the nearest.
func unknownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := ""
	var names []string
	for _, cmd := range root.Commands() {
		names = append(names, cmd.Name())
	}
	if near := scripts.Nearest(args[0], names); near != "" {
		hint = fmt.Sprintf(" (did you mean %q?)", near)
	}
	return wrong("unknown command %q%s: unknot --help lists the commands", args[0], hint)
}

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
	config.AddFlags(cmd.Flags(), keys...)
	for _, row := range settings.Table() {
		if cmd.Flags().Lookup(row.Key) != nil && row.Choices != nil {
			// It fails only where the flag is not there.
			_ = cmd.RegisterFlagCompletionFunc(row.Key, cobra.FixedCompletions(row.Choices, cobra.ShellCompDirectiveNoFileComp))
		}
	}
	if cmd.Flags().Lookup("voice") != nil {
		_ = cmd.RegisterFlagCompletionFunc("voice", cobra.FixedCompletions(builtin.Names(), cobra.ShellCompDirectiveDefault))
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
func loadSettings(cmd *cobra.Command) (*config.Loaded, error) {
	file, err := config.Open(configFlag(cmd.Flags()))
	if err != nil {
		return nil, asWrong(err)
	}
	loaded, err := config.Load(cmd.Flags(), file)
	return loaded, asWrong(err)
}

func configFlag(flags *pflag.FlagSet) string {
	path, err := flags.GetString("config")
	if err != nil {
		return ""
	}
	return path
}
