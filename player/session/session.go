// Package session plays a plan live: commands go in, a status comes out, and
// the sound of it goes to an output that takes back what was not heard yet.
package session

import (
	"time"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player"
)

// Command is what a listener can have a session do.
type Command string

const (
	PlayPause    Command = "pause"     // pause at once, or go on
	Play         Command = "play"      // go on; nothing while it plays
	Pause        Command = "halt"      // pause; nothing while it is paused
	MoveOn       Command = "next"      // to the next step
	SayAgain     Command = "again"     // from the start of this step
	HoldLonger   Command = "longer"    // one more breath
	Satellite    Command = "satellite" // one more sore spot near this one
	Finish       Command = "finish"    // to the stretch and closing
	TimeLeft     Command = "time-left" // spoken
	Loop         Command = "loop"      // keep looping this region, or stop after this round
	LoopOn       Command = "loop-on"
	LoopOff      Command = "loop-off"
	VoiceLouder  Command = "voice-louder"
	VoiceQuieter Command = "voice-quieter"
	TonesLouder  Command = "tones-louder"
	TonesQuieter Command = "tones-quieter"
	Stop         Command = "stop"    // fade out, and end
	Pressed      Command = "pressed" // a press was counted, and may yet become another command: answered with an earcon, no more
)

// Commands is every command.
func Commands() []Command {
	return []Command{PlayPause, Play, Pause, MoveOn, SayAgain, HoldLonger, Satellite, Finish, TimeLeft, Loop, LoopOn, LoopOff,
		VoiceLouder, VoiceQuieter, TonesLouder, TonesQuieter, Stop, Pressed}
}

// State is what a session does.
type State string

const (
	Playing   State = "playing"
	Paused    State = "paused"
	Afterward State = "afterward" // the quiet seconds behind the end, in which one press plays it again
	Ended     State = "ended"
)

// Outcome is what a session that has ended is followed by.
type Outcome string

const (
	Over    Outcome = ""        // nothing
	Again   Outcome = "again"   // the same once more
	Further Outcome = "further" // the next region
)

// Status is a session at one moment. It is never changed once given.
type Status struct {
	State    State
	Timeline *player.Timeline // around what is heard; its Frames and Chapters are the whole session's
	Endless  bool             // Timeline.Frames is no end to be told of
	Loop     bool

	VoiceLevel, TonesLevel float64 // dB

	Asked   int64 // frames that were asked for
	Differs int64 // frames that the session has become longer by; shorter below 0

	Answer  string // the last command's answer, in words for the eye: "one breath longer"
	Refused bool   // that command could not be
	Answers int    // how many commands were answered

	Extended int  // holds made longer
	Stopped  bool // a command ended it
	Outcome  Outcome
}

// Options are how a session is heard and behaves.
type Options struct {
	Sound player.Sound // its levels are those it begins with
	// Announce speaks these texts, clips of the voice; a voice without the
	// clip answers with an earcon alone.
	LongEnough, LoopOn, LastRound, Afterward string
	// RepeatAfter is how long a pause may last before going on says the last
	// instruction again.
	RepeatAfter time.Duration
	// Quiet is how long the session waits behind its end for a press that
	// plays it again; 0 ends it at once. AnnounceQuiet says so in words, else
	// a tone does.
	Quiet         time.Duration
	AnnounceQuiet bool
	// Length of a text's clip, in frames.
	Words player.Lengths
}

// Session is a session being played. Its methods may be called from any
// goroutine, and none but Close waits for the sound.
type Session struct{}

// New makes a session that plays a plan.
func New(live *player.Live, o Options) *Session { return nil }

// Render implements output.Source. Its frames are the output's: they count on
// in a pause.
func (s *Session) Render(dst [][2]float32, at int64) (n int, err error) { return 0, nil }

// Attach has commands act on an output that is playing the session, instead of
// the one before. Nil detaches: commands wait.
func (s *Session) Attach(out output.Output) {}

// Do hands on a command. It is carried out after those before it.
func (s *Session) Do(c Command) {}

// Status is how the session stands.
func (s *Session) Status() *Status { return nil }

// Heard is the frame of the session that is heard now, in frames of its
// timeline; -1 before the first output. It stands still in a pause.
func (s *Session) Heard() int64 { return -1 }

// Watch has changed called whenever the status has changed, from any
// goroutine. It must return at once.
func (s *Session) Watch(changed func()) {}

// Close ends it without a fade. It returns once nothing of it runs.
func (s *Session) Close() {}
