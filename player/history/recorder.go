package history

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"
)

// longestEnd is how long the end of a session waits for the store.
const longestEnd = 10 * time.Second

// Recorder records one session while it plays. It writes in a goroutine of its
// own: Begin and Note never wait for the disk, and a disk that is full or gone
// does not end the session.
type Recorder struct {
	log *Log

	release   func() // of the lock held as long as the session lives; nil before the first write
	withdrawn bool   // the session that this one resumes is no longer offered

	mu     sync.Mutex
	latest snapshot
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
// is no longer offered.
func (l *Log) Begin(e Entry, mark json.RawMessage) *Recorder {
	e.ID = rand.Text()
	if e.Started.IsZero() {
		e.Started = l.now().Truncate(time.Second)
	}
	r := &Recorder{
		log: l, latest: snapshot{Version: version, Entry: e.clone(), Mark: bytes.Clone(mark)},
		noted: make(chan struct{}, 1), ending: make(chan struct{}), done: make(chan error, 1),
	}
	r.noted <- struct{}{}
	go r.run()
	return r
}

// Note reports how far the session has come. It may be called at any rate, and
// should be every few seconds: the latest note is on the disk some two seconds
// later. ID, Started and Resumes stay as they were.
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
// error means that the entry could not be kept now; it is kept later where the
// disk allows. Further calls return the same.
func (r *Recorder) End(ending Ending, e Entry, mark json.RawMessage) error {
	r.end.Do(func() {
		r.set(e, mark, ending)
		close(r.ending)
		late := time.NewTimer(longestEnd)
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
		// While it plays a failure is not reported: the next note tries again, and
		// so does the end.
		_ = r.write()
		pace := time.NewTimer(r.log.Pace)
		select {
		case <-pace.C:
		case <-r.ending:
			pace.Stop()
			r.done <- r.finish()
			return
		}
	}
}

// snapshot is the session as it was noted last.
func (r *Recorder) snapshot() snapshot {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.latest.Saved = r.log.now()
	return r.latest
}

// write writes the running file.
func (r *Recorder) write() error {
	s := r.snapshot()
	if r.release == nil {
		if err := r.takeLifeLock(s.Entry.ID); err != nil {
			return err
		}
	}
	if err := r.log.writeSnapshot(runningName(s.Entry.ID), s); err != nil {
		return err
	}
	if s.Entry.Resumes == "" || s.Mark == nil || r.withdrawn {
		return nil
	}
	err := r.log.withdraw(s.Entry.Resumes)
	r.withdrawn = err == nil
	return err
}

// takeLifeLock takes the lock that shows that the session lives. Without the
// history's lock meanwhile, another process could take the new lock for that
// of a session that was cut off.
func (r *Recorder) takeLifeLock(id string) error {
	release, err := r.log.lock()
	if err != nil {
		return err
	}
	defer release()
	r.release, err = r.log.store.Lock(lifeLock(id), 0)
	if err != nil {
		return fmt.Errorf("marking the session as running: %w", err)
	}
	return nil
}

// finish enters the session and removes its running file. Where it cannot be
// entered, the running file stays for the next process that looks.
func (r *Recorder) finish() error {
	s := r.snapshot()
	err := r.enter(s)
	if err != nil {
		_ = r.write() // as it ended; the first error is the one to report
	} else {
		_ = r.log.store.Remove(runningName(s.Entry.ID)) // else the next process sees that it is entered
	}
	if r.release != nil {
		r.release()
	}
	if err == nil {
		_ = r.log.store.Remove(lifeLock(s.Entry.ID))
	}
	return err
}

func (r *Recorder) enter(s snapshot) error {
	release, err := r.log.lock()
	if err != nil {
		return err
	}
	defer release()
	if s.Entry.Ended == Finished {
		// Those that were cut off before come first, so that none of them is
		// offered after this one. Their faults are not this session's.
		_ = r.log.enterCutOffLocked()
	}
	return r.log.enter(s, nil)
}
