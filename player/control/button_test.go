package control

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/player/session"
)

// log notes commands and when they came, in ms.
type log struct {
	begin time.Time
	lines []string
}

func newLog() *log { return &log{begin: time.Now()} }

func (l *log) do(c session.Command) {
	l.lines = append(l.lines, fmt.Sprintf("%d %s", time.Since(l.begin).Milliseconds(), c))
}

func (l *log) take() string {
	text := strings.Join(l.lines, ", ")
	l.lines = nil
	return text
}

func TestPressesMakeGestures(t *testing.T) {
	for name, c := range map[string]struct {
		gestures Gestures
		presses  []int // ms
		want     string
	}{
		"one":               {DefaultGestures(), []int{0}, "0 pause"},
		"two":               {DefaultGestures(), []int{0, 300}, "0 pause, 300 pressed, 800 next, 800 play"},
		"three":             {DefaultGestures(), []int{0, 300, 700}, "0 pause, 300 pressed, 700 again, 700 play"},
		"four":              {DefaultGestures(), []int{0, 100, 200, 300}, "0 pause, 100 pressed, 200 again, 200 play, 300 pause"},
		"two, slowly":       {DefaultGestures(), []int{0, 500}, "0 pause, 500 pause"},
		"two, just in time": {DefaultGestures(), []int{0, 499}, "0 pause, 499 pressed, 999 next, 999 play"},
		"two and one":       {DefaultGestures(), []int{0, 300, 800}, "0 pause, 300 pressed, 800 next, 800 play, 800 pause"},
		"two and two": {DefaultGestures(), []int{0, 300, 1000, 1200},
			"0 pause, 300 pressed, 800 next, 800 play, 1000 pause, 1200 pressed, 1700 next-again, 1700 play"},
		"two and two, just in time": {DefaultGestures(), []int{0, 300, 3300, 3500},
			"0 pause, 300 pressed, 800 next, 800 play, 3300 pause, 3500 pressed, 4000 next-again, 4000 play"},
		"two and two, too late": {DefaultGestures(), []int{0, 300, 3301, 3500},
			"0 pause, 300 pressed, 800 next, 800 play, 3301 pause, 3500 pressed, 4000 next, 4000 play"},
		"two, and two, and two": {DefaultGestures(), []int{0, 100, 700, 800, 1400, 1500},
			"0 pause, 100 pressed, 600 next, 600 play, 700 pause, 800 pressed, 1300 next-again, 1300 play, 1400 pause, 1500 pressed, 2000 next, 2000 play"},
		"two and two of another command": {Gestures{Double: session.SayRemaining, Again: session.NextAgain}, []int{0, 100, 700, 800},
			"0 pause, 100 play, 100 time-left, 700 pause, 800 play, 800 time-left"},
		"a short window": {Gestures{Double: session.MoveOn, Triple: session.SayAgain, Window: 200 * time.Millisecond}, []int{0, 300},
			"0 pause, 300 pause"},
		"swapped":                {Gestures{Double: session.SayAgain, Triple: session.MoveOn}, []int{0, 100}, "0 pause, 100 pressed, 600 again, 600 play"},
		"no triple":              {Gestures{Double: session.MoveOn}, []int{0, 100, 200}, "0 pause, 100 next, 100 play, 200 pause"},
		"no double, two":         {Gestures{Triple: session.MoveOn}, []int{0, 100}, "0 pause, 100 pause"},
		"no double, three":       {Gestures{Triple: session.MoveOn}, []int{0, 100, 200}, "0 pause, 100 pause, 200 next, 200 play"},
		"neither":                {Gestures{Double: None, Triple: None}, []int{0, 100, 200}, "0 pause, 100 pause, 200 pause"},
		"stop":                   {Gestures{Double: session.Stop}, []int{0, 100}, "0 pause, 100 stop"},
		"another command":        {Gestures{Double: session.SayRemaining}, []int{0, 100}, "0 pause, 100 play, 100 time-left"},
		"loop":                   {Gestures{Double: session.Loop}, []int{0, 100}, "0 pause, 100 play, 100 loop"},
		"play once more is play": {Gestures{Double: session.PlayPause}, []int{0, 100}, "0 pause, 100 play"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				log := newLog()
				b := NewButton(c.gestures, log.do)
				for _, at := range c.presses {
					time.Sleep(time.Until(log.begin.Add(time.Duration(at) * time.Millisecond)))
					synctest.Wait() // timers of this moment come first
					b.Press()
				}
				time.Sleep(time.Hour)
				synctest.Wait()
				if got := log.take(); got != c.want {
					t.Errorf("got  %s\nwant %s", got, c.want)
				}
			})
		})
	}
}

func TestAnotherCommandComesAfterTheGestureItInterrupts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := newLog()
		b := NewButton(Gestures{Double: session.MoveOn, Triple: session.SayAgain}, log.do)
		b.Press()
		b.Press()
		time.Sleep(100 * time.Millisecond)
		b.Do(session.Stop)
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := log.take(); got != "0 pause, 0 pressed, 100 next, 100 play, 100 stop" {
			t.Error(got)
		}
	})
}

func TestLoopAndLevelsInterruptNoGesture(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := newLog()
		b := NewButton(DefaultGestures(), log.do)
		b.Press()
		b.Press()
		b.Do(session.LoopOn)
		b.Do(session.VoiceLouder)
		b.Press()
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := log.take(); got != "0 pause, 0 pressed, 0 loop-on, 0 voice-louder, 0 again, 0 play" {
			t.Error(got)
		}
	})
}

func TestClosedButtonGivesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := newLog()
		b := NewButton(DefaultGestures(), log.do)
		b.Press()
		b.Press()
		b.Close()
		b.Press()
		b.Do(session.Stop)
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := log.take(); got != "0 pause, 0 pressed" {
			t.Error(got)
		}
	})
}

// However the presses come, and however late the timer is, every press belongs
// to one gesture, and the commands are those of the gestures in their order.
func TestPressesAreCountedInGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gestures := DefaultGestures()
		gestures.Again = None
		p := newPresses(gestures)
		now := time.Unix(0, 0)
		var got, want []session.Command
		// The same reckoned from the groups: presses closer than the window.
		group := 0
		closeGroup := func() {
			if group == 2 {
				want = append(want, session.MoveOn, session.Play)
			}
			group = 0
		}
		gaps := rapid.SliceOfN(rapid.IntRange(0, 1000), 0, 40).Draw(t, "gaps")
		for i, gap := range gaps {
			now = now.Add(time.Duration(gap) * time.Millisecond)
			if rapid.Bool().Draw(t, "timer") {
				got = append(got, p.expire(now)...)
			}
			if i > 0 && gap >= 500 {
				closeGroup()
			}
			group++
			switch group {
			case 1:
				want = append(want, session.PlayPause)
			case 3:
				want = append(want, session.SayAgain, session.Play)
				group = 0
			}
			press := p.press(now)
			got = append(got, press.commands...)
			if press.waiting != (group == 2) {
				t.Fatalf("press %d of a gesture waits: %t", group, press.waiting)
			}
		}
		closeGroup()
		got = append(got, p.expire(now.Add(time.Second))...)
		if !slices.Equal(got, want) {
			t.Fatalf("got  %v\nwant %v", got, want)
		}
	})
}

// A headset that counts its presses itself can say as much.
func TestNextSoonAfterNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := newLog()
		b := NewButton(DefaultGestures(), log.do)
		for _, wait := range []time.Duration{0, 3 * time.Second, time.Second, 3001 * time.Millisecond} {
			time.Sleep(wait)
			b.Next()
		}
		b.Press() // and two presses are a next as well
		b.Press()
		b.Next()
		b.Close()
		b.Next()
		if got := log.take(); got != "0 next, 3000 next-again, 4000 next, 7001 next, 7001 pause, 7001 pressed, 7001 next-again, 7001 play, 7001 next" {
			t.Error(got)
		}
		b = NewButton(Gestures{Double: session.SayRemaining, Again: session.NextAgain}, log.do)
		b.Next()
		b.Next()
		if got := log.take(); got != "7001 next, 7001 next" {
			t.Error(got)
		}
	})
}

func TestDefaultGestures(t *testing.T) {
	if !reflect.DeepEqual(DefaultGestures(), Gestures{Double: session.MoveOn, Triple: session.SayAgain, Again: session.NextAgain}) {
		t.Error("the defaults are not those of the manual")
	}
}

func TestGesturesCanGiveWhatOnePressDoesNot(t *testing.T) {
	commands := GestureCommands()
	for _, c := range session.Commands() {
		single := c == session.PlayPause || c == session.Play || c == session.Pause || c == session.Pressed || c == session.NextAgain
		if slices.Contains(commands, c) == single {
			t.Errorf("a gesture can give %s: %t", c, !single)
		}
	}
}
