package main

import (
	"context"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/cmd/unknot/mpris"
	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/session"
)

// mediaKeys is a sitting as a desktop's media keys, and a headset's button, see
// it: one track for each session.
type mediaKeys struct {
	*sitting
	button *control.Button

	mu     sync.Mutex
	volume float64 // that was asked for last
	moving bool    // the levels are on their way there
	ended  <-chan struct{}
}

func newMediaKeys(s *sitting) *mediaKeys {
	return &mediaKeys{sitting: s, ended: s.perf.done, button: control.NewButton(control.Gestures{
		Double: session.Command(s.settings.PressTwice), Triple: session.Command(s.settings.PressThrice), Window: s.settings.PressWindow,
	}, s.do)}
}

// exportMediaKeys lets them steer a sitting until release is called.
func exportMediaKeys(s *sitting) (release func()) {
	k := newMediaKeys(s)
	service := mpris.Export(context.Background(), k, mpris.Options{MaySleep: s.settings.MaySleep})
	changed := service.Changed
	s.changed.Store(&changed)
	return func() {
		s.changed.Store(nil)
		k.button.Close()
		service.Close()
	}
}

func (k *mediaKeys) Press()               { k.button.Press() }
func (k *mediaKeys) Do(c session.Command) { k.button.Do(c) }

// The volume is the voice's level, from the least to the most in dB. A change
// moves the tones by as much.
const (
	levelPace = 150 * time.Millisecond // so that the earcons of steps do not pile up
)

func volumeOf(s *session.Status) float64 {
	return (s.VoiceLevel - session.LeastLevel) / (session.MostVoice - session.LeastLevel)
}

// SetVolume has voice and tones go there in steps, as keys would take them.
func (k *mediaKeys) SetVolume(volume float64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.volume = volume
	if !k.moving {
		k.moving = true
		go k.moveLevels()
	}
}

func (k *mediaKeys) moveLevels() {
	tick := time.NewTicker(levelPace)
	defer tick.Stop()
	for {
		k.mu.Lock()
		off := session.LeastLevel + k.volume*(session.MostVoice-session.LeastLevel) - k.now.Load().status().VoiceLevel
		if math.Abs(off) <= session.LevelStep/2 {
			k.moving = false
			k.mu.Unlock()
			return
		}
		k.mu.Unlock()
		if off > 0 {
			k.do(session.VoiceLouder)
			k.do(session.TonesLouder)
		} else {
			k.do(session.VoiceQuieter)
			k.do(session.TonesQuieter)
		}
		select {
		case <-tick.C:
		case <-k.ended:
			return
		}
	}
}

func (k *mediaKeys) Status() mpris.Status {
	t := k.now.Load()
	s := t.status()
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
		Title:    t.title,
		Region:   strings.Join(t.regions, ", "),
		Voice:    t.voice,
		Length:   length,
		Position: time.Duration(max(0, t.session.Heard())) * time.Second / audio.SampleRate,
		Volume:   volumeOf(s),
		Loop:     s.Loop,
		CanNext:  true, CanPrevious: true,
		TrackID: t.number,
	}
}
