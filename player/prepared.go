package player

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// Timeline fits the session to its length and lays it out. Its errors are
// ImpossibleError and UnspokenError.
func (p *Prepared) Timeline() (*timeline.Timeline, error) {
	var fitted *plan.Plan
	err := p.fit(func(length timeline.Frame) (err error) {
		fitted, err = plan.Fit(p.Plan, length)
		return err
	})
	if err != nil {
		return nil, err
	}
	return fitted.LayOut(), nil
}

// fit fits the session to its length. One that nobody asks for now becomes the
// nearest that the session can have. The error is explained.
func (p *Prepared) fit(to func(length timeline.Frame) error) error {
	s := &p.Request.Settings
	err := to(audio.Frames[timeline.Frame](s.Length))
	beyond := (*plan.RangeError)(nil)
	if !errors.As(err, &beyond) || s.LengthBy == settings.LengthAsked {
		return p.Explain(err)
	}
	nearest := min(audio.Duration(max(beyond.Asked, beyond.Least)+timeline.Second-1), audio.Duration(beyond.Most)).Truncate(time.Second)
	if err := to(audio.Frames[timeline.Frame](nearest)); err != nil {
		return p.Explain(err)
	}
	if s.LengthBy == settings.LengthKept {
		p.Raised = s.Length
	}
	s.Length = nearest
	return nil
}

// Limits is the lengths that the session can have; its errors are those of
// Timeline.
func (p *Prepared) Limits() (plan.Limits, error) {
	limits, err := plan.Range(p.Plan)
	if err != nil {
		return plan.Limits{}, p.Explain(err)
	}
	return limits, nil
}

// Score is a timeline as it sounds with the session's settings.
func (p *Prepared) Score(t *timeline.Timeline) *mix.Score { return score.New(t, p.sound()) }

func (p *Prepared) sound() score.Sound {
	s := p.Request.Settings
	return score.Sound{
		Clip: Clips(p.Voice), Tones: s.Tones, Bed: s.Bed, VoiceLevel: s.VoiceLevel, TonesLevel: s.TonesLevel, Sides: s.SideCues,
	}
}

// settleLength makes a length that the session cannot have the nearest that it
// can, in whole seconds.
func (p *Prepared) settleLength() {
	length := &p.Request.Settings.Length
	_, err := plan.Fit(p.Plan, audio.Frames[timeline.Frame](*length))
	beyond := (*plan.RangeError)(nil)
	if !errors.As(err, &beyond) {
		return // it can, or the reason shows when it is fitted
	}
	nearest := beyond.Most / timeline.Second
	if beyond.Asked < beyond.Least {
		nearest = (beyond.Least + timeline.Second - 1) / timeline.Second
	}
	*length = time.Duration(nearest) * time.Second
}

// without is the session without more spots.
func (p *Prepared) without(spots []plan.Spot) *Prepared {
	next := *p
	next.Plan.LeftOut = slices.Concat(p.Plan.LeftOut, spots)
	return &next
}

// live fits the session to a length to be played.
func (p *Prepared) live(length timeline.Frame) (*plan.Live, error) {
	live, err := plan.Begin(p.Plan, length, p.Request.Settings.Keep)
	if err != nil {
		return nil, p.Explain(err)
	}
	return live, nil
}

// options is how the session is heard and behaves.
func (p *Prepared) options() session.Options {
	s, words := p.Request.Settings, p.Plan.Phrases
	guidance := p.Plan.GuidanceOf(p.Plan.Regions()[0])
	wording := scripts.Full
	switch guidance {
	case plan.GuidanceBrief:
		wording = scripts.Brief
	case plan.GuidanceTones:
		wording = scripts.Silent
	}
	text := func(l scripts.Line) string { return l.Text(wording, scripts.NoSide) }
	return session.Options{
		Sound:      p.sound(),
		LongEnough: text(words.LongEnough), LoopOn: text(words.LoopOn), LastRound: text(words.LastRound), Afterward: text(words.Afterward),
		RepeatAfter:   max(s.RepeatAfter, time.Nanosecond), // 0 would be the session's own choice
		Quiet:         s.Quiet,
		AnnounceQuiet: guidance == plan.GuidanceFull,
		PressWindow:   s.PressWindow,
		Words:         p.Voice,
	}
}

// scriptsPrint is the same as long as the scripts are.
func (p *Prepared) scriptsPrint() string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(p.Sources)) {
		fmt.Fprintf(sum, "%d ", len(p.Sources[name]))
		sum.Write(p.Sources[name])
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// voicePrint is the same as long as the voice says the same lines in the same
// time.
func (p *Prepared) voicePrint() string {
	sum := sha256.New()
	for _, text := range p.Plan.Texts() {
		frames, _ := p.Voice.Frames(text)
		fmt.Fprintf(sum, "%q %d ", text, frames)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// Clips gives a voice's clips as sounds to be mixed.
func Clips(v *voice.Voice) func(text string) (mix.Sound, error) {
	return func(text string) (mix.Sound, error) {
		c, err := v.Clip(text)
		if err != nil {
			return nil, err
		}
		if len(c.Samples) == 1 {
			return mix.Mono(c.Samples[0]), nil
		}
		return stereo{c.Samples[0], c.Samples[1]}, nil
	}
}

// stereo is a clip whose channels are stored apart.
type stereo [2][]float32

// Add implements mix.Sound.
func (s stereo) Add(dst [][2]float32, from int64, left, right float32) error {
	if from >= int64(len(s[0])) {
		return nil
	}
	l, r := s[0][from:], s[1][from:]
	for i := range min(len(dst), len(l)) {
		dst[i][0] += l[i] * left
		dst[i][1] += r[i] * right
	}
	return nil
}

// Explain gives the reason why a prepared session cannot be fitted; nil for nil.
func (p *Prepared) Explain(err error) error {
	if err == nil {
		return nil
	}
	if missing := (*plan.MissingError)(nil); errors.As(err, &missing) {
		return newUnspokenError(p.Voice, missing.Texts)
	}
	return &ImpossibleError{Name: p.Name, Sources: p.Sources, Err: err}
}
