package main

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/cmd/unknot/config"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
)

// sitting is a run of sessions: the one asked for, and those that a press after
// its end asks for.
type sitting struct {
	program  *program
	settings *config.Loaded
	device   *opening
	relay    *relay
	perf     *performance

	now       atomic.Pointer[seat] // nil before the first
	changed   atomic.Pointer[func()]
	suspended atomic.Bool // it was paused to be suspended
}

// seat is one session of a sitting.
type seat struct {
	asked   *asked
	session *session.Session
	number  uint64 // in the sitting, from 1 on
	title   string // fit for a terminal
	regions []string
	voice   string
	resumes string // the ID of the session that it goes on with

	changed chan struct{} // holds a word when the status has changed
	ended   chan struct{} // closed when nothing more of it will be heard
	once    sync.Once
}

// sit begins a sitting by opening the device, which takes longest to be ready.
func (p *program) sit(loaded *config.Loaded) *sitting {
	s := &sitting{program: p, settings: loaded}
	s.device = p.open(loaded, s.moved)
	return s
}

// begin fits what was asked for, and takes a seat with it.
func (s *sitting) begin(a *asked) (*seat, error) {
	live, err := plan.Begin(a.request, toFrames(a.settings.Length), plan.Keep(a.settings.Keep))
	if err != nil {
		return nil, s.program.explain(a, err)
	}
	return s.seat(a, live), nil
}

// seat makes a session of a plan. It sounds as the one before did at its end.
func (s *sitting) seat(a *asked, live *plan.Live) *seat {
	o := a.options()
	t := &seat{
		asked: a, number: 1, title: terminal.Clean(a.choice.title), regions: a.request.Regions(), voice: a.voice.Info().Name,
		changed: make(chan struct{}, 1), ended: make(chan struct{}),
	}
	if last := s.now.Load(); last != nil {
		t.number = last.number + 1
		o.Sound.VoiceLevel, o.Sound.TonesLevel = last.status().VoiceLevel, last.status().TonesLevel
	}
	t.session = session.New(live, o)
	return t
}

// options are how a session is heard and behaves.
func (a *asked) options() session.Options {
	telling := map[plan.Guidance]scripts.Telling{plan.GuidanceBrief: scripts.Brief, plan.GuidanceTones: scripts.Silent}
	guidance := a.request.GuidanceOf(a.request.Regions()[0])
	text := func(l scripts.Line) string {
		t, ok := telling[guidance]
		if !ok {
			t = scripts.Full
		}
		return l.Text(t, scripts.NoSide)
	}
	words := a.request.Phrases
	return session.Options{
		Sound:      a.sound(),
		LongEnough: text(words.LongEnough), LoopOn: text(words.LoopOn), LastRound: text(words.LastRound), Afterward: text(words.Afterward),
		RepeatAfter:   max(a.settings.RepeatAfter, time.Nanosecond), // 0 would be as it likes
		Quiet:         a.settings.Quiet,
		AnnounceQuiet: guidance == plan.GuidanceFull,
		PressWindow:   a.settings.PressWindow,
		Words:         a.voice,
	}
}

func (t *seat) status() *session.Status { return t.session.Status() }

// take makes a seat the present one.
func (s *sitting) take(t *seat) {
	s.now.Store(t)
	t.session.Watch(func() { s.attend(t) })
	s.attend(t)
}

// attend is told that a status may have changed. It does not wait.
func (s *sitting) attend(t *seat) {
	if s.now.Load() != t {
		return
	}
	s.relay.settle()
	if t.status().State == session.Ended {
		t.end()
	}
	select {
	case t.changed <- struct{}{}:
	default:
	}
	if changed := s.changed.Load(); changed != nil {
		(*changed)()
	}
}

func (t *seat) end() { t.once.Do(func() { close(t.ended) }) }

// do hands a command to the session that is played. Stop ends the sitting.
func (s *sitting) do(c session.Command) {
	if c == session.Stop {
		s.perf.stop()
		return
	}
	s.now.Load().session.Do(c)
}

// moved pauses, where that is set, when the sound comes from elsewhere:
// headphones may have been pulled out, and nobody else wants to hear it.
func (s *sitting) moved() {
	if t := s.now.Load(); t != nil && s.settings.PauseWhenMoved {
		t.session.Do(session.Pause)
	}
}

// play plays a session and those that follow it, until nothing more does.
func (s *sitting) play(t *seat) error {
	s.relay = newRelay(t.session)
	s.perf = perform(s.device, s.relay)
	defer func() {
		s.perf.end()
		<-s.perf.done
	}()
	s.take(t)

	stopped, release := s.program.stopped()
	defer release()
	go func() {
		select {
		case <-stopped.Done():
			s.perf.stop()
		case <-s.perf.done:
		}
	}()
	if s.program.mediaKeys != nil {
		defer s.program.mediaKeys(s)()
	}
	show := s.inPlace
	if s.program.screen == nil || s.settings.Plain {
		lines := s.program.lines(s)
		defer lines.close()
		show = lines.show
	}
	for {
		go func() {
			select {
			case <-s.perf.done:
				t.end()
			case <-t.ended:
			}
		}()
		record := s.record(t)
		shown := show(t)
		if shown != nil { // where it cannot be shown it does not go on
			s.perf.stop()
			<-s.perf.done
		}
		t.session.Close()
		if err := record.end(); err != nil { // it was played all the same
			s.program.tell("unknot: %v", err)
		}
		if err := s.perf.failure(); err != nil {
			return fmt.Errorf("playing: %w", err)
		}
		if shown != nil {
			return shown
		}
		if err := s.program.say("%s", t.played()); err != nil {
			return err
		}
		next, err := s.next(t)
		if next == nil || err != nil {
			return err
		}
		t = next
	}
}

// next is the session that follows, begun; nil where none does.
func (s *sitting) next(t *seat) (*seat, error) {
	a := t.asked
	switch t.status().Outcome {
	case session.Again:
	case session.Further:
		var err error
		if a, err = s.program.prepare(s.settings, a.voice, named{args: []string{further(t.regions)}}); err != nil {
			return nil, err
		}
	default:
		return nil, nil
	}
	next, err := s.begin(a)
	if beyond := (*plan.RangeError)(nil); errors.As(err, &beyond) { // of the length it can have
		next, err = s.nearest(a, beyond)
	}
	if err != nil {
		return nil, err
	}
	for !s.perf.isStopped() {
		if s.relay.follow(next.session) {
			s.take(next)
			return next, nil
		}
		select { // until the sound goes on elsewhere
		case <-time.After(20 * time.Millisecond):
		case <-s.perf.done:
			next.session.Close()
			return nil, nil
		}
	}
	next.session.Close()
	return nil, nil
}

// nearest begins a session of the length it can have that is nearest to the one
// that was asked for.
func (s *sitting) nearest(a *asked, beyond *plan.RangeError) (*seat, error) {
	live, err := plan.Begin(a.request, max(beyond.Least, min(beyond.Asked, beyond.Most)), plan.Keep(a.settings.Keep))
	if err != nil {
		return nil, s.program.explain(a, err)
	}
	return s.seat(a, live), nil
}

// further is the region that follows some: behind one, the next in the order of
// `unknot regions`, and behind the last the first; behind several, the first
// that is not among them.
func further(regions []string) string {
	order := slices.DeleteFunc(scripts.BuiltinNames(), func(name string) bool {
		_, err := scripts.BuiltinProgramme(name)
		return err == nil
	})
	if len(regions) == 1 {
		return order[(slices.Index(order, regions[0])+1)%len(order)]
	}
	for _, name := range order {
		if !slices.Contains(regions, name) {
			return name
		}
	}
	return order[0]
}

// played says in one line what was done.
func (t *seat) played() string {
	status, heard := t.status(), max(t.session.Heard(), 0)
	asked := ""
	if off := status.Timeline.Frames - status.Asked; !status.Endless && status.Asked > 0 && (off >= audio.SampleRate || off <= -audio.SampleRate) {
		asked = fmt.Sprintf(" (%s were asked for)", timeline.Clock(status.Asked))
	}
	switch {
	case heard >= status.Timeline.Frames:
		return fmt.Sprintf("%s: played %s%s", t.title, timeline.Clock(status.Timeline.Frames), asked)
	case status.Endless:
		return fmt.Sprintf("%s: stopped after %s", t.title, timeline.Clock(heard))
	}
	return fmt.Sprintf("%s: stopped after %s of %s%s", t.title, timeline.Clock(heard), timeline.Clock(status.Timeline.Frames), asked)
}
