package pulse

import (
	"time"

	"github.com/unknot/unknot/audio"
)

// never is the dry time of a stream that has not played since it was begun,
// uncorked or flushed.
const never = -1

// A timing is what the server says of a stream at a moment, in frames.
type timing struct {
	at     time.Time
	read   int64 // taken by the sink since the beginning
	inSink int64 // how much sound the sink holds, of whoever it is
	dry    int64 // how long the sink has found nothing to take; or never
}

// A clock knows which frame of the stream is heard, between one timing and the
// next. It is plain arithmetic, without a lock.
type clock struct {
	written int64 // frames sent
	read    int64 // frames taken by the sink, as last heard of

	base    int64     // heard at since
	since   time.Time // zero before the first timing
	running bool      // the sink goes on taking
	told    int64     // the furthest frame told as heard
}

// set notes a timing. A stream that is paused is taken no further.
func (c *clock) set(t timing, paused bool) {
	now := c.position(t.at)
	c.read = t.read
	c.running = t.dry == 0 && !paused
	switch {
	case t.dry == never || paused && !c.since.IsZero():
		// What the sink holds may be others' sound: ours is played on to
		// where it was taken.
		c.base = max(now, t.read-t.inSink)
		if t.dry == never {
			c.base = now
		}
	default:
		// The sink holds sound, and after it the silence of its being dry.
		c.base = t.read - max(0, t.inSink-t.dry)
	}
	c.since = t.at
}

// stop keeps the clock from running ahead of a server that is being told to
// stop, until the next timing.
func (c *clock) stop() { c.running = false }

// position is the frame that is heard at a time.
func (c *clock) position(now time.Time) int64 {
	if !c.since.IsZero() {
		limit := c.read
		if c.running {
			limit = c.written
		}
		c.told = max(c.told, min(limit, c.base+audio.Frames[int64](max(0, now.Sub(c.since)))))
	}
	return c.told
}
