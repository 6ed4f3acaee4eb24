package main

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/cmd/unknot/mpris"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/store"
)

const neckTitle = "Base of the skull and back of the neck"

// unseen is a front that shows nothing.
type unseen struct{}

func (unseen) Show(t *player.Track) error  { <-t.Ended(); return nil }
func (unseen) Report(player.Summary) error { return nil }
func (unseen) Warn(error)                  {}

// A desktop sees each session as a track of its own, and its volume as the
// voice's level.
func TestADesktopSeesATrackForEachSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		at := func(at time.Duration) {
			time.Sleep(at - time.Since(start))
			synctest.Wait()
		}
		s := settings.Defaults()
		s.Length, s.Guidance = 4*time.Minute, "brief"
		h := &host{store: &store.Memory{}, now: time.Now}
		p := player.New(h.library(), s, player.Devices{
			Sound:  func(time.Duration, func()) (output.Output, error) { return output.NewSilent(), nil },
			Silent: func() output.Output { return output.NewSilent() },
		})
		prepared, err := prepare(h, player.Request{Regions: []string{"neck"}, Settings: s})
		if err != nil {
			t.Fatal(err)
		}
		first, err := p.Begin(prepared)
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- p.Play(context.Background(), first, unseen{}) }()
		k := newMediaKeys(p, s)
		at(time.Minute)
		got := k.Status()
		want := mpris.Status{State: mpris.Playing, Title: neckTitle, Region: "neck", Voice: "willow", Length: 4 * time.Minute,
			Position: time.Minute, Volume: 20.0 / 26, CanNext: true, CanPrevious: true, TrackID: 1}
		if got != want {
			t.Errorf("%+v\nnot\n%+v", got, want)
		}
		for _, volume := range []float64{0, 1, 0.5, 0.77} {
			k.SetVolume(0.3)
			k.SetVolume(volume)
			time.Sleep(5 * time.Second)
			synctest.Wait()
			s := p.Current().Status()
			if off := s.VoiceLevel - (-20 + 26*volume); off > 1 || off < -1 {
				t.Errorf("a volume of %g is a voice at %g dB, and tones at %g", volume, s.VoiceLevel, s.TonesLevel)
			}
		}
		k.Press()
		time.Sleep(time.Second)
		synctest.Wait()
		if got := k.Status().State; got != mpris.Paused {
			t.Errorf("after a press it is %s", got)
		}
		k.Do(session.Play)
		at(4*time.Minute + 3*time.Second)
		if got := k.Status(); got.State != mpris.Paused || got.Position != 4*time.Minute {
			t.Errorf("in the quiet seconds it is %+v", got)
		}
		k.Press()
		time.Sleep(490 * time.Millisecond)
		k.Press()
		time.Sleep(500 * time.Millisecond)
		time.Sleep(2 * time.Second)
		if got := k.Status(); got.State != mpris.Playing || got.Region != "jaw" || got.TrackID != 2 || got.Position > 2*time.Second {
			t.Errorf("after two presses it is %+v", got)
		}
		k.Do(session.Stop)
		if err := <-done; err != nil {
			t.Error(err)
		}
		if got := k.Status().State; got != mpris.Stopped {
			t.Errorf("stopped, it is %s", got)
		}
	})
}
