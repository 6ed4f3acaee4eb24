package output

import (
	"fmt"
	"sync"
	"time"

	"github.com/unknot/unknot/audio"
)

// block is how much a silent output renders at a time: as much as a device asks
// for, so that it wakes only ten times a second.
const block = audio.SampleRate / 10

// Silent is the output of a machine without sound. It paces a session by the
// clock and holds no sound: a Retake takes back everything that was not heard.
//
// It renders as a device does and discards the sound, so a session that would end
// or break off in sound does so in silence, at the same frame.
type Silent struct {
	// render is held while the source renders or changes. mu guards the fields
	// below, and is never held meanwhile. Where both are taken, render is first.
	render sync.Mutex
	mu     sync.Mutex
	src    Source
	paused bool
	closed bool

	// The clock: frame base was heard at time since; in a pause, it still is.
	base  Frame
	since time.Time

	rendered Frame // everything before this frame is rendered
	ended    bool  // the source ended there
	broken   error // why it ended too early

	wake chan struct{}
	done chan struct{}
	err  error
}

var _ Output = (*Silent)(nil)

// NewSilent returns a silent output. Its clock is that of package time.
func NewSilent() *Silent {
	return &Silent{wake: make(chan struct{}, 1), done: make(chan struct{})}
}

// Play implements Output. It never returns ErrNoDevice.
func (s *Silent) Play(src Source, from Frame) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return ErrClosed
	case s.src != nil:
		return ErrPlaying
	}
	s.src, s.base, s.rendered, s.since = src, from, from, time.Now()
	go s.run()
	return nil
}

// run renders block after block as time passes, until the output is done.
func (s *Silent) run() {
	buf := make([][2]float32, block)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-s.done:
			return
		case <-s.wake:
		case <-timer.C:
		}
		if wait, ok := s.advance(buf); ok {
			timer.Reset(wait)
		} else {
			timer.Stop()
		}
	}
}

// advance renders what is due, and returns how long it is until more is. ok is
// false where only a call of a method can change that.
func (s *Silent) advance(buf [][2]float32) (wait time.Duration, ok bool) {
	s.render.Lock()
	defer s.render.Unlock()
	for {
		s.mu.Lock()
		if s.paused || s.isDone() {
			s.mu.Unlock()
			return 0, false
		}
		now := time.Now()
		if s.rendered > s.position(now) {
			wait = audio.Duration(s.rendered-s.base) - now.Sub(s.since)
			s.mu.Unlock()
			return wait, true
		}
		if s.ended {
			s.finish(s.broken)
			s.mu.Unlock()
			return 0, false
		}
		src, at := s.src, s.rendered
		s.mu.Unlock()

		n, err := src.Render(buf, at)

		s.mu.Lock()
		s.rendered = at + Frame(n)
		if s.ended = n < len(buf) || err != nil; err != nil {
			s.broken = fmt.Errorf("rendering from frame %d: %w", at, err)
		}
		s.mu.Unlock()
	}
}

// position returns the frame heard at a time, by the clock alone.
func (s *Silent) position(now time.Time) Frame {
	if s.paused {
		return s.base
	}
	return s.base + audio.Frames[Frame](now.Sub(s.since))
}

// heard returns position, but never a frame that was not rendered yet.
func (s *Silent) heard(now time.Time) Frame {
	return min(s.position(now), s.rendered)
}

// Heard implements Output.
func (s *Silent) Heard() Frame {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.heard(time.Now())
}

// Pause implements Output. It takes effect at once.
func (s *Silent) Pause() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.src == nil || s.paused || s.isDone() {
		return
	}
	s.base, s.paused = s.heard(time.Now()), true
}

// Resume implements Output.
func (s *Silent) Resume() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.paused || s.isDone() {
		return
	}
	s.paused, s.since = false, time.Now()
	s.poke()
}

// Retake implements Output.
func (s *Silent) Retake(change func(at Frame)) bool {
	s.render.Lock()
	defer s.render.Unlock()

	s.mu.Lock()
	if s.src == nil || s.isDone() {
		s.mu.Unlock()
		return false
	}
	at := s.heard(time.Now())
	s.rendered, s.ended, s.broken = at, false, nil
	s.mu.Unlock()

	change(at)
	s.poke()
	return true
}

// Done implements Output.
func (s *Silent) Done() <-chan struct{} { return s.done }

// Err implements Output.
func (s *Silent) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Close implements Output.
func (s *Silent) Close() error {
	s.render.Lock()
	defer s.render.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if !s.isDone() {
		s.base, s.paused = s.heard(time.Now()), true
		s.finish(ErrClosed)
	}
	return nil
}

// poke makes run look again.
func (s *Silent) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *Silent) isDone() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

func (s *Silent) finish(err error) {
	s.err = err
	close(s.done)
}
