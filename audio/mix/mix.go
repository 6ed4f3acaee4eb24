// Package mix renders sounds placed in time as one stereo stream.
//
// # Concept
//
// A [Score] is a sorted list of events: a sound, where it starts, how long it
// lasts, how loud it is left and right. Any part of it can be rendered, in any
// order and from several goroutines, and always comes out the same: a score has no
// position and no filter state.
//
// A voice is heard over everything else: while an event of role [Voice] sounds,
// all others are ducked.
//
//	score := mix.NewScore(events, frames, mix.Options{Duck: -14})
//	n, err := score.Render(dst, at) // dst[0] is frame at
package mix

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/unknot/unknot/audio"
)

// Sound is something that can be heard. Add may be called from several goroutines
// at once.
type Sound interface {
	// Add adds the sound, from its frame from on, to dst: the left channel times
	// left, the right one times right. Beyond its end it is silent.
	Add(dst [][2]float32, from int64, left, right float32) error
}

// Role is how an event shares the stream with others.
type Role int

const (
	Under Role = iota // ducked while a voice speaks
	Voice
)

// Event is a sound and its place.
type Event struct {
	At, Frames  int64 // the sound is cut off after Frames
	Sound       Sound
	Left, Right float32 // linear gain of each channel
	Role        Role
}

// Options apply to a whole score.
type Options struct {
	Duck float64 // gain in dB of what is under a voice, 0 or less
	Swap bool    // swap left and right
	Mono bool    // make both channels the same
}

// Score renders events. It is immutable.
type Score struct {
	events []Event
	ends   []int64 // ends[i] is the latest end of events[:i+1]
	frames int64
	duck   envelope
	opt    Options
	hot    bool // levels may exceed full scale
}

// NewScore returns a score of that many frames. The events need not be sorted;
// those at the same frame keep their order.
func NewScore(events []Event, frames int64, opt Options) *Score {
	s := &Score{events: slices.Clone(events), frames: frames, opt: opt}
	slices.SortStableFunc(s.events, func(a, b Event) int { return cmp.Compare(a.At, b.At) })
	latest := int64(0)
	var spoken []stretch
	for _, e := range s.events {
		latest = max(latest, e.At+e.Frames)
		s.ends = append(s.ends, latest)
		s.hot = s.hot || max(e.Left, e.Right) > headroom[e.Role]
		if e.Role == Voice {
			spoken = append(spoken, stretch{e.At, e.At + e.Frames})
		}
	}
	s.duck = newEnvelope(spoken, opt.Duck)
	return s
}

// Frames returns the length of the score.
func (s *Score) Frames() int64 { return s.frames }

// Render sets dst to the frames from at on and returns how many there are: fewer
// than len(dst) only at the end. An error is a sound's own.
func (s *Score) Render(dst [][2]float32, at int64) (n int, err error) {
	dst = dst[:max(0, min(int64(len(dst)), s.frames-at))]
	clear(dst)
	end := at + int64(len(dst))
	// No event before first reaches into dst, and none from last on starts in it.
	first, _ := slices.BinarySearch(s.ends, at+1)
	last, _ := slices.BinarySearchFunc(s.events, end, func(e Event, t int64) int { return cmp.Compare(e.At, t) })
	for _, role := range []Role{Under, Voice} {
		for i := first; i < last; i++ {
			e := &s.events[i]
			from, to := max(at, e.At), min(end, e.At+e.Frames)
			if e.Role != role || from >= to {
				continue
			}
			if err := e.Sound.Add(dst[from-at:to-at], from-e.At, e.Left, e.Right); err != nil {
				return 0, fmt.Errorf("rendering at %.1f s: %w", float64(from)/audio.SampleRate, err)
			}
		}
		if role == Under {
			s.duck.apply(dst, at)
		}
	}
	s.finish(dst)
	return len(dst), nil
}

func (s *Score) finish(dst [][2]float32) {
	if s.opt.Mono {
		for i, f := range dst {
			m := (f[0] + f[1]) / 2
			dst[i] = [2]float32{m, m}
		}
	}
	if s.opt.Swap {
		for i, f := range dst {
			dst[i] = [2]float32{f[1], f[0]}
		}
	}
	if s.hot {
		for i, f := range dst {
			if max(f[0], f[1]) > knee || min(f[0], f[1]) < -knee {
				dst[i] = [2]float32{SoftClip(f[0]), SoftClip(f[1])}
			}
		}
	}
}

// headroom is the gain that sounds of each role can take without coming near full
// scale: clips peak at -1 dBTP, tones and earcons far below that.
var headroom = map[Role]float32{Voice: 1.1, Under: 2.5}

// Gain returns a level in dB as a factor.
func Gain(dB float64) float64 { return math.Pow(10, dB/20) }

// Pan returns the gains of left and right for a position from -1 (left) to 1
// (right). The power is the same everywhere, and both gains are 1 in the centre.
func Pan(position float64) (left, right float64) {
	angle := (position + 1) * math.Pi / 4
	return math.Sqrt2 * math.Cos(angle), math.Sqrt2 * math.Sin(angle)
}
