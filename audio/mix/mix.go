// Package mix renders sounds placed in time as one stereo stream.
//
// # Concept
//
// A [Score] is a sorted list of events: a sound, where it starts, how long it
// lasts, how loud it is left and right. Any part of it can be rendered, in any
// order and from several goroutines, and always comes out the same: a score has no
// position and no filter state.
//
// A voice is heard over everything else: while an event of role [Voice] sounds, the
// others are ducked, each by as much as it says.
//
//	score := mix.NewScore(events, frames, mix.Options{})
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
	Duck        float64 // gain in dB while a voice speaks, 0 or less; none for a voice
}

// Options apply to a whole score.
type Options struct {
	Swap bool // swap left and right
	Mono bool // make both channels the same
}

// Score renders events. It is immutable.
type Score struct {
	events []placed
	ends   []int64 // ends[i] is the latest end of events[:i+1]
	frames int64
	spoken ducking
	ducked []float32 // every gain to which events are lowered under a voice, in rising order
	opt    Options
}

// placed is an event of a score.
type placed struct {
	Event
	duck int  // the index of its gain in ducked; len(ducked) for a voice
	hot  bool // it is so loud that samples may exceed full scale
}

// NewScore returns a score of that many frames. The events need not be sorted;
// those at the same frame keep their order.
func NewScore(events []Event, frames int64, opt Options) *Score {
	s := &Score{frames: frames, opt: opt, events: make([]placed, len(events)), ends: make([]int64, len(events))}
	for i, e := range events {
		s.events[i].Event = e
		if gain := float32(Gain(e.Duck)); e.Role == Under && !slices.Contains(s.ducked, gain) {
			s.ducked = append(s.ducked, gain)
		}
	}
	slices.Sort(s.ducked)
	slices.SortStableFunc(s.events, func(a, b placed) int { return cmp.Compare(a.At, b.At) })
	latest := int64(0)
	var spoken []stretch
	for i := range s.events {
		e := &s.events[i]
		latest = max(latest, e.At+e.Frames)
		s.ends[i] = latest
		e.hot = max(e.Left, e.Right) > headroom[e.Role]
		if e.Role == Voice {
			spoken = append(spoken, stretch{e.At, e.At + e.Frames})
			e.duck = len(s.ducked)
		} else {
			e.duck, _ = slices.BinarySearch(s.ducked, float32(Gain(e.Duck)))
		}
	}
	s.spoken = newDucking(spoken)
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
	last, _ := slices.BinarySearchFunc(s.events, end, func(e placed, t int64) int { return cmp.Compare(e.At, t) })
	// Sounds that are lowered the most come first, and are lowered in part. The rest of
	// the way they share with those that are lowered less, and so on up to the voice.
	sounding := false
	for duck := range len(s.ducked) + 1 {
		for i := first; i < last; i++ {
			e := &s.events[i]
			from, to := max(at, e.At), min(end, e.At+e.Frames)
			if e.duck != duck || from >= to {
				continue
			}
			if err := e.Sound.Add(dst[from-at:to-at], from-e.At, e.Left, e.Right); err != nil {
				return 0, fmt.Errorf("rendering at %.1f s: %w", float64(from)/audio.SampleRate, err)
			}
			sounding = true
		}
		if sounding && duck < len(s.ducked) {
			s.lower(dst, at, duck)
		}
	}
	s.finish(dst)
	s.clip(dst, at, s.events[first:max(first, last)])
	return len(dst), nil
}

// lower lowers dst, whose first frame is at, from the next gain under a voice to this
// one.
func (s *Score) lower(dst [][2]float32, at int64, duck int) {
	gain, next := s.ducked[duck], float32(1)
	if duck+1 < len(s.ducked) {
		next = s.ducked[duck+1]
	}
	if gain != next {
		s.spoken.apply(dst, at, gain, next)
	}
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
}

// clip keeps dst, whose first frame is at, below full scale where a hot event is heard.
func (s *Score) clip(dst [][2]float32, at int64, events []placed) {
	done := at
	for i := range events {
		e := &events[i]
		from, to := max(done, e.At), min(at+int64(len(dst)), e.At+e.Frames)
		if !e.hot || from >= to {
			continue
		}
		done = to
		for i, f := range dst[from-at : to-at] {
			if max(f[0], f[1]) > knee || min(f[0], f[1]) < -knee {
				dst[from-at+int64(i)] = [2]float32{SoftClip(f[0]), SoftClip(f[1])}
			}
		}
	}
}

// headroom is the gain that sounds of each role can take without coming near full
// scale: clips peak at -1 dBTP, tones and earcons far below that.
var headroom = map[Role]float32{Voice: 1.1, Under: 2.5}

// Gain returns a level in dB as a factor.
func Gain(dB float64) float64 { return math.Pow(10, dB/20) }

// Pan returns the gains of left and right for a sound that is so many dB louder on the
// left than on the right; below 0 dB it is louder on the right. The power is always that
// of the centre, where both gains are 1.
func Pan(dB float64) (left, right float64) {
	ratio := Gain(dB)
	right = math.Sqrt(2 / (1 + ratio*ratio))
	return ratio * right, right
}
