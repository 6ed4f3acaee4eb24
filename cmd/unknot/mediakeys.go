package main

import (
	"context"
	"strings"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/cmd/unknot/mpris"
)

// mediaKeys is a performance as a desktop's media keys, and a headset's button,
// see it: they pause it, let it go on, and stop it.
type mediaKeys struct {
	perf *performance
	show *show
}

// exportMediaKeys lets them steer a performance until release is called.
func exportMediaKeys(perf *performance, s *show) (release func()) {
	service, err := mpris.Export(context.Background(), mediaKeys{perf, s}, mpris.Options{})
	if err != nil {
		return func() {} // it takes a nil player, or strange gestures
	}
	perf.watch(service.Changed)
	return service.Close
}

func (k mediaKeys) PlayPause() { k.perf.pause() }

func (k mediaKeys) Play() {
	if k.perf.isPaused() {
		k.perf.pause()
	}
}

func (k mediaKeys) Pause() {
	if !k.perf.isPaused() {
		k.perf.pause()
	}
}

func (k mediaKeys) Stop() { k.perf.stop() }

// A session cannot yet be steered further than that, and says so in Status.
func (k mediaKeys) Next()             {}
func (k mediaKeys) Previous()         {}
func (k mediaKeys) SetVolume(float64) {}
func (k mediaKeys) SetLoop(bool)      {}

func (k mediaKeys) Status() mpris.Status {
	state := mpris.Playing
	if k.perf.isPaused() {
		state = mpris.Paused
	}
	return mpris.Status{
		State:    state,
		Title:    k.show.title,
		Region:   strings.Join(k.show.timeline.Regions, ", "),
		Length:   time.Duration(k.show.timeline.Frames/audio.SampleRate) * time.Second,
		Position: time.Duration(max(0, k.perf.heard())) * time.Second / audio.SampleRate,
		Volume:   1,
	}
}
