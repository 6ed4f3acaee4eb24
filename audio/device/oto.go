package device

import (
	"fmt"
	"sync"
	"time"

	"github.com/ebitengine/oto/v3"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/pcm"
)

const (
	// openWithin bounds how long Play waits for a device that was found: a
	// Bluetooth headset needs some seconds to wake up.
	openWithin = 5 * time.Second
	// lostAfter is how long a device may ask for nothing, beyond its buffer.
	lostAfter = 2 * time.Second
	// askWithin is how often most devices ask for sound.
	askWithin = 55 * time.Millisecond
	// tick is how often watch looks.
	tick = 100 * time.Millisecond

	frameBytes = pcm.Float32Bytes // the format oto is asked for
)

// Output plays a source through oto. It keeps the contract of output.Output;
// Options.Buffer is what it cannot take back.
type Output struct {
	name    string
	buffer  int64 // device frames that the device holds
	request int64 // device frames to ask oto for so that it holds that many

	// ops serialises Play, Pause, Resume, Retake and Close. While it is held and
	// the player is stopped, nothing is rendered.
	ops    sync.Mutex
	ctx    *oto.Context
	player *oto.Player   // would fall silent if it became unreachable
	asked  chan struct{} // the device has asked for sound
	fed    chan struct{} // the player has its first sound

	// For whichever goroutine renders: the player's, or Play's before that.
	src     output.Source
	scratch [][2]float32
	ahead   []byte // rendered before there was a player

	// mu guards the rest, and is never held while rendering.
	mu       sync.Mutex
	playhead playhead
	begun    bool // Play was called
	paused   bool
	ended    bool  // the source has come to its end
	end      int64 // that device frame, if ended
	broken   error // why it ended too early

	done  chan struct{}
	err   error
	final output.Frame // the frame heard when it was done
}

var _ output.Output = (*Output)(nil)

// openOto returns an output through oto. request returns how much to ask oto for
// so that the device holds a buffer.
func openOto(o Options, request func(buffer int64) int64) *Output {
	if o.Buffer == 0 {
		o.Buffer = DefaultBuffer
	}
	buffer := audio.Frames[int64](o.Buffer)
	return &Output{
		name:    o.Name,
		buffer:  buffer,
		request: request(buffer),
		asked:   make(chan struct{}, 1),
		fed:     make(chan struct{}, 1),
		done:    make(chan struct{}),
	}
}

// Play implements output.Output.
func (d *Output) Play(src output.Source, from output.Frame) error {
	d.ops.Lock()
	defer d.ops.Unlock()
	d.mu.Lock()
	if d.begun || d.isDone() {
		begun := d.begun
		d.mu.Unlock()
		if begun {
			return output.ErrPlaying
		}
		return output.ErrClosed
	}
	d.begun = true
	d.playhead = newPlayhead(d.buffer, from)
	d.mu.Unlock()
	d.src, d.scratch = src, make([][2]float32, d.buffer)
	d.ahead = make([]byte, d.buffer*frameBytes)
	d.fill(d.ahead)

	release := oneProcessor()
	ctx, ready, err := oto.NewContext(&oto.NewContextOptions{
		SampleRate: audio.SampleRate, ChannelCount: 2, Format: oto.FormatFloat32LE,
		BufferSize: audio.Duration(d.request), ApplicationName: d.name,
	})
	if err != nil {
		release()
		return d.fail(err)
	}
	d.player = ctx.NewPlayer((*feed)(d))
	d.player.SetBufferSize(int(d.buffer) * frameBytes)
	d.player.Play()
	<-d.fed
	release()

	timer := time.NewTimer(openWithin)
	defer timer.Stop()
	select {
	case <-ready:
		if err := ctx.Err(); err != nil {
			return d.fail(fmt.Errorf("it could not be opened: %w", err))
		}
	case <-d.done:
		return d.Err()
	case <-timer.C:
		return d.fail(fmt.Errorf("it did not answer within %v; another program may be using it", openWithin))
	}
	d.ctx = ctx
	go d.watch(ctx)
	return nil
}

// fail ends the output because there is no device.
func (d *Output) fail(err error) error {
	d.finish(&output.DeviceError{Kind: output.ErrNoDevice, Reason: err.Error(), Err: err})
	d.drop()
	return d.Err()
}

// watch ends the output when everything was heard, or the device was lost.
func (d *Output) watch(ctx *oto.Context) {
	timer := time.NewTimer(tick)
	defer timer.Stop()
	var stalled time.Duration
	var asked time.Time
	last := time.Now()
	for {
		select {
		case <-d.done:
			return
		case <-timer.C:
		}
		now := time.Now()
		// At most two ticks, however long it was: a program that was itself
		// stopped for a while could not be asked for sound.
		stalled += min(now.Sub(last), 2*tick)
		last = now

		d.mu.Lock()
		if d.playhead.at != asked {
			asked, stalled = d.playhead.at, 0
		}
		wait := tick
		over := false
		if d.ended {
			remaining := d.end - d.playhead.position(now)
			over = remaining <= 0
			wait = min(wait, audio.Duration(max(remaining, 1)))
		}
		if over {
			d.finishLocked(d.broken)
		}
		d.mu.Unlock()

		// Only now: before, oto may be writing the error while it is read.
		if stalled > 2*tick {
			if err := ctx.Err(); err != nil {
				d.finish(&output.DeviceError{Kind: output.ErrDeviceLost, Reason: err.Error(), Err: err})
				return
			}
		}
		if stalled > lostAfter+audio.Duration(d.buffer) {
			reason := fmt.Sprintf("it asked for no sound for %v", stalled.Round(tick))
			d.finish(&output.DeviceError{Kind: output.ErrDeviceLost, Reason: reason})
			return
		}
		if !over {
			timer.Reset(wait)
		}
	}
}

// Heard implements output.Output.
func (d *Output) Heard() output.Frame {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.heard()
}

func (d *Output) heard() output.Frame {
	switch {
	case !d.begun:
		return 0
	case d.isDone():
		return d.final
	}
	return d.playhead.source(d.playhead.position(time.Now()))
}

// Pause implements output.Output.
func (d *Output) Pause() { d.pause(true) }

// Resume implements output.Output.
func (d *Output) Resume() { d.pause(false) }

func (d *Output) pause(pause bool) {
	d.retake(nil, func() bool {
		if d.paused == pause {
			return false
		}
		d.paused = pause
		return true
	})
}

// Retake implements output.Output.
func (d *Output) Retake(change func(at output.Frame)) bool {
	return d.retake(change, func() bool {
		d.ended, d.broken = false, nil
		return true
	})
}

// retake takes back what the player holds, if set, called with mu held, allows
// it, and then calls change unless it is nil.
func (d *Output) retake(change func(at output.Frame), set func() bool) bool {
	d.ops.Lock()
	defer d.ops.Unlock()
	d.mu.Lock()
	playing := d.begun && !d.isDone()
	d.mu.Unlock()
	if !playing {
		return false
	}
	// If the device asks while the player is stopped, it is given silence. So
	// stop it right after the device has asked.
	select {
	case <-d.asked:
	default:
	}
	timer := time.NewTimer(askWithin)
	defer timer.Stop()
	select {
	case <-d.asked:
	case <-timer.C:
	case <-d.done:
	}
	d.player.PauseAndStopReading()
	defer d.player.Play()

	d.mu.Lock()
	if d.isDone() || !set() {
		d.mu.Unlock()
		return false
	}
	d.note(time.Now())
	_, _ = d.player.Seek(0, 0)
	at := d.playhead.cut()
	if d.ended && d.end > d.playhead.taken {
		d.ended, d.broken = false, nil // rendering will come to it again
	}
	d.mu.Unlock()
	if change != nil {
		change(at)
	}
	return true
}

// Done implements output.Output.
func (d *Output) Done() <-chan struct{} { return d.done }

// Err implements output.Output.
func (d *Output) Err() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.err
}

// Close implements output.Output.
func (d *Output) Close() error {
	d.finish(output.ErrClosed)
	d.ops.Lock()
	defer d.ops.Unlock()
	d.drop()
	if d.ctx != nil {
		_ = d.ctx.Suspend() // otherwise it would go on asking
		d.ctx = nil
	}
	return nil
}

// drop stops the player, if there is one, and waits until it renders no more.
func (d *Output) drop() {
	if d.player != nil {
		d.player.PauseAndStopReading()
		_, _ = d.player.Seek(0, 0)
		d.player = nil
	}
}

// finish ends the output, unless it has ended already.
func (d *Output) finish(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.finishLocked(err)
}

func (d *Output) finishLocked(err error) {
	if !d.isDone() {
		d.final, d.err = d.heard(), err
		close(d.done)
	}
}

func (d *Output) isDone() bool {
	select {
	case <-d.done:
		return true
	default:
		return false
	}
}
