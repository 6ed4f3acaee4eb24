package mpris

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// fake is a session that notes what it is told.
type fake struct {
	mu     sync.Mutex
	calls  []string
	status Status
	tell   func()
}

func (f *fake) note(format string, args ...any) { f.change(nil, format, args...) }

func (f *fake) change(how func(*Status), format string, args ...any) {
	f.mu.Lock()
	f.calls = append(f.calls, fmt.Sprintf(format, args...))
	if how != nil {
		how(&f.status)
	}
	tell := f.tell
	f.mu.Unlock()
	if tell != nil {
		tell()
	}
}

func (f *fake) PlayPause() {
	f.change(func(s *Status) {
		if s.State == Playing {
			s.State = Paused
		} else {
			s.State = Playing
		}
	}, "play-pause")
}
func (f *fake) Play()     { f.change(func(s *Status) { s.State = Playing }, "play") }
func (f *fake) Pause()    { f.change(func(s *Status) { s.State = Paused }, "pause") }
func (f *fake) Stop()     { f.change(func(s *Status) { s.State = Stopped }, "stop") }
func (f *fake) Next()     { f.note("next") }
func (f *fake) Previous() { f.note("previous") }
func (f *fake) SetVolume(v float64) {
	f.change(func(s *Status) { s.Volume = v }, "volume %g", v)
}
func (f *fake) SetLoop(on bool) { f.change(func(s *Status) { s.Loop = on }, "loop %t", on) }
func (f *fake) Status() Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.status
}

// told are the calls so far, which are forgotten.
func (f *fake) told() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	calls := strings.Join(f.calls, ", ")
	f.calls = nil
	return calls
}

// What presses at given times do, and when: times in ms.
func TestPresses(t *testing.T) {
	for name, c := range map[string]struct {
		gestures Gestures
		presses  []int
		want     string
	}{
		"one":                    {DefaultGestures(), []int{0}, "0 play-pause"},
		"two":                    {DefaultGestures(), []int{0, 300}, "0 play-pause, 300 counted 2, 800 next, 800 play"},
		"three":                  {DefaultGestures(), []int{0, 300, 700}, "0 play-pause, 300 counted 2, 700 previous, 700 play"},
		"four":                   {DefaultGestures(), []int{0, 100, 200, 300}, "0 play-pause, 100 counted 2, 200 previous, 200 play, 300 play-pause"},
		"two, slowly":            {DefaultGestures(), []int{0, 500}, "0 play-pause, 500 play-pause"},
		"two, just in time":      {DefaultGestures(), []int{0, 499}, "0 play-pause, 499 counted 2, 999 next, 999 play"},
		"two and one":            {DefaultGestures(), []int{0, 300, 800}, "0 play-pause, 300 counted 2, 800 next, 800 play, 800 play-pause"},
		"a short window":         {Gestures{Double: DoNext, Triple: DoPrevious, Window: 200 * time.Millisecond}, []int{0, 300}, "0 play-pause, 300 play-pause"},
		"turned round":           {Gestures{Double: DoPrevious, Triple: DoNext}, []int{0, 100}, "0 play-pause, 100 counted 2, 600 previous, 600 play"},
		"no triple":              {Gestures{Double: DoNext}, []int{0, 100, 200}, "0 play-pause, 100 next, 100 play, 200 play-pause"},
		"no double, two":         {Gestures{Triple: DoNext}, []int{0, 100}, "0 play-pause, 100 play-pause"},
		"no double, three":       {Gestures{Triple: DoNext}, []int{0, 100, 200}, "0 play-pause, 100 play-pause, 200 next, 200 play"},
		"neither":                {Gestures{Double: Nothing, Triple: Nothing}, []int{0, 100, 200}, "0 play-pause, 100 play-pause, 200 play-pause"},
		"stop":                   {Gestures{Double: DoStop}, []int{0, 100}, "0 play-pause, 100 stop"},
		"another command":        {Gestures{Double: "time-left"}, []int{0, 100}, "0 play-pause, 100 play, 100 time-left"},
		"loop":                   {Gestures{Double: DoLoopToggle}, []int{0, 100}, "0 play-pause, 100 play, 100 loop true"},
		"play once more is play": {Gestures{Double: DoPlayPause}, []int{0, 100}, "0 play-pause, 100 play"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begin := time.Now()
				var got []string
				player := &fake{status: Status{State: Playing}}
				note := func(what string) {
					got = append(got, fmt.Sprintf("%d %s", time.Since(begin).Milliseconds(), what))
				}
				player.tell = func() { note(player.told()) }
				b := newButton(player, Options{
					Gestures: &c.gestures,
					Command:  func(a Action) { note(string(a)) },
					Pressed:  func(n int) { note(fmt.Sprintf("counted %d", n)) },
				})
				for _, at := range c.presses {
					time.Sleep(time.Until(begin.Add(time.Duration(at) * time.Millisecond)))
					synctest.Wait() // timers of this moment come first
					b.press()
				}
				time.Sleep(time.Hour)
				synctest.Wait()
				if got := strings.Join(got, ", "); got != c.want {
					t.Errorf("got  %s\nwant %s", got, c.want)
				}
			})
		})
	}
}

// A command that is no press ends the gesture, which comes first.
func TestOtherCommandEndsGesture(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		player := &fake{status: Status{State: Playing}}
		b := newButton(player, Options{})
		b.press()
		b.press()
		b.other(player.Stop)
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := player.told(); got != "play-pause, next, play, stop" {
			t.Error(got)
		}
		b.press()
		b.press()
		b.close()
		b.press()
		b.other(player.Stop)
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := player.told(); got != "play-pause" {
			t.Errorf("after it was closed: %s", got)
		}
	})
}

// Whenever presses come, and however late the timer is: each begins, goes on
// or ends one gesture, and the actions are those of the gestures in their order.
func TestPressesCountRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gestures := DefaultGestures()
		p := NewPresses(gestures)
		now := time.Unix(0, 0)
		var got, want []Action
		// The same told from the end: groups of presses closer than the window.
		group := 0
		closeGroup := func() {
			if group == 2 {
				want = append(want, DoNext, DoPlay)
			}
			group = 0
		}
		gaps := rapid.SliceOfN(rapid.IntRange(0, 1000), 0, 40).Draw(t, "gaps")
		for i, gap := range gaps {
			now = now.Add(time.Duration(gap) * time.Millisecond)
			if rapid.Bool().Draw(t, "timer") {
				got = append(got, p.Expire(now)...)
			}
			if i > 0 && gap >= 500 {
				closeGroup()
			}
			group++
			switch group {
			case 1:
				want = append(want, DoPlayPause)
			case 3:
				want = append(want, DoPrevious, DoPlay)
				group = 0
			}
			press := p.Press(now)
			got = append(got, press.Actions...)
			if waits := press.Waiting != 0; waits != (group == 2) {
				t.Fatalf("press %d of a gesture waits: %t", group, waits)
			}
		}
		closeGroup()
		got = append(got, p.Expire(now.Add(time.Second))...)
		if !slices.Equal(got, want) {
			t.Fatalf("got  %v\nwant %v", got, want)
		}
	})
}

func TestExportRefuses(t *testing.T) {
	if _, err := Export(context.Background(), nil, Options{}); err == nil {
		t.Error("no player is taken")
	}
	g := Gestures{Double: "time-left"}
	if _, err := Export(context.Background(), &fake{}, Options{Gestures: &g}); err == nil || !strings.Contains(err.Error(), "time-left") {
		t.Errorf("a gesture that nothing carries out: %v", err)
	}
	if !reflect.DeepEqual(DefaultGestures(), Gestures{Double: DoNext, Triple: DoPrevious}) {
		t.Error("the defaults are not those of the manual")
	}
}
