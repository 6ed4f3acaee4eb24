package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/screen"
	"github.com/unknot/unknot/cmd/unknot/settings"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player"
)

func (p *program) playCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "play REGION...",
		Short: "Play a session",
		Long: `Play a session: in sound where there is a sound device, else as captions, in the
same time. q or ctrl-c stops it.

` + regionHelp,
		Example:           "  unknot play neck --length 8m\n  unknot play jaw --loop --guidance brief\n  unknot play neck upper-back",
		Args:              arguments(1, -1, "a region, such as neck"),
		ValidArgsFunction: completeRegions,
		RunE: func(cmd *cobra.Command, args []string) error {
			loaded, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			return p.play(loaded, args)
		},
	}
	addSettings(cmd)
	return cmd
}

func (p *program) play(loaded *settings.Loaded, args []string) error {
	// The device takes longest to be ready: it comes first, and the rest is
	// done meanwhile.
	device := p.open(loaded)
	s, err := p.prepare(loaded, nil, args)
	if err != nil {
		device.abandon()
		return err
	}
	timeline, err := p.timeline(s)
	if err != nil {
		device.abandon()
		return err
	}
	stopped, release := p.stopped()
	defer release()
	return p.attend(stopped, perform(device, s.render(timeline)), &show{
		title: terminal.Clean(s.choice.title), timeline: timeline, endless: s.endless(), plain: loaded.Plain,
	})
}

// show is how a performance is shown.
type show struct {
	title    string
	timeline *player.Timeline
	endless  bool
	plain    bool
}

// attend shows a performance until it is over, and stops it when asked to.
func (p *program) attend(stopped context.Context, perf *performance, s *show) error {
	go func() {
		select {
		case <-stopped.Done():
			perf.stop()
		case <-perf.done:
		}
	}()
	if p.mediaKeys != nil {
		defer p.mediaKeys(perf, s)()
	}
	var shown error
	if p.screen != nil && !s.plain {
		shown = p.inPlace(perf, s)
		perf.stop() // where the screen could not go on, neither does the sound
		<-perf.done
		if note := perf.noted(); note.text != "" {
			p.tell("unknot: %v", note)
		}
	} else {
		shown = p.inLines(perf, s)
	}
	if perf.err != nil {
		return fmt.Errorf("playing: %w", perf.err)
	}
	if shown != nil {
		return shown
	}
	return p.sayPlayed(perf, s)
}

func (p *program) inPlace(perf *performance, s *show) error {
	return screen.Show(screen.Session{
		Title:  s.title,
		Watch:  screen.NewWatch(s.timeline, s.endless),
		Heard:  perf.heard,
		Stop:   perf.stop,
		Pause:  perf.pause,
		Paused: perf.isPaused,
		Ended:  perf.done,
		Note:   func() string { return terminal.Clean(perf.noted().text) },
	}, p.stdin, p.screen)
}

// inLines writes a line for each cue as it is heard. Where lines cannot be
// written any more, the session is played all the same.
func (p *program) inLines(perf *performance, s *show) error {
	lines := screen.NewPlain(p.stdout, s.timeline)
	defer lines.Close()
	noted := false
	var failed error
	for {
		if note := perf.noted(); note.text != "" && !noted {
			p.tell("unknot: %v", note)
			noted = true
		}
		heard := perf.heard()
		if failed == nil {
			failed = lines.Heard(heard)
		}
		timer := time.NewTimer(lines.Wait(heard))
		select {
		case <-timer.C:
		case <-perf.done:
			timer.Stop()
			if note := perf.noted(); note.text != "" && !noted {
				p.tell("unknot: %v", note)
			}
			if failed == nil && perf.err == nil {
				failed = lines.Heard(perf.heard())
			}
			return failed
		}
	}
}

// sayPlayed says in one line what was done.
func (p *program) sayPlayed(perf *performance, s *show) error {
	heard := max(perf.heard(), 0)
	switch {
	case heard >= s.timeline.Frames:
		return p.say("%s: played %s", s.title, player.Clock(s.timeline.Frames))
	case s.endless:
		return p.say("%s: stopped after %s", s.title, player.Clock(heard))
	}
	return p.say("%s: stopped after %s of %s", s.title, player.Clock(heard), player.Clock(s.timeline.Frames))
}
