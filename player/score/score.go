// Package score gives each cue of a timeline its sound: the same timeline is
// played, exported and tested through one score.
package score

import (
	"fmt"
	"sync"

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

	// Kept makes each tone and earcon once for all scores that share it. Nil
	// keeps them for one score.
	Kept *Kept
}

// Kept holds the sounds that scores share, made when they are first heard.
type Kept struct {
	mu      sync.Mutex
	breaths map[breathKey]mix.Sound
	earcons map[string]mix.Sound
	search  func() tone.Loop
}

// NewKept holds nothing yet.
func NewKept() *Kept {
	return &Kept{breaths: map[breathKey]mix.Sound{}, earcons: map[string]mix.Sound{}, search: sync.OnceValue(tone.Search)}
}

// Where the side being worked is heard, from -1 to 1: the tones clearly aside,
// the voice slightly.
const (
	tonesAside = 0.5
	voiceAside = 0.1
)

// Under the voice the rest is at least 20 dB lower (WCAG technique G56). Breath
// tones swell a few dB over their own loudness, so that more is wanted of it.
const (
	voiceLoudness = -18.0 // LUFS, of every clip
	underVoice    = 22.0  // dB
)

// New is a timeline as sounds in time.
func New(t *timeline.Timeline, s Sound) *mix.Score {
	if s.Kept == nil {
		s.Kept = NewKept()
	}
	s.Kept.mu.Lock()
	defer s.Kept.mu.Unlock()
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

// palette gives each cue its sound, made once.
type palette struct{ Sound }

type breathKey struct {
	kind   tone.Kind
	phase  tone.Phase
	frames timeline.Frame
}

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
		e.Sound = p.searching(c.Frames)
	case timeline.KindChime:
		e.Sound, e.Frames = mix.Keep(func() mix.Sound { return mix.Stereo(tone.Chime()) }), tone.ChimeFrames
	case timeline.KindEarcon:
		e.Sound = p.earcon(c.Text)
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
	level, aside := p.TonesLevel, tonesAside
	if role == mix.Voice {
		level, aside = p.VoiceLevel, voiceAside
	}
	switch {
	case p.Sides == SidesOff || p.Sides == SidesMono || side != scripts.Left && side != scripts.Right:
		aside = 0
	case side == scripts.Left:
		aside = -aside
	}
	l, r := mix.Pan(aside)
	g := mix.Gain(level)
	return float32(l * g), float32(r * g)
}

func (p *palette) breath(phase tone.Phase, frames timeline.Frame) mix.Sound {
	if p.Tones == tone.None {
		return nil
	}
	key := breathKey{p.Tones, phase, frames}
	if p.Kept.breaths[key] == nil {
		kind := p.Tones
		p.Kept.breaths[key] = mix.Keep(func() mix.Sound { return mix.Mono(tone.Breath(kind, phase, int(frames))) })
	}
	return p.Kept.breaths[key]
}

func (p *palette) earcon(name string) mix.Sound {
	if p.Kept.earcons[name] == nil {
		p.Kept.earcons[name] = mix.Keep(func() mix.Sound {
			if name == "start" {
				return mix.Stereo(tone.StartBell())
			}
			return mix.Mono(tone.Earcon(name).Sound())
		})
	}
	return p.Kept.earcons[name]
}

func (p *palette) searching(frames timeline.Frame) mix.Sound {
	return searching{p.Kept.search, int64(frames)}
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
