package queue

import (
	"sync/atomic"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
)

// trackOutput is the output as one session of the queue has it: its frames
// begin at 0, and it is done when that session was heard to its end.
type trackOutput struct {
	output.Output
	entry *entry
	done  chan struct{}
	whole atomic.Bool // it was heard to its end
}

func newTrackOutput(out output.Output, e *entry) *trackOutput {
	o := &trackOutput{Output: out, entry: e, done: make(chan struct{})}
	go o.follow()
	return o
}

// follow closes done when the end was heard or the output is done.
func (o *trackOutput) follow() {
	defer close(o.done)
	for {
		select {
		case <-o.Output.Done():
			return
		case <-o.entry.ended:
		}
		for {
			ends := o.entry.ends.Load()
			if ends == nil { // it was taken back
				break
			}
			remaining := *ends - o.Output.Heard()
			if remaining <= 0 {
				o.whole.Store(true)
				return
			}
			select {
			case <-o.Output.Done():
				return
			case <-time.After(max(audio.Duration(remaining), 5*time.Millisecond)):
			}
		}
	}
}

// Heard implements output.Output.
func (o *trackOutput) Heard() output.Frame { return max(0, o.Output.Heard()-o.entry.begins) }

// Retake implements output.Output.
func (o *trackOutput) Retake(change func(at output.Frame)) bool {
	return o.Output.Retake(func(at output.Frame) {
		o.entry.ends.Store(nil)
		change(at - o.entry.begins)
	})
}

// Done implements output.Output.
func (o *trackOutput) Done() <-chan struct{} { return o.done }

// Err implements output.Output.
func (o *trackOutput) Err() error {
	if o.whole.Load() {
		return nil
	}
	return o.Output.Err()
}
