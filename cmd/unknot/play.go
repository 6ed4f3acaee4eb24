package main

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/cmd/unknot/config"
	"github.com/unknot/unknot/cmd/unknot/screen"
	"github.com/unknot/unknot/cmd/unknot/terminal"
)

func (p *program) playCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "play REGION...",
		Short: "Play a session",
		Long: `Play a session: in sound where there is a sound device, else as captions, in the
same time. Keys and a headset's button steer it: space pauses, the right arrow moves
on, t says how long is left, q stops. In the quiet seconds behind its end one press
plays it again, and two go on to the next region.

` + regionHelp,
		Example:           "  unknot play neck --length 8m\n  unknot play jaw --loop --guidance brief\n  unknot play neck upper-back",
		Args:              arguments(1, -1, "a region, such as neck"),
		ValidArgsFunction: p.completeNamed,
		RunE: func(cmd *cobra.Command, args []string) error {
			loaded, n, err := p.settle(cmd, args)
			if err != nil {
				return err
			}
			return p.play(loaded, n)
		},
	}
	addSettings(cmd)
	return cmd
}

func (p *program) play(loaded *config.Loaded, n named) error {
	if goOn, err := p.advise(); !goOn || err != nil {
		return err
	}
	s := p.sit(loaded)
	a, err := p.prepare(loaded, nil, n)
	if err != nil {
		s.device.abandon()
		return err
	}
	first, err := s.begin(a)
	if err != nil {
		s.device.abandon()
		return err
	}
	kept := p.remember(a)
	defer func() {
		if err := <-kept; err != nil { // the next start has other defaults, no more
			p.tell("unknot: %v", err)
		}
	}()
	return s.play(first)
}

// inPlace draws a session until it has ended.
func (s *sitting) inPlace(t *seat) error {
	err := screen.Show(screen.Session{
		Title:   t.title,
		Do:      s.do,
		Status:  t.session.Status,
		Heard:   t.session.Heard,
		Keys:    s.settings.Keys.Command,
		KeyHelp: keyHelp(s.settings.Keys),
		KeyOf:   s.keyOf,
		Changed: t.changed,
		Ended:   t.ended,
		Note:    func() string { return s.perf.noted().text },
		Suspend: s.suspend, Resumed: s.resume,
	}, s.program.stdin, s.program.screen)
	select {
	case <-t.ended:
	default: // where the screen could not go on, neither does the sound
		s.perf.stop()
		<-t.ended
	}
	if note, anew := s.perf.toTell(); anew {
		s.program.tell("unknot: %v", note)
	}
	return err
}

// lines are sessions shown in lines, with keys where there is a terminal to
// press them on.
type lines struct {
	sitting *sitting
	keys    keyboard
}

func (p *program) lines(s *sitting) *lines {
	l := &lines{sitting: s, keys: p.listen(terminal.Listener{
		Pressed: s.pressed, Suspend: s.suspend, Resumed: s.resume,
	})}
	if l.keys.Reading() {
		p.tell("%s", keyLine(s.settings.Keys))
	}
	return l
}

func (l *lines) close() { l.keys.Close() }

// show writes a session in lines until it has ended.
func (l *lines) show(t *seat) error {
	return l.sitting.program.inLines(l.sitting.perf, screen.Session{
		Status: t.session.Status, Heard: t.session.Heard, Changed: t.changed, Ended: t.ended,
	})
}

// inLines writes a line for each cue as it is heard. Where lines cannot be
// written any more, it is played all the same.
func (p *program) inLines(perf *performance, s screen.Session) error {
	view := screen.NewLines(p.stdout, s)
	var failed error
	for over := false; ; {
		if note, anew := perf.toTell(); anew {
			p.tell("unknot: %v", note)
		}
		if failed == nil && (!over || perf.failure() == nil) {
			failed = view.Tell()
		}
		if over {
			return failed
		}
		timer := time.NewTimer(view.Wait())
		select {
		case <-timer.C:
		case <-s.Changed:
		case <-s.Ended:
			over = true
		}
		timer.Stop()
	}
}
