package player

import (
	"context"
	"fmt"

	"github.com/unknot/unknot/player/playback"
	"github.com/unknot/unknot/player/queue"
	"github.com/unknot/unknot/player/session"
)

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
			t.over()
		case <-t.ended:
		}
	}()
	recording := p.library.record(t)
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
		t.over()
	}
	select {
	case t.changed <- struct{}{}:
	default:
	}
	if changed := p.watch.Load(); changed != nil {
		(*changed)()
	}
}
