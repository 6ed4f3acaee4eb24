// Package output is where rendered sound goes: one small interface that a
// sound device, a machine without one, and a test all stand behind, and the
// output for machines without one.
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
// same one, and never while a function given to Retake runs. It must not
// block: a device may be waiting for its frames.
type Source interface {
	// Render sets dst[:n] to the frames from absolute frame at on: the left
	// channel first, full scale at 1. What dst held before is rubbish, and dst
	// is not to be kept. at is where the last Render ended; or, after a Pause,
	// a Resume or a Retake, a frame before that which was not heard yet.
	//
	//	n == len(dst), err == nil  there may be more
	//	n <  len(dst), err == nil  the sound ends at frame at+n
	//	err != nil                 it breaks off at frame at+n, for this reason
	//
	// A source that ended is asked again only after a Retake.
	Render(dst [][2]float32, at Frame) (n int, err error)
}

// An Output plays one source, once: Play, then any of the others, then Close.
//
// Every method may be called from any goroutine at any time, but not from
// within Render or a function given to Retake, where only Heard may be. Heard,
// Done and Err never wait for the sound. Play waits for the device, and the
// others for Play, for a Render under way, and at most as long as the device
// takes to ask for more.
//
// An output renders ahead as far as its device holds sound. Every frame is
// heard once and in order, as it is rendered, save by Retake.
type Output interface {
	// Play starts src at absolute frame from and returns once the device has
	// it. It is called once.
	//
	//	nil          the source is playing
	//	ErrNoDevice  there turned out to be no device; the output is done
	//	ErrClosed    Close came first
	//	ErrPlaying   it was called before
	Play(src Source, from Frame) error

	// Heard is the absolute frame that is heard now: what the device has taken
	// less what it still holds. It is from until the first frame is heard, then
	// never goes back, and stays at the end once the sound is over. Before
	// Play it is 0.
	Heard() Frame

	// Pause stops the sound and Resume lets it go on at the very next frame,
	// nothing lost and nothing repeated. What can no longer be taken back from
	// the device is still heard. Both cut the sound where it is: a fade is the
	// source's to make, with Retake, before. Twice is once, and Resume without
	// Pause is nothing, as are both before Play and once the output is done.
	Pause()
	Resume()

	// Retake takes back all sound that can still be kept from being heard, and
	// renders on from there. It calls change on the caller's goroutine, with
	// the first frame to be rendered again, while no Render runs: there the
	// source may become a different one from frame at on, and longer or
	// shorter than it was. change should take no longer than a frame of
	// video, for nothing is rendered meanwhile. A paused output stays paused.
	//
	//	true   change was called, and the next Render starts at its frame
	//	false  nothing is playing: before Play, or once the output is done
	Retake(change func(at Frame)) bool

	// Done is closed when nothing more will be heard: after the last frame was
	// heard, not merely taken by the device; or when the source broke off and
	// what came before was heard; or when the device was lost; or by Close.
	Done() <-chan struct{}

	// Err says why the output is done.
	//
	//	nil            not yet done, or the source was heard to its end
	//	ErrNoDevice    as Play said
	//	ErrDeviceLost  the device went away while it played
	//	ErrClosed      Close came before the end
	//	other          the source's own error, wrapped
	Err() error

	// Close stops the sound, lets go of the device and waits until no Render
	// runs, nor ever will. Closing again is nothing. It always returns nil.
	Close() error
}

var (
	// ErrNoDevice says that there is no device to play on. The error that
	// wraps it says what was looked for.
	ErrNoDevice = errors.New("no sound device")
	// ErrDeviceLost says that the device went away while it played.
	ErrDeviceLost = errors.New("the sound device went away")
	// ErrClosed says that the output was closed before the sound was over.
	ErrClosed = errors.New("the output is closed")
	// ErrPlaying says that Play was called a second time.
	ErrPlaying = errors.New("the output is already playing")
)

// DeviceError is ErrNoDevice or ErrDeviceLost with its reason.
type DeviceError struct {
	Kind   error  // ErrNoDevice or ErrDeviceLost
	Reason string // in words, without the kind
	Err    error  // the cause; may be nil
}

func (e *DeviceError) Error() string { return e.Kind.Error() + ": " + e.Reason }

// Unwrap gives the kind and the cause.
func (e *DeviceError) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}
