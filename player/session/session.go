package session

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/timeline"
)

// Options are how a session is heard and behaves.
type Options struct {
	Sound score.Sound // its levels are those that the session begins with
	// Texts that are spoken in answer, clips of the voice. A voice without the
	// clip answers with an earcon alone.
	LongEnough, LoopOn, LastRound, Afterward string
	// RepeatAfter is how long a pause may last before going on says the last
	// instruction again; 0 means 3 s.
	RepeatAfter time.Duration
	// Quiet is how long the session waits after its end for a press that plays
	// it again; 0 ends it at once. AnnounceQuiet says so in words, else a tone
	// does.
	Quiet         time.Duration
	AnnounceQuiet bool
	// PressWindow is within which a second press of a headset's button makes
	// the two another command; 0 means half a second.
	PressWindow time.Duration
	// Words knows how long the clip of a text is.
	Words plan.Lengths
}

// Session is a session being played. Its methods may be called from any
// goroutine, and none but Close waits for the sound.
//
// What Render plays and what Status gives are values that the controller's
// goroutine replaces by others and never changes in place.
type Session struct {
	options Options

	commands chan Command
	toDecode chan string // clips that are heard soon
	attached chan struct{}
	quit     chan struct{}
	closing  sync.Once
	running  sync.WaitGroup

	arrangement atomic.Pointer[arrangement]
	attachment  atomic.Pointer[attachment] // nil before the first Attach
	published   atomic.Pointer[Status]
	watch       atomic.Pointer[func()]
	attaching   sync.Mutex // one Attach at a time

	scratch [][2]float32 // Render's
}

// attachment is the output that the session is heard on.
type attachment struct {
	out   output.Output // nil between two outputs
	floor output.Frame  // the frame that was heard on those before it
}

// heard is the output's frame that is heard now.
func (a *attachment) heard() output.Frame {
	if a.out == nil {
		return a.floor
	}
	return max(a.floor, a.out.Heard())
}

// New makes a session that plays a plan. Close ends it.
func New(live *plan.Live, o Options) *Session {
	s := &Session{
		options:  o,
		commands: make(chan Command, mostWaiting),
		toDecode: make(chan string, mostWaiting),
		attached: make(chan struct{}, 1),
		quit:     make(chan struct{}),
		scratch:  make([][2]float32, blockFrames),
	}
	if s.options.Sound.Cache == nil {
		s.options.Sound.Cache = score.NewCache()
	}
	c := newController(s, live)
	s.running.Go(c.run)
	s.running.Go(s.decodeClips)
	return s
}

// Render implements output.Source. Its frames are the output's: they count on
// in a pause.
func (s *Session) Render(dst [][2]float32, at output.Frame) (n int, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			n, err = 0, faultError(fault)
		}
	}()
	for n < len(dst) {
		a := s.laidOut(at + blockFrames)
		block := dst[n:min(len(dst), n+blockFrames)]
		whole := len(block)
		block = block[:max(0, min(output.Frame(whole), a.end-at))]
		if err := a.render(block, at, s.scratch); err != nil {
			return n, err
		}
		n, at = n+len(block), at+output.Frame(len(block))
		if len(block) < whole {
			return n, a.fault
		}
	}
	return n, nil
}

func faultError(fault any) error { return fmt.Errorf("a fault of the program: %v", fault) }

// laidOut is the arrangement, laid out at least up to an output's frame. The
// controller sees to that long before; this is for when it came too late.
func (s *Session) laidOut(at output.Frame) *arrangement {
	for {
		a := s.arrangement.Load()
		top := a.top()
		if top.covers(at) {
			return a
		}
		longer := a.extended(top.heardAt(at - blockFrames))
		if s.arrangement.CompareAndSwap(a, longer) {
			return longer
		}
	}
}

// Attach makes commands act on an output that is playing the session, or is
// about to, instead of the one before. Nil detaches: commands wait.
func (s *Session) Attach(out output.Output) {
	s.attaching.Lock()
	defer s.attaching.Unlock()
	next := &attachment{out: out}
	if last := s.attachment.Load(); last != nil {
		next.floor = last.heard()
	} else if out == nil {
		return
	}
	s.attachment.Store(next)
	select {
	case s.attached <- struct{}{}:
	default:
	}
}

// Do passes on a command. It is carried out after those before it; where far
// too many wait already, or the session has ended, it is dropped.
func (s *Session) Do(c Command) {
	select {
	case s.commands <- c:
	default:
	}
}

// Status is how the session stands.
func (s *Session) Status() *Status { return s.published.Load() }

// Heard is the frame of the session that is heard now; 0 before the first
// output. It stands still in a pause.
func (s *Session) Heard() timeline.Frame {
	on := s.attachment.Load()
	if on == nil {
		return 0
	}
	heard := on.heard() // before the arrangement: a later one covers earlier frames, too
	return s.arrangement.Load().heardAt(heard)
}

// Progress is what was done by now, and where the session could be resumed;
// resumable is false where nothing remains of it.
func (s *Session) Progress() (done plan.Played, mark plan.Mark, resumable bool) {
	live, heard := s.Status().live, s.Heard()
	mark, resumable = live.Mark(heard)
	return live.Played(heard), mark, resumable
}

// Watch sets what is called whenever the status has changed, from any
// goroutine. It must return at once.
func (s *Session) Watch(changed func()) { s.watch.Store(&changed) }

// publish makes a status the present one.
func (s *Session) publish(status Status) {
	s.published.Store(&status)
	if changed := s.watch.Load(); changed != nil && *changed != nil {
		(*changed)()
	}
}

// Close ends the session without a fade. It returns once nothing of it runs.
// The output is not closed; its next Render ends the sound.
func (s *Session) Close() {
	s.closing.Do(func() { close(s.quit) })
	s.running.Wait()
}
