package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/cmd/unknot/config"
	"github.com/unknot/unknot/cmd/unknot/screen"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

func (p *program) headphonesCommand() *cobra.Command {
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
			return p.headphones(loaded)
		},
	}
	addSettings(cmd, "voice", "voice-level", "side-cues", "output", "buffer", "plain")
	return cmd
}

// earGap is the quiet between the lines of the check.
const earGap = timeline.Second

func (p *program) headphones(loaded *config.Loaded) error {
	device := p.open(loaded, nil)
	t, score, err := p.earCheck(loaded)
	if err != nil {
		device.abandon()
		return err
	}
	stopped, release := p.stopped()
	defer release()
	source := newFading(fromStart{score})
	heard := func() timeline.Frame { return timeline.Frame(source.heard()) }
	perf := perform(device, source)
	go func() {
		select {
		case <-stopped.Done():
			perf.stop()
		case <-perf.done:
		}
	}()
	shown := p.showCheck(loaded, perf, heard, t)
	perf.stop()
	<-perf.done
	if err := perf.failure(); err != nil {
		return fmt.Errorf("playing: %w", err)
	}
	if shown != nil {
		return shown
	}
	if heard := max(0, heard()); heard < t.Frames {
		return p.say("Headphones: stopped after %s of %s", timeline.Clock(heard), timeline.Clock(t.Frames))
	}
	return p.say("Headphones: played %s", timeline.Clock(t.Frames))
}

// fromStart is a score that plays from frame 0 of an output on, without pauses:
// its frames are the output's.
type fromStart struct{ *mix.Score }

// Render implements output.Source.
func (f fromStart) Render(dst [][2]float32, at output.Frame) (int, error) {
	return f.Score.Render(dst, int64(at))
}

// showCheck shows the check until it is over. It has no commands but to stop.
func (p *program) showCheck(loaded *config.Loaded, perf *performance, heard func() timeline.Frame, t *timeline.Timeline) error {
	status := &session.Status{State: session.Playing, Timeline: t}
	view := screen.Session{
		Title:  "Headphones",
		Status: func() *session.Status { return status },
		Heard:  heard,
		Do:     func(session.Command) { perf.stop() },
		Keys: func(key string) (session.Command, bool) {
			c, ok := loaded.Keys.Command(key)
			return c, ok && c == session.Stop
		},
		Ended: perf.done,
		Note:  func() string { return perf.noted().text },
	}
	if p.screen != nil && !loaded.Plain {
		for _, key := range loaded.Keys.Of(session.Stop) {
			view.KeyHelp = []string{keySign(key) + " stop"}
		}
		err := screen.Show(view, p.stdin, p.screen)
		if note, anew := perf.toTell(); anew {
			p.tell("unknot: %v", note)
		}
		return err
	}
	keys := p.listen(terminal.Listener{
		Pressed: func(key string) {
			if _, ok := view.Keys(key); ok {
				perf.stop()
			}
		},
		Suspend: func() {}, Resumed: func() {},
	})
	defer keys.Close()
	return p.inLines(perf, view)
}

// earCheck is the check's timeline and sound: each ear by itself, then both.
func (p *program) earCheck(loaded *config.Loaded) (*timeline.Timeline, *mix.Score, error) {
	phrases, err := scripts.BuiltinPhrases()
	if err != nil {
		return nil, nil, err
	}
	v, err := openVoice(loaded.Voice)
	if err != nil {
		return nil, nil, err
	}
	clip := clipOf(v)
	gain := float32(mix.Gain(loaded.VoiceLevel))
	sides := score.SideCues(loaded.SideCues)
	t := &timeline.Timeline{Frames: earGap / 2}
	var events []mix.Event
	var missing []string
	for _, line := range []struct {
		line        scripts.Line
		side        scripts.Side
		left, right float32
	}{
		{phrases.LeftEar, scripts.Left, gain, 0},
		{phrases.RightEar, scripts.Right, 0, gain},
		{phrases.Level, scripts.NoSide, gain, gain},
	} {
		text := line.line.Text(scripts.Full, line.side)
		clipFrames, ok := v.Frames(text)
		frames := timeline.Frame(clipFrames)
		if !ok {
			missing = append(missing, text)
			continue
		}
		if sides == score.SidesOff {
			line.left, line.right = gain, gain
		}
		t.Cues = append(t.Cues, timeline.Cue{At: t.Frames, Frames: frames, Kind: timeline.KindSay,
			Part: timeline.PartOpening, Side: line.side, Round: 1, Text: text})
		events = append(events, mix.Event{At: int64(t.Frames), Frames: int64(frames), Role: mix.Voice, Left: line.left, Right: line.right,
			Sound: mix.Lazy(func() (mix.Sound, error) { return clip(text) })})
		t.Frames += frames + earGap
	}
	if missing != nil {
		return nil, nil, unspoken(v, &plan.MissingError{Texts: missing})
	}
	return t, mix.NewScore(events, int64(t.Frames), mix.Options{
		Swap: sides == score.SidesSwapped, Mono: sides == score.SidesMono,
	}), nil
}
