package mpris

import (
	"sync"
	"time"
)

// button carries out what presses mean, in real time.
type button struct {
	player Player
	opts   Options

	mu      sync.Mutex // held while acting, so that actions keep their order
	presses *Presses
	timer   *time.Timer
	closed  bool
}

func newButton(player Player, opts Options) *button {
	gestures := DefaultGestures()
	if opts.Gestures != nil {
		gestures = *opts.Gestures
	}
	return &button{player: player, opts: opts, presses: NewPresses(gestures)}
}

// press is one press of the button.
func (b *button) press() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	now := time.Now()
	p := b.presses.Press(now)
	b.stopTimer()
	b.act(p.Actions)
	if p.Waiting == 0 {
		return
	}
	b.timer = time.AfterFunc(p.Until.Sub(now), b.expire)
	if b.opts.Pressed != nil {
		b.opts.Pressed(p.Waiting)
	}
}

func (b *button) expire() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.closed {
		b.act(b.presses.Expire(time.Now()))
	}
}

// other does something that is no press of this button. Presses that wait for
// one more are carried out first.
func (b *button) other(do func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	b.stopTimer()
	b.act(b.presses.End())
	do()
}

func (b *button) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.stopTimer()
}

func (b *button) stopTimer() {
	if b.timer != nil {
		b.timer.Stop()
		b.timer = nil
	}
}

func (b *button) act(actions []Action) {
	for _, action := range actions {
		switch action {
		case DoPlayPause:
			b.player.PlayPause()
		case DoPlay:
			b.player.Play()
		case DoNext:
			b.player.Next()
		case DoPrevious:
			b.player.Previous()
		case DoStop:
			b.player.Stop()
		case DoLoopToggle:
			b.player.SetLoop(!b.player.Status().Loop)
		default:
			if b.opts.Command != nil {
				b.opts.Command(action)
			}
		}
	}
}
