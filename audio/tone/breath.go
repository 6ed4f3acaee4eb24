package tone

import (
	"fmt"
	"math"
	"sync"

	"github.com/unknot/unknot/audio"
)

// Kind is a kind of breath tone.
type Kind string

const (
	Hum  Kind = "hum"  // a warm harmonic tone that glides
	Air  Kind = "air"  // the rush of a breath itself
	Bowl Kind = "bowl" // a singing bowl that bends
	None Kind = "none" // silence
)

// Kinds returns every kind, the default first, None last.
func Kinds() []Kind { return []Kind{Hum, Air, Bowl, None} }

// Phase is one half of a breath.
type Phase int

const (
	Inhale Phase = iota // rises and opens
	Exhale              // falls and closes, in a lower register
)

// Breath is the tone of one phase of one breath, mono. All breaths of a kind are
// alike, but no two have the same samples: what differs follows from where in the
// session a breath is. Any part of it can be made at any time.
type Breath struct {
	kind   Kind
	phase  Phase
	at     int64
	frames int64

	once sync.Once
	gain float64 // to its level
	gust gust
}

// NewBreath returns the tone of one phase of a breath: it begins at frame at of the
// session, and is that many frames long. It is near BreathLevel whatever its kind and
// length; None is silence. It is made for lengths of 2 to 10 seconds; any other works,
// even 0. It panics on an unknown kind or phase.
func NewBreath(kind Kind, phase Phase, at, frames int64) *Breath {
	if phase != Inhale && phase != Exhale {
		panic(fmt.Sprintf("tone: no phase %d", phase))
	}
	switch kind {
	case Hum, Air, Bowl, None:
	default:
		panic(fmt.Sprintf("tone: no kind %q", kind))
	}
	return &Breath{kind: kind, phase: phase, at: at, frames: max(frames, 0)}
}

// Frames returns the length of the tone.
func (b *Breath) Frames() int64 { return b.frames }

// Fill sets dst to the frames from from on; outside the tone they are silent. A frame
// is the same however the tone is divided into calls, and calls may come from several
// goroutines.
func (b *Breath) Fill(dst []float32, from int64) {
	dst, from = clip(dst, from, b.frames)
	if b.kind == None || len(dst) == 0 {
		clear(dst)
		return
	}
	v, frames := variationAt(b.at), max(b.frames, shortest)
	var c chord
	var g gale
	if b.kind == Air {
		g = winds[b.phase].over(frames, v)
		b.gust.mu.Lock()
		defer b.gust.mu.Unlock()
	} else {
		c = b.pad().over(frames, v)
	}
	e := swells[b.phase].over(b.frames)
	b.once.Do(func() { b.gain = b.levelGain(v) })
	var buf [step]float32
	for len(dst) > 0 {
		first := from % step
		n := min(step-first, int64(len(dst)))
		level, slope := e.line(from - first)
		level, slope = level*b.gain, slope*b.gain
		out := &buf
		if n == step {
			out = (*[step]float32)(dst)
		}
		if b.kind == Air {
			b.gust.block(out, &g, from-first, level, slope)
		} else {
			c.block(out, from-first, level, slope)
		}
		if n < step {
			copy(dst, out[first:first+n])
		}
		if last := b.frames - 1 - from; last < n {
			dst[last] = 0 // whatever rounding has left
		}
		dst, from = dst[n:], from+n
	}
}

// clip silences what lies of dst, whose first frame is from, outside of a sound of
// frames, and returns the rest and its first frame.
func clip(dst []float32, from, frames int64) ([]float32, int64) {
	if before := min(max(-from, 0), int64(len(dst))); before > 0 {
		clear(dst[:before])
		dst, from = dst[before:], from+before
	}
	if after := max(frames-from, 0); after < int64(len(dst)) {
		clear(dst[after:])
		dst = dst[:after]
	}
	return dst, from
}

// pad returns the pad of a kind that is one.
func (b *Breath) pad() *pad {
	if b.kind == Bowl {
		return &bowls[b.phase]
	}
	return &hums[b.phase]
}

// shortest is the shortest phase of a breath, in frames. What is shorter was broken off:
// it glides no faster and is no louder for that.
const shortest = 2 * audio.SampleRate

// levelGain returns the gain that brings the breath to BreathLevel, as varied.
func (b *Breath) levelGain(v variation) float64 {
	frames := max(b.frames, shortest)
	e := swells[b.phase].over(frames)
	c := b.pad().over(frames, v)
	power := c.power
	if b.kind == Air {
		g := winds[b.phase].over(frames, v)
		power = g.power
	}
	const points = 48
	sum := 0.0
	for i := range points {
		u := (float64(i) + 0.5) / points
		x := e.at(u * e.last)
		sum += x * x * power(u)
	}
	return math.Pow(10, (BreathLevel+v.level)/20) / math.Sqrt(2*sum/points) // 2: both ears
}
