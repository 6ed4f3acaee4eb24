package player

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
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

// Front shows what a player plays. Its methods are called one after another
// from the goroutine of Play.
type Front interface {
	// Show shows a track until its Ended is closed. An error ends the playing.
	Show(*Track) error
	// Report says what was done of a track. An error ends the playing.
	Report(Summary) error
	// Warn says what went wrong beside the playing, which goes on.
	Warn(error)
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
	return p
}

// Abandon closes the device of a player that plays nothing after all.
func (p *Player) Abandon() { p.device.Abandon() }

// Begin fits a session to its length and makes it the first track.
func (p *Player) Begin(prepared *Prepared) (*Track, error) {
	live, err := prepared.live(audio.Frames[timeline.Frame](prepared.Request.Settings.Length))
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

// Play plays the first track and those that follow it, until nothing more does
// or ctx is done. It is called once.
func (p *Player) Play(ctx context.Context, first *Track, front Front) error {
	p.queue = queue.New(first.session)
	b := playback.Start(p.device, p.queue)
	p.playback.Store(b)
	defer b.End()
	p.take(first)
	go func() {
		select {
		case <-ctx.Done():
			b.Stop()
		case <-b.Done():
		}
	}()
	for t := first; t != nil; {
		if err := p.playTrack(t, front); err != nil {
			return err
		}
		next, err := p.next(t)
		if err != nil {
			return err
		}
		t = next
	}
	return nil
}

// playTrack shows and records a track until it has ended.
func (p *Player) playTrack(t *Track, front Front) error {
	b := p.playback.Load()
	go func() {
		select {
		case <-b.Done():
			t.end()
		case <-t.ended:
		}
	}()
	recording := p.record(t)
	shown := front.Show(t)
	if shown != nil { // what cannot be shown is not played on
		b.Stop()
		<-b.Done()
	}
	t.session.Close()
	if err := recording.end(); err != nil { // it was played all the same
		front.Warn(err)
	}
	if err := b.Err(); err != nil {
		return fmt.Errorf("playing: %w", err)
	}
	if shown != nil {
		return shown
	}
	return front.Report(t.summary())
}

// take makes a track the current one.
func (p *Player) take(t *Track) {
	p.current.Store(t)
	t.session.Watch(func() { p.update(t) })
	p.update(t)
}

// update is called when a status may have changed. It does not wait.
func (p *Player) update(t *Track) {
	if p.current.Load() != t {
		return
	}
	p.queue.Update()
	if t.Status().State == session.Ended {
		t.end()
	}
	select {
	case t.changed <- struct{}{}:
	default:
	}
	if changed := p.watch.Load(); changed != nil {
		(*changed)()
	}
}
