package player

import (
	"math"
	"sync"
	"time"

	"github.com/unknot/unknot/player/session"
)

// volume is a level on its way to where it was asked to be.
type volume struct {
	mu     sync.Mutex
	wanted float64 // 0 to 1
	moving bool
}

// levelPace is how fast levels move in steps, so that the earcons of the steps
// do not pile up.
const levelPace = 150 * time.Millisecond

// Volume is the voice's level as a share of its range, 0 to 1.
func (t *Track) Volume() float64 {
	return (t.Status().VoiceLevel - session.LeastLevel) / (session.MostVoice - session.LeastLevel)
}

// SetVolume has the voice go to a share of its range, 0 to 1, in the steps that
// keys would take; the tones move along by as much. It does not wait.
func (p *Player) SetVolume(share float64) {
	v := &p.volume
	v.mu.Lock()
	defer v.mu.Unlock()
	v.wanted = share
	if !v.moving {
		v.moving = true
		go p.moveLevels()
	}
}

func (p *Player) moveLevels() {
	tick := time.NewTicker(levelPace)
	defer tick.Stop()
	for p.stepLevels() {
		select {
		case <-tick.C:
		case <-p.playback.Load().Done():
			return
		}
	}
}

// stepLevels takes one step toward the wanted volume; false where it is there.
func (p *Player) stepLevels() bool {
	v := &p.volume
	v.mu.Lock()
	defer v.mu.Unlock()
	off := session.LeastLevel + v.wanted*(session.MostVoice-session.LeastLevel) - p.current.Load().Status().VoiceLevel
	switch {
	case math.Abs(off) <= session.LevelStep/2:
		v.moving = false
		return false
	case off > 0:
		p.Do(session.VoiceLouder)
		p.Do(session.TonesLouder)
	default:
		p.Do(session.VoiceQuieter)
		p.Do(session.TonesQuieter)
	}
	return true
}
