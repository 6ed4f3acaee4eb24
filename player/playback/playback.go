// Package playback brings one source to the listener: through the sound
// device or, where there is none or it goes away and that is allowed, in
// silence, so that captions keep time.
package playback

import (
	"errors"
	"sync"
	"time"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/settings"
)

// Source is a source that acts on the output that plays it.
type Source interface {
	output.Source
	// Attach names the output that plays the source from now on.
	Attach(out output.Output)
	// Stop fades the sound out and ends it. It does not wait.
	Stop()
}

// Notice says how the sound goes, where that is not as the listener asked. The
// zero Notice says nothing.
type Notice struct {
	Lost   bool   // the device went away; else there was none
	Reason string // as the device gave it
}

// IsZero reports whether there is nothing to say.
func (n Notice) IsZero() bool { return n == Notice{} }

// Playback is a source being played. Its methods may be called from any
// goroutine.
type Playback struct {
	device *Device
	source Source
	done   chan struct{}

	mu      sync.Mutex
	out     output.Output // nil before the first is open
	stopped bool
	notice  Notice
	err     error
}

// Start starts to play a source once the device is open, and returns at once.
func Start(d *Device, src Source) *Playback {
	p := &Playback{device: d, source: src, done: make(chan struct{})}
	go func() {
		err := p.run()
		p.mu.Lock()
		p.err = err
		p.mu.Unlock()
		close(p.done)
	}()
	return p
}

// run plays on the device, then on the silent output where that is allowed.
func (p *Playback) run() error {
	r := <-p.device.result
	mayFallBack := p.device.wanted == settings.OutputAuto
	from := output.Frame(0)
	for {
		err := r.err
		if err == nil {
			err = p.playOn(r.out, from)
		}
		switch {
		case mayFallBack && errors.Is(err, output.ErrNoDevice):
			p.give(Notice{Reason: reason(err)})
		case mayFallBack && errors.Is(err, output.ErrDeviceLost):
			from = r.out.Heard()
			p.give(Notice{Lost: true, Reason: reason(err)})
		default:
			return err
		}
		mayFallBack = false
		r = opened{out: p.device.silent()}
	}
}

// playOn plays on one output until that is done.
func (p *Playback) playOn(out output.Output, from output.Frame) error {
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
	if p.stopped { // while Play waited for the device
		p.fade(out)
	}
	p.mu.Unlock()
	<-out.Done()
	if err := out.Err(); !errors.Is(err, output.ErrClosed) {
		return err
	}
	return nil
}

// Done is closed when nothing more will be heard, on any output.
func (p *Playback) Done() <-chan struct{} { return p.done }

// Stop fades the sound out and ends the playback. Calling it again does
// nothing. It does not wait.
func (p *Playback) Stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out != nil && !p.stopped {
		p.fade(p.out)
	}
	p.stopped = true
}

// endWithin bounds how long a fade may take: a device that has stalled would
// never finish one.
const endWithin = 4 * time.Second

func (p *Playback) fade(out output.Output) {
	p.source.Stop()
	timer := time.AfterFunc(endWithin, func() { _ = out.Close() })
	go func() {
		<-out.Done()
		timer.Stop()
	}()
}

// End ends the playback at once, without a fade, and waits until nothing of it
// runs.
func (p *Playback) End() {
	p.mu.Lock()
	p.stopped = true
	out := p.out
	p.mu.Unlock()
	if out != nil {
		_ = out.Close() // always nil
	}
	<-p.done
}

// Stopped reports whether Stop or End was called.
func (p *Playback) Stopped() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stopped
}

// Err is why the playback ended; nil where the source was heard to its end, or
// stopped.
func (p *Playback) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// Notice is what there is to say of the sound at the moment.
func (p *Playback) Notice() Notice {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.notice
}

func (p *Playback) give(n Notice) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.notice = n
}

// reason is what an error says beside its kind.
func reason(err error) string {
	if err == output.ErrDeviceLost || err == output.ErrNoDevice {
		return ""
	}
	if device := (*output.DeviceError)(nil); errors.As(err, &device) {
		return device.Reason
	}
	return err.Error()
}
