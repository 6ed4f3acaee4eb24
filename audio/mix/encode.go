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
		pieces:  (s.frames + pieceFrames - 1) / pieceFrames,
		ready:   map[int64][]byte{},
	}
	e.turn.L = &e.mu
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() { e.work(ctx) })
	}
	workers.Wait()
	return e.err
}

// A piece is longer than most clips, so that two workers seldom wait for the
// same one to be decoded; it is rendered in blocks that fit the cache.
const (
	pieceFrames = 5 * audio.SampleRate
	blockFrames = audio.SampleRate / 4
)

// encoding is an encoding going on. Each worker takes the next piece; who
// completes the one that is due writes it, and all behind it that are ready.
// Nobody waits for anybody unless too much is held.
type encoding struct {
	*repeats
	write  func([]byte) error
	pieces int64

	mu      sync.Mutex
	turn    sync.Cond
	next    int64 // piece to render
	due     int64 // piece to write
	ready   map[int64][]byte
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
		at := i * pieceFrames
		n := min(pieceFrames, e.score.frames-at)
		bytes = bytes[:n*int64(e.frameBytes)]
		e.give(i, bytes, e.encode(bytes, src, at))
	}
}

// take is the next piece to render and room for its bytes.
func (e *encoding) take(ctx context.Context) (i int64, bytes []byte, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	most := int64(3 * runtime.GOMAXPROCS(0)) // pieces that may be held
	for e.err == nil && e.next < e.pieces && e.next-e.due >= most {
		e.turn.Wait()
	}
	if e.err == nil {
		e.err = ctx.Err()
	}
	if e.err != nil || e.next == e.pieces {
		return 0, nil, false
	}
	if n := len(e.free); n > 0 {
		bytes, e.free = e.free[n-1], e.free[:n-1]
	} else {
		bytes = make([]byte, pieceFrames*e.frameBytes)
	}
	e.next++
	return e.next - 1, bytes, true
}

// give hands in a rendered piece, and writes what is due.
func (e *encoding) give(i int64, bytes []byte, err error) {
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
		e.free = append(e.free, bytes[:cap(bytes)])
		e.due++
		e.turn.Broadcast()
	}
	e.writing = false
}
