package output

import (
	"fmt"
	"sync"
	"time"

	"github.com/unknot/unknot/audio"
)

// block is how much a silent output renders at a time: a device's worth, so
// that ten wakings a second are all it costs.
const block = audio.SampleRate / 10

// Silent is the output of a machine without sound. It paces a session by the
// clock, and holds nothing: a Retake takes back everything not heard.
//
// It renders as a device does, and throws the sound away: a session that would
// break off or end in sound does so in silence, at the same frame.
type Silent struct {
	// render is held while the source renders or changes; mu guards the rest,
	// and is never held meanwhile. Where both are taken, render is first.
	render sync.Mutex
	mu     sync.Mutex
	src    Source
	paused bool
	closed bool

	// The clock: frame base was heard at since; while paused, base is heard.
	base  Frame
	since time.Time

	rendered Frame // the frame up to which it is rendered
	ended    bool  // the source ended there
	broken   error // why it broke off there

	wake chan struct{}
	done chan struct{}
	err  error
}

var _ Output = (*Silent)(nil)

// NewSilent returns a silent output. Its clock is that of package time.
func NewSilent() *Silent {
	return &Silent{wake: make(chan struct{}, 1), done: make(chan struct{})}
}

// Play implements Output. It never finds that there is no device.
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

// advance renders what is due, and says how long nothing more is; ok is false
// where only a call can change that.
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
		if left := s.rendered - s.position(now); left > 0 {
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

// position is the frame heard at a time, by the clock alone.
func (s *Silent) position(now time.Time) Frame {
	if s.paused {
		return s.base
	}
	return s.base + audio.Frames[Frame](now.Sub(s.since))
}

// heard is position, but never a frame that was not rendered yet.
func (s *Silent) heard(now time.Time) Frame {
	return min(s.position(now), s.rendered)
}

// Heard implements Output.
func (s *Silent) Heard() Frame {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.heard(time.Now())
}

// Pause implements Output, at once.
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

// poke has run look again.
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
