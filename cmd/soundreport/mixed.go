package main

import (
	"math"
	"slices"

	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// stems are a session rendered in parts.
type stems struct {
	voice   [][2]float32 // the voice alone
	under   [][2]float32 // everything else, as it is ducked under the voice
	without [][2]float32 // everything else, as if nobody spoke
}

// split renders a session in parts.
func split(s subject) (out stems, err error) {
	set := s.Request.Settings
	sound := score.Sound{Clip: player.Clips(s.Voice), Tones: set.Tones, Bed: set.Bed, Sides: set.SideCues}
	render := func(sound score.Sound, keep func(timeline.Cue) bool) [][2]float32 {
		line := *s.Timeline
		line.Cues = slices.DeleteFunc(slices.Clone(line.Cues), func(c timeline.Cue) bool { return !keep(c) })
		x := make([][2]float32, line.Frames)
		if _, failed := score.New(&line, sound).Render(x, 0); failed != nil {
			err = failed
		}
		return x
	}
	said := func(c timeline.Cue) bool { return c.Kind == timeline.KindSay }
	out.voice = render(sound, said)
	out.without = render(sound, func(c timeline.Cue) bool { return !said(c) })
	sound.Clip = func(string) (mix.Sound, error) { return mix.Mono(nil), nil }
	out.under = render(sound, func(timeline.Cue) bool { return true })
	return out, err
}

// power is the power of a stretch of a stem in each ear.
func power(x [][2]float32) (left, right float64) {
	for _, f := range x {
		left, right = left+float64(f[0])*float64(f[0]), right+float64(f[1])*float64(f[1])
	}
	return left / float64(len(x)), right / float64(len(x))
}

func decibels(x [][2]float32) float64 {
	left, right := power(x)
	return 10 * math.Log10(left+right+1e-15)
}

// mixture is what was measured of the mix of a session, in dB.
type mixture struct {
	margin span            // by which a line is over each 400 ms of the rest under it, where there is any
	duck   map[string]span // by how much each kind of sound changes under a line
	panned map[string]span // by how much a sound of one side is louder on it
}

func measureMix(s subject) (mixture, error) {
	st, err := split(s)
	if err != nil {
		return mixture{}, err
	}
	m := mixture{duck: map[string]span{}, panned: map[string]span{}}
	see := func(in map[string]span, key string, dB float64) {
		seen := in[key]
		seen.see(dB)
		in[key] = seen
	}
	const window = 4 * timeline.Second / 10
	for _, c := range s.Cues {
		end := min(c.End(), s.Timeline.Frames)
		if c.Kind == timeline.KindSay {
			voice := decibels(st.voice[c.At:end])
			for at := c.At; at+window <= end; at += window / 4 {
				under, without := decibels(st.under[at:at+window]), decibels(st.without[at:at+window])
				if without > -60 {
					m.margin.see(voice - under)
					see(m.duck, s.beside(at), under-without)
				}
			}
		}
		var stem [][2]float32
		name := ""
		switch c.Kind {
		case timeline.KindSay:
			stem, name = st.voice, "voice"
		case timeline.KindInhale, timeline.KindExhale:
			stem, name = st.without, "breath tones"
		case timeline.KindSearch:
			stem, name = st.without, "search"
		}
		if name == "" || c.Side != scripts.Left && c.Side != scripts.Right {
			continue
		}
		left, right := power(stem[c.At:end])
		dB := 10 * math.Log10(left/right)
		if c.Side == scripts.Right {
			dB = -dB
		}
		see(m.panned, name, dB)
	}
	return m, nil
}

// beside is which sound, other than the voice, a frame of a session has.
func (s subject) beside(at timeline.Frame) string {
	for _, c := range s.Cues {
		if at < c.At || at >= c.End() {
			continue
		}
		switch c.Kind {
		case timeline.KindSearch:
			return "search"
		case timeline.KindRest:
			return "bed"
		case timeline.KindInhale, timeline.KindExhale:
			return "breath tones"
		}
	}
	return "bells and earcons"
}

// mixedTable is how the sounds of a session of 8 minutes are mixed.
func mixedTable(s *studio) (table, error) {
	t := table{head: []string{"neck, 8 minutes, full"}}
	var all []mixture
	for _, name := range builtin.Names() {
		session, err := s.session("neck", name, plan.GuidanceFull, usualLength)
		if err != nil {
			return table{}, err
		}
		m, err := measureMix(session)
		if err != nil {
			return table{}, err
		}
		t.head = append(t.head, name)
		all = append(all, m)
	}
	row := func(name string, of func(mixture) span) {
		cells := []string{name}
		for _, m := range all {
			cells = append(cells, of(m).text(1))
		}
		t.add(cells...)
	}
	row("a line over each 400 ms of all else under it, dB", func(m mixture) span { return m.margin })
	for _, kind := range []string{"search", "bed", "breath tones"} {
		row(kind+" under a line, dB", func(m mixture) span { return m.duck[kind] })
	}
	for _, kind := range []string{"voice", "search", "breath tones"} {
		row(kind+" of a side, louder on it, dB", func(m mixture) span { return m.panned[kind] })
	}
	return t, nil
}
