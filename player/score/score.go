// Package score gives each cue of a timeline its sound: the same timeline is
// played, exported and tested through one score.
package score

import (
	"fmt"

	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// SideCues is how the side being worked is heard.
type SideCues string

const (
	SidesOn      SideCues = "on"
	SidesOff     SideCues = "off"
	SidesSwapped SideCues = "swapped" // for earbuds worn the wrong way round
	SidesMono    SideCues = "mono"    // both channels the same
)

// Sound is how a timeline is to sound.
type Sound struct {
	Clip       func(text string) (mix.Sound, error)
	Tones      tone.Kind
	VoiceLevel float64 // dB
	TonesLevel float64 // dB, of all that is not the voice
	Sides      SideCues

	// Cache shares tones and earcons with other scores. Nil makes them for one
	// score alone.
	Cache *Cache
}

// Where the side being worked is heard, from 0, the middle, to 1: the tones
// clearly to the side, the voice slightly.
const (
	tonesPan = 0.5
	voicePan = 0.1
)

// While the voice speaks, everything else is at least 20 dB lower (WCAG
// technique G56). Breath tones swell a few dB above their own loudness, so they
// are ducked by more.
const (
	voiceLoudness = -18.0 // LUFS, of every clip
	underVoice    = 22.0  // dB
)

// New is a timeline as sounds in time.
func New(t *timeline.Timeline, s Sound) *mix.Score {
	if s.Cache == nil {
		s.Cache = NewCache()
	}
	s.Cache.mu.Lock()
	defer s.Cache.mu.Unlock()
	p := palette{s}
	events := make([]mix.Event, 0, len(t.Cues))
	for _, c := range t.Cues {
		events = append(events, p.events(c)...)
	}
	// However the levels are set, the tones never drown the words.
	loudest := tone.EarconLoudness + s.TonesLevel
	return mix.NewScore(events, int64(t.Frames), mix.Options{
		Duck: min(-10, voiceLoudness+s.VoiceLevel-underVoice-loudest),
		Swap: s.Sides == SidesSwapped,
		Mono: s.Sides == SidesMono,
	})
}

// palette gives each cue its sound.
type palette struct{ Sound }

func (p *palette) events(c timeline.Cue) []mix.Event {
	e := mix.Event{At: int64(c.At), Frames: int64(c.Frames)}
	switch c.Kind {
	case timeline.KindSay:
		e.Role = mix.Voice
		text := c.Text
		e.Sound = mix.Lazy(func() (mix.Sound, error) { return p.Clip(text) })
	case timeline.KindInhale:
		e.Sound = p.breath(tone.Inhale, c.Frames)
	case timeline.KindExhale:
		e.Sound = p.breath(tone.Exhale, c.Frames)
	case timeline.KindSearch:
		e.Sound = searching{p.Cache.search, int64(c.Frames)}
	case timeline.KindChime:
		e.Sound, e.Frames = mix.Keep(func() mix.Sound { return mix.Stereo(tone.Chime()) }), tone.ChimeFrames
	case timeline.KindEarcon:
		e.Sound = p.Cache.soundNamed(c.Text)
		e.Frames = tone.BellFrames // none is longer; each ends by itself
	}
	if e.Sound == nil {
		return nil
	}
	e.Left, e.Right = p.gains(e.Role, c.Side)
	return []mix.Event{e}
}

// gains is the level and the side of an event.
func (p *palette) gains(role mix.Role, side scripts.Side) (left, right float32) {
	level, pan := p.TonesLevel, tonesPan
	if role == mix.Voice {
		level, pan = p.VoiceLevel, voicePan
	}
	switch {
	case p.Sides == SidesOff || p.Sides == SidesMono || side != scripts.Left && side != scripts.Right:
		pan = 0
	case side == scripts.Left:
		pan = -pan
	}
	l, r := mix.Pan(pan)
	g := mix.Gain(level)
	return float32(l * g), float32(r * g)
}

func (p *palette) breath(phase tone.Phase, frames timeline.Frame) mix.Sound {
	if p.Tones == tone.None {
		return nil
	}
	return p.Cache.breath(breath{p.Tones, phase, frames})
}

// searching is a stretch of the search's loop.
type searching struct {
	loop   func() tone.Loop
	frames int64
}

// Add implements [mix.Sound].
func (s searching) Add(dst [][2]float32, from int64, left, right float32) error {
	var block [1024]float32
	loop := s.loop()
	for len(dst) > 0 {
		n := min(len(dst), len(block))
		loop.Fill(block[:n], from, s.frames)
		if err := mix.Mono(block[:n]).Add(dst[:n], 0, left, right); err != nil {
			return fmt.Errorf("the sound of a search: %w", err)
		}
		dst, from = dst[n:], from+int64(n)
	}
	return nil
}
