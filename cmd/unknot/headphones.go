package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/screen"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/playback"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/timeline"
)

func newHeadphonesCommand(h *host) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "headphones",
		Short: "Hear which side is which, and set the level",
		Long: `Say "left" on the left and "right" on the right, then a sentence to set the level by.
Where the sides are the wrong way round, turn your headphones or use --side-cues
swapped.`,
		Example: "  unknot headphones\n  unknot headphones --side-cues swapped",
		Args:    arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			loaded, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			return checkHeadphones(h, loaded.Settings)
		},
	}
	addSettings(cmd, "voice", "voice-level", "side-cues", "output", "buffer", "plain")
	return cmd
}

// checkHeadphones plays the check, and says how far it came.
func checkHeadphones(h *host, s settings.Settings) error {
	check, err := h.library().CheckHeadphones(s, h.devices)
	if err != nil {
		return err
	}
	stopped, release := h.stopped()
	defer release()
	go func() {
		select {
		case <-stopped.Done():
			check.Playback.Stop()
		case <-check.Playback.Done():
		}
	}()
	shown := showCheck(h, s, check)
	check.Playback.Stop()
	<-check.Playback.Done()
	if err := check.Playback.Err(); err != nil {
		return fmt.Errorf("playing: %w", err)
	}
	if shown != nil {
		return shown
	}
	if heard := max(0, check.Heard()); heard < check.Timeline.Frames {
		return h.say("Headphones: stopped after %s of %s", timeline.Clock(heard), timeline.Clock(check.Timeline.Frames))
	}
	return h.say("Headphones: played %s", timeline.Clock(check.Timeline.Frames))
}

// showCheck shows the check until it is over. Its one command is to stop.
func showCheck(h *host, s settings.Settings, check *player.HeadphoneCheck) error {
	status := &session.Status{State: session.Playing, Timeline: check.Timeline}
	view := screen.Session{
		Title:  "Headphones",
		Status: func() *session.Status { return status },
		Heard:  check.Heard,
		Do:     func(session.Command) { check.Playback.Stop() },
		Keys:   s.Keys.Only(session.Stop),
		Ended:  check.Playback.Done(),
		Note:   func() string { text, _ := noticeWords(check.Playback.Notice()); return text },
	}
	if h.screen != nil && !s.Plain {
		err := screen.Show(view, h.stdin, h.screen)
		notice(h, check.Playback.Notice(), playback.Notice{})
		return err
	}
	keys := h.listen(terminal.Listener{
		Pressed: func(key string) {
			if _, ok := view.Keys.Command(key); ok {
				check.Playback.Stop()
			}
		},
		Suspend: func() {}, Resumed: func() {},
	})
	defer keys.Close()
	_, err := showLines(h, view, check.Playback.Notice, playback.Notice{})
	return err
}
