package session

import (
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/timeline"
)

// decodeFor is how far ahead clips are decoded: about what the cache of a voice
// holds.
const decodeFor = 12 * timeline.Second

// decodeAhead has clips decoded that are said soon after a frame.
func (c *controller) decodeAhead(frame timeline.Frame) {
	if frame+decodeFor/2 < c.decodedTo {
		return
	}
	for _, cue := range c.status.Timeline.Cues {
		if cue.Kind == timeline.KindSay && cue.End() > max(frame, c.decodedTo) && cue.At < frame+decodeFor {
			c.decodeSoon(cue.Text)
		}
	}
	c.decodedTo = frame + decodeFor
}

// decodeSoon asks for a clip to be decoded. It does not wait.
func (s *Session) decodeSoon(text string) {
	select {
	case s.toDecode <- text:
	default:
	}
}

// decodeClips decodes what is asked for, into the voice's cache.
func (s *Session) decodeClips() {
	s.makeEarcons()
	for {
		select {
		case <-s.quit:
			return
		case text := <-s.toDecode:
			s.decodeNow(text)
		}
	}
}

// decodeNow decodes a clip. A fault shows where the clip is heard.
func (s *Session) decodeNow(text string) {
	defer func() { _ = recover() }()
	_, _ = s.options.Sound.Clip(text)
}

// makeEarcons makes the sounds that answer commands, beside the session's first
// sound: a command has no time to.
func (s *Session) makeEarcons() {
	all := &timeline.Timeline{Frames: 1}
	for _, e := range tone.Earcons() {
		s.options.Sound.Cache.Earcon(e)
		all.Cues = append(all.Cues, timeline.Cue{Frames: 1, Kind: timeline.KindEarcon, Text: string(e)})
	}
	_, _ = score.New(all, s.options.Sound).Render(make([][2]float32, 1), 0) // an earcon has no errors
}

// clipLength is how long a text's clip is; 0 where there is none.
func (s *Session) clipLength(text string) output.Frame {
	if text == "" || s.options.Words == nil {
		return 0
	}
	frames, _ := s.options.Words.Frames(text)
	return output.Frame(frames)
}
