package session

import "github.com/unknot/unknot/audio/tone"

// Bounds of the levels, and the step of a command that changes one. In dB.
const (
	LeastLevel = -20.0
	MostVoice  = 6.0
	MostTones  = 12.0
	LevelStep  = 2.0
)

// changeLevel makes the voice or the tones louder or quieter.
func (t *transaction) changeLevel(command Command) {
	level, most := &t.sound.VoiceLevel, MostVoice
	changed, loudest, quietest := CodeVoiceLevel, CodeVoiceLoudest, CodeVoiceQuietest
	if command == TonesLouder || command == TonesQuieter {
		level, most = &t.sound.TonesLevel, MostTones
		changed, loudest, quietest = CodeTonesLevel, CodeTonesLoudest, CodeTonesQuietest
	}
	step, earcon := LevelStep, tone.Louder
	if command == VoiceQuieter || command == TonesQuieter {
		step, earcon = -LevelStep, tone.Quieter
	}
	switch {
	case step > 0 && *level >= most:
		t.refuse(loudest)
		return
	case step < 0 && *level <= LeastLevel:
		t.refuse(quietest)
		return
	}
	*level = max(LeastLevel, min(most, *level+step))
	t.answer(earcon, Answer{Code: changed, Level: *level})
	t.changed = true
}
