package mpris

import "time"

// Action is something a press, or several, can do. Besides those here an
// action may be the name of any command the session has.
type Action string

// The actions this package carries out itself.
const (
	Nothing      Action = "none"
	DoPlayPause  Action = "play-pause"
	DoPlay       Action = "play"
	DoNext       Action = "next"
	DoPrevious   Action = "previous"
	DoStop       Action = "stop"
	DoLoopToggle Action = "loop"
)

func (a Action) known() bool {
	switch a {
	case "", Nothing, DoPlayPause, DoPlay, DoNext, DoPrevious, DoStop, DoLoopToggle:
		return true
	}
	return false
}

// Gestures are what two and three presses of one button do. [Nothing], or the
// empty action, makes such presses mean no more than single ones.
type Gestures struct {
	Double, Triple Action
	// Window is how soon the next press must follow to belong to the one
	// before; 0 means [DefaultWindow].
	Window time.Duration
}

// DefaultWindow is half a second.
const DefaultWindow = 500 * time.Millisecond

// DefaultGestures move on with two presses and say it again with three.
func DefaultGestures() Gestures { return Gestures{Double: DoNext, Triple: DoPrevious} }

// Presses counts the presses of one button and turns them into actions.
//
// The first press pauses, or goes on, at once. A second one within the window
// is counted at once but acts only when no third can follow: moving on cannot
// be taken back (the session has been fitted anew to the time that is left, and
// may have said so), and "say it again" must mean the step in which the
// pressing began. Until then the session is as the first press left it, as a
// rule paused, so the listener misses nothing by this half second; they can be
// told by [Press.Waiting] that the press was counted. A third press acts at
// once, and a fourth begins anew. Where three presses mean nothing, two act at
// once; where two mean nothing, the second is one more single press, at once.
//
// Times are given to it, it has no clock. It is not safe for concurrent use.
type Presses struct {
	gestures Gestures
	count    int       // presses so far in this gesture
	until    time.Time // when it is over
}

// NewPresses makes a counter for gestures.
func NewPresses(g Gestures) *Presses {
	if g.Window <= 0 {
		g.Window = DefaultWindow
	}
	if g.Double == "" {
		g.Double = Nothing
	}
	if g.Triple == "" {
		g.Triple = Nothing
	}
	return &Presses{gestures: g}
}

// Press is what follows from a press.
type Press struct {
	// Actions are to be done now, in this order.
	Actions []Action
	// Waiting is how many presses have been counted, where what they do is left
	// open until Until; otherwise 0. [Presses.Expire] is to be called then.
	Waiting int
	Until   time.Time
}

// Press counts a press at a time.
func (p *Presses) Press(now time.Time) Press {
	// The timer may be late: what was due comes first.
	due := p.Expire(now)
	p.count++
	p.until = now.Add(p.gestures.Window)
	switch p.count {
	case 1:
		if p.gestures.Double == Nothing && p.gestures.Triple == Nothing {
			p.count = 0
		}
		return Press{Actions: append(due, DoPlayPause)}
	case 2:
		if p.gestures.Double == Nothing {
			return Press{Actions: append(due, DoPlayPause)}
		}
		if p.gestures.Triple != Nothing {
			return Press{Actions: due, Waiting: 2, Until: p.until}
		}
		p.count = 0
		return Press{Actions: append(due, afterPause(p.gestures.Double)...)}
	default:
		p.count = 0
		return Press{Actions: append(due, afterPause(p.gestures.Triple)...)}
	}
}

// Expire ends the gesture if its window has passed, and says what to do.
func (p *Presses) Expire(now time.Time) []Action {
	if p.count == 0 || now.Before(p.until) {
		return nil
	}
	return p.End()
}

// End ends the gesture, because its window has passed or because another
// command has come, and says what to do first.
func (p *Presses) End() []Action {
	count := p.count
	p.count = 0
	if count < 2 || p.gestures.Double == Nothing {
		return nil // all that was pressed is done
	}
	return afterPause(p.gestures.Double)
}

// afterPause is an action together with taking back what the first press did.
// Moving while it is still paused, then going on, lets nothing of the old step
// be heard; whatever else is done goes on first, so that it is heard in its
// place.
func afterPause(action Action) []Action {
	switch action {
	case DoNext, DoPrevious:
		return []Action{action, DoPlay}
	case DoStop:
		return []Action{action}
	case DoPlay, DoPlayPause:
		return []Action{DoPlay}
	}
	return []Action{DoPlay, action}
}
