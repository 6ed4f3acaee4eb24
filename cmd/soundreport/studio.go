package main

import (
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts/catalogue"
	"github.com/unknot/unknot/scripts/regions"
)

// cacheBytes is how much of each voice is kept decoded: all of it.
const cacheBytes = 512 << 20

// studio has everything that is measured: the built-in voices, and sessions of what is
// built in.
type studio struct {
	library *player.Library
	voices  map[string]*voice.Voice
	all     []subject
}

// subject is a session to be measured, laid out.
type subject struct {
	region string
	*player.Prepared
	*timeline.Timeline
	ideal bool // it has its ideal length
}

func (s subject) guidance() plan.Guidance { return s.Request.Settings.Guidance }
func (s subject) minutes() float64        { return audio.Duration(s.Timeline.Frames).Minutes() }

// openStudio lays out every region and programme with each voice and guidance, as short
// as can be, 8 minutes long, and of the ideal length.
func openStudio() (*studio, error) {
	s := &studio{voices: map[string]*voice.Voice{}}
	for _, name := range builtin.Names() {
		v, err := builtin.Open(name, voice.CacheBytes(cacheBytes))
		if err != nil {
			return nil, err
		}
		s.voices[name] = v
	}
	s.library = &player.Library{
		Catalogue: catalogue.New(catalogue.Builtin()), Store: &store.Memory{}, Now: time.Now,
		Voice: func(name string) (*voice.Voice, error) { return s.voices[name], nil },
	}
	for _, region := range regions.All() {
		for _, guidance := range guidances() {
			for _, name := range builtin.Names() {
				if err := s.addLengths(region, name, guidance); err != nil {
					return nil, err
				}
			}
		}
	}
	return s, nil
}

func guidances() []plan.Guidance {
	return []plan.Guidance{plan.GuidanceFull, plan.GuidanceBrief, plan.GuidanceTones}
}

const usualLength = 8 * time.Minute

func (s *studio) addLengths(region, voice string, guidance plan.Guidance) error {
	p, err := s.prepare(region, voice, guidance, 0)
	if err != nil {
		return err
	}
	limits, err := p.Limits()
	if err != nil {
		return err
	}
	lengths := []time.Duration{audio.Duration(limits.Least), audio.Duration(limits.Ideal)}
	if usualLength > lengths[0] {
		lengths = append(lengths, usualLength)
	}
	for _, length := range lengths {
		added, err := s.session(region, voice, guidance, length)
		if err != nil {
			return err
		}
		added.ideal = added.Timeline.Frames == limits.Ideal
		s.all = append(s.all, added)
	}
	return nil
}

func (s *studio) prepare(region, voice string, guidance plan.Guidance, length time.Duration) (*player.Prepared, error) {
	set := settings.Defaults()
	set.Voice, set.Guidance, set.Length = voice, guidance, length
	return s.library.Prepare(player.Request{Regions: []string{region}, Settings: set})
}

// session is one session, laid out.
func (s *studio) session(region, voice string, guidance plan.Guidance, length time.Duration) (subject, error) {
	p, err := s.prepare(region, voice, guidance, length)
	if err != nil {
		return subject{}, err
	}
	line, err := p.Timeline()
	return subject{region: region, Prepared: p, Timeline: line}, err
}

func (s *studio) subjects() []subject { return s.all }
