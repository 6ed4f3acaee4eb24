package outputtest

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
)

// Deep is an output that renders two seconds ahead of what is heard, as a sound
// server does, by the clock.
type Deep struct {
	render sync.Mutex
	mu     sync.Mutex
	src    output.Source
	at     output.Frame // rendered up to here
	ends   atomic.Int64 // the source's end, or unknownEnd
	base   output.Frame // heard when it was since
	since  time.Time
	paused bool
	err    error
	done   chan struct{}
}

// depth is how far it renders ahead, in frames.
const depth = 2 * audio.SampleRate

const unknownEnd = output.Frame(1) << 62

// NewDeep returns one that has not played yet.
func NewDeep() *Deep {
	d := &Deep{done: make(chan struct{})}
	d.ends.Store(int64(unknownEnd))
	return d
}

// Play implements output.Output.
func (d *Deep) Play(src output.Source, from output.Frame) error {
	d.mu.Lock()
	d.src, d.at, d.base, d.since = src, from, from, time.Now()
	d.mu.Unlock()
	d.fill()
	go func() {
		for tick := time.NewTicker(100 * time.Millisecond); ; {
			select {
			case <-tick.C:
				d.fill()
			case <-d.done:
				return
			}
		}
	}()
	return nil
}

func (d *Deep) fill() {
	d.render.Lock()
	defer d.render.Unlock()
	heard := d.Heard()
	buf := make([][2]float32, audio.SampleRate/10)
	for output.Frame(d.ends.Load()) == unknownEnd && d.at < heard+depth {
		n, err := d.src.Render(buf, d.at)
		d.at += output.Frame(n)
		if n < len(buf) {
			d.ends.Store(int64(d.at))
		}
		if err != nil {
			d.finish(err)
		}
	}
	if heard >= output.Frame(d.ends.Load()) {
		d.finish(nil)
	}
}

func (d *Deep) finish(err error) {
	heard := d.Heard()
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.isDone() {
		d.err, d.base, d.paused = err, heard, true
		close(d.done)
	}
}

func (d *Deep) isDone() bool {
	select {
	case <-d.done:
		return true
	default:
		return false
	}
}

// Heard implements output.Output.
func (d *Deep) Heard() output.Frame {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.paused || d.src == nil {
		return d.base
	}
	return min(output.Frame(d.ends.Load()), d.base+audio.Frames[output.Frame](time.Since(d.since)))
}

// Pause implements output.Output.
func (d *Deep) Pause() {
	heard := d.Heard()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.base, d.paused = heard, true
}

// Resume implements output.Output.
func (d *Deep) Resume() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.paused {
		d.since, d.paused = time.Now(), false
	}
}

// Retake implements output.Output.
func (d *Deep) Retake(change func(at output.Frame)) bool {
	d.render.Lock()
	if d.src == nil || d.isDone() {
		d.render.Unlock()
		return false
	}
	at := d.Heard()
	change(at)
	d.at = at
	d.ends.Store(int64(unknownEnd))
	d.render.Unlock()
	d.fill() // at once, as a sound server would be sent sound
	return true
}

// Done implements output.Output.
func (d *Deep) Done() <-chan struct{} { return d.done }

// Err implements output.Output.
func (d *Deep) Err() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.err
}

// Close implements output.Output.
func (d *Deep) Close() error {
	d.render.Lock()
	defer d.render.Unlock()
	d.finish(output.ErrClosed)
	return nil
}
