// Package device plays sound on the machine's own device: on Linux through a
// sound server where there is one, in package pulse, and all else through oto.
// It is the only package that knows oto.
//
// What oto leaves to find out, and what is made of it here:
//
//   - It makes one context a process, for good. So one Output plays in a
//     process; for a second one there is no device.
//   - A context that failed says so in Context.Err alone, and only once it is
//     ready, which may be never. So Open looks for a device beforehand, and
//     Play waits for the context, but not for ever.
//   - A server that dies is told by Context.Err; a device that asks for no more
//     sound is told by nobody, so a watchdog looks.
//   - The device asks for its whole buffer as soon as the context is made: a
//     player that is not there by then is heard a buffer of silence later. So
//     the context is made in Play, when the first sound is rendered already.
//   - What a player fetched ahead outlives its pause, and the silence of a
//     paused player is not counted. So ours never pauses: what it fetched is
//     taken back, and silence given instead.
package device

import (
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/ebitengine/oto/v3"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/pcm"
)

// Options say how to open the device. The zero Options are good.
type Options struct {
	// Name is what the system's mixer shows; unknot if it is empty.
	Name string
	// Buffer is how much sound the device holds: a shorter stall is not heard.
	// A sound server gives back what is not heard, and 0 is
	// pulse.DefaultBuffer; otherwise a pause or a change is heard so much
	// later, and 0 is DefaultBuffer. Others are brought to between 20 ms and
	// 2 s.
	Buffer time.Duration
	// OnMoved, if it is set, is told when the sound was moved to another
	// device, and the name of that in the sound server: headphones may have
	// been pulled out. It runs on a goroutine of its own. Only a sound server
	// tells.
	OnMoved func(to string)
}

// Open looks for a sound device, for no longer than about a second. It makes
// no sound: Play does. An error wraps output.ErrNoDevice.
func Open(o Options) (output.Output, error) {
	if o.Name == "" {
		o.Name = "unknot"
	}
	if o.Buffer != 0 {
		o.Buffer = min(max(o.Buffer, 20*time.Millisecond), 2*time.Second)
	}
	return open(o)
}

// DefaultBuffer is the Buffer where none is asked for and sound cannot be taken
// back. On a busy machine with
// two processors stalls of 0.2 s were seen, and on an overloaded one longer
// than this; the most, 2 s, outlasted them all.
const DefaultBuffer = 500 * time.Millisecond

const (
	// openWithin bounds how long Play waits for a device that was found: a
	// Bluetooth headset needs some seconds to wake.
	openWithin = 5 * time.Second
	// lostAfter is how long a device may ask for nothing, beyond its buffer.
	lostAfter = 2 * time.Second
	// askWithin is how often most devices ask for sound.
	askWithin = 55 * time.Millisecond
	// tick is how often the device is looked after.
	tick = 100 * time.Millisecond

	frameBytes = pcm.Float32Bytes // the format oto is asked for
)

// Output plays a source through oto. It keeps the contract of
// output.Output; Options.Buffer is what it cannot take back.
type Output struct {
	name    string
	buffer  int64 // frames that the device holds
	request int64 // frames to ask oto for, for that

	// ops makes Play, Pause, Resume, Retake and Close come one by one. Under
	// it, and with the player stopped, nothing is rendered.
	ops    sync.Mutex
	ctx    *oto.Context
	player *oto.Player   // would fall silent if it became unreachable
	asked  chan struct{} // the device has asked for sound
	fed    chan struct{} // the player has its first sound

	// For whoever renders: the player, or Play before there is one.
	src     output.Source
	scratch [][2]float32
	ahead   []byte // rendered before there was a player

	// mu guards the rest, and is never held while rendering.
	mu     sync.Mutex
	track  track
	begun  bool // Play was called
	paused bool
	ended  bool  // the source is at its end, after track.written frames
	end    int64 // that many
	broken error // why it ended too early

	done  chan struct{}
	err   error
	final output.Frame // what was heard when it was done
}

var _ output.Output = (*Output)(nil)

// openOto is an output through oto. request says how much to ask oto for so that
// a buffer is held.
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
	d.track = newTrack(d.buffer, from)
	d.mu.Unlock()
	d.src, d.scratch = src, make([][2]float32, d.buffer)
	d.ahead = make([]byte, d.buffer*frameBytes)
	d.fill(d.ahead)

	release := hurry()
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

// hurry lets a player that is just being made be filled before the device asks,
// until it is released. Once the context is made, oto's goroutines for the
// device and for the player race, and where the player loses, a buffer of
// silence is heard first: one start in fifty, on a busy machine. With a
// single processor the player's goroutine runs at the latest when the device's
// waits for the sound server's first answer.
func hurry() (release func()) {
	was := runtime.GOMAXPROCS(1)
	return func() { runtime.GOMAXPROCS(was) }
}

// fail ends the output for want of a device.
func (d *Output) fail(err error) error {
	d.finish(fmt.Errorf("%w: %w", output.ErrNoDevice, err))
	d.drop()
	return d.Err()
}

// watch makes the output done when all was heard or the device was lost.
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
		// Ticks, not the clock: a program that was itself stopped for a while
		// could not be asked.
		stalled += min(now.Sub(last), 2*tick)
		last = now

		d.mu.Lock()
		if d.track.at != asked {
			asked, stalled = d.track.at, 0
		}
		wait := tick
		over := false
		if d.ended {
			left := d.end - d.track.position(now)
			over = left <= 0
			wait = min(wait, audio.Duration(max(left, 1)))
		}
		if over {
			d.finishLocked(d.broken)
		}
		d.mu.Unlock()

		// Only now: oto keeps the error where it may just be writing it.
		if stalled > 2*tick {
			if err := ctx.Err(); err != nil {
				d.finish(fmt.Errorf("%w: %w", output.ErrDeviceLost, err))
				return
			}
		}
		if stalled > lostAfter+audio.Duration(d.buffer) {
			d.finish(fmt.Errorf("%w: it asked for no sound for %v", output.ErrDeviceLost, stalled.Round(tick)))
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
	return d.track.source(d.track.position(time.Now()))
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

// retake takes back what the player holds, if set, under mu, says so, and has
// the source change.
func (d *Output) retake(change func(at output.Frame), set func() bool) bool {
	d.ops.Lock()
	defer d.ops.Unlock()
	d.mu.Lock()
	playing := d.begun && !d.isDone()
	d.mu.Unlock()
	if !playing {
		return false
	}
	// While the player is stopped, the device is given silence if it asks; so
	// let that be right after it has asked.
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
	at := d.track.cut()
	if d.ended && d.end > d.track.taken {
		d.ended, d.broken = false, nil // it will be found again
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
		_ = d.ctx.Suspend() // else it would go on asking
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

// finish makes the output done, unless it already is.
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
