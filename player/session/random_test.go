package session

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

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
