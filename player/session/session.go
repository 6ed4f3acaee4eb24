// Package session plays a plan live: commands go in, a status comes out, and
// the sound of it goes to an output that takes back what was not heard yet.
package session

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/timeline"
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
	Timeline *timeline.Timeline // around what is heard; its Frames and Chapters are the whole session's
	Endless  bool               // Timeline.Frames is no end to be told of
	Loop     bool

	VoiceLevel, TonesLevel float64 // dB

	Asked   timeline.Frame // frames that were asked for
	Differs timeline.Frame // frames that the session has become longer by; shorter below 0

	Answer  string // the last command's answer, in words for the eye: "one breath longer"
	Refused bool   // that command could not be
	Answers int    // how many commands were answered

	Extended int  // holds made longer
	Stopped  bool // a command ended it
	Outcome  Outcome

	live *plan.Live
}

// Options are how a session is heard and behaves.
type Options struct {
	Sound score.Sound // its levels are those it begins with
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
	// PressWindow is within which a second press of a headset's button makes
	// the two another command; 0 means half a second.
	PressWindow time.Duration
	// Length of a text's clip, in frames.
	Words plan.Lengths
}

// Session is a session being played. Its methods may be called from any
// goroutine, and none but Close waits for the sound.
//
// One goroutine carries out commands, one after the other. What Render plays
// and what Status says are values it swaps for others, never changed in place.
type Session struct {
	o       Options
	earcons map[tone.Earcon]func() mix.Mono // each made once

	commands chan Command
	clips    chan string // to be decoded before they are heard
	attached chan struct{}
	quit     chan struct{}
	closing  sync.Once
	running  sync.WaitGroup

	piece  atomic.Pointer[piece]
	place  atomic.Pointer[place]
	shown  atomic.Pointer[Status]
	watch  atomic.Pointer[func()]
	attach sync.Mutex // one Attach at a time

	scratch [][2]float32 // Render's
}

// place is where the session is heard.
type place struct {
	out   output.Output // nil between two outputs
	floor output.Frame  // the frame that was heard on those before it
}

// heard is the output's frame that is heard now.
func (p *place) heard() output.Frame {
	if p.out == nil {
		return p.floor
	}
	return max(p.floor, p.out.Heard())
}

// New makes a session that plays a plan. Close ends it.
func New(live *plan.Live, o Options) *Session {
	s := &Session{
		o:        o,
		earcons:  map[tone.Earcon]func() mix.Mono{},
		commands: make(chan Command, mostWaiting),
		clips:    make(chan string, mostWaiting),
		attached: make(chan struct{}, 1),
		quit:     make(chan struct{}),
		scratch:  make([][2]float32, blockFrames),
	}
	for _, e := range tone.Earcons() {
		s.earcons[e] = sync.OnceValue(func() mix.Mono { return e.Sound() })
	}
	if s.o.Sound.Kept == nil {
		s.o.Sound.Kept = score.NewKept()
	}
	h := newHand(s, live)
	s.running.Go(h.run)
	s.running.Go(s.decode)
	return s
}

// Render implements output.Source. Its frames are the output's: they count on
// in a pause.
func (s *Session) Render(dst [][2]float32, at output.Frame) (n int, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			n, err = 0, faulted(fault)
		}
	}()
	for n < len(dst) {
		p := s.reach(at + blockFrames)
		block := dst[n:min(len(dst), n+blockFrames)]
		whole := len(block)
		block = block[:max(0, min(output.Frame(whole), p.end-at))]
		if err := p.render(block, at, s.scratch); err != nil {
			return n, err
		}
		n, at = n+len(block), at+output.Frame(len(block))
		if len(block) < whole {
			return n, p.fault
		}
	}
	return n, nil
}

func faulted(fault any) error { return fmt.Errorf("a fault of the program: %v", fault) }

// reach is the piece, laid out at least up to an output's frame. The goroutine
// sees to that long before; this is for when it could not.
func (s *Session) reach(at output.Frame) *piece {
	for {
		p := s.piece.Load()
		top := &p.layers[len(p.layers)-1]
		if top.covers(at) {
			return p
		}
		longer := p.extend(top.session(at - blockFrames))
		if s.piece.CompareAndSwap(p, longer) {
			return longer
		}
	}
}

// Attach has commands act on an output that is playing the session, or is
// about to, instead of the one before. Nil detaches: commands wait.
func (s *Session) Attach(out output.Output) {
	s.attach.Lock()
	defer s.attach.Unlock()
	next := &place{out: out}
	if last := s.place.Load(); last != nil {
		next.floor = last.heard()
	} else if out == nil {
		return
	}
	s.place.Store(next)
	select {
	case s.attached <- struct{}{}:
	default:
	}
}

// Do hands on a command. It is carried out after those before it; where far
// too many wait already, or the session has ended, it is dropped.
func (s *Session) Do(c Command) {
	select {
	case s.commands <- c:
	default:
	}
}

// Status is how the session stands.
func (s *Session) Status() *Status { return s.shown.Load() }

// Heard is the frame of the session that is heard now, in frames of its
// timeline; -1 before the first output. It stands still in a pause.
func (s *Session) Heard() timeline.Frame {
	place := s.place.Load()
	if place == nil {
		return -1
	}
	heard := place.heard() // before the piece: a later piece tells of earlier frames, too
	return s.piece.Load().session(heard)
}

// Progress is what was done by now, and where the session could be taken up
// again; resumable is false where nothing is left to take up.
func (s *Session) Progress() (done plan.Played, mark plan.Mark, resumable bool) {
	live, heard := s.Status().live, max(s.Heard(), 0)
	mark, resumable = live.Mark(heard)
	return live.Played(heard), mark, resumable
}

// Watch has changed called whenever the status has changed, from any
// goroutine. It must return at once.
func (s *Session) Watch(changed func()) { s.watch.Store(&changed) }

// publish makes a status the present one.
func (s *Session) publish(status Status) {
	s.shown.Store(&status)
	if changed := s.watch.Load(); changed != nil && *changed != nil {
		(*changed)()
	}
}

// Close ends it without a fade. It returns once nothing of it runs. The output
// is not closed; its next Render ends the sound.
func (s *Session) Close() {
	s.closing.Do(func() { close(s.quit) })
	s.running.Wait()
}
