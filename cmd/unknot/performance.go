package main

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/unknot/unknot/audio"
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

	mu      sync.Mutex
	out     output.Output // nil before the first is open
	note    note
	stopped bool
	done    chan struct{}
	err     error
}

// perform begins to play src; it goes on beside the caller until done.
func perform(o *opening, src output.Source) *performance {
	p := &performance{opening: o, source: &fading{src: src, end: math.MaxInt64}, done: make(chan struct{})}
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
		p.fade(out)
	}
	<-out.Done()
	if err := out.Err(); !errors.Is(err, output.ErrClosed) {
		return err
	}
	return nil
}

// heard is the frame that is heard now, below 0 before there is an output.
func (p *performance) heard() int64 {
	p.mu.Lock()
	out := p.out
	p.mu.Unlock()
	if out == nil {
		return -1
	}
	return out.Heard()
}

// stop fades the sound out and ends the performance. Again is nothing.
func (p *performance) stop() {
	p.mu.Lock()
	out, again := p.out, p.stopped
	p.stopped = true
	p.mu.Unlock()
	if out == nil || again {
		return
	}
	go p.fade(out)
}

// fadeWithin bounds how long a fade may take: a device that has stalled would
// never be done with it.
const fadeWithin = 3 * time.Second

func (p *performance) fade(out output.Output) {
	timer := time.AfterFunc(fadeWithin, func() { _ = out.Close() })
	defer timer.Stop()
	if out.Retake(p.source.fadeFrom) {
		<-out.Done()
	}
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

// fading is a source that can be made to fade out.
type fading struct {
	src  output.Source
	from int64 // the fade's first frame, once end is set
	end  int64
}

// fadeFrames is how long stopping takes to fall silent.
const fadeFrames = audio.SampleRate / 4

// fadeFrom lets the sound fade out from a frame on. It must not run beside
// Render: it is what an output's Retake calls.
func (f *fading) fadeFrom(at int64) {
	if f.end == math.MaxInt64 {
		f.from, f.end = at, at+fadeFrames
	}
}

// Render implements output.Source. A fault of the program's in the source ends
// the sound with an error rather than the program with the terminal in disarray.
func (f *fading) Render(dst [][2]float32, at int64) (n int, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			n, err = 0, fmt.Errorf("a fault of the program: %v", fault)
		}
	}()
	want := int(max(0, min(int64(len(dst)), f.end-at)))
	n, err = f.src.Render(dst[:want], at)
	if f.end == math.MaxInt64 {
		return n, err
	}
	for i := range dst[:n] {
		// The falling half of a cosine: no corner at either end.
		x := float64(max(at+int64(i)-f.from, 0)) / fadeFrames
		gain := float32(0.5 + 0.5*math.Cos(math.Pi*x))
		dst[i][0] *= gain
		dst[i][1] *= gain
	}
	return n, err
}
