package main

import (
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/resample"
)

// hearingRate is the sample rate that the recogniser takes.
const hearingRate = 16000

// attempt is a way to speak a sentence again. The model has no chance in it: only a
// change of what it is asked for changes what it makes.
type attempt struct {
	faster   float64 // added to the speed
	style    int     // the number of tokens whose style is used, 0 for the sentence's own
	followed bool    // by another sentence, which is cut off: short sentences gain by company
}

var attempts = []attempt{{}, {faster: 0.02}, {followed: true}, {faster: -0.02}, {style: 60}, {faster: 0.04, followed: true}, {faster: 0.04}, {faster: 0.06}}

// follower is what follows a sentence, in phonemes of both accents: Next, the left side.
const follower = " nˈɛkst, ðə lˈɛft sˈId."

// retakes is how often a whole line is spoken again for the words that were misheard.
const retakes = 3

// take is a line, spoken.
type take struct {
	clip   []float32 // at 48 kHz, near its level
	faults []string
	clean  []misheard
	room   []misheard
	text   string // as heard, clean
	noisy  string // as heard in the room
}

// score is how doubtful a take is: 0 if not at all.
func (t take) score() int { return 4*len(t.faults) + 2*len(t.clean) + len(t.room) }

// doubt describes what is doubtful; the empty string if nothing is.
func (t take) doubt() string {
	parts := append([]string(nil), t.faults...)
	for _, m := range t.clean {
		parts = append(parts, m.String())
	}
	for _, m := range t.room {
		parts = append(parts, m.String()+" (room)")
	}
	return strings.Join(parts, ", ")
}

// studio speaks and hears. It belongs to one goroutine.
type studio struct {
	settings
	speaker, listener *tool
}

// record speaks a line as well as it can be had.
func (s *studio) record(line, spelled string) (take, error) {
	parts := sentences(spelled)
	said := sentences(line)
	if len(parts) != len(said) {
		return take{}, fmt.Errorf("%d sentences, but its phonemes have %d", len(said), len(parts))
	}
	next := make([]int, len(parts)) // the attempt of each sentence
	sounds := make([][]float32, len(parts))
	again := make([]bool, len(parts))
	for i := range again {
		again[i] = true
	}
	var best take
	for round := range 1 + retakes {
		spoken := false
		for i := range parts {
			if again[i] && next[i] < len(attempts) {
				var err error
				if sounds[i], next[i], err = s.speakSentence(parts[i], next[i]); err != nil {
					return take{}, err
				}
				spoken = true
			}
		}
		if !spoken {
			break
		}
		t, err := s.finish(sounds)
		if err != nil {
			return take{}, err
		}
		if err := s.judge(&t, line, spelled); err != nil {
			return take{}, err
		}
		if round == 0 || t.score() < best.score() {
			best = t
		}
		if best.score() == 0 {
			break
		}
		again = misheardIn(said, append(t.clean, t.room...))
	}
	return best, nil
}

// speakSentence speaks a sentence from an attempt on until nothing is wrong with its
// ends. It returns the first attempt that was not used; if all have faults, the sound
// is that of the first.
func (s *studio) speakSentence(spelled string, from int) (sound []float32, next int, err error) {
	for next = from; next < len(attempts); {
		a := attempts[next]
		style := a.style
		if style > 0 {
			style = max(style, utf8.RuneCountInString(spelled))
		}
		text := spelled
		if a.followed {
			text += follower
		}
		made, err := s.speaker.speak(s.kokoro, s.speed+a.faster, text, style)
		if err != nil {
			return nil, 0, err
		}
		next++
		if a.followed {
			made = upTo(made, utf8.RuneCountInString(spelled))
		}
		x := sentence(made, spelled)
		if len(x) == 0 {
			continue
		}
		if len(edges(x, spelled)) == 0 {
			return x, next, nil
		}
		if sound == nil {
			sound = x
		}
	}
	if sound == nil {
		return nil, 0, fmt.Errorf("%q: nothing was spoken", spelled)
	}
	return sound, next, nil
}

// misheardIn returns for each sentence whether words of it were misheard.
func misheardIn(said []string, wrong []misheard) []bool {
	out := make([]bool, len(said))
	end := 0
	for i, text := range said {
		start := end
		end += len(heard(text))
		for _, m := range wrong {
			if m.at >= start && m.at < end || i == len(said)-1 && m.at >= end {
				out[i] = true
			}
		}
	}
	return out
}

// finish makes a clip of sentences.
func (s *studio) finish(sounds [][]float32) (take, error) {
	clip := resample.Double(layOut(sounds))
	if err := s.master(clip); err != nil {
		return take{}, err
	}
	return take{clip: clip}, loudness.Normalise(loudness.Target, loudness.Ceiling, clip)
}

// judge listens to a take.
func (s *studio) judge(t *take, line, spelled string) error {
	t.faults = clipFaults(t.clip, spelled)
	toHearing, err := hearing()
	if err != nil {
		return err
	}
	x := toHearing.Convert(t.clip)
	if t.text, err = s.listener.hear(x, false); err != nil {
		return err
	}
	if t.noisy, err = s.listener.hear(x, true); err != nil {
		return err
	}
	said := heard(line)
	t.clean, t.room = compare(said, heard(t.text)), compare(said, heard(t.noisy))
	return nil
}

var (
	hearing = sync.OnceValues(func() (*resample.Converter, error) { return resample.New(rate, hearingRate) })
	toModel = sync.OnceValues(func() (*resample.Converter, error) { return resample.New(rate, modelRate) })
)

// clipFaults returns the faults of a clip at 48 kHz that do not need the recogniser.
func clipFaults(clip []float32, spelled string) []string {
	c, err := toModel()
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	parts := sentences(spelled)
	pieces := apart(c.Convert(clip))
	if len(pieces) != len(parts) {
		out = append(out, fmt.Sprintf("%d sentences sound like %d", len(parts), len(pieces)))
	} else {
		for i, x := range pieces {
			out = append(out, edges(x, parts[i])...)
		}
	}
	if clicks(clip, rate/1000) {
		out = append(out, click)
	}
	return out
}

// apart splits a clip at modelRate where it is silent for about as long as between two
// sentences.
func apart(x []float32) [][]float32 {
	var out [][]float32
	l := levels(x)
	least := (atSentence - modelFrames(0.05)) / window
	start, quiet := -1, 0
	for i, v := range l {
		switch {
		case v > silent-10:
			if start < 0 {
				start = i
			}
			quiet = 0
		case start >= 0:
			if quiet++; quiet == least {
				out = append(out, x[start*window:(i-quiet+1)*window])
				start = -1
			}
		}
	}
	if start >= 0 {
		out = append(out, x[start*window:])
	}
	return out
}
