package player

import (
	"sync/atomic"
	"time"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/playback"
	"github.com/unknot/unknot/player/queue"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/timeline"
)

// Devices opens outputs.
type Devices struct {
	// Sound opens the sound device. Moved is to be called when the machine
	// moves the sound to another one. An error that wraps output.ErrNoDevice
	// means that there is none.
	Sound func(buffer time.Duration, moved func()) (output.Output, error)
	// Silent makes the output that captions are paced by.
	Silent func() output.Output
}

// open starts to open the output that the settings want. Moved may be nil.
func (d Devices) open(s settings.Settings, moved func()) *playback.Device {
	return playback.Open(s.Output, func() (output.Output, error) { return d.Sound(s.Buffer, moved) }, d.Silent)
}

// Player plays prepared sessions in turn on one output: the one asked for, and
// those that the listener asks for after its end. Its methods may be called
// from any goroutine, but for Begin, Resume, Play and Abandon, which belong to
// one.
type Player struct {
	library  *Library
	settings settings.Settings
	device   *playback.Device
	queue    *queue.Queue

	playback  atomic.Pointer[playback.Playback] // nil before Play
	current   atomic.Pointer[Track]             // nil before the first
	watch     atomic.Pointer[func()]
	suspended atomic.Bool // Suspend has paused it
	volume    volume
}

// New makes a player. It starts to open the device at once, since that takes
// longest; either Play or Abandon must follow.
func New(l *Library, s settings.Settings, d Devices) *Player {
	p := &Player{library: l, settings: s}
	p.device = d.open(s, p.Moved)
	p.volume = volume{level: func() float64 { return p.Current().Status().VoiceLevel }, do: p.Do}
	return p
}

// Abandon closes the device of a player that plays nothing after all.
func (p *Player) Abandon() { p.device.Abandon() }

// Begin fits a session to its length and makes it the first track.
func (p *Player) Begin(prepared *Prepared) (*Track, error) {
	var live *plan.Live
	err := prepared.fit(func(length timeline.Frame) (err error) {
		live, err = plan.Begin(prepared.Plan, length, prepared.Request.Settings.Keep)
		return err
	})
	if err != nil {
		return nil, err
	}
	first := newTrack(prepared, live, nil)
	p.current.Store(first)
	return first, nil
}

// Current is the track being played; nil before there is one.
func (p *Player) Current() *Track { return p.current.Load() }

// Watch has changed called whenever the current track or its status changes,
// from any goroutine. It must return at once. Nil ends that.
func (p *Player) Watch(changed func()) {
	if changed == nil {
		p.watch.Store(nil)
		return
	}
	p.watch.Store(&changed)
}

// Notice is what there is to say of the sound at the moment.
func (p *Player) Notice() playback.Notice {
	if b := p.playback.Load(); b != nil {
		return b.Notice()
	}
	return playback.Notice{}
}

// Do hands a command to the session being played. Stop ends the playing.
func (p *Player) Do(c session.Command) {
	b, t := p.playback.Load(), p.current.Load()
	switch {
	case c == session.Stop && b != nil:
		b.Stop()
	case t != nil:
		t.session.Do(c)
	}
}

// SetVolume has the voice go to a share of its range, 0 to 1, in the steps that
// keys would take; the tones move along by as much. It does not wait.
func (p *Player) SetVolume(share float64) {
	if b := p.playback.Load(); b != nil {
		p.volume.set(share, b.Done())
	}
}

// Moved is to be called when the machine has moved the sound to another
// device: headphones may have been pulled out, and nobody else wants to hear a
// session. It pauses where that is set.
func (p *Player) Moved() {
	if t := p.current.Load(); t != nil && p.settings.PauseWhenMoved {
		t.session.Do(session.Pause)
	}
}

const (
	pauseWithin  = time.Second            // a pause that has not come by then is not waited for
	silentWithin = 600 * time.Millisecond // from a pause until its earcon has rung out
)

// Suspend pauses what plays and returns once it is silent: the program is about
// to be stopped. Continue goes on with it.
func (p *Player) Suspend() {
	t := p.current.Load()
	if t == nil || t.Status().State != session.Playing {
		return
	}
	p.suspended.Store(true)
	t.session.Do(session.Pause)
	for end := time.Now().Add(pauseWithin); t.Status().State == session.Playing && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(silentWithin)
}

// Continue goes on with what Suspend paused.
func (p *Player) Continue() {
	if p.suspended.Swap(false) {
		p.current.Load().session.Do(session.Play)
	}
}
