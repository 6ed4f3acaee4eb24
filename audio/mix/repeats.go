package mix

import (
	"cmp"
	"slices"
	"sync"

	"github.com/unknot/unknot/audio"
)

// repeats packs a score. A sound that is heard alone again and again, as breath
// tones are, is rendered and packed only once, and its bytes are copied: an export
// of half an hour takes a tenth less processor time.
type repeats struct {
	score      *Score
	frameBytes int
	pack       Packer
	runs       []run
}

// run is a part of a score in which nothing starts, ends or is ducked.
type run struct {
	from, to int64
	alone    *packed // the only sound in it; nil where there are several, or it is not kept
	at       int64   // where that sound starts
}

// packed is a sound at its gains as bytes, made when first needed.
type packed struct {
	once  sync.Once
	event Event
	bytes []byte
	err   error
}

// repeat identifies sounds that are the same.
type repeat struct {
	sound       Sound
	left, right float32
	frames      int64
}

// Longer sounds than this are not kept packed, nor more frames of them in all.
const (
	longestKept = 10 * audio.SampleRate
	mostKept    = 30 * audio.SampleRate
)

func (s *Score) repeats(frameBytes int, pack Packer) *repeats {
	r := &repeats{score: s, frameBytes: frameBytes, pack: pack}
	times := map[repeat]int{}
	kept := map[repeat]*packed{}
	key := func(e *Event) repeat { return repeat{e.Sound, e.Left, e.Right, e.Frames} }
	var room int64 = mostKept
	for i := range s.events {
		e := &s.events[i]
		if !e.repeatable() {
			continue
		}
		if times[key(e)]++; times[key(e)] == 2 && e.Frames <= min(room, longestKept) {
			room -= e.Frames
			kept[key(e)] = &packed{event: *e}
		}
	}
	// Every frame at which something changes, and what sounds in between.
	var marks []int64
	mark := func(at int64) { marks = append(marks, min(max(0, at), s.frames)) }
	mark(0)
	mark(s.frames)
	for _, e := range s.events {
		mark(e.At)
		mark(e.At + e.Frames)
	}
	for _, p := range s.duck.segments {
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

// repeatable reports whether the event's sound has an identity, and is always the
// same.
func (e *Event) repeatable() bool {
	_, ok := e.Sound.(*Kept)
	return ok && e.Role == Under
}

// sounding returns the events that sound at a frame.
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

// bytes sets dst to the packed frames from at on. src is a buffer to render in.
func (r *repeats) bytes(dst []byte, src [][2]float32, at int64) error {
	for len(dst) > 0 {
		i, found := slices.BinarySearchFunc(r.runs, at, func(run run, at int64) int { return cmp.Compare(run.from, at) })
		if !found {
			i--
		}
		run := r.runs[i]
		frames := int64(len(dst) / r.frameBytes)
		if run.alone != nil {
			all, err := run.alone.get(r)
			if err != nil {
				return err
			}
			frames = min(frames, run.to-at)
			copy(dst[:frames*int64(r.frameBytes)], all[(at-run.at)*int64(r.frameBytes):])
		} else {
			for ; i < len(r.runs) && r.runs[i].alone == nil; i++ {
				run.to = r.runs[i].to // render up to the next sound that is kept
			}
			frames = min(frames, run.to-at, int64(len(src)))
			if _, err := r.score.Render(src[:frames], at); err != nil {
				return err
			}
			r.pack(dst[:frames*int64(r.frameBytes)], src[:frames])
		}
		dst, at = dst[frames*int64(r.frameBytes):], at+frames
	}
	return nil
}

func (e *packed) get(r *repeats) ([]byte, error) {
	e.once.Do(func() {
		alone := *r.score
		e.event.At = 0
		alone.events, alone.ends = []Event{e.event}, []int64{e.event.Frames}
		alone.frames, alone.duck = e.event.Frames, envelope{}
		src := make([][2]float32, e.event.Frames)
		if _, e.err = alone.Render(src, 0); e.err == nil {
			e.bytes = make([]byte, len(src)*r.frameBytes)
			r.pack(e.bytes, src)
		}
	})
	return e.bytes, e.err
}
