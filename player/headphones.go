package player

import (
	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/playback"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/language"
)

// HeadphoneCheck is the check of the headphones being played: it says "left" on
// the left and "right" on the right, then a sentence to set the level by.
type HeadphoneCheck struct {
	Timeline *timeline.Timeline
	Playback *playback.Playback
	source   *playback.Fading
}

// Heard is the frame of the timeline that is heard; below 0 before there is an
// output.
func (c *HeadphoneCheck) Heard() timeline.Frame { return timeline.Frame(c.source.Heard()) }

// CheckHeadphones starts to play the check of the headphones. Its error is
// UnspokenError where the voice has no clips for it.
func (l *Library) CheckHeadphones(s settings.Settings, d Devices) (*HeadphoneCheck, error) {
	device := d.open(s, func() {})
	t, check, err := l.headphoneScore(s)
	if err != nil {
		device.Abandon()
		return nil, err
	}
	source := playback.NewFading(scored{check})
	return &HeadphoneCheck{Timeline: t, Playback: playback.Start(device, source), source: source}, nil
}

// scored is a score as a source: it plays from the output's first frame on.
type scored struct{ score *mix.Score }

// Render implements output.Source.
func (s scored) Render(dst [][2]float32, at output.Frame) (int, error) {
	return s.score.Render(dst, int64(at))
}

// gap is the quiet between the lines of the check, in frames.
const gap = timeline.Second

// headphoneScore is the check as a timeline and as sound: each ear by itself,
// then both.
func (l *Library) headphoneScore(s settings.Settings) (*timeline.Timeline, *mix.Score, error) {
	phrases, err := scripts.PhrasesOf(language.English())
	if err != nil {
		return nil, nil, err
	}
	v, err := l.Voice(s.Voice)
	if err != nil {
		return nil, nil, err
	}
	clip := Clips(v)
	gain := float32(mix.Gain(s.VoiceLevel))
	t := &timeline.Timeline{Frames: gap / 2}
	var events []mix.Event
	var missing []string
	for _, line := range []struct {
		line        scripts.Line
		side        scripts.Side
		left, right float32
	}{
		{phrases.LeftEar, scripts.Left, gain, 0},
		{phrases.RightEar, scripts.Right, 0, gain},
		{phrases.Level, scripts.NoSide, gain, gain},
	} {
		text := line.line.Text(scripts.Full, line.side)
		clipFrames, ok := v.Frames(text)
		frames := timeline.Frame(clipFrames)
		if !ok {
			missing = append(missing, text)
			continue
		}
		if s.SideCues == score.SidesOff {
			line.left, line.right = gain, gain
		}
		t.Cues = append(t.Cues, timeline.Cue{At: t.Frames, Frames: frames, Kind: timeline.KindSay,
			Part: timeline.PartOpening, Side: line.side, Round: 1, Text: text})
		events = append(events, mix.Event{At: int64(t.Frames), Frames: int64(frames), Role: mix.Voice, Left: line.left, Right: line.right,
			Sound: mix.Lazy(func() (mix.Sound, error) { return clip(text) })})
		t.Frames += frames + gap
	}
	if missing != nil {
		return nil, nil, newUnspokenError(v, missing)
	}
	return t, mix.NewScore(events, int64(t.Frames), mix.Options{
		Swap: s.SideCues == score.SidesSwapped, Mono: s.SideCues == score.SidesMono,
	}), nil
}
