package session

import (
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/unknot/unknot/audio/mix"
)

// A fault in the program's own parts is an answer, not an end.
func TestAFaultIsAnswered(t *testing.T) {
	var on atomic.Bool
	o := silent()
	o.Words = faulty{&on}
	s := New(begin(t, 8, "neck"), o)
	defer s.Close()
	c := newController(s, begin(t, 8, "neck"))
	on.Store(true)
	c.paused = true
	c.change(LoopOn, 100)
	c.change(SayRemaining, 200)
	if st := c.status; !st.Answer.Refused || st.Answers != 2 {
		t.Errorf("%+v", st)
	}
	c.sound.Clip = func(string) (mix.Sound, error) { panic("a broken clip") }
	c.paused = false
	c.change(VoiceLouder, 300)
	if n, err := s.Render(make([][2]float32, 60*second), 300); err == nil {
		t.Errorf("a panic while rendering: %d frames, %v", n, err)
	}
}

// faulty is a voice that, once it is on, is at fault.
type faulty struct{ on *atomic.Bool }

func (f faulty) Frames(text string) (int64, bool) {
	if f.on.Load() {
		panic("no length")
	}
	return voice.Frames(text)
}

// A fault beside the sound ends it with an error.
func TestAFaultBesideTheSoundEndsIt(t *testing.T) {
	o := silent()
	var on atomic.Bool
	on.Store(true)
	o.Words = faulty{&on}
	live := begin(t, 8, "neck")
	synctest.Test(t, func(t *testing.T) {
		s := New(live, o)
		defer s.Close()
		synctest.Wait()
		if s.Status().State != Ended {
			t.Errorf("%+v", s.Status())
		}
		if n, err := s.Render(make([][2]float32, 10), 0); n != 0 || err == nil {
			t.Errorf("rendered %d, %v", n, err)
		}
	})
}
