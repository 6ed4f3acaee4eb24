package main

import (
	"context"
	"strings"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/cmd/unknot/mpris"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/settings"
)

// mediaKeys is a player as a desktop's media keys and a headset's button see
// it.
type mediaKeys struct {
	player *player.Player
	button *control.Button
}

func newMediaKeys(p *player.Player, s settings.Settings) *mediaKeys {
	return &mediaKeys{player: p, button: control.NewButton(control.Gestures{
		Double: s.PressTwice, Triple: s.PressThrice, Again: session.NextAgain, Window: s.PressWindow,
	}, p.Do)}
}

// exportMediaKeys lets them steer a player until release is called.
func exportMediaKeys(p *player.Player, s settings.Settings) (release func()) {
	k := newMediaKeys(p, s)
	service := mpris.Export(context.Background(), k, mpris.Options{MaySleep: s.MaySleep})
	p.Watch(service.Changed)
	return func() {
		p.Watch(nil)
		k.button.Close()
		service.Close()
	}
}

func (k *mediaKeys) Press()                   { k.button.Press() }
func (k *mediaKeys) SetVolume(volume float64) { k.player.SetVolume(volume) }

func (k *mediaKeys) Do(c session.Command) {
	if c == session.MoveOn { // which many headsets send for two presses
		k.button.Next()
		return
	}
	k.button.Do(c)
}

func (k *mediaKeys) Status() mpris.Status {
	t := k.player.Current()
	s := t.Status()
	// In the quiet seconds it is as if paused: a press plays again.
	state := mpris.Paused
	switch s.State {
	case session.Playing:
		state = mpris.Playing
	case session.Ended:
		state = mpris.Stopped
	}
	length := time.Duration(0)
	if !s.Endless {
		length = time.Duration(s.Timeline.Frames/audio.SampleRate) * time.Second
	}
	return mpris.Status{
		State:    state,
		Title:    t.Title,
		Region:   strings.Join(t.Regions, ", "),
		Voice:    t.Voice,
		Length:   length,
		Position: time.Duration(max(0, t.Heard())) * time.Second / audio.SampleRate,
		Volume:   t.Volume(),
		Loop:     s.Loop,
		CanNext:  true, CanPrevious: true,
		TrackID: t.Number,
	}
}
