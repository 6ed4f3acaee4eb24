package main

import (
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/cmd/unknot/config"
)

// opening is a sound device being opened beside other work.
type opening struct {
	wanted string // auto, sound or captions
	result chan opened
	silent func() output.Output
}

type opened struct {
	out output.Output
	err error
}

// open begins to open the output that is wanted. Moved is called when the
// machine has the sound come from elsewhere; it may be nil.
func (p *program) open(s *config.Loaded, moved func()) *opening {
	o := &opening{wanted: string(s.Output), result: make(chan opened, 1), silent: p.openSilent}
	if o.wanted == "captions" {
		o.result <- opened{out: p.openSilent()}
		return o
	}
	go func() {
		out, err := p.openDevice(s.Buffer, moved)
		o.result <- opened{out, err}
	}()
	return o
}

// abandon lets go of a device that is not needed after all.
func (o *opening) abandon() {
	if r := <-o.result; r.out != nil {
		_ = r.out.Close() // always nil
	}
}

// performed is a source that acts on the output that plays it.
type performed interface {
	output.Source
	// Attach names the output that plays the source from now on.
	Attach(out output.Output)
	// Stop fades the sound out and ends it. It does not wait.
	Stop()
}

// performance is a source on its way to the listener: through a device, or,
// where there is none or it goes away and that is allowed, in silence.
type performance struct {
	opening *opening
	source  performed

	mu      sync.Mutex
	out     output.Output // nil before the first is open
	note    note
	told    note // the last that was told beside the screen
	stopped bool
	done    chan struct{}
	err     error
}

// perform begins to play src; it goes on beside the caller until done.
func perform(o *opening, src performed) *performance {
	p := &performance{opening: o, source: src, done: make(chan struct{})}
	go func() {
		err := p.run()
		p.mu.Lock()
		p.err = err
		p.mu.Unlock()
		close(p.done)
	}()
	return p
}

func (p *performance) run() error {
	r := <-p.opening.result
	mayFallBack := p.opening.wanted == "auto"
	from := output.Frame(0)
	for {
		err := r.err
		if err == nil {
			err = p.playOn(r.out, from)
		}
		switch {
		case mayFallBack && errors.Is(err, output.ErrNoDevice):
			p.tell("no sound device: showing captions instead", err)
		case mayFallBack && errors.Is(err, output.ErrDeviceLost):
			from = r.out.Heard()
			p.tell("the sound device went away: going on with captions", err)
		default:
			return err
		}
		mayFallBack = false
		r = opened{out: p.opening.silent()}
	}
}

// playOn plays on an output until that is done.
func (p *performance) playOn(out output.Output, from output.Frame) error {
	defer out.Close()
	p.mu.Lock()
	stopped := p.stopped
	p.out = out
	p.mu.Unlock()
	if stopped {
		return nil
	}
	p.source.Attach(out)
	if err := out.Play(p.source, from); err != nil {
		return err
	}
	p.mu.Lock()
	if p.stopped { // while Play was waiting for the device
		p.fade(out)
	}
	p.mu.Unlock()
	<-out.Done()
	if err := out.Err(); !errors.Is(err, output.ErrClosed) {
		return err
	}
	return nil
}

// stop fades the sound out and ends the performance. Again is nothing. It does
// not wait.
func (p *performance) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out != nil && !p.stopped {
		p.fade(p.out)
	}
	p.stopped = true
}

// endWithin bounds how long a fade may take: a device that has stalled would
// never be done with it.
const endWithin = 4 * time.Second

func (p *performance) fade(out output.Output) {
	p.source.Stop()
	timer := time.AfterFunc(endWithin, func() { _ = out.Close() })
	go func() {
		<-out.Done()
		timer.Stop()
	}()
}

// end ends the performance at once: nothing is heard any more.
func (p *performance) end() {
	p.mu.Lock()
	p.stopped = true
	out := p.out
	p.mu.Unlock()
	if out != nil {
		_ = out.Close() // always nil
	}
}

func (p *performance) isStopped() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stopped
}

// failure is why the performance ended; nil where it was heard to its end, or
// stopped.
func (p *performance) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// note is what a listener should know of how the sound goes.
type note struct{ text, reason string }

// String is the note in one line.
func (n note) String() string {
	if n.reason == "" {
		return n.text
	}
	return n.text + " (" + n.reason + ")"
}

// tell leaves a note for whoever shows the performance.
func (p *performance) tell(text string, err error) {
	_, reason, _ := strings.Cut(err.Error(), ": ") // behind the kind of error, which text says
	p.mu.Lock()
	defer p.mu.Unlock()
	p.note = note{text, reason}
}

func (p *performance) noted() note {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.note
}

// toTell is the note, and whether it is another than when it was asked for last.
func (p *performance) toTell() (n note, anew bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	anew = p.note != p.told
	p.told = p.note
	return p.note, anew
}
