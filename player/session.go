package player

import (
	"math"
	"sync"

	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/output"
)

// stopFade is how long the sound takes to go when a session is stopped.
const stopFade = 3 * perSecond / 10

// Session is a score being played. It is a source for an output; Stop ends it
// early.
type Session struct {
	score *mix.Score

	mu   sync.Mutex
	stop int64 // the first frame of the fade out; -1 while it plays on
}

// NewSession is a session of a score.
func NewSession(score *mix.Score) *Session { return &Session{score: score, stop: -1} }

// Render implements [output.Source].
func (s *Session) Render(dst [][2]float32, at int64) (int, error) {
	s.mu.Lock()
	stop := s.stop
	s.mu.Unlock()
	if stop >= 0 {
		dst = dst[:max(0, min(int64(len(dst)), stop+stopFade-at))]
	}
	n, err := s.score.Render(dst, at)
	if stop >= 0 {
		for i := range dst[:n] {
			x := float64(at+int64(i)-stop) / float64(stopFade)
			if x > 0 {
				g := float32((1 + math.Cos(math.Pi*x)) / 2)
				dst[i][0] *= g
				dst[i][1] *= g
			}
		}
	}
	return n, err
}

// Stop fades the session out from what is heard now on. It reports whether
// there was still something to stop.
func (s *Session) Stop(out output.Output) bool {
	return out.Retake(func(at int64) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.stop < 0 {
			s.stop = at
		}
	})
}
