package score

import (
	"sync"

	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/tone"
)

// Cache holds the search and the earcons of scores that share it. Each is made when
// it is first heard.
type Cache struct {
	mu      sync.Mutex
	earcons map[tone.Earcon]func() mix.Mono
	named   map[string]mix.Sound // earcons, and the bell that a session starts with
	search  func() tone.Loop
}

// NewCache makes an empty cache.
func NewCache() *Cache {
	c := &Cache{
		earcons: map[tone.Earcon]func() mix.Mono{}, named: map[string]mix.Sound{},
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
