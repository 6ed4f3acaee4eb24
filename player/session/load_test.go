package session

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/tone"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
)

// Commands at any moment: the session's frames never go back, do not move in a
// pause, and what is heard of it is its length.
func TestAnyCommandsAtAnyMoment(t *testing.T) {
	live := begin(t, 4, "jaw")
	for seed := range uint64(5) {
		if fault := atRandom(t, live, seed, 3*time.Second); fault != "" {
			t.Errorf("seed %d: %s", seed, fault)
		}
	}
}

func TestAnHourOfCommands(t *testing.T) {
	r := request(t, "neck")
	r.Loop = true
	live, err := plan.Begin(r, 3600*second, plan.AnchorEnd)
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(2) {
		if fault := atRandom(t, live, seed, 20*time.Second); fault != "" {
			t.Error(fault)
		}
	}
}

// atRandom plays a session with commands at random moments, so far apart at
// most.
func atRandom(t *testing.T, live *plan.Live, seed uint64, apart time.Duration) (fault string) {
	o := only(options())
	o.Sound.Tones = tone.None
	o.Quiet = 10 * time.Second
	synctest.Test(t, func(*testing.T) {
		s := New(live, o)
		defer s.Close()
		out := output.NewSilent()
		defer out.Close()
		s.Attach(out)
		if err := out.Play(s, 0); err != nil {
			fault = err.Error()
			return
		}
		fault = untilItEnds(s, out, rand.New(rand.NewPCG(seed, 1)), apart)
	})
	return fault
}

func untilItEnds(s *Session, out output.Output, random *rand.Rand, apart time.Duration) (fault string) {
	commands := slices.DeleteFunc(Commands(), func(c Command) bool { return c == Stop || c == Finish })
	last, answers, paused := timeline.Frame(0), 0, timeline.Frame(-1)
	for n := 0; ; n++ {
		select {
		case <-out.Done():
			synctest.Wait()
			st := s.Status()
			if st.State != Ended || s.Heard() != st.Timeline.Frames || n < 100 {
				return fmt.Sprintf("it ended %s after %d commands at %d of %d", st.State, n, s.Heard(), st.Timeline.Frames)
			}
			return ""
		case <-time.After(time.Duration(random.Int64N(int64(apart)))):
		}
		st, heard := s.Status(), s.Heard()
		if heard < last || heard > st.Timeline.Frames {
			return fmt.Sprintf("at %d after %d, of %d", heard, last, st.Timeline.Frames)
		}
		if paused >= 0 && heard != paused {
			return fmt.Sprintf("paused at %d, now at %d", paused, heard)
		}
		last = heard
		if st.State == Afterward {
			continue // what is pressed there has its own test
		}
		c := commands[random.IntN(len(commands))]
		switch n - 360 {
		case 0:
			c = Play
		case 1:
			c = LoopOff
		case 2:
			c = Finish
		}
		if n > 362 {
			continue
		}
		nothing := c == Play && st.State == Playing || c == Pause && st.State == Paused
		s.Do(c)
		synctest.Wait()
		st = s.Status()
		if answered := st.Answers > answers; answered == nothing && st.State != Afterward {
			return fmt.Sprintf("%s: %d answers after %d, %+v", c, st.Answers, answers, st)
		}
		answers, paused = st.Answers, -1
		if st.State == Paused {
			paused = s.Heard()
		}
	}
}

// still is an output that stands still: a Retake is done at once, at a frame.
type still struct {
	output.Silent
	frame atomic.Int64
	block chan struct{} // a Retake waits for it
	done  chan struct{}
}

func newStill(at output.Frame) *still {
	s := &still{done: make(chan struct{})}
	s.frame.Store(int64(at))
	return s
}

func (s *still) Heard() output.Frame   { return output.Frame(s.frame.Load()) }
func (s *still) Pause()                {}
func (s *still) Resume()               {}
func (s *still) Done() <-chan struct{} { return s.done }

func (s *still) Retake(change func(at output.Frame)) bool {
	if s.block != nil {
		<-s.block
	}
	change(s.Heard())
	return true
}

func TestStatusDoesNotWaitForTheSound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(begin(t, 8, "neck"), options())
		defer s.Close()
		out := newStill(5 * second)
		out.block = make(chan struct{})
		s.Attach(out)
		for range 1000 { // more than can wait
			s.Do(VoiceLouder)
		}
		synctest.Wait() // a Retake is under way, and never ends
		if st := s.Status(); st.State != Playing || s.Heard() != 5*second {
			t.Errorf("%+v, heard %d", st, s.Heard())
		}
		close(out.block)
		synctest.Wait()
		if n := s.Status().Answers; n < mostWaiting || n > 2*mostWaiting+2 {
			t.Errorf("%d commands were answered", n)
		}
	})
}

// What was rendered before a splice is rendered the same behind it: a lost
// device falls back to before it.
func TestASpliceLeavesWhatIsBeforeItAsItWas(t *testing.T) {
	s := New(begin(t, 8, "neck"), options())
	defer s.Close()
	h := newHand(s, begin(t, 8, "neck"))
	at := output.Frame(5 * second)
	for i, c := range []Command{VoiceLouder, PlayPause, TonesQuieter, PlayPause, TimeLeft, HoldLonger, VoiceQuieter, VoiceQuieter, Stop} {
		before, after := make([][2]float32, 2*second), make([][2]float32, 2*second)
		if _, err := s.Render(before, at-2*second); err != nil {
			t.Fatal(err)
		}
		h.change(c, at)
		if _, err := s.Render(after, at-2*second); err != nil {
			t.Fatal(err)
		}
		if d := far(before, after); d != 0 {
			t.Errorf("%s, the %dth: what is before it differs by %g", c, i, d)
		}
		at += []output.Frame{100, 1000, 20_000}[i%3] // within a fade, and behind it
	}
}

// Sounds that were heard are kept over commands: the very first Render behind
// one makes nothing.
func TestRenderAllocatesNothingBehindACommand(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // whatever else runs waits
	live := begin(t, 8, "neck")
	laid, _ := live.Window(0)
	for _, kind := range []timeline.Kind{timeline.KindSay, timeline.KindSearch, timeline.KindExhale} {
		i := slices.IndexFunc(laid.Cues, func(c timeline.Cue) bool { return c.Kind == kind })
		s := New(live, options())
		s.Close() // what runs beside it allocates, too
		h := newHand(s, live)
		at := output.Frame(laid.Cues[i].At) + second
		if _, err := s.Render(make([][2]float32, live.Frames()), 0); err != nil {
			t.Fatal(err)
		}
		dst := make([][2]float32, second)
		for _, c := range []Command{VoiceLouder, TonesQuieter, PlayPause, PlayPause, HoldLonger, TimeLeft, SayAgain, Stop} {
			if c == TimeLeft { // as before it is carried out
				_, _ = h.o.Sound.Clip(live.TimeRemaining(timeline.Frame(at)))
			}
			h.change(c, at)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := s.Render(dst, at)
			runtime.ReadMemStats(&after)
			if n := after.Mallocs - before.Mallocs; n != 0 || err != nil {
				t.Errorf("behind %s in a %s Render allocates %d times, %v", c, kind, n, err)
			}
			at += second / 10
		}
	}
}

// A fault in the program's own parts is an answer, not an end.
func TestAFaultIsAnswered(t *testing.T) {
	var on atomic.Bool
	o := silent()
	o.Words = faulty{&on}
	s := New(begin(t, 8, "neck"), o)
	defer s.Close()
	h := newHand(s, begin(t, 8, "neck"))
	on.Store(true)
	h.paused = true
	h.change(LoopOn, 100)
	h.change(TimeLeft, 200)
	if st := h.status; !st.Refused || st.Answers != 2 {
		t.Errorf("%+v", st)
	}
	h.sound.Clip = func(string) (mix.Sound, error) { panic("a broken clip") }
	h.paused = false
	h.change(VoiceLouder, 300)
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

func BenchmarkCommand(b *testing.B) {
	live, err := plan.Begin(func() plan.Request { r := request(b, "neck"); r.Loop = true; return r }(), 0, plan.AnchorEnd)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range Commands() {
		b.Run(string(c), func(b *testing.B) {
			s := New(live, options())
			defer s.Close()
			h := newHand(s, live)
			was, piece := h.stand, s.piece.Load()
			for b.Loop() {
				h.change(c, 300*second)
				h.stand = was
				s.piece.Store(piece)
			}
		})
	}
}

func BenchmarkRender(b *testing.B) {
	live := begin(b, 8, "neck")
	s := New(live, options())
	defer s.Close()
	dst := make([][2]float32, second)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Render(dst, 60*second); err != nil {
			b.Fatal(err)
		}
	}
}
