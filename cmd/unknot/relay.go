package main

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/session"
)

// relay plays sessions one after the other on one output: an output plays one
// source only, and some machines give a program one output only. Between two
// sessions it is silent.
//
// Each session has frames of its own, which begin at 0; what it is attached to
// is a leg of the way.
type relay struct {
	runner atomic.Pointer[runner] // the present one

	mu      sync.Mutex // one session or output at a time
	out     atomic.Pointer[output.Output]
	stopped atomic.Bool
}

// runner is a session in a relay.
type runner struct {
	session *session.Session
	begins  output.Frame // the output's frame of its first

	ends  atomic.Int64  // the output's frame of its end; notYet while that is not known
	ended chan struct{} // a word when it has become known
	held  atomic.Bool   // another session follows: its end is not the end of the sound
}

const notYet = output.Frame(1) << 62

func newRunner(s *session.Session) *runner {
	r := &runner{session: s, ended: make(chan struct{}, 1)}
	r.ends.Store(int64(notYet))
	return r
}

// newRelay makes a relay that begins with a session.
func newRelay(first *session.Session) *relay {
	r := &relay{}
	r.runner.Store(newRunner(first))
	return r
}

// Render implements output.Source.
func (r *relay) Render(dst [][2]float32, at output.Frame) (n int, err error) {
	now := r.runner.Load()
	if before := min(now.begins-at, output.Frame(len(dst))); before > 0 { // a lost device may not have played that far
		clear(dst[:before])
		n, at = int(before), at+before
	}
	got, err := now.session.Render(dst[n:], at-now.begins)
	n += got
	switch {
	case n == len(dst) || err != nil:
		return n, err
	case now.ends.CompareAndSwap(int64(notYet), int64(at)+int64(got)):
		select {
		case now.ended <- struct{}{}:
		default:
		}
	}
	if now.held.Load() {
		clear(dst[n:])
		n = len(dst)
	}
	return n, nil
}

// Attach implements performed.
func (r *relay) Attach(out output.Output) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.out.Store(&out)
	r.attach(out)
}

func (r *relay) attach(out output.Output) {
	now := r.runner.Load()
	now.ends.Store(int64(notYet))
	now.session.Attach(newLeg(out, now))
}

// Stop implements performed. No session follows from then on.
func (r *relay) Stop() {
	r.stopped.Store(true)
	r.runner.Load().session.Do(session.Stop)
}

// settle is told that the present session's status has changed: what follows it
// decides whether its end is the end of the sound. It does not wait.
func (r *relay) settle() {
	now := r.runner.Load()
	follows := now.session.Status().Outcome != session.Over
	if now.held.Swap(follows) == follows {
		return
	}
	if out := r.out.Load(); out != nil {
		go (*out).Retake(func(output.Frame) {}) // the end may have been rendered already
	}
}

// follow has a session begin at once, when the one before was heard to its
// end. False where no sound goes on that it could follow in, yet or any more.
func (r *relay) follow(next *session.Session) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now, out := newRunner(next), r.out.Load()
	if r.stopped.Load() || out == nil || !(*out).Retake(func(at output.Frame) {
		now.begins = at
		r.runner.Store(now)
	}) {
		return false
	}
	r.attach(*out)
	if r.stopped.Load() { // meanwhile, when it had not begun
		next.Do(session.Stop)
	}
	return true
}

// leg is an output as one of the sessions of a relay has it: its frames begin at
// 0, and it is done when the session was heard to its end.
type leg struct {
	output.Output
	runner *runner
	done   chan struct{}
	whole  atomic.Bool // it was heard to its end
}

func newLeg(out output.Output, r *runner) *leg {
	l := &leg{Output: out, runner: r, done: make(chan struct{})}
	go l.attend()
	return l
}

// attend closes done.
func (l *leg) attend() {
	defer close(l.done)
	for {
		select {
		case <-l.Output.Done():
			return
		case <-l.runner.ended:
		}
		for {
			ends := output.Frame(l.runner.ends.Load())
			if ends == notYet { // after all
				break
			}
			left := ends - l.Output.Heard()
			if left <= 0 {
				l.whole.Store(true)
				return
			}
			select {
			case <-l.Output.Done():
				return
			case <-time.After(max(audio.Duration(left), 5*time.Millisecond)):
			}
		}
	}
}

// Heard implements output.Output.
func (l *leg) Heard() output.Frame { return max(0, l.Output.Heard()-l.runner.begins) }

// Retake implements output.Output.
func (l *leg) Retake(change func(at output.Frame)) bool {
	return l.Output.Retake(func(at output.Frame) {
		l.runner.ends.Store(int64(notYet))
		change(at - l.runner.begins)
	})
}

// Done implements output.Output.
func (l *leg) Done() <-chan struct{} { return l.done }

// Err implements output.Output.
func (l *leg) Err() error {
	if l.whole.Load() {
		return nil
	}
	return l.Output.Err()
}
