package session

// Command is what a listener can do to a session.
type Command string

const (
	PlayPause    Command = "pause"     // pause at once, or go on
	Play         Command = "play"      // go on; nothing while it plays
	Pause        Command = "halt"      // pause; nothing while it is paused
	MoveOn       Command = "next"      // to the next step
	SayAgain     Command = "again"     // from the start of this step
	HoldLonger   Command = "longer"    // one more breath
	Satellite    Command = "satellite" // one more sore spot near this one
	LeaveOut     Command = "leave-out" // let go of this spot, on both sides, and do without it from now on
	Finish       Command = "finish"    // to the stretch and closing
	SayRemaining Command = "time-left" // say how much time remains
	Loop         Command = "loop"      // loop this region, or stop after this round
	LoopOn       Command = "loop-on"
	LoopOff      Command = "loop-off"
	VoiceLouder  Command = "voice-louder"
	VoiceQuieter Command = "voice-quieter"
	TonesLouder  Command = "tones-louder"
	TonesQuieter Command = "tones-quieter"
	Stop         Command = "stop"    // fade out, and end
	Pressed      Command = "pressed" // a press was counted, and may yet become another command: an earcon, no more

	// NextAgain is a second MoveOn soon after the first, by a button that has no
	// other way to say it: it leaves out the spot that the first one moved on
	// from. Where that was at no spot, it is another MoveOn.
	NextAgain Command = "next-again"
)

// Commands is every command.
func Commands() []Command {
	return []Command{PlayPause, Play, Pause, MoveOn, SayAgain, HoldLonger, Satellite, LeaveOut, Finish, SayRemaining, Loop, LoopOn, LoopOff,
		VoiceLouder, VoiceQuieter, TonesLouder, TonesQuieter, Stop, Pressed, NextAgain}
}
