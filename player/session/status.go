package session

import (
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
)

// State is what a session does.
type State string

const (
	Playing   State = "playing"
	Paused    State = "paused"
	Afterward State = "afterward" // the quiet seconds after the end, in which one press plays it again
	Ended     State = "ended"
)

// Outcome is what is to follow a session that has ended.
type Outcome string

const (
	Over    Outcome = ""        // nothing
	Again   Outcome = "again"   // the same once more
	Further Outcome = "further" // the next region
)

// Status is a session at one moment. It is never changed once given.
type Status struct {
	State    State
	Timeline *timeline.Timeline // around what is heard; its Frames and Chapters are the whole session's
	Endless  bool               // Timeline.Frames is not an end that anyone waits for
	Loop     bool

	VoiceLevel, TonesLevel float64 // dB

	Asked   timeline.Frame // the length that was asked for; 0 for one without an end
	Differs timeline.Frame // by how much longer the session has become; shorter below 0

	Answer  Answer // to the last command
	Answers int    // how many commands were answered

	Extended int         // holds made longer
	LeftOut  []plan.Spot // those that were left out in this session
	Stopped  bool        // a command ended it
	Outcome  Outcome

	live *plan.Live
}
