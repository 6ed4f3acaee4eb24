package mix

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"github.com/unknot/unknot/audio"
)

// A Packer writes the bytes of each frame of src to dst, independent of any other
// frame. It is called from several goroutines at once.
type Packer func(dst []byte, src [][2]float32)

// Encode renders the whole score in chunks, on all cores, and passes their bytes
// to write, in order and one at a time. pack makes frameBytes bytes of each frame.
// Memory does not grow with the length. Encode stops at the first error, or when
// ctx is done.
func (s *Score) Encode(ctx context.Context, frameBytes int, pack Packer, write func([]byte) error) error {
	e := &encoding{
		score:      s,
		frameBytes: frameBytes,
		pack:       pack,
		write:      write,
		cuts:       s.cuts(),
		ready:      map[int][]byte{},
	}
	e.changed.L = &e.mu
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() { e.work(ctx) })
	}
	workers.Wait()
	return e.err
}

// Frames of a chunk, which is rendered in blocks that fit the processor's cache.
const (
	leastChunk  = 3 * audio.SampleRate
	mostChunk   = 8 * audio.SampleRate
	blockFrames = audio.SampleRate / 4
)

// cuts returns where chunks begin, and the end of the last one. They are cut
// between lines where possible: two workers within the same clip would wait for
// one decoder.
func (s *Score) cuts() []int64 {
	cuts := []int64{0}
	for at := int64(0); at < s.frames; cuts = append(cuts, at) {
		at = min(s.cut(at), s.frames)
	}
	return cuts
}

// cut returns where a chunk that begins at a frame ends: after the line that is
// being spoken once the chunk is long enough, or else before it.
func (s *Score) cut(at int64) int64 {
	least, before := at+leastChunk, at+mostChunk
	for next, moved := least, true; moved; {
		moved = false
		first, _ := slices.BinarySearch(s.ends, next+1)
		for i := first; i < len(s.events) && s.events[i].At <= next; i++ {
			if e := &s.events[i]; e.Role == Voice && e.At+e.Frames > next {
				before = min(before, e.At)
				next, moved = e.At+e.Frames, true
			}
		}
		if !moved && next <= at+mostChunk {
			return next
		}
		if next > at+mostChunk {
			break
		}
	}
	if before > at+leastChunk/4 {
		return before
	}
	return least // within a line that is longer than a chunk
}

// encoding is the state of one call of Encode. Each worker takes the next chunk.
// Whoever completes the chunk that is to be written next writes it, and all that
// are ready after it. Workers wait only when too many chunks are held.
type encoding struct {
	score      *Score
	frameBytes int
	pack       Packer
	write      func([]byte) error
	cuts       []int64

	mu      sync.Mutex
	changed sync.Cond
	next    int // chunk to render
	due     int // chunk to write
	ready   map[int][]byte
	free    [][]byte
	writing bool
	err     error
}

func (e *encoding) work(ctx context.Context) {
	src := make([][2]float32, blockFrames)
	for {
		i, dst, ok := e.take(ctx)
		if !ok {
			return
		}
		e.give(i, dst, e.bytes(dst, src, e.cuts[i]))
	}
}

// bytes sets dst to the packed frames from at on. src is a buffer to render in.
func (e *encoding) bytes(dst []byte, src [][2]float32, at int64) error {
	for len(dst) > 0 {
		n := min(len(dst)/e.frameBytes, len(src))
		if _, err := e.score.Render(src[:n], at); err != nil {
			return err
		}
		e.pack(dst[:n*e.frameBytes], src[:n])
		dst, at = dst[n*e.frameBytes:], at+int64(n)
	}
	return nil
}

// take returns the next chunk to render, and a buffer for its bytes.
func (e *encoding) take(ctx context.Context) (i int, dst []byte, ok bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	most := 4 * runtime.GOMAXPROCS(0) // chunks that may be held
	for e.err == nil && e.next < len(e.cuts)-1 && e.next-e.due >= most {
		e.changed.Wait()
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
		dst, e.free = e.free[n-1], e.free[:n-1]
	}
	size := int(e.cuts[i+1]-e.cuts[i]) * e.frameBytes
	if cap(dst) < size {
		dst = make([]byte, size, mostChunk*e.frameBytes)
	}
	return i, dst[:size], true
}

// give hands in a rendered chunk, and writes those that are due.
func (e *encoding) give(i int, chunk []byte, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	defer e.changed.Broadcast()
	e.ready[i] = chunk
	if e.err == nil {
		e.err = err
	}
	if e.writing {
		return
	}
	e.writing = true
	for chunk := e.ready[e.due]; chunk != nil && e.err == nil; chunk = e.ready[e.due] {
		e.mu.Unlock()
		err := e.write(chunk)
		e.mu.Lock()
		if err != nil && e.err == nil {
			e.err = err
		}
		delete(e.ready, e.due)
		e.free = append(e.free, chunk)
		e.due++
		e.changed.Broadcast()
	}
	e.writing = false
}
