// Package pulse plays sound through a PulseAudio server, or a PipeWire server
// that speaks its protocol, and takes back what has not been heard yet.
//
// The server holds a long buffer of our sound, while the sink is asked to hold
// little. So a stall of the program is not heard, and yet everything but what the
// sink holds can be taken back: a flush drops the server's buffer, and the sound
// continues from the exact frame the sink would have taken next.
//
// Frames of the stream are int64, counted as the server counts them: from the
// first on, and back to where the sink is after a flush. The source's frame is
// always the first one plus that count.
//
// The package speaks the protocol itself: the high-level client of the same
// module can deadlock when it pauses, and does not report a stream that was moved
// or killed.
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
	// Name is what the system's mixer shows; "unknot" if it is empty.
	Name string
	// Server is where to play, in the form of PULSE_SERVER; if it is empty, the
	// environment decides.
	Server string
	// Buffer is how much sound the server holds: a shorter stall is not heard.
	// A pause or a change does not wait for it. 0 means DefaultBuffer; other
	// values are brought to between 20 ms and 4 s.
	Buffer time.Duration
	// OnMoved, if set, is called with the sink's name when the sound was moved to
	// another sink: headphones may have been pulled out, so that it comes from
	// loudspeakers now. It runs on a goroutine of its own.
	OnMoved func(sink string)
}

// DefaultBuffer is the Buffer where none is asked for.
const DefaultBuffer = 2 * time.Second

const (
	// openWithin bounds how long a server may take to accept us.
	openWithin = 700 * time.Millisecond
	// answerWithin bounds how long it may take to answer later; it is asked up to
	// three times.
	answerWithin = time.Second
	// sinkHolds is how much the sink is asked to hold. Sound that is taken back is
	// still heard for that long.
	sinkHolds = 50 * time.Millisecond
	// refillAt is how much must be missing before more is rendered, so that the
	// program wakes only a few times a second.
	refillAt = 250 * time.Millisecond
	// block is how much is rendered and sent at a time. A pause or a change waits
	// for one.
	block = audio.SampleRate / 20
	// beginWith is how much is sent before a sink may begin, or begin anew: on a
	// busy machine the goroutine that sends the rest may wait for its turn.
	beginWith = 500 * time.Millisecond
	// guard is how close to the sink's taking more sound nothing is taken back: a
	// sink that finds nothing there plays a gap.
	guard = 8 * audio.SampleRate / 1000

	frameBytes = pcm.Float32Bytes // the format the server is asked for
)

// Output is a stream on a sound server. It keeps the contract of output.Output; it
// cannot take back what the sink holds.
type Output struct {
	onMoved func(string)
	client  *proto.Client
	link    *link
	stream  uint32
	batch   int64 // frames that must be missing before more is rendered
	ahead   int   // frames that are sent before a sink begins

	// ops serialises Play, Pause, Resume, Retake and Close. render is held while
	// the source renders or changes, and while what it rendered is sent. asking
	// is held from asking for a timing until the answer is noted. mu guards the
	// fields below, and is never held while waiting. They are taken in this order.
	ops     sync.Mutex
	render  sync.Mutex
	src     output.Source
	scratch [][2]float32
	packet  []byte
	asking  sync.Mutex
	mu      sync.Mutex

	from      output.Frame // the source's frame at frame 0 of the stream
	clock     clock
	credit    int64 // frames the server asked for that were not sent yet
	begun     bool
	paused    bool
	suspended bool  // the sink is, by somebody else
	ended     bool  // the source has come to its end
	end       int64 // that frame of the stream, if ended
	broken    error // why it ended too early

	due     time.Time     // when to ask for a timing again
	looked  time.Time     // when checkStalled looked last
	taken   int64         // what the sink had taken then
	stalled time.Duration // for how long it has taken nothing

	wake  chan struct{}
	done  chan struct{}
	err   error
	final output.Frame // the frame heard when it was done
}

var _ output.Output = (*Output)(nil)

// Open connects to the sound server, for no longer than about a second, and
// creates a stream. It makes no sound: Play does. An error is an
// *output.DeviceError of kind output.ErrNoDevice. Several outputs may be open at
// the same time.
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
		batch:   min(audio.Frames[int64](refillAt), buffer/4),
		ahead:   int(min(audio.Frames[int64](beginWith), buffer)),
		scratch: make([][2]float32, min(block, buffer)),
		wake:    make(chan struct{}, 1),
		done:    make(chan struct{}),
	}
	d.packet = make([]byte, len(d.scratch)*frameBytes)
	if err := d.connect(o, buffer); err != nil {
		return nil, &output.DeviceError{Kind: output.ErrNoDevice, Reason: fmt.Sprintf("no sound server answers (%v)", err), Err: err}
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
	d.fillAhead()
	d.render.Unlock()
	if err := d.cork(false); err != nil {
		d.finish(&output.DeviceError{Kind: output.ErrNoDevice, Reason: "starting to play: " + err.Error(), Err: err})
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
		d.lost(fmt.Errorf("pausing or resuming: %w", err))
		return
	}
	if !pause {
		d.mu.Lock()
		d.paused = false
		d.mu.Unlock()
	}
	d.refresh(func() {}) // once sound is playing again, the server reports it
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
	// There is nothing more for the sink to take, so the new sound begins at the
	// frame it has come to.
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
	d.fillAhead()
	d.poke()
	return true
}

// letSinkTake waits, if the sink is just about to take more sound, until it has.
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
	// That ends every wait for the server.
	d.link.close()
	d.ops.Lock()
	defer d.ops.Unlock()
	d.render.Lock() // wait until no Render runs
	defer d.render.Unlock()
	return nil
}

// lost ends the output because the server is gone.
func (d *Output) lost(err error) {
	d.mu.Lock()
	kind := output.ErrDeviceLost
	if !d.begun {
		kind = output.ErrNoDevice
	}
	d.mu.Unlock()
	d.finish(&output.DeviceError{Kind: kind, Reason: err.Error(), Err: err})
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

// poke makes run look again.
func (d *Output) poke() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}
