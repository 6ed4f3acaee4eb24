package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/sources"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/timeline"
)

func newResumeCommand(h *host) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "resume",
		Short: "Go on with the session that was stopped or cut off",
		Long: `Go on with the session that was stopped or cut off last: the safety line, then the
last instruction again, and the rest of it in the time that was left.`,
		Example: "  unknot resume",
		Args:    arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			last, err := h.library().Interrupted()
			if err != nil {
				return err
			}
			if last == nil {
				return wrong("no session was stopped or cut off: begin one with unknot play neck")
			}
			loaded, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			return resume(h, loaded, last)
		},
	}
	var keys []string // the rest make the session, which has its own
	for _, row := range settings.Table() {
		if sources.Flag(row) != "" && !slices.Contains(settings.SessionKeys(), row.Key) {
			keys = append(keys, row.Key)
		}
	}
	addSettings(cmd, keys...)
	return cmd
}

// resume plays what remains of a session, with the settings that it had.
func resume(h *host, loaded *sources.Loaded, last *player.Interrupted) error {
	s := loaded.With(last.Settings)
	p := player.New(h.library(), s, h.devices)
	first, changed, err := p.Resume(last)
	if gone := (*plan.GoneError)(nil); errors.As(err, &gone) {
		p.Abandon()
		return wrong("%w: begin anew with unknot play", gone)
	}
	if err != nil {
		p.Abandon()
		return fmt.Errorf("resuming %s: %w", terminal.Clean(last.Title), err)
	}
	switch changed {
	case player.ScriptMoved:
		h.note("unknot: the script has changed since: going on at the nearest step")
	case player.ScriptChanged:
		h.note("unknot: the script has changed since: going on where it was left all the same")
	case player.VoiceChanged:
		h.note("unknot: the voice has changed since: going on where it was left all the same")
	}
	return playTracks(h, p, s, first, "")
}

// interruptedWords is what remains of a session, in a few words.
func interruptedWords(last *player.Interrupted) string {
	name := regionWords(last.Regions)
	if last.Favourite != "" {
		name = last.Favourite + ": " + name
	}
	if last.Endless {
		return terminal.Clean(name) + ", looping"
	}
	return fmt.Sprintf("%s, %s left", terminal.Clean(name), timeline.Clock(last.Remaining))
}
