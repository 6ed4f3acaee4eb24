// Package queue plays sessions one after another on one output: an output
// plays one source only, and some machines give a program one output only.
// Between two sessions it is silent.
package queue

import (
	"sync"
	"sync/atomic"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/session"
)

// Queue is a source of sessions in turn. Its methods may be called from any
// goroutine.
type Queue struct {
	current atomic.Pointer[entry]

	mu      sync.Mutex // one Attach or Follow at a time
	out     atomic.Pointer[output.Output]
	stopped atomic.Bool
}

// entry is a session in a queue. Its own frames begin at 0.
type entry struct {
	session *session.Session
	begins  output.Frame // of its first frame

	ends  atomic.Pointer[output.Frame] // of its end; nil until that was rendered
	ended chan struct{}                // holds a value when ends has become known
	held  atomic.Bool                  // another session follows: its end is not the end of the sound
}

func newEntry(s *session.Session) *entry {
	return &entry{session: s, ended: make(chan struct{}, 1)}
}

// New makes a queue that begins with a session.
func New(first *session.Session) *Queue {
	q := &Queue{}
	q.current.Store(newEntry(first))
	return q
}

// Render implements output.Source.
func (q *Queue) Render(dst [][2]float32, at output.Frame) (n int, err error) {
	now := q.current.Load()
	if before := min(now.begins-at, output.Frame(len(dst))); before > 0 { // a lost device may not have played that far
		clear(dst[:before])
		n, at = int(before), at+before
	}
	got, err := now.session.Render(dst[n:], at-now.begins)
	n += got
	if n == len(dst) || err != nil {
		return n, err
	}
	if end := at + output.Frame(got); now.ends.CompareAndSwap(nil, &end) {
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

// Attach names the output that plays the queue from now on.
func (q *Queue) Attach(out output.Output) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.out.Store(&out)
	q.attach(out)
}

func (q *Queue) attach(out output.Output) {
	now := q.current.Load()
	now.ends.Store(nil)
	now.session.Attach(newTrackOutput(out, now))
}

// Stop fades the sound out and ends it. No session follows from then on. It
// does not wait.
func (q *Queue) Stop() {
	q.stopped.Store(true)
	q.current.Load().session.Do(session.Stop)
}

// Update is to be called when the current session's status has changed: what
// follows it decides whether its end is the end of the sound. It does not wait.
func (q *Queue) Update() {
	now := q.current.Load()
	follows := now.session.Status().Outcome != session.Over
	if now.held.Swap(follows) == follows {
		return
	}
	if out := q.out.Load(); out != nil {
		go (*out).Retake(func(output.Frame) {}) // the end may have been rendered already
	}
}

// Follow starts a session at once, after the one before was heard to its end.
// It is false while no sound goes on that the session could follow in.
func (q *Queue) Follow(next *session.Session) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	now, out := newEntry(next), q.out.Load()
	if q.stopped.Load() || out == nil || !(*out).Retake(func(at output.Frame) {
		now.begins = at
		q.current.Store(now)
	}) {
		return false
	}
	q.attach(*out)
	if q.stopped.Load() { // Stop came before the session was the current one
		next.Do(session.Stop)
	}
	return true
}
