package player

import (
	"math"
	"sync"
	"time"

	"github.com/unknot/unknot/player/session"
)

// volume moves the levels to where they were asked to be.
type volume struct {
	level func() float64 // of the voice, dB
	do    func(session.Command)

	mu     sync.Mutex
	wanted float64 // dB
	moving bool
}

// levelPace is how fast levels move in steps, so that the earcons of the steps
// do not pile up.
const levelPace = 150 * time.Millisecond

// voiceShare is a level of the voice as a share of its range, 0 to 1.
func voiceShare(level float64) float64 {
	return (level - session.LeastLevel) / (session.MostVoice - session.LeastLevel)
}

// set has the levels go to a share of the voice's range, until done is closed.
// It does not wait.
func (v *volume) set(share float64, done <-chan struct{}) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.wanted = session.LeastLevel + share*(session.MostVoice-session.LeastLevel)
	if !v.moving {
		v.moving = true
		go v.move(done)
	}
}

func (v *volume) move(done <-chan struct{}) {
	tick := time.NewTicker(levelPace)
	defer tick.Stop()
	for v.step() {
		select {
		case <-tick.C:
		case <-done:
			return
		}
	}
}

// step takes one step toward the wanted level, as a key would; false where it
// is there.
func (v *volume) step() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	off := v.wanted - v.level()
	switch {
	case math.Abs(off) <= session.LevelStep/2:
		v.moving = false
		return false
	case off > 0:
		v.do(session.VoiceLouder)
		v.do(session.TonesLouder)
	default:
		v.do(session.VoiceQuieter)
		v.do(session.TonesQuieter)
	}
	return true
}
