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
// write one after the other. put makes frameBytes of each frame; write is
// called from one goroutine. Memory does not grow with the length. It stops at
// the first error, or when ctx is done.
func (s *Score) Encode(ctx context.Context, frameBytes int, put Put, write func([]byte) error) error {
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
	free := make(chan []byte, 8*workers)
	repeats := s.repeats(frameBytes, put)
	var pool sync.WaitGroup
	for range workers {
		pool.Go(func() {
			src := make([][2]float32, frames)
			for p := range todo {
				n := min(frames, s.frames-p.at)
				select {
				case p.bytes = <-free:
				default:
					p.bytes = make([]byte, frames*frameBytes)
				}
				p.bytes = p.bytes[:n*int64(frameBytes)]
				p.err = repeats.encode(p.bytes, src, p.at)
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
		free <- p.bytes[:cap(p.bytes)] // never full: no more pieces are held
	}
	pool.Wait()
	if err == nil {
		err = ctx.Err()
	}
	return err
}
