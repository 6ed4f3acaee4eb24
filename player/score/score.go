// Package score gives each cue of a timeline its sound: the same timeline is
// played, exported and tested through one score.
package score

import (
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
	Bed        bool    // a soft sound under rests; none where Tones is None
	VoiceLevel float64 // dB
	TonesLevel float64 // dB, of all that is not the voice
	Sides      SideCues

	// Cache shares the search and the earcons with other scores. Nil makes them
	// for one score alone.
	Cache *Cache
}

// By how many dB the side being worked is louder: enough to be heard, and too little
// for the other ear to miss anything.
const (
	tonesPan = 4.5
	voicePan = 3.0
)

// While the voice speaks, everything else is at least 20 dB lower (WCAG technique G56).
const (
	voiceLoudness = -18.0 // LUFS, of every clip
	underVoice    = 20.5  // dB
)

// shortestBed is the shortest rest that has a bed. In a shorter pause between two lines
// a sound would come only to go.
const shortestBed = 4 * timeline.Second

// New is a timeline as sounds in time.
func New(t *timeline.Timeline, s Sound) *mix.Score {
	if s.Cache == nil {
		s.Cache = NewCache()
	}
	s.Cache.mu.Lock()
	defer s.Cache.mu.Unlock()
	p := palette{s}
	events := make([]mix.Event, 0, len(t.Cues))
	for _, c := range joinRests(t.Cues) {
		if e, ok := p.event(c); ok {
			events = append(events, e)
		}
	}
	return mix.NewScore(events, int64(t.Frames), mix.Options{
		Swap: s.Sides == SidesSwapped,
		Mono: s.Sides == SidesMono,
	})
}

// joinRests returns the cues with rests that follow each other joined. A listener's
// command may cut a rest in two; its bed must not fade out and in again there.
func joinRests(cues []timeline.Cue) []timeline.Cue {
	joined := make([]timeline.Cue, 0, len(cues))
	last := -1 // the last rest
	for _, c := range cues {
		if c.Kind == timeline.KindRest {
			if last >= 0 && joined[last].End() == c.At {
				joined[last].Frames += c.Frames
				continue
			}
			last = len(joined)
		}
		joined = append(joined, c)
	}
	return joined
}

// palette gives each cue its sound.
type palette struct{ Sound }

func (p *palette) event(c timeline.Cue) (e mix.Event, ok bool) {
	e = mix.Event{At: int64(c.At), Frames: int64(c.Frames)}
	loudest := tone.LoudestTone
	switch c.Kind {
	case timeline.KindSay:
		e.Role = mix.Voice
		text := c.Text
		e.Sound = mix.Lazy(func() (mix.Sound, error) { return p.Clip(text) })
	case timeline.KindInhale:
		e.Sound = p.breath(tone.Inhale, c)
	case timeline.KindExhale:
		e.Sound = p.breath(tone.Exhale, c)
	case timeline.KindSearch:
		e.Sound, loudest = searching{p.Cache.search, int64(c.Frames)}, tone.LoudestSearch
	case timeline.KindRest:
		e.Sound, loudest = p.bed(c), tone.LoudestSearch
	case timeline.KindChime:
		e.Sound, e.Frames = mix.Keep(func() mix.Sound { return mix.Stereo(tone.Chime()) }), tone.ChimeFrames
	case timeline.KindEarcon:
		e.Sound = p.Cache.soundNamed(c.Text)
		e.Frames = tone.BellFrames // none is longer; each ends by itself
	}
	if e.Sound == nil {
		return e, false
	}
	e.Left, e.Right = p.gains(e.Role, c.Side)
	if e.Role != mix.Voice {
		e.Duck = p.duck(loudest)
	}
	return e, true
}

// duck is the gain in dB, under the voice, of a sound whose loudest 400 ms have so many
// dB. The words stay clear whatever the levels are.
func (p *palette) duck(loudest float64) float64 {
	return min(-10, voiceLoudness+p.VoiceLevel-underVoice-loudest-p.TonesLevel)
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
	case side == scripts.Right:
		pan = -pan
	}
	l, r := mix.Pan(pan)
	g := mix.Gain(level)
	return float32(l * g), float32(r * g)
}

// breath is the tone of one phase of a breath. Where it begins makes it differ from all
// others.
func (p *palette) breath(phase tone.Phase, c timeline.Cue) mix.Sound {
	if p.Tones == tone.None {
		return nil
	}
	return (*breath)(tone.NewBreath(p.Tones, phase, int64(c.At), int64(c.Frames)))
}

func (p *palette) bed(c timeline.Cue) mix.Sound {
	if !p.Bed || p.Tones == tone.None || c.Frames < shortestBed {
		return nil
	}
	return bed{At: int64(c.At), Frames: int64(c.Frames)}
}

// block is how many frames of a sound are rendered at a time.
const block = 1024

type breath tone.Breath

// Add implements [mix.Sound].
func (b *breath) Add(dst [][2]float32, from int64, left, right float32) error {
	var buf [block]float32
	for len(dst) > 0 {
		// At multiples of block, where the steps of a breath begin, too, none is
		// rendered twice.
		n := min(block-int(from%block), len(dst))
		(*tone.Breath)(b).Fill(buf[:n], from)
		mono(dst[:n], buf[:n], left, right)
		dst, from = dst[n:], from+int64(n)
	}
	return nil
}

// bed is the sound under a rest.
type bed tone.Bed

// Add implements [mix.Sound].
func (b bed) Add(dst [][2]float32, from int64, left, right float32) error {
	var buf [block]float32
	for len(dst) > 0 {
		n := min(block-int(from%block), len(dst))
		tone.Bed(b).Fill(buf[:n], from)
		mono(dst[:n], buf[:n], left, right)
		dst, from = dst[n:], from+int64(n)
	}
	return nil
}

// searching is a stretch of the search's loop.
type searching struct {
	loop   func() tone.Loop
	frames int64
}

// Add implements [mix.Sound].
func (s searching) Add(dst [][2]float32, from int64, left, right float32) error {
	var buf [block]float32
	loop := s.loop()
	for len(dst) > 0 {
		n := min(len(dst), block)
		loop.Fill(buf[:n], from, s.frames)
		mono(dst[:n], buf[:n], left, right)
		dst, from = dst[n:], from+int64(n)
	}
	return nil
}

// mono adds src to both channels of dst.
func mono(dst [][2]float32, src []float32, left, right float32) {
	_ = mix.Mono(src).Add(dst, 0, left, right) // which never fails
}
