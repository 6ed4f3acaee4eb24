package playback

import (
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/settings"
)

// Device is a sound device being opened while other work goes on.
type Device struct {
	wanted settings.Output
	result chan opened
	silent func() output.Output
}

type opened struct {
	out output.Output
	err error
}

// Open starts to open the output that is wanted: sound in a goroutine, since a
// device takes longer to be ready than a session does; captions at once.
// Silent makes the output that captions are paced by.
func Open(wanted settings.Output, sound func() (output.Output, error), silent func() output.Output) *Device {
	d := &Device{wanted: wanted, result: make(chan opened, 1), silent: silent}
	if wanted == settings.OutputCaptions {
		d.result <- opened{out: silent()}
		return d
	}
	go func() {
		out, err := sound()
		d.result <- opened{out, err}
	}()
	return d
}

// Abandon waits for a device that turned out not to be needed, and closes it.
func (d *Device) Abandon() {
	if r := <-d.result; r.out != nil {
		_ = r.out.Close() // always nil
	}
}
