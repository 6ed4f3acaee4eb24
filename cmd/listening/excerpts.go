package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unknot/unknot/audio/hearing"
	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/player/timeline"
)

// The numbers of the excerpts. What is asked about each is on the form, so chance decides
// only within these.
const (
	firstPair  = 1 // to 4: the same passage twice
	firstWords = 5 // and 6: lines to be repeated, in a room
	firstTones = 7 // to 9: in or out?
	oneSession = 10
)

// lowVolume is the room of the excerpts with noise.
func lowVolume() hearing.Room { return hearing.Room{Voice: 50, Noise: 40} }

// headroom is by how much all excerpts are softer than a session, in dB, so that a voice
// and the noise of a room together have room.
const headroom = 6.0

// excerpts makes all of them, in the order of their numbers.
func (s *studio) excerpts() ([]excerpt, error) {
	var all []excerpt
	for _, make := range []func() ([]excerpt, error){s.pairs, s.spoken, s.tones, s.session} {
		made, err := make()
		if err != nil {
			return nil, err
		}
		all = append(all, made...)
	}
	softer := float32(mix.Gain(-headroom))
	for _, e := range all {
		for i, f := range e.sound {
			e.sound[i] = [2]float32{f[0] * softer, f[1] * softer}
		}
	}
	return all, nil
}

// reading is a passage and who reads it.
type reading struct {
	name  string
	sound []float32
}

// pairs are a passage by one voice, a pause, and by another.
func (s *studio) pairs() ([]excerpt, error) {
	const seconds = 14
	var pairs [][2]reading
	names := builtin.Names()
	for _, part := range []timeline.Part{timeline.PartPoints, timeline.PartStretch} {
		lines := s.passage(part, seconds)
		var pair [2]reading
		for i, name := range names[:2] {
			x, err := read(s.voices[name], lines)
			if err != nil {
				return nil, err
			}
			pair[i] = reading{name, x}
		}
		pairs = append(pairs, pair)
	}
	// In one pair of the same two voices each is first, so that being first helps neither.
	if s.random.IntN(2) == 1 {
		pairs[0][0], pairs[0][1] = pairs[0][1], pairs[0][0]
	} else {
		pairs[1][0], pairs[1][1] = pairs[1][1], pairs[1][0]
	}
	for _, name := range names {
		before, ok := s.old[name]
		if !ok {
			continue
		}
		lines := s.passage(timeline.PartPoints, seconds)
		var earlier []string
		for _, l := range lines {
			if n := nearest(before, l); !slices.Contains(earlier, n) {
				earlier = append(earlier, n)
			}
		}
		a, err := read(before, earlier)
		if err != nil {
			return nil, err
		}
		b, err := read(s.voices[name], lines)
		if err != nil {
			return nil, err
		}
		pair := [2]reading{{name + " before", a}, {name + " today", b}}
		if s.random.IntN(2) == 1 {
			pair[0], pair[1] = pair[1], pair[0]
		}
		pairs = append(pairs, pair)
	}
	s.random.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	var all []excerpt
	for i, p := range pairs {
		all = append(all, excerpt{
			number: firstPair + i,
			what:   "A " + p[0].name + "\tB " + p[1].name,
			sound:  slices.Concat(silence(0.5), both(p[0].sound), silence(2.5), both(p[1].sound), silence(0.5)),
		})
	}
	return all, nil
}

// spoken are four lines of each voice at low volume in a room, with time to repeat each.
func (s *studio) spoken() ([]excerpt, error) {
	var fit []string
	for _, line := range s.Plan.Texts() {
		if n := len(words(line)); n >= 5 && n <= 10 {
			fit = append(fit, line)
		}
	}
	const each, gap = 4, 6.0
	if len(fit) < each*len(s.voices) {
		return nil, fmt.Errorf("only %d lines have five to ten words", len(fit))
	}
	s.random.Shuffle(len(fit), func(i, j int) { fit[i], fit[j] = fit[j], fit[i] })
	names := builtin.Names()
	s.random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	var all []excerpt
	for i, name := range names {
		lines := fit[i*each : (i+1)*each]
		sound := silence(2)
		for _, line := range lines {
			x, err := read(s.voices[name], []string{line})
			if err != nil {
				return nil, err
			}
			sound = append(append(sound, both(x)...), silence(gap)...)
		}
		s.addRoom(sound)
		all = append(all, excerpt{number: firstWords + i, what: name + "\t" + strings.Join(lines, "\t"), sound: sound})
	}
	return all, nil
}

// addRoom adds the noise of the room, faded in and out.
func (s *studio) addRoom(x [][2]float32) {
	from := s.random.IntN(len(s.noise))
	for i := range x {
		edge := float32(min(i, len(x)-1-i, second)) / second
		v := s.noise[(from+i)%len(s.noise)] * edge
		x[i][0], x[i][1] = x[i][0]+v, x[i][1]+v
	}
}

// How the excerpts of breath tones go: two whole breaths, then the starts of some phases.
const (
	trials     = 10
	trialEvery = 3 * second
	heardFor   = 3 * second / 4 // its first quarter of a second is the fade-in
)

// tones are the starts of breath phases in a room, an excerpt for each kind.
func (s *studio) tones() ([]excerpt, error) {
	kinds := tone.Kinds()
	kinds = kinds[:len(kinds)-1] // without none
	s.random.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
	var all []excerpt
	for i, kind := range kinds {
		sound, at := silence(1), int64(0)
		phase := func(p tone.Phase) []float32 {
			x := make([]float32, []int{4, 6}[p]*second)
			at += 10 * second
			tone.NewBreath(kind, p, at, int64(len(x))).Fill(x, 0)
			return x
		}
		for range 2 {
			sound = slices.Concat(sound, both(phase(tone.Inhale)), both(phase(tone.Exhale)))
		}
		sound = append(sound, silence(3)...)
		var answers []string
		for range trials {
			p := tone.Phase(s.random.IntN(2))
			answers = append(answers, []string{"in", "out"}[p])
			start := phase(p)[:trialEvery]
			for n := range start {
				start[n] *= float32(min(max(heardFor-n, 0), second/20)) / (second / 20)
			}
			sound = append(sound, both(start)...)
		}
		s.addRoom(sound)
		all = append(all, excerpt{number: firstTones + i, what: string(kind) + "\t" + strings.Join(answers, " "), sound: sound})
	}
	return all, nil
}

// session is a minute and a half of a session: the words of the first place of a side, the
// search, the hold, and what follows.
func (s *studio) session() ([]excerpt, error) {
	const length = 90 * timeline.Second
	i := slices.IndexFunc(s.Cues, func(c timeline.Cue) bool { return c.Part == timeline.PartPoints && c.Kind == timeline.KindSay })
	if i < 0 {
		return nil, fmt.Errorf("the session has no point")
	}
	from := max(0, s.Cues[i].At-timeline.Second/2)
	x := make([][2]float32, min(length, s.Timeline.Frames-from))
	if _, err := s.Score(s.Timeline).Render(x, int64(from)); err != nil {
		return nil, err
	}
	for n := range second {
		edge := float32(n) / second
		x[len(x)-1-n][0], x[len(x)-1-n][1] = x[len(x)-1-n][0]*edge, x[len(x)-1-n][1]*edge
	}
	what := fmt.Sprintf("%s\tneck of 8 minutes, from %s on, works the %s side first", s.Voice.Info().Name, timeline.Clock(from), s.Cues[i].Side)
	return []excerpt{{number: oneSession, what: what, sound: x}}, nil
}
