package device

import (
	"fmt"
	"time"

	"github.com/unknot/unknot/audio/pcm"
)

// A feed is an Output as its player reads it. It never ends: after the sound
// comes silence, so that the device goes on reporting how far it is.
type feed Output

// Read is called by oto when the device has taken some of what the player holds,
// from one goroutine, until the player is stopped.
func (f *feed) Read(buf []byte) (int, error) {
	d := (*Output)(f)
	d.mu.Lock()
	asked, held := d.note(time.Now())
	d.mu.Unlock()

	n := int(min(int64(len(buf)/frameBytes), d.buffer-held)) * frameBytes
	if d.ahead != nil {
		n = copy(buf, d.ahead)
		d.ahead = nil
		d.fed <- struct{}{}
	} else {
		d.fill(buf[:n])
	}
	if asked {
		select {
		case d.asked <- struct{}{}:
		default:
		}
	}
	return n, nil
}

// Seek makes the player drop what it holds. Where reading continues is decided by
// the Output.
func (f *feed) Seek(int64, int) (int64, error) { return 0, nil }

// note works out what the device has taken: what was given less what the player
// holds. The player must not be reading.
func (d *Output) note(now time.Time) (asked bool, held int64) {
	held = int64(d.player.BufferedSize()) / frameBytes
	return d.playhead.take(d.playhead.written-held-int64(len(d.ahead))/frameBytes, now), held
}

// fill sets buf to the next sound, or to silence where there is none.
func (d *Output) fill(buf []byte) {
	for len(buf) > 0 {
		want := min(len(buf)/frameBytes, len(d.scratch))
		d.mu.Lock()
		silent := d.paused || d.ended || d.isDone()
		at := d.playhead.next()
		if silent {
			d.playhead.write(int64(want), false)
		}
		d.mu.Unlock()
		if silent {
			clear(buf[:want*frameBytes])
			buf = buf[want*frameBytes:]
			continue
		}

		n, err := d.src.Render(d.scratch[:want], at)
		pcm.PutFloat32(buf, d.scratch[:n])
		buf = buf[n*frameBytes:]

		d.mu.Lock()
		d.playhead.write(int64(n), true)
		if n < want || err != nil {
			d.ended, d.end = true, d.playhead.written
			if err != nil {
				d.broken = fmt.Errorf("rendering from frame %d: %w", at, err)
			}
		}
		d.mu.Unlock()
	}
}
