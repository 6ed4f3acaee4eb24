package mix

import (
	"context"
	"runtime"
	"sync"

	"github.com/unknot/unknot/audio"
)

// Put encodes frames to bytes, each by itself and always alike. It is called
// from several goroutines.
type Put func(dst []byte, src [][2]float32)

// Encode renders the whole score in pieces, on all cores, and hands them to
// write one after the other. put makes frameBytes of each frame; write is not
// called twice at once. Memory does not grow with the length. It stops at the
// first error, or when ctx is done.
func (s *Score) Encode(ctx context.Context, frameBytes int, put Put, write func([]byte) error) error {
	e := &encoding{
		repeats: s.repeats(frameBytes, put),
		write:   write,
		cuts:    s.cuts(),
		ready:   map[int][]byte{},
	}
	e.turn.L = &e.mu
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() { e.work(ctx) })
	}
	workers.Wait()
	return e.err
}

// Frames of a piece, which is rendered in blocks that fit the cache.
const (
	leastPiece  = 3 * audio.SampleRate
	mostPiece   = 8 * audio.SampleRate
	blockFrames = audio.SampleRate / 4
)

// cuts is where pieces begin, and the end of the last. They are between words
// where they can be: two workers in the same clip would wait for one decoder.
func (s *Score) cuts() []int64 {
	cuts := []int64{0}
	for at := int64(0); at < s.frames; cuts = append(cuts, at) {
		at = min(s.cut(at), s.frames)
	}
	return cuts
}

// cut is where a piece that begins at a frame ends: behind the words that are
// spoken where it is long enough, or before them.
func (s *Score) cut(at int64) int64 {
	least, before := at+leastPiece, at+mostPiece
	for next, moved := least, true; moved; {
		moved = false
		for _, e := range s.sounding(next) {
			if e.Role == Voice {
				before = min(before, e.At)
				next, moved = e.At+e.Frames, true
			}
		}
		if !moved && next <= at+mostPiece {
			return next
		}
		if next > at+mostPiece {
			break
		}
	}
	if before > at+leastPiece/4 {
		return before
	}
	return least // within words that are longer than a piece
}

// encoding is an encoding going on. Each worker takes the next piece; who
// completes the one that is due writes it, and all behind it that are ready.
// Nobody waits for anybody unless too much is held.
type encoding struct {
	*repeats
	write func([]byte) error
	cuts  []int64

	mu      sync.Mutex
	turn    sync.Cond
	next    int // piece to render
	due     int // piece to write
	ready   map[int][]byte
	free    [][]byte
	writing bool
	err     error
}

func (e *encoding) work(ctx context.Context) {
	src := make([][2]float32, blockFrames)
	for {
		i, bytes, ok := e.take(ctx)
		if !ok {
			return
		}
		e.give(i, bytes, e.encode(bytes, src, e.cuts[i]))
	}
}

// take is the next piece to render and room for its bytes.
func (e *encoding) take(ctx context.Context) (i int, bytes []byte, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	most := 4 * runtime.GOMAXPROCS(0) // pieces that may be held
	for e.err == nil && e.next < len(e.cuts)-1 && e.next-e.due >= most {
		e.turn.Wait()
	}
	if e.err == nil {
		e.err = ctx.Err()
	}
	if e.err != nil || e.next == len(e.cuts)-1 {
		return 0, nil, false
	}
	i = e.next
	e.next++
	if n := len(e.free); n > 0 {
		bytes, e.free = e.free[n-1], e.free[:n-1]
	}
	size := int(e.cuts[i+1]-e.cuts[i]) * e.frameBytes
	if cap(bytes) < size {
		bytes = make([]byte, size, mostPiece*e.frameBytes)
	}
	return i, bytes[:size], true
}

// give hands in a rendered piece, and writes what is due.
func (e *encoding) give(i int, bytes []byte, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	defer e.turn.Broadcast()
	e.ready[i] = bytes
	if e.err == nil {
		e.err = err
	}
	if e.writing {
		return
	}
	e.writing = true
	for bytes := e.ready[e.due]; bytes != nil && e.err == nil; bytes = e.ready[e.due] {
		e.mu.Unlock()
		err := e.write(bytes)
		e.mu.Lock()
		if err != nil && e.err == nil {
			e.err = err
		}
		delete(e.ready, e.due)
		e.free = append(e.free, bytes)
		e.due++
		e.turn.Broadcast()
	}
	e.writing = false
}
