package session

import (
	"fmt"

	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts/language"
)

// Code is what became of a command: an answer, or why it was refused. The
// refusals of package plan are codes as well.
type Code string

const (
	CodePaused      Code = "paused"
	CodeGoingOn     Code = "going-on"
	CodeMovedOn     Code = "moved-on"
	CodeSaidAgain   Code = "said-again"
	CodeLonger      Code = "longer"
	CodeSatellite   Code = "satellite"
	CodeLeftOut     Code = "left-out"
	CodeFinishing   Code = "finishing"
	CodeLooping     Code = "looping"
	CodeLastRound   Code = "last-round"
	CodeStopped     Code = "stopped"
	CodePressed     Code = "pressed"
	CodeNextRegion  Code = "next-region"
	CodePlayedAgain Code = "played-again"
	CodeRemaining   Code = "remaining"   // Answer.Spoken says how much
	CodeVoiceLevel  Code = "voice-level" // Answer.Level says which
	CodeTonesLevel  Code = "tones-level"

	// Refusals.
	CodeNoEnd         Code = "no-end" // there is no time remaining to speak of
	CodeSessionOver   Code = "session-over"
	CodeVoiceLoudest  Code = "voice-loudest"
	CodeVoiceQuietest Code = "voice-quietest"
	CodeTonesLoudest  Code = "tones-loudest"
	CodeTonesQuietest Code = "tones-quietest"
	CodeFault         Code = "fault" // of the program
)

// Answer is what became of a command. The zero Answer is that of a session
// without commands.
type Answer struct {
	Code    Code
	Refused bool
	Moved   timeline.Frame // by how much later the session ends; earlier below 0
	Level   float64        // dB, where a level was changed
	Spoken  string         // the phrase that is spoken in answer, where one alone is
}

// movedFrom is from where on it is worth saying that the end has moved.
const movedFrom = 3 * timeline.Second

// Words are the answer for the eye, such as "one breath longer, ends 0:20
// later".
func (a Answer) Words(l *language.Language) string {
	switch a.Code {
	case "":
		return ""
	case CodeRemaining:
		return a.Spoken
	case CodeVoiceLevel:
		return fmt.Sprintf(l.Answers.VoiceLevel, a.Level)
	case CodeTonesLevel:
		return fmt.Sprintf(l.Answers.TonesLevel, a.Level)
	}
	words := l.Of(string(a.Code))
	switch {
	case a.Moved > movedFrom:
		words += fmt.Sprintf(l.Answers.Later, timeline.Clock(a.Moved))
	case a.Moved < -movedFrom:
		words += fmt.Sprintf(l.Answers.Sooner, timeline.Clock(-a.Moved))
	}
	return words
}
