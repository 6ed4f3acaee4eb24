// Package pulse plays sound through a PulseAudio server, or a PipeWire server
// that speaks its protocol, and takes back what is not heard yet.
//
// The server holds a long buffer of our sound, while the sink behind it is
// asked to hold little. So a stall of the program is not heard, and yet all but
// what the sink holds can be taken back: a flush drops the server's buffer, and
// the sound goes on from the very frame that the sink would have taken next.
//
// Frames are counted as the server counts them: from the first on, and back to
// where the sink stands after a flush. The frame of the source is always that
// count more than the first frame.
//
// It speaks the protocol itself: the high-level client of the same module can
// deadlock when it pauses, and tells of a stream moved or killed to nobody.
package pulse

import (
	"fmt"
	"sync"
	"time"

	"github.com/jfreymuth/pulse/proto"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/pcm"
)

// Options say how to play. The zero Options are good.
type Options struct {
	// Name is what the system's mixer shows; unknot if it is empty.
	Name string
	// Server is where to play, in the form of PULSE_SERVER; if it is empty,
	// the environment says it.
	Server string
	// Buffer is how much sound the server holds: a shorter stall is not heard.
	// A pause or a change does not wait for it. 0 is DefaultBuffer; others are
	// brought to between 20 ms and 4 s.
	Buffer time.Duration
	// OnMoved, if it is set, is told when the sound was moved to another sink,
	// and its name: headphones may have been pulled out, and the sound come
	// from loudspeakers now. It runs on a goroutine of its own.
	OnMoved func(sink string)
}

// DefaultBuffer is the Buffer where none is asked for.
const DefaultBuffer = 2 * time.Second

const (
	// openWithin bounds how long a server may take to greet us.
	openWithin = 700 * time.Millisecond
	// answerWithin bounds how long it may take to answer later, three times.
	answerWithin = time.Second
	// sinkHolds is what the sink is asked to hold, and with it how soon what
	// is taken back is heard no more.
	sinkHolds = 50 * time.Millisecond
	// refillAt is how much must be missing before more is rendered: a few
	// wakings a second are enough.
	refillAt = 250 * time.Millisecond
	// piece is how much is rendered and sent at a time. A pause or a change
	// waits for one.
	piece = audio.SampleRate / 20
	// guard is how long before a sink takes more sound nothing is taken back:
	// a sink that found nothing there would play a gap.
	guard = 8 * audio.SampleRate / 1000

	frameBytes = pcm.Float32Bytes // the format the server is asked for
)

// Output is a stream on a sound server. It keeps the contract of output.Output;
// what the sink holds is what it cannot take back.
type Output struct {
	onMoved func(string)
	client  *proto.Client
	link    *link
	stream  uint32
	lot     int64 // frames that must be missing before more is rendered

	// ops makes Play, Pause, Resume, Retake and Close come one by one. render
	// is held while the source renders or changes, and while what it rendered
	// is sent. asking is held from a question about timing until its answer is
	// noted. mu guards the rest, and is never held while waiting. They are
	// taken in this order.
	ops     sync.Mutex
	render  sync.Mutex
	src     output.Source
	scratch [][2]float32
	packet  []byte
	asking  sync.Mutex
	mu      sync.Mutex

	from      output.Frame // the source frame that is frame 0 of the stream
	clock     clock
	credit    int64 // frames that the server asked for and was not sent
	begun     bool
	paused    bool
	suspended bool  // the sink is, by someone else
	ended     bool  // the source is at its end, at frame end of the stream
	end       int64 // there
	broken    error // why it ended too early

	due     time.Time     // when to ask about timing again
	looked  time.Time     // when it was looked after last
	taken   int64         // what the sink had taken then
	stalled time.Duration // how long it has taken nothing

	wake  chan struct{}
	done  chan struct{}
	err   error
	final output.Frame // what was heard when it was done
}

var _ output.Output = (*Output)(nil)

// Open connects to the sound server, for no longer than about a second, and
// prepares a stream. It makes no sound: Play does. An error wraps
// output.ErrNoDevice. Several outputs may be open at a time.
func Open(o Options) (*Output, error) {
	if o.Name == "" {
		o.Name = "unknot"
	}
	if o.Buffer == 0 {
		o.Buffer = DefaultBuffer
	}
	buffer := audio.Frames[int64](min(max(o.Buffer, 20*time.Millisecond), 4*time.Second))
	d := &Output{
		onMoved: o.OnMoved,
		lot:     min(audio.Frames[int64](refillAt), buffer/4),
		scratch: make([][2]float32, min(piece, buffer)),
		wake:    make(chan struct{}, 1),
		done:    make(chan struct{}),
	}
	d.packet = make([]byte, len(d.scratch)*frameBytes)
	if err := d.connect(o, buffer); err != nil {
		return nil, fmt.Errorf("%w: no sound server answers (%w)", output.ErrNoDevice, err)
	}
	return d, nil
}

// Play implements output.Output.
func (d *Output) Play(src output.Source, from output.Frame) error {
	d.ops.Lock()
	defer d.ops.Unlock()
	d.mu.Lock()
	switch {
	case d.begun:
		d.mu.Unlock()
		return output.ErrPlaying
	case d.isDone():
		defer d.mu.Unlock()
		return d.err
	}
	d.begun, d.from = true, from
	d.mu.Unlock()

	d.render.Lock()
	d.src = src
	d.fill(len(d.scratch))
	d.render.Unlock()
	if err := d.cork(false); err != nil {
		d.finish(fmt.Errorf("%w: starting to play: %w", output.ErrNoDevice, err))
		return d.Err()
	}
	go d.run()
	d.poke()
	return nil
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
	return d.from + output.Frame(d.clock.position(time.Now()))
}

// Pause implements output.Output.
func (d *Output) Pause() { d.pause(true) }

// Resume implements output.Output.
func (d *Output) Resume() { d.pause(false) }

func (d *Output) pause(pause bool) {
	d.ops.Lock()
	defer d.ops.Unlock()
	d.mu.Lock()
	same := !d.begun || d.isDone() || d.paused == pause
	d.mu.Unlock()
	if same {
		return
	}
	if pause {
		d.mu.Lock()
		d.paused = true
		d.clock.stop()
		d.mu.Unlock()
	}
	if err := d.cork(pause); err != nil {
		d.lost(fmt.Errorf("pausing or going on: %w", err))
		return
	}
	if !pause {
		d.mu.Lock()
		d.paused = false
		d.mu.Unlock()
	}
	d.refresh(func() {}) // and once the sound goes on, the server tells
	d.poke()
}

func (d *Output) cork(corked bool) error {
	return d.request(&proto.CorkPlaybackStream{StreamIndex: d.stream, Corked: corked})
}

// Retake implements output.Output.
func (d *Output) Retake(change func(at output.Frame)) bool {
	d.ops.Lock()
	defer d.ops.Unlock()
	if !d.playing() {
		return false
	}
	d.letSinkTake()
	d.render.Lock()
	defer d.render.Unlock()
	if !d.playing() {
		return false
	}
	d.mu.Lock()
	d.clock.stop()
	d.mu.Unlock()
	if err := d.request(&proto.FlushPlaybackStream{StreamIndex: d.stream}); err != nil {
		d.lost(fmt.Errorf("taking sound back: %w", err))
		return false
	}
	// Nothing is left that the sink could take: where it stands is where the
	// new sound begins.
	var at int64
	taken := d.refresh(func() {
		at = d.clock.read
		d.clock.written = at
		d.ended, d.broken = false, nil
	})
	if !taken {
		return false
	}
	change(d.from + output.Frame(at))
	d.fill(len(d.scratch))
	d.poke()
	return true
}

// letSinkTake waits until the sink is not just about to take more sound.
func (d *Output) letSinkTake() {
	d.mu.Lock()
	paused := d.paused
	d.mu.Unlock()
	if t, err := d.ask(); err == nil && !paused && t.inSink < guard {
		time.Sleep(audio.Duration(t.inSink) + time.Millisecond)
	}
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
	// Whoever waits for the server is let go by that.
	d.link.close()
	d.ops.Lock()
	defer d.ops.Unlock()
	d.render.Lock() // no Render runs
	defer d.render.Unlock()
	return nil
}

// lost ends the output for want of a server.
func (d *Output) lost(err error) {
	d.mu.Lock()
	kind := output.ErrDeviceLost
	if !d.begun {
		kind = output.ErrNoDevice
	}
	d.mu.Unlock()
	d.finish(fmt.Errorf("%w: %w", kind, err))
}

func (d *Output) finish(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.finishLocked(err)
}

func (d *Output) finishLocked(err error) {
	if d.isDone() {
		return
	}
	d.final, d.err = d.heard(), err
	close(d.done)
}

func (d *Output) isDone() bool {
	select {
	case <-d.done:
		return true
	default:
		return false
	}
}

func (d *Output) playing() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.begun && !d.isDone()
}

// poke has run look again.
func (d *Output) poke() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}
