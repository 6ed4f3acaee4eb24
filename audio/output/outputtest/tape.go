package outputtest

import (
	"errors"
	"sync"

	"github.com/unknot/unknot/audio/output"
)

// errTape is the error a broken tape breaks off with.
var errTape = errors.New("the tape broke")

// A Tape is a source that knows how an output must read it, and records every
// fault it sees. Its sound is noise, different in each take, and any frame of it
// can be told from the others.
type Tape struct {
	mu      sync.Mutex
	end     output.Frame // one past the last frame
	broken  bool         // whether it breaks off at end
	take    uint32
	next    output.Frame // where the next Render must start
	back    bool         // or before that
	begin   output.Frame // but not before this
	last    output.Frame // the furthest frame rendered
	busy    bool         // a Render or a change runs
	dead    bool         // no Render may come any more
	renders int
	faults  []string
}

// NewTape returns a tape of the frames from from to end. If broken, it breaks off
// there with an error.
func NewTape(from, end output.Frame, broken bool) *Tape {
	return &Tape{next: from, begin: from, last: from, end: end, broken: broken}
}

// Sample returns the left sample of a frame in a take; the right one is its
// negative. It is never 0, within ±0.5, and exact in 16 bits.
func Sample(take uint32, frame output.Frame) float32 {
	x := uint64(frame)*0x9e3779b97f4a7c15 + uint64(take)*0xbf58476d1ce4e5b9
	x ^= x >> 31
	x *= 0x94d049bb133111eb
	x ^= x >> 29
	v := int32(x&0x3fff)*2 + 1 - 1<<14 // odd, so never 0
	return float32(v) / (1 << 15)
}

// Render implements output.Source.
func (s *Tape) Render(dst [][2]float32, at output.Frame) (int, error) {
	s.mu.Lock()
	switch {
	case s.busy:
		s.fault("Render ran at the same time as another one or a change")
	case s.dead:
		s.fault("Render ran after Close or the end")
	case at > s.next || at < s.next && !s.back || at < s.begin:
		s.fault("Render did not continue where the last one ended")
	case len(dst) == 0:
		s.fault("Render was asked for nothing")
	}
	s.busy = true
	s.renders++
	n := int(min(output.Frame(len(dst)), max(0, s.end-at)))
	take, broken := s.take, s.broken
	s.mu.Unlock()

	for i := range n {
		v := Sample(take, at+output.Frame(i))
		dst[i] = [2]float32{v, -v}
	}
	for i := n; i < len(dst); i++ {
		dst[i] = [2]float32{1, 1} // heard if it is played by mistake
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy = false
	s.next = at + output.Frame(n)
	s.last = max(s.last, s.next)
	if n < len(dst) && broken {
		return n, errTape
	}
	return n, nil
}

// Change begins a new take at frame at, which ends at end. It is called from
// within a Retake.
func (s *Tape) Change(at, end output.Frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy {
		s.fault("a change ran at the same time as a Render")
	}
	if at > s.last {
		s.fault("a change begins beyond what was rendered")
	}
	s.next, s.begin, s.end, s.take, s.broken = at, at, end, s.take+1, false
}

// GoBack allows Render to begin before the end of the last one, as it may after a
// Pause, but not before the last Change.
func (s *Tape) GoBack() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.back = true
}

// Kill makes any further Render a fault.
func (s *Tape) Kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dead = true
}

// Renders returns how often Render was called, and the furthest frame rendered.
func (s *Tape) Renders() (calls int, rendered output.Frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.renders, s.last
}

// Faults returns what the output did wrong.
func (s *Tape) Faults() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults
}

func (s *Tape) fault(f string) {
	if len(s.faults) < 10 {
		s.faults = append(s.faults, f)
	}
}

var _ output.Source = (*Tape)(nil)
