package score

import (
	"sync"

	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/timeline"
)

// Cache holds the tones and earcons of scores that share it. Each is made when
// it is first heard.
type Cache struct {
	mu      sync.Mutex
	breaths map[breath]mix.Sound
	earcons map[tone.Earcon]func() mix.Mono
	named   map[string]mix.Sound // earcons, and the bell that a session starts with
	search  func() tone.Loop
}

type breath struct {
	kind   tone.Kind
	phase  tone.Phase
	frames timeline.Frame
}

// NewCache makes an empty cache.
func NewCache() *Cache {
	c := &Cache{
		breaths: map[breath]mix.Sound{}, earcons: map[tone.Earcon]func() mix.Mono{}, named: map[string]mix.Sound{},
		search: sync.OnceValue(tone.Search),
	}
	for _, e := range tone.Earcons() {
		c.earcons[e] = sync.OnceValue(func() mix.Mono { return e.Sound() })
	}
	return c
}

// Earcon is the sound of an earcon, which must be one of [tone.Earcons]. It may
// be called from any goroutine.
func (c *Cache) Earcon(e tone.Earcon) mix.Mono { return c.earcons[e]() }

// breath is the tone of a phase of a breath.
func (c *Cache) breath(b breath) mix.Sound {
	if c.breaths[b] == nil {
		c.breaths[b] = mix.Keep(func() mix.Sound { return mix.Mono(tone.Breath(b.kind, b.phase, int(b.frames))) })
	}
	return c.breaths[b]
}

// soundNamed is an earcon, or the bell that a session starts with.
func (c *Cache) soundNamed(name string) mix.Sound {
	if c.named[name] == nil {
		c.named[name] = mix.Keep(func() mix.Sound {
			if name == "start" {
				return mix.Stereo(tone.StartBell())
			}
			return c.Earcon(tone.Earcon(name))
		})
	}
	return c.named[name]
}
