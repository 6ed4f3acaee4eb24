package session

import (
	"errors"
	"slices"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/timeline"
)

const (
	mostWaiting = 256 // commands that may wait

	layOutAhead output.Frame = 60 * audio.SampleRate // how far a session is laid out at least

	retryWithin = 20 * time.Millisecond // an output that is about to play is asked again
	longestWait = 10 * time.Second      // between two looks at where the session is
	endWithin   = 3 * time.Second       // on a device that has stalled a fade out would never end
)

// state is how a session stands between two commands.
type state struct {
	live         *plan.Live
	sound        score.Sound // at its present levels
	status       Status
	beganEndless bool

	paused      bool
	pausedSince time.Time
	// An edit in this pause has begun a step, which will be heard when the
	// session goes on, and whether the step begins with an earcon.
	stepBegun, stepSounds bool

	movedFrom plan.Spot // where the last MoveOn was given; none outside of spots

	ending      bool // nothing more is to come, and no command is answered any more
	endingSince time.Time
}

// controller carries out commands, and does what becomes due in time. It
// belongs to one goroutine.
type controller struct {
	*Session
	state
	on        *attachment   // that out is of
	out       output.Output // nil where there is none, or it is done
	lostSince time.Time     // when the output before it was lost; zero once what followed from that was done
	playing   bool          // out is known to play
	outPaused bool
	decodedTo timeline.Frame
}

func newController(s *Session, live *plan.Live) *controller {
	c := &controller{Session: s}
	c.state = state{live: live, sound: s.options.Sound, beganEndless: live.Endless(), status: Status{
		State:      Playing,
		VoiceLevel: s.options.Sound.VoiceLevel, TonesLevel: s.options.Sound.TonesLevel,
	}}
	if !c.beganEndless {
		c.status.Asked = live.Frames()
	}
	t := &transaction{Session: s, state: c.state, arrangement: &arrangement{}}
	t.play()
	t.arrangement.layers[0].from = always
	c.commit(t)
	s.publish(c.status)
	return c
}

// run carries out commands until the session has ended or is closed.
func (c *controller) run() {
	defer c.finish()
	for _, text := range []string{c.options.LongEnough, c.options.LoopOn, c.options.LastRound, c.options.Afterward} {
		if c.clipLength(text) > 0 {
			c.decodeSoon(text)
		}
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	var waiting []Command
	for {
		commands := c.commands
		if len(waiting) >= mostWaiting {
			commands = nil
		}
		var done <-chan struct{}
		if c.out != nil {
			done = c.out.Done()
		}
		select {
		case <-c.quit:
			return
		case command := <-commands:
			waiting = append(waiting, command)
		case <-c.attached:
		case <-done:
		case <-timer.C:
		}
		if c.isOver() {
			return
		}
		waits := !c.pressAgain()
		for !waits && len(waiting) > 0 && c.carryOut(waiting[0]) {
			waiting = waiting[1:]
		}
		if c.out == nil && slices.Contains(waiting, Stop) { // there is nothing to fade
			c.status.Stopped = true
			return
		}
		wait := c.doWhatIsDue()
		if (waits || len(waiting) > 0) && c.out != nil {
			wait = min(wait, retryWithin)
		}
		timer.Reset(wait)
	}
}

// isOver reports whether the session was heard to its end. An output that only
// went away may be followed by another one, which isOver takes over.
func (c *controller) isOver() bool {
	if c.out != nil && isClosed(c.out.Done()) {
		err := c.out.Err()
		mayBeFollowed := errors.Is(err, output.ErrDeviceLost) || errors.Is(err, output.ErrNoDevice) || errors.Is(err, output.ErrClosed)
		if c.ending || !mayBeFollowed {
			return true
		}
		if c.out = nil; c.lostSince.IsZero() {
			c.lostSince = time.Now()
		}
	}
	if on := c.attachment.Load(); on != c.on {
		if c.on != nil && c.lostSince.IsZero() {
			c.lostSince = time.Now()
		}
		c.on, c.out, c.playing, c.outPaused = on, on.out, false, false
	}
	return false
}

func isClosed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// finish leaves the session ended: whoever asks for more sound gets none. A
// fault of the program becomes an error of the sound: otherwise it would end
// the program and leave the terminal in disarray.
func (c *controller) finish() {
	fault := recover()
	for {
		a := c.arrangement.Load()
		last := *a
		last.end = always
		if fault != nil {
			last.fault = faultError(fault)
		}
		if c.arrangement.CompareAndSwap(a, &last) {
			break
		}
	}
	c.status.State = Ended
	c.publish(c.status)
}

// carryOut carries a command out; false where there is no output to do it on.
func (c *controller) carryOut(command Command) bool {
	if c.ending || c.paused && command == Pause || c.status.State == Playing && command == Play {
		return true
	}
	if c.out != nil && command == SayRemaining { // once sound is taken back there is no time to decode its clip
		if text := c.live.TimeRemaining(c.arrangement.Load().heardAt(c.on.heard())); c.clipLength(text) > 0 {
			c.decodeNow(text)
		}
	}
	if c.out == nil || !c.out.Retake(func(at output.Frame) { c.change(command, at) }) {
		return false
	}
	c.playing = true
	if c.outPaused {
		c.out.Resume()
		c.outPaused = false
	}
	c.decodedTo = 0
	c.publish(c.status)
	return true
}

// pressAgain goes on after a lost device at the line that asks for the pressure,
// or the stretch, in which its sound stopped. It is false where that has to
// wait for the next device.
func (c *controller) pressAgain() bool {
	if c.lostSince.IsZero() || c.ending {
		return true
	}
	if c.out == nil {
		return false
	}
	if !c.paused && c.live.LetsGo(c.arrangement.Load().heardAt(c.on.heard())) {
		if !c.out.Retake(func(at output.Frame) {
			t := c.begin(at)
			t.askAgain(time.Since(c.lostSince))
			c.commit(t)
		}) {
			return false
		}
		c.playing, c.decodedTo = true, 0
		c.publish(c.status)
	}
	c.lostSince = time.Time{}
	return true
}

// change carries a command out at a frame of the output, while nothing renders.
// A fault of the program refuses the command, and all stays as it was.
func (c *controller) change(command Command, at output.Frame) {
	defer func() {
		if fault := recover(); fault != nil {
			t := c.begin(at)
			t.refuse(CodeFault)
			c.commit(t)
		}
	}()
	t := c.begin(at)
	t.carryOut(command)
	c.commit(t)
}

// begin begins a transaction at a frame of the output; or, where a device was
// lost before it had played the last one, at that one's.
func (c *controller) begin(at output.Frame) *transaction {
	a := c.arrangement.Load()
	at = max(at, a.top().from)
	return &transaction{Session: c.Session, state: c.state, arrangement: a.copyFor(at), now: alignment{at, a.heardAt(at)}}
}

// commit takes over what came of a transaction.
func (c *controller) commit(t *transaction) {
	c.state = t.state
	c.arrangement.Store(t.arrangement)
}

// doWhatIsDue does what is due by now, and says when to look again.
func (c *controller) doWhatIsDue() (wait time.Duration) {
	if c.on == nil {
		return longestWait
	}
	switch {
	case c.ending:
		return c.endInTime()
	case c.paused && c.out != nil && !c.outPaused:
		return c.pauseOutput()
	case c.status.State == Playing && !c.paused:
		return c.playOn()
	}
	return longestWait
}

// until is how long it is for so many frames of the output.
func until(frames output.Frame) time.Duration {
	return min(longestWait, max(audio.Duration(frames), 5*time.Millisecond))
}

// endInTime closes the output where the end does not come by itself.
func (c *controller) endInTime() (wait time.Duration) {
	remaining := endWithin - time.Since(c.endingSince)
	if remaining <= 0 && c.out != nil {
		_ = c.out.Close() // always nil
	}
	return min(longestWait, max(remaining, retryWithin))
}

// pauseOutput pauses the output once the paused session is silent.
func (c *controller) pauseOutput() (wait time.Duration) {
	if !c.playing {
		c.playing = c.out.Retake(func(output.Frame) {})
		wait = retryWithin
	} else {
		wait = longestWait
	}
	heard, quiet := c.on.heard(), c.arrangement.Load().quietFrom()
	switch {
	case c.playing && heard >= quiet:
		c.out.Pause()
		c.outPaused = true
	case c.playing:
		wait = min(wait, until(quiet-heard))
	}
	return wait
}

// playOn lays out and decodes what is heard soon, and notes the session's end.
func (c *controller) playOn() (wait time.Duration) {
	heard, a := c.on.heard(), c.arrangement.Load()
	if heard >= a.over {
		c.status.State = Afterward
		c.publish(c.status)
		return longestWait
	}
	c.layOutFurther(heard)
	c.decodeAhead(a.heardAt(heard))
	return until(a.over - heard)
}

// layOutFurther lays the session out further where little of it is to come.
func (c *controller) layOutFurther(heard output.Frame) {
	for {
		a := c.arrangement.Load()
		top := a.top()
		if top.covers(heard + layOutAhead) {
			if now := top.lastWindow().timeline; now != c.status.Timeline {
				c.status.Timeline = now
				c.publish(c.status)
			}
			return
		}
		c.arrangement.CompareAndSwap(a, a.extended(top.heardAt(heard)))
	}
}
