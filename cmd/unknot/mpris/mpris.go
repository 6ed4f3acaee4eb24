// Package mpris lets a headset, media keys and the desktop's own controls steer
// a session, by the MPRIS specification 2.2 on D-Bus
// (https://specifications.freedesktop.org/mpris-spec/latest/), and keeps the
// machine from going to sleep while a session plays.
//
// It works on Linux. Elsewhere the same interface does nothing: media keys of
// macOS and Windows are not read.
//
// Nothing here ever waits for D-Bus: connecting, answering and signalling are
// done in the background. Where there is no bus, where it hangs or goes away,
// the session plays on and nothing is said.
package mpris

import (
	"errors"
	"fmt"
	"time"
)

// State is whether a session is heard.
type State string

// The states, named as MPRIS names them.
const (
	Playing State = "Playing"
	Paused  State = "Paused"
	Stopped State = "Stopped"
)

// Status is what the outside is told of a session: a value that never changes
// once given.
type Status struct {
	State State
	// Title is what is played, Region where (shown as the album), Voice who
	// speaks (shown as the artist). Text from outside is fit to be given as it
	// is: it is cleaned before it is sent.
	Title, Region, Voice string
	// Length is how long the track is; Position is what of it has been heard.
	Length, Position time.Duration
	// Volume is 0 to 1.
	Volume float64
	Loop   bool
	// CanNext and CanPrevious only tell the desktop which buttons to show. A
	// command that comes all the same is handed on, to be answered in sound.
	// Some clients keep back what they are told cannot be.
	CanNext, CanPrevious bool
	// TrackID is another one for each track, that is, whenever Position begins
	// anew at nothing.
	TrackID uint64
	// Art is the URI of a picture, or empty.
	Art string
}

// Player is the session as this package needs it. Its methods are called from
// several goroutines, must return at once and need not have taken effect by
// then; [Service.Changed] is to be called when they have.
//
// As MPRIS has it, Play while it plays and Pause while it is paused do
// nothing, and Next and Previous leave it paused when it was: a double press
// is Next and then Play, so that not a moment of the old step is heard again.
type Player interface {
	PlayPause()
	Play()
	Pause()
	Next()
	Previous()
	Stop()
	SetVolume(volume float64) // 0 to 1
	SetLoop(on bool)
	Status() Status
}

// Options are the settings of a [Service]. The zero value is ready to use.
type Options struct {
	// Gestures are what several presses of one button do; nil means
	// [DefaultGestures].
	Gestures *Gestures
	// Command carries out a gesture that is none of the actions of this
	// package, by its name.
	Command func(Action)
	// Pressed is told of a press that is counted but does nothing yet, because
	// one more may follow: it can be answered in sound. It must return at once.
	Pressed func(presses int)
	// MaySleep leaves the machine to its own ways while a session plays.
	MaySleep bool
	// SessionBus and SystemBus are D-Bus addresses; empty means the user's and
	// the machine's.
	SessionBus, SystemBus string
	// Timeout is how long a bus may take to answer; 0 means two seconds.
	Timeout time.Duration
}

// check tells what is wrong with how Export is used.
func check(player Player, opts Options) error {
	if player == nil {
		return errors.New("exporting a session to D-Bus: there is no player")
	}
	if opts.Gestures == nil {
		return nil
	}
	for _, action := range []Action{opts.Gestures.Double, opts.Gestures.Triple} {
		if !action.known() && opts.Command == nil {
			return fmt.Errorf("exporting a session to D-Bus: nothing carries out the gesture %q", action)
		}
	}
	return nil
}
