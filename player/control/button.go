// Package control turns keys and the presses of a button into a session's
// commands, the same way for a keyboard, a headset and a page.
package control

import (
	"sync"
	"time"

	"github.com/unknot/unknot/player/session"
)

// Button is a single button, such as a headset's, whose quick presses make
// gestures in real time. Its methods may be called from any goroutine.
type Button struct {
	do func(session.Command)

	mu      sync.Mutex // held while commands are given, so that they keep their order
	presses *presses
	timer   *time.Timer
	closed  bool
}

// NewButton makes a button whose commands go to do, which must return at once.
// do gets [session.Pressed] for a press that is counted but whose meaning is
// still open, because one more may follow.
func NewButton(g Gestures, do func(session.Command)) *Button {
	return &Button{do: do, presses: newPresses(g)}
}

// Press is one press of the button.
func (b *Button) Press() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	now := time.Now()
	p := b.presses.press(now)
	b.stopTimer()
	b.give(p.commands)
	if p.waiting {
		b.timer = time.AfterFunc(p.until.Sub(now), b.expire)
		b.do(session.Pressed)
	}
}

// Next is two presses that were counted elsewhere, as many headsets do: it moves
// on or, soon after another one, does what two more presses do.
func (b *Button) Next() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	b.stopTimer()
	b.give(b.presses.end())
	now := time.Now()
	b.do(b.presses.moveOn(now, now))
}

// Do gives a command that is no press of this button, after the gesture it
// interrupts. The loop and the levels interrupt none.
func (b *Button) Do(c session.Command) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	switch c {
	case session.Loop, session.LoopOn, session.LoopOff,
		session.VoiceLouder, session.VoiceQuieter, session.TonesLouder, session.TonesQuieter:
	default:
		b.stopTimer()
		b.give(b.presses.end())
	}
	b.do(c)
}

// Close drops an open gesture; later presses and commands do nothing.
func (b *Button) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.stopTimer()
}

func (b *Button) expire() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.closed {
		b.give(b.presses.expire(time.Now()))
	}
}

func (b *Button) stopTimer() {
	if b.timer != nil {
		b.timer.Stop()
		b.timer = nil
	}
}

func (b *Button) give(commands []session.Command) {
	for _, c := range commands {
		b.do(c)
	}
}
