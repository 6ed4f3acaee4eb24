// Package output is where rendered sound goes: one small interface, implemented
// by sound devices, by a machine without one and by tests, and the
// implementation for machines without one.
//
// Sound is stereo float, 48,000 frames a second. Positions are the source's own:
// an output never makes one up.
package output

import "errors"

// A Frame is a position in the sound of an output, or a number of frames of it,
// each 1/48000 s. Positions are absolute. They go on counting through a pause
// that is rendered as silence, so they are not a session's own frames, which
// stand still in a pause.
type Frame int64

// A Source is sound that can be rendered from any frame on, again and again.
//
// An output calls Render from one goroutine at a time, but not always from the
// same one, and never while a function given to Retake runs. Render must not
// block: a device may be waiting for its frames.
type Source interface {
	// Render sets dst[:n] to the frames from absolute frame at on: the left
	// channel first, full scale at 1. The previous contents of dst are
	// undefined, and dst must not be kept. at is where the last Render ended;
	// or, after a Pause, a Resume or a Retake, an earlier frame that has not
	// been heard yet.
	//
	//	n == len(dst), err == nil  there may be more
	//	n <  len(dst), err == nil  the sound ends at frame at+n
	//	err != nil                 it breaks off at frame at+n, for this reason
	//
	// A source that has ended is asked again only after a Retake.
	Render(dst [][2]float32, at Frame) (n int, err error)
}

// An Output plays one source, once: Play, then any of the others, then Close.
//
// Every method may be called from any goroutine at any time; within Render and
// within a function given to Retake, only Heard may be. Heard, Done and Err never
// wait for the sound. Play waits for the device. The others wait for Play, for a
// Render under way, and at most as long as the device takes to ask for more.
//
// An output renders as far ahead as its device holds sound. Every frame is heard
// once and in order, as it was rendered, except where Retake takes it back.
type Output interface {
	// Play starts src at absolute frame from and returns once the device has
	// it. It is called once.
	//
	//	nil          the source is playing
	//	ErrNoDevice  there turned out to be no device; the output is done
	//	ErrClosed    Close came first
	//	ErrPlaying   it was called before
	Play(src Source, from Frame) error

	// Heard returns the absolute frame being heard now: what the device has
	// taken less what it still holds. It is from until the first frame is heard,
	// never goes back, and stays at the end once the sound is over. Before Play
	// it is 0.
	Heard() Frame

	// Pause stops the sound and Resume continues it with the very next frame:
	// nothing is lost or repeated. What can no longer be taken back from the
	// device is still heard. Both cut the sound where it is: a fade is for the
	// source to make beforehand, with Retake. Pausing what is paused changes
	// nothing, nor does resuming what is not, nor either of them before Play or
	// once the output is done.
	Pause()
	Resume()

	// Retake takes back all sound that can still be kept from being heard, and
	// rendering continues from there. It calls change on the caller's goroutine,
	// with the first frame that will be rendered again, while no Render runs:
	// there the source may become a different one from that frame on, longer or
	// shorter than it was. Nothing is rendered until change returns, so it
	// should take no longer than a frame of video. A paused output stays paused.
	//
	//	true   change was called, and the next Render starts at its frame
	//	false  nothing is playing: before Play, or once the output is done
	Retake(change func(at Frame)) bool

	// Done is closed when nothing more will be heard: after the last frame was
	// heard, not just taken by the device; or when the source broke off and
	// what came before was heard; or when the device was lost; or by Close.
	Done() <-chan struct{}

	// Err returns why the output is done.
	//
	//	nil            not done yet, or the source was heard to its end
	//	ErrNoDevice    as Play returned
	//	ErrDeviceLost  the device went away while it played
	//	ErrClosed      Close came before the end
	//	other          the source's own error, wrapped
	Err() error

	// Close stops the sound, releases the device, and waits until no Render
	// runs; none runs again. Closing again changes nothing. It always returns
	// nil.
	Close() error
}

var (
	// ErrNoDevice means there is no device to play on. The error that wraps it
	// says what was looked for.
	ErrNoDevice = errors.New("no sound device")
	// ErrDeviceLost means the device went away while it played.
	ErrDeviceLost = errors.New("the sound device went away")
	// ErrClosed means the output was closed before the sound was over.
	ErrClosed = errors.New("the output is closed")
	// ErrPlaying means Play was called a second time.
	ErrPlaying = errors.New("the output is already playing")
)

// A DeviceError is ErrNoDevice or ErrDeviceLost with its reason.
type DeviceError struct {
	Kind   error  // ErrNoDevice or ErrDeviceLost
	Reason string // in words, without the kind
	Err    error  // the cause; may be nil
}

func (e *DeviceError) Error() string { return e.Kind.Error() + ": " + e.Reason }

// Unwrap returns the kind and the cause.
func (e *DeviceError) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}
