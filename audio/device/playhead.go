package device

import (
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
)

// A playhead knows which frame of the source is being heard. It counts device
// frames: everything the device was given since the first, sound and silence,
// less what was taken back. It is plain arithmetic, without a lock or a clock.
type playhead struct {
	buffer int64 // device frames the device holds once it has taken some
	spans  []span

	written int64     // device frames given
	taken   int64     // of these, taken by the device
	at      time.Time // when it last took some; zero before
	heard   int64     // the furthest device frame reported as heard
}

// A span is a run of device frames, up to the next span: sound from source frame
// src on, or silence while the source stands still at src.
type span struct {
	dev   int64
	src   output.Frame
	sound bool
}

func newPlayhead(buffer int64, from output.Frame) playhead {
	return playhead{buffer: buffer, spans: []span{{src: from, sound: true}}}
}

// source returns the source frame at a device frame that is not forgotten yet.
func (p *playhead) source(dev int64) output.Frame {
	i := len(p.spans) - 1
	for i > 0 && p.spans[i].dev > dev {
		i--
	}
	if s := p.spans[i]; s.sound {
		return s.src + output.Frame(max(0, dev-s.dev))
	}
	return p.spans[i].src
}

// next returns the source frame to be given next.
func (p *playhead) next() output.Frame { return p.source(p.written) }

// write notes that n more device frames were given.
func (p *playhead) write(n int64, sound bool) {
	if n == 0 {
		return
	}
	if last := &p.spans[len(p.spans)-1]; last.sound != sound {
		p.spans = append(p.spans, span{dev: p.written, src: p.next(), sound: sound})
	}
	p.written += n
}

// take notes that the device has taken total device frames by now, and reports
// whether that is more than before.
func (p *playhead) take(total int64, now time.Time) (more bool) {
	if total <= p.taken {
		return false
	}
	p.taken, p.at = total, now
	return true
}

// cut takes back what the device has not taken, and returns the source frame to
// be given next.
func (p *playhead) cut() output.Frame {
	next := p.source(p.taken)
	i := len(p.spans)
	for i > 1 && p.spans[i-1].dev >= p.taken {
		i--
	}
	p.spans, p.written = p.spans[:i], p.taken
	return next
}

// position returns the device frame that is heard now, and forgets the spans
// before it. A device that has taken sound holds a buffer of it, and plays it as
// time passes.
func (p *playhead) position(now time.Time) int64 {
	if !p.at.IsZero() {
		dev := p.taken - p.buffer + audio.Frames[int64](now.Sub(p.at))
		p.heard = min(max(p.heard, dev), p.taken)
	}
	for len(p.spans) > 1 && p.spans[1].dev <= p.heard {
		p.spans = p.spans[1:]
	}
	return p.heard
}
