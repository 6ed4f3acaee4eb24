package main

import (
	"github.com/spf13/cobra"

	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/settings"
)

func newPlayCommand(h *host) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "play REGION...",
		Short: "Play a session",
		Long: `Play a session: in sound where there is a sound device, else as captions, in the
same time. Keys and a headset's button steer it: space pauses, the right arrow moves
on, t says how much time remains, q stops. In the quiet seconds after its end one press
plays it again, and two go on to the next region.

` + regionHelp,
		Example:           "  unknot play neck --length 8m\n  unknot play jaw --loop --guidance brief\n  unknot play neck upper-back",
		Args:              arguments(1, -1, "a region, such as neck"),
		ValidArgsFunction: completeTargets(h),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, _, err := requestOf(h, cmd, args)
			if err != nil {
				return err
			}
			return play(h, r)
		},
	}
	addSettings(cmd)
	return cmd
}

// play plays a session that was asked for.
func play(h *host, r player.Request) error {
	if goOn, err := advise(h); !goOn || err != nil {
		return err
	}
	p := player.New(h.library(), r.Settings, h.devices)
	prepared, err := prepare(h, r)
	if err != nil {
		p.Abandon()
		return err
	}
	first, err := p.Begin(prepared)
	if err != nil {
		p.Abandon()
		return err
	}
	noteLength(h, prepared)
	remembered := h.library().Remember(prepared)
	defer func() {
		if err := <-remembered; err != nil { // the next start has other defaults, no more
			h.warn(err)
		}
	}()
	return playTracks(h, p, r.Settings, first, lengthWords(prepared))
}

// playTracks plays the first track of a player and those that follow it. What
// there is to say of the first is shown as it begins; "" for nothing.
func playTracks(h *host, p *player.Player, s settings.Settings, first *player.Track, toSay string) error {
	stopped, release := h.stopped()
	defer release()
	if h.mediaKeys {
		defer exportMediaKeys(p, s)()
	}
	front := newFront(h, p, s)
	front.toSay = toSay
	defer front.close()
	return p.Play(stopped, first, front)
}
