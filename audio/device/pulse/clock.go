package pulse

import (
	"time"

	"github.com/unknot/unknot/audio"
)

// never is the dry time of a stream that has not played since it was created,
// uncorked or flushed.
const never = -1

// A timing is what the server reports about a stream at one moment. Frames are
// those of the stream.
type timing struct {
	at     time.Time
	read   int64 // frames taken by the sink since the beginning
	inSink int64 // frames that the sink holds, of anybody's sound
	dry    int64 // frames for which the sink has found nothing to take; or never
}

// A clock knows which frame of the stream is being heard, between one timing and
// the next. It is plain arithmetic, without a lock.
type clock struct {
	written int64 // frames sent
	read    int64 // frames taken by the sink, by the last timing

	base    int64     // the frame heard at time since
	since   time.Time // zero before the first timing
	running bool      // the sink keeps taking frames
	heard   int64     // the furthest frame reported as heard
}

// set notes a timing. Of a paused stream the sink takes nothing more.
func (c *clock) set(t timing, paused bool) {
	now := c.position(t.at)
	c.read = t.read
	c.running = t.dry == 0 && !paused
	switch {
	case t.dry == never || paused && !c.since.IsZero():
		// What the sink holds may be somebody else's sound. Ours is played up to
		// the last frame that was taken.
		c.base = max(now, t.read-t.inSink)
		if t.dry == never {
			c.base = now
		}
	default:
		// The sink holds sound, followed by silence for as long as it was dry.
		c.base = t.read - max(0, t.inSink-t.dry)
	}
	c.since = t.at
}

// stop keeps the clock, until the next timing, from running ahead of a server that
// is being asked to stop.
func (c *clock) stop() { c.running = false }

// position returns the frame heard at a time.
func (c *clock) position(now time.Time) int64 {
	if !c.since.IsZero() {
		limit := c.read
		if c.running {
			limit = c.written
		}
		c.heard = max(c.heard, min(limit, c.base+audio.Frames[int64](max(0, now.Sub(c.since)))))
	}
	return c.heard
}
