// Package mpris lets a headset, media keys and the desktop's own controls steer
// a session, by the MPRIS specification 2.2 on D-Bus
// (https://specifications.freedesktop.org/mpris-spec/latest/), and keeps the
// machine awake while a session plays.
//
// It works on Linux. Elsewhere the same interface does nothing: media keys of
// macOS and Windows are not read.
//
// No call here waits for D-Bus: connecting, answering and signalling happen in
// the background. Where there is no bus, or it hangs or goes away, the session
// plays on and no error is reported.
package mpris

import (
	"time"

	"github.com/unknot/unknot/player/session"
)

// State is whether a session is heard.
type State string

// The states, named as MPRIS names them.
const (
	Playing State = "Playing"
	Paused  State = "Paused"
	Stopped State = "Stopped"
)

// Status is what clients are shown of a session.
type Status struct {
	State State
	// Title is what is played, Region where (shown as the album), Voice who
	// speaks (shown as the artist). The texts may come from anywhere: they are
	// cleaned before they are sent.
	Title, Region, Voice string
	// Length is how long the track is; Position is how much of it was heard.
	Length, Position time.Duration
	// Volume is 0 to 1.
	Volume float64
	Loop   bool
	// CanNext and CanPrevious only tell the desktop which buttons to show. A
	// command that comes anyway is passed on, to be answered in sound. Some
	// clients do not send a command that they were told is impossible.
	CanNext, CanPrevious bool
	// TrackID differs from track to track, that is, it changes whenever Position
	// starts again at zero.
	TrackID uint64
}

// Player is what is controlled. Its methods are called from several goroutines,
// must return at once and need not have taken effect by then; [Service.Changed]
// is to be called when they have.
type Player interface {
	// Press is one press of the button that plays and pauses. Several in quick
	// succession may be a gesture.
	Press()
	// Do gives a command: Play, Pause, MoveOn, SayAgain, Stop, LoopOn or
	// LoopOff. MPRIS asks that MoveOn and SayAgain leave a paused session
	// paused.
	Do(c session.Command)
	SetVolume(volume float64) // 0 to 1
	Status() Status
}

// Options are the settings of a [Service]. The zero value is ready to use.
type Options struct {
	// MaySleep lets the machine go to sleep while a session plays.
	MaySleep bool
	// SessionBus and SystemBus are D-Bus addresses; empty means the user's and
	// the machine's.
	SessionBus, SystemBus string
	// Timeout is how long a bus may take to answer; 0 means two seconds.
	Timeout time.Duration
}
