package main

import (
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/cmd/unknot/settings"
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

// open begins to open the output that is wanted.
func (p *program) open(s *settings.Loaded) *opening {
	o := &opening{wanted: s.Output, result: make(chan opened, 1), silent: p.openSilent}
	if o.wanted == "captions" {
		o.result <- opened{out: p.openSilent()}
		return o
	}
	go func() {
		out, err := p.openDevice(s.Buffer)
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

// performance is a source on its way to the listener: through a device, or,
// where there is none or it goes away and that is allowed, in silence.
type performance struct {
	opening *opening
	source  *fading

	control chan struct{} // holds one token: pausing and ending come one after the other

	mu      sync.Mutex
	out     output.Output // nil before the first is open
	note    note
	stopped bool
	paused  bool
	changed func() // told of a pause and its end
	done    chan struct{}
	err     error
}

// perform begins to play src; it goes on beside the caller until done.
func perform(o *opening, src output.Source) *performance {
	p := &performance{opening: o, source: newFading(src), done: make(chan struct{}), control: make(chan struct{}, 1)}
	p.control <- struct{}{}
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
	from := int64(0)
	for {
		err := r.err
		if err == nil {
			err = p.playOn(r.out, from)
		}
		switch {
		case mayFallBack && errors.Is(err, output.ErrNoDevice):
			p.tell("no sound device: showing captions instead", err)
		case mayFallBack && errors.Is(err, output.ErrDeviceLost):
			from = r.out.Heard() // of the output's frames, which go on
			p.tell("the sound device went away: going on with captions", err)
		default:
			return err
		}
		mayFallBack = false
		r = opened{out: p.opening.silent()}
	}
}

// playOn plays on an output until that is done.
func (p *performance) playOn(out output.Output, from int64) error {
	defer out.Close()
	p.mu.Lock()
	stopped := p.stopped
	p.out = out
	p.mu.Unlock()
	if stopped {
		return nil
	}
	if err := out.Play(p.source, from); err != nil {
		return err
	}
	p.mu.Lock()
	stopped = p.stopped
	p.mu.Unlock()
	if stopped { // while Play was waiting for the device
		p.end(out)
	}
	<-out.Done()
	if err := out.Err(); !errors.Is(err, output.ErrClosed) {
		return err
	}
	return nil
}

// heard is the frame that is heard now, below 0 before there is an output. It
// stands still in a pause.
func (p *performance) heard() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out == nil {
		return -1
	}
	return p.source.content(p.out.Heard())
}

// change lets the source become another where it was not yet heard; false
// where nothing is playing.
func (p *performance) change(out output.Output, become func(at int64)) bool {
	return out.Retake(func(at int64) {
		p.mu.Lock() // for heard; Render does not run now
		defer p.mu.Unlock()
		become(at)
	})
}

// stop fades the sound out and ends the performance. Again is nothing. It does
// not wait.
func (p *performance) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out != nil && !p.stopped {
		go p.end(p.out)
	}
	p.stopped = true
}

// endWithin bounds how long a fade may take: a device that has stalled would
// never be done with it.
const endWithin = 3 * time.Second

func (p *performance) end(out output.Output) {
	<-p.control
	defer func() { p.control <- struct{}{} }()
	if p.isPaused() { // it is silent already
		_ = out.Close() // always nil
		return
	}
	timer := time.AfterFunc(endWithin, func() { _ = out.Close() })
	defer timer.Stop()
	if p.change(out, func(at int64) { p.source.fadeOut(at, stopFade, true) }) {
		<-out.Done()
	}
}

// pause pauses, or goes on where it was paused. It does not wait.
func (p *performance) pause() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out != nil && !p.stopped {
		go p.toggle(p.out)
	}
}

func (p *performance) toggle(out output.Output) {
	<-p.control
	defer func() { p.control <- struct{}{} }()
	if p.isPaused() {
		if p.change(out, p.source.goOn) {
			p.setPaused(false)
			out.Resume()
		}
		return
	}
	silentFrom := int64(0)
	if !p.change(out, func(at int64) { silentFrom = p.source.fadeOut(at, pauseFade, false) }) {
		return
	}
	p.setPaused(true)
	for out.Heard() < silentFrom { // until the fade was heard
		select {
		case <-out.Done():
			return
		case <-time.After(output.Duration(silentFrom - out.Heard())):
		}
	}
	out.Pause()
}

func (p *performance) isPaused() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.paused
}

func (p *performance) setPaused(paused bool) {
	p.mu.Lock()
	p.paused = paused
	changed := p.changed
	p.mu.Unlock()
	if changed != nil {
		changed()
	}
}

// watch has changed called when the performance pauses or goes on.
func (p *performance) watch(changed func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changed = changed
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
