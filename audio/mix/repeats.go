package mix

import (
	"cmp"
	"slices"
	"sync"

	"github.com/unknot/unknot/audio"
)

// repeats encodes a score, and each sound that comes again and again by
// itself, as breath tones do, only once: its bytes are copied.
type repeats struct {
	score      *Score
	frameBytes int
	put        Put
	runs       []run
}

// run is a stretch of a score in which nothing starts, ends or is ducked.
type run struct {
	from, to int64
	alone    *encoded // the bytes of the one sound in it; nil where there are more
	at       int64    // where that sound starts
}

// encoded is a sound at its gains as bytes, made when first wanted.
type encoded struct {
	once  sync.Once
	event Event
	bytes []byte
	err   error
}

type repeat struct {
	sound       Sound
	left, right float32
	frames      int64
}

// Sounds longer than this are not kept encoded, nor more of them than this.
const (
	longestKept = 10 * audio.SampleRate
	mostKept    = 30 * audio.SampleRate
)

func (s *Score) repeats(frameBytes int, put Put) *repeats {
	r := &repeats{score: s, frameBytes: frameBytes, put: put}
	times := map[repeat]int{}
	kept := map[repeat]*encoded{}
	key := func(e *Event) repeat { return repeat{e.Sound, e.Left, e.Right, e.Frames} }
	var room int64 = mostKept
	for i := range s.events {
		e := &s.events[i]
		if !e.repeatable() {
			continue
		}
		if times[key(e)]++; times[key(e)] == 2 && e.Frames <= min(room, longestKept) {
			room -= e.Frames
			kept[key(e)] = &encoded{event: *e}
		}
	}
	// Every frame at which something changes, and what sounds between.
	var marks []int64
	mark := func(at int64) { marks = append(marks, min(max(0, at), s.frames)) }
	mark(0)
	mark(s.frames)
	for _, e := range s.events {
		mark(e.At)
		mark(e.At + e.Frames)
	}
	for _, p := range s.duck.pieces {
		mark(p.at)
		mark(p.at + p.len)
	}
	slices.Sort(marks)
	marks = slices.Compact(marks)
	for i, from := range marks[:len(marks)-1] {
		run := run{from: from, to: marks[i+1]}
		if sounding := s.sounding(from); len(sounding) == 1 && sounding[0].repeatable() && !s.duck.covers(from) {
			run.alone, run.at = kept[key(sounding[0])], sounding[0].At
		}
		r.runs = append(r.runs, run)
	}
	return r
}

// repeatable reports whether the event's sound can be told from others and is
// always the same.
func (e *Event) repeatable() bool {
	_, ok := e.Sound.(*Kept)
	return ok && e.Role == Under
}

// sounding is the events that sound at a frame.
func (s *Score) sounding(at int64) []*Event {
	var list []*Event
	first, _ := slices.BinarySearch(s.ends, at+1)
	for i := first; i < len(s.events) && s.events[i].At <= at; i++ {
		if s.events[i].At+s.events[i].Frames > at {
			list = append(list, &s.events[i])
		}
	}
	return list
}

// encode sets dst to the encoded frames from at on. src is room to render in.
func (r *repeats) encode(dst []byte, src [][2]float32, at int64) error {
	for len(dst) > 0 {
		i, found := slices.BinarySearchFunc(r.runs, at, func(run run, at int64) int { return cmp.Compare(run.from, at) })
		if !found {
			i--
		}
		run := r.runs[i]
		frames := int64(len(dst) / r.frameBytes)
		if run.alone != nil {
			bytes, err := run.alone.get(r)
			if err != nil {
				return err
			}
			frames = min(frames, run.to-at)
			copy(dst[:frames*int64(r.frameBytes)], bytes[(at-run.at)*int64(r.frameBytes):])
		} else {
			for ; i < len(r.runs) && r.runs[i].alone == nil; i++ {
				run.to = r.runs[i].to // and as much more as has to be rendered
			}
			frames = min(frames, run.to-at, int64(len(src)))
			if _, err := r.score.Render(src[:frames], at); err != nil {
				return err
			}
			r.put(dst[:frames*int64(r.frameBytes)], src[:frames])
		}
		dst, at = dst[frames*int64(r.frameBytes):], at+frames
	}
	return nil
}

func (e *encoded) get(r *repeats) ([]byte, error) {
	e.once.Do(func() {
		alone := *r.score
		e.event.At = 0
		alone.events, alone.ends = []Event{e.event}, []int64{e.event.Frames}
		alone.frames, alone.duck = e.event.Frames, envelope{}
		src := make([][2]float32, e.event.Frames)
		if _, e.err = alone.Render(src, 0); e.err == nil {
			e.bytes = make([]byte, len(src)*r.frameBytes)
			r.put(e.bytes, src)
		}
	})
	return e.bytes, e.err
}
