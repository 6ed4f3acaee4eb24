package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/unknot/unknot/cmd/unknot/config"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/history"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/timeline"
)

func (p *program) resumeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "resume",
		Short: "Go on with the session that was stopped or cut off",
		Long: `Go on with the session that was stopped or cut off last: the safety line, then the
last instruction again, and the rest of it in the time that was left.`,
		Example: "  unknot resume",
		Args:    arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			left, err := p.interrupted()
			if err != nil {
				return err
			}
			if left == nil {
				return wrong("no session was stopped or cut off: begin one with unknot play neck")
			}
			return p.resume(cmd.Flags(), left)
		},
	}
	var keys []string
	for _, row := range settings.Table() {
		if config.Flag(row) != "" && !slices.Contains(settings.SessionKeys(), row.Key) {
			keys = append(keys, row.Key)
		}
	}
	addSettings(cmd, keys...)
	return cmd
}

// left is a session that can be resumed.
type left struct {
	history.Interrupted
	bookmark bookmark
}

// interrupted is the session that was stopped or cut off last; nil for none.
func (p *program) interrupted() (*left, error) {
	in, err := history.Open(p.store, p.now).Interrupted()
	if err != nil {
		return nil, fmt.Errorf("looking for the session that was left: %w", err)
	}
	if in == nil {
		return nil, nil
	}
	l := &left{Interrupted: *in}
	if err := json.Unmarshal(in.Mark, &l.bookmark); err != nil {
		return nil, nil // as good as none
	}
	if l.bookmark.Version != bookmarkVersion {
		return nil, nil
	}
	return l, nil
}

// String is what was left, in a few words.
func (l *left) String() string {
	name := regionWords(l.bookmark.Regions)
	if l.Entry.Favourite != "" {
		name = l.Entry.Favourite + ": " + name
	}
	if l.bookmark.Mark.Endless {
		return terminal.Clean(name) + ", looping"
	}
	return fmt.Sprintf("%s, %s left", terminal.Clean(name), timeline.Clock(l.bookmark.Mark.Left))
}

// resume plays what was left of a session. Its settings are those it had; the
// flags have the others.
func (p *program) resume(flags *pflag.FlagSet, l *left) error {
	all := pflag.NewFlagSet("resume", pflag.ContinueOnError)
	all.String("config", "", "")
	config.AddFlags(all)
	var faults error
	flags.Visit(func(f *pflag.Flag) {
		if all.Lookup(f.Name) != nil {
			faults = errors.Join(faults, all.Set(f.Name, f.Value.String()))
		}
	})
	if err := errors.Join(faults, under(all, l.bookmark.Settings)); err != nil {
		return fmt.Errorf("the settings of the session that was left: %w", err)
	}
	file, err := config.Open(configFlag(all))
	if err != nil {
		return asWrong(err)
	}
	loaded, err := config.Load(all, file)
	if err != nil {
		return asWrong(err)
	}
	s := p.sit(loaded)
	t, err := s.resumed(l)
	if err != nil {
		s.device.abandon()
		return err
	}
	return s.play(t)
}

// resumed takes a seat with what was left of a session.
func (s *sitting) resumed(l *left) (*seat, error) {
	a, err := s.program.prepare(s.settings, nil, named{l.bookmark.Regions, l.Entry.Favourite})
	if err != nil {
		return nil, fmt.Errorf("going on with %s: %w", terminal.Clean(l.Entry.Title), err)
	}
	mark := l.bookmark.Mark
	mark.Changed = a.scriptsPrint() != l.bookmark.Scripts
	live, exact, err := plan.Resume(a.request, mark, plan.Keep(a.settings.Keep))
	if gone := (*plan.GoneError)(nil); errors.As(err, &gone) {
		return nil, wrong("%w: begin anew with unknot play", err)
	}
	if err != nil {
		return nil, s.program.explain(a, err)
	}
	switch {
	case !exact:
		s.program.tell("unknot: the script has changed since: going on at the nearest step")
	case mark.Changed:
		s.program.tell("unknot: the script has changed since: going on where it was left all the same")
	case a.voicePrint() != l.bookmark.Voice:
		s.program.tell("unknot: the voice has changed since: going on where it was left all the same")
	}
	t := s.seat(a, live)
	t.resumes = l.Entry.ID
	return t, nil
}
