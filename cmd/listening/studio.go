package main

import (
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts/catalogue"
)

// studio makes excerpts. Whatever is left to chance follows from its seed.
type studio struct {
	random *rand.Rand
	voices map[string]*voice.Voice
	old    map[string]*voice.Voice // of an earlier revision; none where none was asked for
	noise  []float32               // of a room, without an end
	*player.Prepared
	*timeline.Timeline
}

// openStudio lays out the session that excerpts are taken from, and opens the voices.
func openStudio(seed uint64) (*studio, error) {
	s := &studio{random: rand.New(rand.NewPCG(seed, 10)), voices: map[string]*voice.Voice{}, noise: lowVolume().Sound(seed)}
	for _, name := range builtin.Names() {
		v, err := builtin.Open(name)
		if err != nil {
			return nil, err
		}
		s.voices[name] = v
	}
	library := &player.Library{
		Catalogue: catalogue.New(catalogue.Builtin()), Store: &store.Memory{}, Now: time.Now,
		Voice: func(name string) (*voice.Voice, error) { return s.voices[name], nil },
	}
	set := settings.Defaults()
	set.Guidance, set.Length = plan.GuidanceFull, 8*time.Minute
	var err error
	if s.Prepared, err = library.Prepare(player.Request{Regions: []string{"neck"}, Settings: set}); err != nil {
		return nil, err
	}
	s.Timeline, err = s.Prepared.Timeline()
	return s, err
}

const second = audio.SampleRate

// silence is so many seconds of nothing.
func silence(seconds float64) [][2]float32 { return make([][2]float32, int(seconds*second)) }

// both is a mono sound in both ears.
func both(x []float32) [][2]float32 {
	out := make([][2]float32, len(x))
	for i, v := range x {
		out[i] = [2]float32{v, v}
	}
	return out
}

// passage is lines of the session, in order, from the one that a part of it begins with
// on: some seconds of the default voice.
func (s *studio) passage(part timeline.Part, seconds float64) []string {
	var lines []string
	length := 0.0
	for _, c := range s.Cues {
		if c.Kind != timeline.KindSay || c.Part != part || slices.Contains(lines, c.Text) {
			continue
		}
		lines = append(lines, c.Text)
		if length += audio.Duration(c.Frames).Seconds(); length > seconds {
			break
		}
	}
	return lines
}

// pause is how long nobody speaks between two lines.
const pause = 0.9

// read is lines as a voice says them, all together at the loudness of a clip.
func read(v *voice.Voice, lines []string) ([]float32, error) {
	var all []float32
	for _, line := range lines {
		c, err := v.Clip(line)
		if err != nil {
			return nil, err
		}
		all = append(append(all, c.Samples[0]...), make([]float32, int(pause*second))...)
	}
	return all, loudness.Normalise(loudness.Target, loudness.Ceiling, all)
}

// nearest is the line of a voice that has the most words in common with another one,
// and the fewest beside them.
func nearest(v *voice.Voice, line string) string {
	want := words(line)
	best, found := -1.0, ""
	for _, l := range v.Lines() {
		have := words(l)
		common := 0
		for _, w := range have {
			if slices.Contains(want, w) {
				common++
			}
		}
		if like := float64(common) / float64(len(have)+len(want)-common+1); like > best {
			best, found = like, l
		}
	}
	return found
}

func words(line string) []string {
	return strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return strings.ContainsRune(" ,.:;?!", r) })
}
