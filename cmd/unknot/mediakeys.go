package main

import (
	"context"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/cmd/unknot/mpris"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/settings"
)

// mediaKeys is a sitting as a desktop's media keys, and a headset's button, see
// it: one track for each session.
type mediaKeys struct {
	*sitting

	mu     sync.Mutex
	volume float64 // that was asked for last
	moving bool    // the levels are on their way there
	ended  <-chan struct{}
}

// exportMediaKeys lets them steer a sitting until release is called.
func exportMediaKeys(s *sitting) (release func()) {
	k := &mediaKeys{sitting: s, ended: s.perf.done}
	service, err := mpris.Export(context.Background(), k, mpris.Options{
		Gestures: &mpris.Gestures{
			Double: gesture(string(s.settings.PressTwice)), Triple: gesture(string(s.settings.PressThrice)), Window: s.settings.PressWindow,
		},
		Command:  func(a mpris.Action) { s.do(session.Command(a)) },
		Pressed:  func(int) { s.do(session.Pressed) },
		MaySleep: s.settings.MaySleep,
	})
	if err != nil {
		return func() {} // it takes a nil player, or gestures that nothing carries out
	}
	changed := service.Changed
	s.changed.Store(&changed)
	return func() {
		s.changed.Store(nil)
		service.Close()
	}
}

// gesture is what several presses do, by the name in the settings.
func gesture(name string) mpris.Action {
	switch session.Command(name) {
	case settings.Nothing:
		return mpris.Nothing
	case session.MoveOn:
		return mpris.DoNext
	case session.SayAgain:
		return mpris.DoPrevious
	case session.Stop:
		return mpris.DoStop
	}
	return mpris.Action(name)
}

func (k *mediaKeys) PlayPause() { k.do(session.PlayPause) }
func (k *mediaKeys) Play()      { k.do(session.Play) }
func (k *mediaKeys) Pause()     { k.do(session.Pause) }
func (k *mediaKeys) Next()      { k.do(session.MoveOn) }
func (k *mediaKeys) Previous()  { k.do(session.SayAgain) }
func (k *mediaKeys) Stop()      { k.do(session.Stop) }

func (k *mediaKeys) SetLoop(on bool) {
	if on {
		k.do(session.LoopOn)
	} else {
		k.do(session.LoopOff)
	}
}

// The volume is the voice's level, from the least to the most in dB. A change
// moves the tones by as much.
const (
	leastVoice, mostVoice = -20.0, 6.0
	levelStep             = 2.0                    // of one command
	levelPace             = 150 * time.Millisecond // so that the earcons of steps do not pile up
)

func volumeOf(s *session.Status) float64 {
	return (s.VoiceLevel - leastVoice) / (mostVoice - leastVoice)
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
		off := leastVoice + k.volume*(mostVoice-leastVoice) - k.now.Load().status().VoiceLevel
		if math.Abs(off) <= levelStep/2 {
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
