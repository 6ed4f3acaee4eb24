package mix

import (
	"context"
	"runtime"
	"sync"

	"github.com/unknot/unknot/audio"
)

// Encode renders the whole score in pieces, on all cores, and hands them to
// write one after the other. put encodes frames to bytes, frameBytes each, and
// is called from several goroutines; write is called from one. Memory does not
// grow with the length. It stops at the first error, or when ctx is done.
func (s *Score) Encode(ctx context.Context, frameBytes int, put func(dst []byte, src [][2]float32), write func([]byte) error) error {
	const frames = audio.SampleRate / 2
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type piece struct {
		at    int64
		bytes []byte
		err   error
		done  chan struct{}
	}
	workers := runtime.GOMAXPROCS(0)
	todo, inOrder := make(chan *piece, workers), make(chan *piece, 4*workers)
	free := sync.Pool{New: func() any { return make([]byte, frames*frameBytes) }}
	var pool sync.WaitGroup
	for range workers {
		pool.Go(func() {
			src := make([][2]float32, frames)
			for p := range todo {
				n, err := s.Render(src, p.at)
				if p.bytes = free.Get().([]byte)[:n*frameBytes]; err == nil {
					put(p.bytes, src[:n])
				}
				p.err = err
				close(p.done)
			}
		})
	}
	go func() {
		defer close(inOrder)
		defer close(todo)
		for at := int64(0); at < s.frames; at += frames {
			p := &piece{at: at, done: make(chan struct{})}
			select { // in order first: what waits there bounds what is held
			case inOrder <- p:
				todo <- p
			case <-ctx.Done():
				return
			}
		}
	}()
	var err error
	for p := range inOrder {
		<-p.done
		if err == nil {
			err = p.err
		}
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = write(p.bytes)
		}
		if err != nil {
			cancel()
		}
		free.Put(p.bytes[:cap(p.bytes)]) //nolint:staticcheck // a slice header is cheap beside what it holds
	}
	pool.Wait()
	return err
}
