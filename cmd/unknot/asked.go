package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/cmd/unknot/config"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// asked is a session as it was asked for, before it is fitted to its length.
type asked struct {
	named    named
	settings *config.Loaded
	choice   *choice
	voice    *voice.Voice
	request  plan.Request
}

// ask gathers what a command with session flags asks for.
func (p *program) ask(cmd *cobra.Command, args []string) (*asked, error) {
	loaded, n, err := p.settle(cmd, args)
	if err != nil {
		return nil, err
	}
	return p.prepare(loaded, nil, n)
}

// prepare finds the scripts and the words of a session, and its voice where v
// is nil.
func (p *program) prepare(loaded *config.Loaded, v *voice.Voice, n named) (*asked, error) {
	c, err := p.choose(n.args)
	if err != nil {
		return nil, err
	}
	phrases, err := scripts.BuiltinPhrases()
	if err != nil {
		return nil, err
	}
	if v == nil {
		if v, err = openVoice(loaded.Voice); err != nil {
			return nil, err
		}
	}
	s := &asked{
		named:    n,
		settings: loaded,
		choice:   c,
		voice:    v,
		request: plan.Request{
			Scripts:  c.scripts,
			Phrases:  phrases,
			Voice:    v,
			Breath:   loaded.Breath,
			Guidance: plan.Guidance(loaded.Guidance),
			Known:    p.known(plan.Guidance(loaded.Guidance)),
			Work:     plan.Work(loaded.Side),
			Loop:     loaded.Loop,
		},
	}
	if !v.Info().Prepared {
		// The clips are decoded to know how long they are: on all cores, rather
		// than one by one as fitting asks for them.
		v.Measure(s.request.Texts())
	}
	return s, nil
}

// knownFrom is how many times a region is told in full before the listener
// knows it.
const knownFrom = 3

// known is the regions that the listener knows, where guidance asks for that.
func (p *program) known(g plan.Guidance) []string {
	if g != plan.GuidanceAuto {
		return nil
	}
	state, err := p.store.State()
	if err != nil { // all is told in full then
		return nil
	}
	var names []string
	for region, times := range state.Played {
		if times >= knownFrom {
			names = append(names, region)
		}
	}
	return names
}

// timeline fits a session to its length and lays it out.
func (p *program) timeline(s *asked) (*timeline.Timeline, error) {
	fitted, err := plan.Fit(s.request, toFrames(s.settings.Length))
	if err != nil {
		return nil, p.explain(s, err)
	}
	return fitted.LayOut(), nil
}

// sound is how a session is heard, as the settings say.
func (s *asked) sound() score.Sound {
	return score.Sound{
		Clip:       clipOf(s.voice),
		Tones:      tone.Kind(s.settings.Tones),
		VoiceLevel: s.settings.VoiceLevel,
		TonesLevel: s.settings.TonesLevel,
		Sides:      score.SideCues(s.settings.SideCues),
	}
}

// render makes a timeline heard as the settings say.
func (s *asked) render(t *timeline.Timeline) *mix.Score { return score.New(t, s.sound()) }

// toFrames is exact: lengths are whole milliseconds.
func toFrames(d time.Duration) int64 { return audio.Frames[int64](d) }

// explain says in words for the listener why a session cannot be.
func (p *program) explain(s *asked, err error) error {
	var (
		outOfRange *plan.RangeError
		unfitting  *plan.ScriptError
		missing    *plan.MissingError
	)
	switch {
	case errors.As(err, &outOfRange):
		return wrong("%s: %w", s.choice.name, outOfRange)
	case errors.As(err, &unfitting):
		d := scripts.Diagnostics{{
			Rule: "range", Summary: unfitting.Summary, Hint: unfitting.Hint,
			File: unfitting.File, Subject: unfitting.At,
		}}
		p.tell("%s", strings.TrimSuffix(d.Text(s.choice.sources[unfitting.File], nil), "\n"))
		return &toldError{asWrong(err)}
	case errors.As(err, &missing):
		return unspoken(s.voice, missing)
	}
	return fmt.Errorf("fitting %s: %w", s.choice.name, err)
}
