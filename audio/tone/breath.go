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

// Breath is the tone of one phase of one breath, mono. All breaths of a kind are alike,
// but no two have the same samples: the frame of the session at which it begins decides
// what is different. Any part of it can be rendered at any time.
type Breath struct {
	kind   Kind
	phase  Phase
	at     int64
	frames int64

	once   sync.Once
	gain   float64 // to its level
	cursor airCursor
}

// NewBreath returns the tone of one phase of a breath, which begins at frame at of the
// session and lasts that many frames. Whatever its kind and length, its level is within
// about 1 dB of BreathLevel; None is silence. It is meant for lengths of 2 to 10 s; any
// other works, even 0. It panics on an unknown kind or phase.
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

// Fill sets dst to the frames from frame from on; outside the tone they are silent. A
// frame is the same however the tone is divided into calls. Several goroutines may call
// Fill at once.
func (b *Breath) Fill(dst []float32, from int64) {
	dst, from = clip(dst, from, b.frames)
	if b.kind == None || len(dst) == 0 {
		clear(dst)
		return
	}
	v, frames := variationAt(b.at), max(b.frames, shortest)
	var c chord
	var air airTone
	if b.kind == Air {
		air = winds[b.phase].over(frames, v)
		b.cursor.mu.Lock()
		defer b.cursor.mu.Unlock()
	} else {
		c = b.pad().over(frames, v)
	}
	e := swells[b.phase].over(b.frames)
	b.once.Do(func() { b.gain = b.levelGain(v) })
	air.knee = loudNoise / b.gain
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
			b.cursor.block(out, &air, from-first, level, slope)
		} else {
			c.block(out, from-first, level, slope)
		}
		if n < step {
			copy(dst, out[first:first+n])
		}
		if last := b.frames - 1 - from; last < n {
			dst[last] = 0 // rather than a rounding error
		}
		dst, from = dst[n:], from+n
	}
}

// clip silences the part of dst that lies outside a sound of so many frames, and returns
// the part within it, with its first frame. from is the first frame of dst.
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

// pad returns the pad of a hum or a bowl.
func (b *Breath) pad() *pad {
	if b.kind == Bowl {
		return &bowls[b.phase]
	}
	return &hums[b.phase]
}

// shortest is the shortest phase of a breath, in frames. A shorter one was cut off by the
// listener: that makes it glide no faster, and no louder.
const shortest = 2 * audio.SampleRate

// levelGain returns the gain that brings the breath to its level.
func (b *Breath) levelGain(v variation) float64 {
	frames := max(b.frames, shortest)
	e := swells[b.phase].over(frames)
	c := b.pad().over(frames, v)
	power := c.power
	if b.kind == Air {
		air := winds[b.phase].over(frames, v)
		power = air.power
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
