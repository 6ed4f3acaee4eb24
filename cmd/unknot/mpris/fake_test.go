package mpris

import (
	"fmt"
	"strings"
	"sync"

	"github.com/unknot/unknot/player/control"
	"github.com/unknot/unknot/player/session"
)

// fake is a session behind a button. It notes what it is asked to do.
type fake struct {
	button *control.Button

	mu     sync.Mutex
	calls  []string
	status Status
	noted  func() // called whenever something was noted; may be nil
}

func newFake(status Status) *fake {
	f := &fake{status: status}
	f.button = control.NewButton(control.DefaultGestures(), f.carryOut)
	return f
}

func (f *fake) Press()               { f.button.Press() }
func (f *fake) Do(c session.Command) { f.button.Do(c) }

func (f *fake) SetVolume(v float64) {
	f.change(func(s *Status) { s.Volume = v }, fmt.Sprintf("volume %g", v))
}

func (f *fake) Status() Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.status
}

func (f *fake) carryOut(c session.Command) {
	f.change(func(s *Status) {
		switch c {
		case session.PlayPause:
			if s.State == Playing {
				s.State = Paused
			} else {
				s.State = Playing
			}
		case session.Play:
			s.State = Playing
		case session.Pause:
			s.State = Paused
		case session.Stop:
			s.State = Stopped
		case session.LoopOn:
			s.Loop = true
		case session.LoopOff:
			s.Loop = false
		}
	}, string(c))
}

func (f *fake) change(how func(*Status), call string) {
	f.mu.Lock()
	f.calls = append(f.calls, call)
	how(&f.status)
	noted := f.noted
	f.mu.Unlock()
	if noted != nil {
		noted()
	}
}

// take returns the calls since the last take.
func (f *fake) take() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	calls := strings.Join(f.calls, ", ")
	f.calls = nil
	return calls
}
