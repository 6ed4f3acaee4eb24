package history

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// pace and the time of a write bound what a kill can lose.
const pace = 2 * time.Second

// leave is how long an end waits for the disk.
const leave = 10 * time.Second

// Recorder keeps the history of one session while it plays. It writes in a
// goroutine of its own: Begin and Note never wait for the disk, and a disk
// that is full or gone does not end the session.
type Recorder struct {
	log *Log

	lock     *flock.Flock // held as long as the session lives; nil before the first write
	replaced bool         // the session that this one resumes is offered no more

	mu     sync.Mutex
	latest leftover
	ended  bool

	noted  chan struct{}
	ending chan struct{}
	done   chan error
	end    sync.Once
	result error
}

// Begin begins to record a session. The entry gets an ID and, where it has
// none, the time that it started. The mark is what the session could be
// resumed from; nil while there is nothing. A session that resumes another
// (entry.Resumes) takes its place: once it has a mark on the disk, the other
// is offered no more.
func (l *Log) Begin(e Entry, mark json.RawMessage) *Recorder {
	e.ID = rand.Text()
	if e.Started.IsZero() {
		e.Started = l.now().Truncate(time.Second)
	}
	r := &Recorder{
		log: l, latest: leftover{Version: version, Entry: e.clone(), Mark: bytes.Clone(mark)},
		noted: make(chan struct{}, 1), ending: make(chan struct{}), done: make(chan error, 1),
	}
	r.noted <- struct{}{}
	go r.run()
	return r
}

// Note tells how the session stands. It may be called as often as there is
// news, and should be every few seconds: the latest note is on the disk some
// two seconds later. ID, Started and Resumes stay what they were.
func (r *Recorder) Note(e Entry, mark json.RawMessage) {
	r.set(e, mark, "")
	select {
	case r.noted <- struct{}{}:
	default:
	}
}

func (r *Recorder) set(e Entry, mark json.RawMessage, ended Ending) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return
	}
	was := r.latest.Entry
	e.ID, e.Started, e.Resumes, e.Ended = was.ID, was.Started, was.Resumes, ended
	r.latest.Entry, r.latest.Mark = e.clone(), bytes.Clone(mark)
	r.ended = ended != ""
}

// End enters the session into the history. One that did not finish is offered
// to be resumed from its mark. It waits for the disk, some seconds at most. An
// error means that the entry could not be kept now; it is kept later where
// the disk allows. Further calls give the same.
func (r *Recorder) End(ending Ending, e Entry, mark json.RawMessage) error {
	r.end.Do(func() {
		r.set(e, mark, ending)
		close(r.ending)
		late := time.NewTimer(leave)
		defer late.Stop()
		var err error
		select {
		case err = <-r.done:
		case <-late.C:
			err = errors.New("the disk does not answer")
		}
		if err != nil {
			r.result = fmt.Errorf("this session could not be added to the history: %w", err)
		}
	})
	return r.result
}

func (r *Recorder) run() {
	for {
		select {
		case <-r.noted:
		case <-r.ending:
			r.done <- r.finish()
			return
		}
		// A failure is of no interest while it plays: the next note tries again,
		// and the end tells.
		_ = r.write()
		rest := time.NewTimer(r.log.pace)
		select {
		case <-rest.C:
		case <-r.ending:
			rest.Stop()
			r.done <- r.finish()
			return
		}
	}
}

func (r *Recorder) now() leftover {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.latest.Saved = r.log.now()
	return r.latest
}

// write puts the latest note on the disk.
func (r *Recorder) write() error {
	note := r.now()
	if r.lock == nil {
		if err := r.begin(note.Entry.ID); err != nil {
			return err
		}
	}
	if err := r.log.writeLeftover(r.log.leftoverFile(note.Entry.ID), note); err != nil {
		return err
	}
	if note.Entry.Resumes == "" || note.Mark == nil || r.replaced {
		return nil
	}
	err := r.log.forget(note.Entry.Resumes)
	r.replaced = err == nil
	return err
}

// begin takes the lock that shows that the session lives. That of the history
// is held meanwhile, so that nobody takes the new lock for a dead one's.
func (r *Recorder) begin(id string) error {
	release, err := r.log.lock()
	if err != nil {
		return err
	}
	defer release()
	lock := flock.New(r.log.leftoverLock(id))
	if ok, err := lock.TryLock(); !ok && !errors.Is(err, errors.ErrUnsupported) {
		return errors.Join(errors.New("marking the session as running"), err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lock = lock
	return nil
}

// finish enters the session and clears up behind it. Where it cannot, what is
// left is entered by the next run that looks.
func (r *Recorder) finish() error {
	note := r.now()
	file, lock := r.log.leftoverFile(note.Entry.ID), r.log.leftoverLock(note.Entry.ID)
	err := r.enter(note)
	if err != nil {
		_ = r.write() // as it ended, for the next run; the first error is the one to tell
	} else {
		_ = os.Remove(file) // else the next run finds it entered
	}
	if r.lock != nil {
		_ = r.lock.Unlock() // the end of the process releases it, if nothing else
	}
	if err == nil {
		_ = os.Remove(lock)
	}
	return err
}

func (r *Recorder) enter(note leftover) error {
	release, err := r.log.lock()
	if err != nil {
		return err
	}
	defer release()
	if note.Entry.Ended == Finished {
		_ = r.log.settleHeld() // others', so that none is offered behind this one; not this one's fault
	}
	return r.log.enter(note, nil)
}
