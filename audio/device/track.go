package device

import (
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
)

// A track knows which frame of the source is heard. It counts device frames:
// all that the device is given from the first on, sound and silence, less what
// was taken back. It is plain arithmetic, without a lock or a clock.
type track struct {
	buffer int64 // frames the device holds once it has taken some
	spans  []span

	written int64     // device frames given
	taken   int64     // of these, taken by the device
	at      time.Time // when it last took some; zero before
	heard   int64     // the furthest device frame told as heard
}

// A span is a run of device frames up to the next span's: sound from source
// frame src on, or silence while the source stands at src.
type span struct {
	dev   int64
	src   output.Frame
	sound bool
}

func newTrack(buffer int64, from output.Frame) track {
	return track{buffer: buffer, spans: []span{{src: from, sound: true}}}
}

// source is the source frame at a device frame that is not yet forgotten.
func (t *track) source(dev int64) output.Frame {
	i := len(t.spans) - 1
	for i > 0 && t.spans[i].dev > dev {
		i--
	}
	if s := t.spans[i]; s.sound {
		return s.src + output.Frame(max(0, dev-s.dev))
	}
	return t.spans[i].src
}

// next is the source frame to be given next.
func (t *track) next() output.Frame { return t.source(t.written) }

// write notes that n more frames were given.
func (t *track) write(n int64, sound bool) {
	if n == 0 {
		return
	}
	if last := &t.spans[len(t.spans)-1]; last.sound != sound {
		t.spans = append(t.spans, span{dev: t.written, src: t.next(), sound: sound})
	}
	t.written += n
}

// take notes that the device had taken so many frames by now.
func (t *track) take(total int64, now time.Time) (more bool) {
	if total <= t.taken {
		return false
	}
	t.taken, t.at = total, now
	return true
}

// cut takes back what the device has not taken, and returns the source frame
// to be given next.
func (t *track) cut() output.Frame {
	next := t.source(t.taken)
	i := len(t.spans)
	for i > 1 && t.spans[i-1].dev >= t.taken {
		i--
	}
	t.spans, t.written = t.spans[:i], t.taken
	return next
}

// position is the device frame that is heard now. Having taken sound, the
// device holds a buffer of it, and plays it as time passes.
func (t *track) position(now time.Time) int64 {
	if !t.at.IsZero() {
		dev := t.taken - t.buffer + audio.Frames[int64](now.Sub(t.at))
		t.heard = min(max(t.heard, dev), t.taken)
	}
	for len(t.spans) > 1 && t.spans[1].dev <= t.heard {
		t.spans = t.spans[1:]
	}
	return t.heard
}
