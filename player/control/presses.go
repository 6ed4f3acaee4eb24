package control

import (
	"slices"
	"time"

	"github.com/unknot/unknot/player/session"
)

// None stands in the settings for no command and for no key.
const None = "none"

// Gestures are what two and three quick presses of one button do. With [None],
// or no command, such presses mean no more than single ones.
type Gestures struct {
	Double, Triple session.Command
	// Again is what two presses do that follow two others, which were a move on,
	// within [AgainWithin]; or a MoveOn that follows another one. With none they
	// are a move on like any other.
	Again session.Command
	// Window is how soon the next press must follow to belong to the same
	// gesture; 0 means [DefaultWindow].
	Window time.Duration
}

// DefaultWindow is half a second.
const DefaultWindow = 500 * time.Millisecond

// AgainWithin is how soon after a move on the presses of another one must begin
// for the two to mean more than each: see [Gestures].
const AgainWithin = 3 * time.Second

// DefaultGestures move on with two presses, say it again with three, and with
// two and two more leave a spot out.
func DefaultGestures() Gestures {
	return Gestures{Double: session.MoveOn, Triple: session.SayAgain, Again: session.NextAgain}
}

// GestureCommands are the commands that a gesture can stand for: all but those
// that a single press gives already.
func GestureCommands() []session.Command {
	return slices.DeleteFunc(session.Commands(), func(c session.Command) bool {
		return c == session.PlayPause || c == session.Play || c == session.Pause || c == session.Pressed || c == session.NextAgain
	})
}

// presses counts the presses of one button and turns them into commands.
//
// The first press pauses, or goes on, at once. A second one within the window
// is counted at once but acts only when no third can follow: a move cannot be
// undone (the session has been fitted again, and may have said so), and "say it
// again" must mean the step in which the pressing began. Until then the session
// stays as the first press left it, usually paused, so the listener misses
// nothing by the wait; press.waiting lets it be acknowledged. A third press
// acts at once, and a fourth begins a new gesture. Where three presses mean
// nothing, two act at once; where two mean nothing, the second press is another
// single one, at once.
//
// It has no clock: the caller passes the time. It is not safe for concurrent
// use.
type presses struct {
	gestures Gestures
	count    int       // presses so far in this gesture
	until    time.Time // when this gesture is over
	began    time.Time // this gesture, at its first press
	moved    time.Time // the last press, or command, that moved on; zero for none, or after Again
}

func newPresses(g Gestures) *presses {
	if g.Window <= 0 {
		g.Window = DefaultWindow
	}
	if g.Double == "" {
		g.Double = None
	}
	if g.Triple == "" {
		g.Triple = None
	}
	if g.Again == "" || g.Double != session.MoveOn {
		g.Again = None
	}
	return &presses{gestures: g}
}

// press is what follows from one press.
type press struct {
	commands []session.Command // to be carried out now, in this order
	// waiting says that the press was counted but its meaning is open until
	// until, when expire is to be called.
	waiting bool
	until   time.Time
}

// press counts a press at a time.
func (p *presses) press(now time.Time) press {
	due := p.expire(now) // the timer may be late: an older gesture goes first
	p.count++
	p.until = now.Add(p.gestures.Window)
	switch p.count {
	case 1:
		p.began = now
		if p.gestures.Double == None && p.gestures.Triple == None {
			p.count = 0
		}
		return press{commands: append(due, session.PlayPause)}
	case 2:
		if p.gestures.Double == None {
			return press{commands: append(due, session.PlayPause)}
		}
		if p.gestures.Triple != None {
			return press{commands: due, waiting: true, until: p.until}
		}
		p.count = 0
		return press{commands: append(due, afterPause(p.double())...)}
	default:
		p.count = 0
		return press{commands: append(due, afterPause(p.gestures.Triple)...)}
	}
}

// expire ends the gesture if its window has passed, and returns what is due.
func (p *presses) expire(now time.Time) []session.Command {
	if p.count == 0 || now.Before(p.until) {
		return nil
	}
	return p.end()
}

// end ends the gesture, because its window has passed or because another
// command has come, and returns what is due first.
func (p *presses) end() []session.Command {
	count := p.count
	p.count = 0
	if count < 2 || p.gestures.Double == None {
		return nil // every press has acted already
	}
	return afterPause(p.double())
}

// double is what two presses do that have just been made.
func (p *presses) double() session.Command {
	if p.gestures.Double != session.MoveOn {
		return p.gestures.Double
	}
	return p.moveOn(p.began, p.until.Add(-p.gestures.Window))
}

// moveOn is what a move on stands for that was begun at one time and given at
// another: of two in quick succession the second may be [Gestures.Again].
func (p *presses) moveOn(began, given time.Time) session.Command {
	soon := !p.moved.IsZero() && began.Sub(p.moved) <= AgainWithin
	if soon && p.gestures.Again != None {
		p.moved = time.Time{}
		return p.gestures.Again
	}
	p.moved = given
	return session.MoveOn
}

// afterPause is a gesture's command together with what undoes the pause of its
// first press. A move is made while still paused, so that nothing of the old
// step is heard; any other command comes after going on, so that its answer is
// heard in its place.
func afterPause(c session.Command) []session.Command {
	switch c {
	case session.MoveOn, session.SayAgain, session.NextAgain:
		return []session.Command{c, session.Play}
	case session.Stop:
		return []session.Command{c}
	case session.Play, session.PlayPause:
		return []session.Command{session.Play}
	}
	return []session.Command{session.Play, c}
}
