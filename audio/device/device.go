// Package device plays sound on the machine's own device: on Linux through a
// sound server where there is one, in package pulse, and everywhere else through
// oto. It is the only package that knows oto.
//
// What oto leaves to its user, and how it is dealt with here:
//
//   - It makes one context per process, for good; see process.go.
//   - A context that failed says so in Context.Err alone, and only once it is
//     ready, which may be never. So Open looks for a device beforehand, and
//     Play waits for the context, but not forever.
//   - Context.Err reports a sound server that dies; nothing reports a device that
//     stops asking for sound, so a watchdog looks for that.
//   - The device asks for its whole buffer as soon as the context is made: if
//     the player is not ready by then, a buffer of silence is heard first. So
//     the context is made in Play, when the first sound is already rendered.
//   - A player's pause keeps what it has prefetched, and the silence it gives
//     meanwhile is not counted. So our player never pauses: what it prefetched
//     is taken back, and it is given silence.
package device

import (
	"time"

	"github.com/unknot/unknot/audio/output"
)

// Options say how to open the device. The zero Options are good.
type Options struct {
	// Name is what the system's mixer shows; "unknot" if it is empty.
	Name string
	// Buffer is how much sound the device holds: a shorter stall is not heard.
	// Through a sound server, which gives back what has not been heard, 0 means
	// pulse.DefaultBuffer. Otherwise a pause or a change is heard that much
	// later, and 0 means DefaultBuffer. Other values are brought to between
	// 20 ms and 2 s.
	Buffer time.Duration
	// OnMoved, if set, is called when the sound was moved to another device,
	// with the sound server's name for it: headphones may have been pulled out.
	// It runs on a goroutine of its own. Only a sound server reports this.
	OnMoved func(to string)
}

// DefaultBuffer is the Buffer where none is asked for and sound cannot be taken
// back. On a busy machine with two processors stalls of 0.2 s were seen, and on
// an overloaded one longer than this; 2 s, the most, outlasted them all.
const DefaultBuffer = 500 * time.Millisecond

// Open looks for a sound device, for no longer than about a second. It makes no
// sound: Play does. An error is an *output.DeviceError of kind
// output.ErrNoDevice.
func Open(o Options) (output.Output, error) {
	if o.Name == "" {
		o.Name = "unknot"
	}
	if o.Buffer != 0 {
		o.Buffer = min(max(o.Buffer, 20*time.Millisecond), 2*time.Second)
	}
	return open(o)
}
