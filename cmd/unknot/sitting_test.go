package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/cmd/unknot/config"
	"github.com/unknot/unknot/cmd/unknot/files"
	"github.com/unknot/unknot/cmd/unknot/mpris"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/settings"
)

// evening is a sitting in a test.
type evening struct {
	t       *testing.T
	sitting *sitting
	told    *strings.Builder // what is printed
	start   time.Time
	stop    func() // from outside
	keys    terminal.Listener
	done    chan error
}

type noKeyboard struct{}

func (noKeyboard) Reading() bool { return false }
func (noKeyboard) Close()        {}

// sitDown plays regions on an output, within a bubble of time.
func sitDown(t *testing.T, out output.Output, change func(*settings.Settings), regions ...string) *evening {
	t.Helper()
	e := &evening{t: t, told: &strings.Builder{}, start: time.Now(), done: make(chan error, 1)}
	ctx, cancel := context.WithCancel(context.Background())
	e.stop = cancel
	p := &program{
		stdout: e.told, stderr: e.told,
		stopped:    func() (context.Context, func()) { return ctx, cancel },
		openSilent: func() output.Output { return output.NewSilent() },
		openDevice: func(time.Duration, func()) (output.Output, error) { return out, nil },
		listen: func(l terminal.Listener) keyboard {
			e.keys = l
			return noKeyboard{}
		},
		store: files.In(t.TempDir()), now: time.Now,
	}
	loaded := &config.Loaded{Settings: settings.Defaults()}
	loaded.Length, loaded.Guidance = 4*time.Minute, "brief"
	if change != nil {
		change(&loaded.Settings)
	}
	e.sitting = p.sit(loaded)
	a, err := p.prepare(loaded, nil, named{args: regions})
	if err != nil {
		t.Fatal(err)
	}
	first, err := e.sitting.begin(a)
	if err != nil {
		t.Fatal(err)
	}
	go func() { e.done <- e.sitting.play(first) }()
	synctest.Wait()
	return e
}

// at waits until a time since the start.
func (e *evening) at(at time.Duration) {
	time.Sleep(at - time.Since(e.start))
	synctest.Wait()
}

func (e *evening) press(key string) {
	e.keys.Pressed(key)
	synctest.Wait()
}

// end waits until it is over, and says how long it took.
func (e *evening) end() time.Duration {
	if err := <-e.done; err != nil {
		e.t.Error(err)
	}
	return time.Since(e.start)
}

func (e *evening) number() uint64 { return e.sitting.now.Load().number }

// summary is the lines that say what was done.
func (e *evening) summary() string {
	return strings.Join(regexp.MustCompile(`(?m)^.*: (played|stopped) .*$`).FindAllString(e.told.String(), -1), "\n")
}

const neckTitle = "Base of the skull and back of the neck"

// outputs are those that render what is heard next, and those that render far
// ahead.
func outputs(t *testing.T, test func(t *testing.T, out output.Output)) {
	t.Helper()
	t.Run("silent", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { test(t, output.NewSilent()) })
	})
	t.Run("deep", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { test(t, newDeep()) })
	})
}

func (e *evening) near(what string, got, want time.Duration) {
	e.t.Helper()
	if got < want || got > want+time.Second {
		e.t.Errorf("%s after %v, not %v", what, got, want)
	}
}

// A press in the quiet seconds plays it again, on the same output; without one
// it is over when they are.
func TestAgain(t *testing.T) {
	outputs(t, func(t *testing.T, out output.Output) {
		e := sitDown(t, out, nil, "neck")
		e.at(4*time.Minute + 3*time.Second)
		if got := e.sitting.now.Load().status().State; got != session.Afterward {
			t.Errorf("behind its end it is %s", got)
		}
		e.press("x") // means nothing
		e.press("space")
		e.at(4*time.Minute + 3500*time.Millisecond)
		if e.number() != 1 {
			t.Error("it does not wait for a second press")
		}
		e.at(4*time.Minute + 5*time.Second)
		heard := e.sitting.now.Load().session.Heard()
		if e.number() != 2 || heard < audio.SampleRate || heard > 2*audio.SampleRate {
			t.Errorf("a moment later it is session %d, of which %d frames were heard", e.number(), heard)
		}
		e.near("it is over", e.end(), 8*time.Minute+13*time.Second)
		if want := neckTitle + ": played 4:00\n" + neckTitle + ": played 4:00"; e.summary() != want {
			t.Errorf("it says\n%s", e.summary())
		}
	})
}

// Two presses, or the key that moves on, go to the next region.
func TestFurther(t *testing.T) {
	outputs(t, func(t *testing.T, out output.Output) {
		e := sitDown(t, out, nil, "neck")
		e.press("up")
		synctest.Wait()
		e.at(4*time.Minute + 9*time.Second)
		e.press("enter")
		e.at(4*time.Minute + 11*time.Second)
		now := e.sitting.now.Load()
		if now.number != 2 || strings.Join(now.regions, " ") != "jaw" {
			t.Errorf("it is session %d, %v", now.number, now.regions)
		}
		if got := now.status().VoiceLevel; got != 2 {
			t.Errorf("the voice is at %g dB", got)
		}
		e.at(8*time.Minute + 12*time.Second)
		e.press("space")
		e.press("space")
		e.at(8*time.Minute + 14*time.Second)
		if now := e.sitting.now.Load(); now.number != 3 || strings.Join(now.regions, " ") != "upper-back" {
			t.Errorf("it is session %d, %v", now.number, now.regions)
		}
		e.press("q")
		e.near("it is over", e.end(), 8*time.Minute+14*time.Second)
		if lines := strings.Split(e.summary(), "\n"); len(lines) != 3 || !strings.Contains(lines[2], ": stopped after 0:0") {
			t.Errorf("it says\n%s", e.summary())
		}
	})
}

// A length that the next region cannot have becomes the nearest that it can.
func TestFurtherIsAsLongAsItCanBe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := sitDown(t, output.NewSilent(), func(s *settings.Settings) { s.Length = 90 * time.Minute; s.Quiet = 5 * time.Second }, "full")
		e.press("f")
		for e.sitting.now.Load().status().State != session.Afterward {
			time.Sleep(time.Second)
		}
		e.press("right")
		time.Sleep(2 * time.Second)
		now := e.sitting.now.Load()
		if now.number != 2 || strings.Join(now.regions, " ") != "jaw" {
			t.Errorf("it is session %d, %v", now.number, now.regions)
		}
		e.stop()
		e.end()
		if !regexp.MustCompile(`^.*: played \d+:\d\d \(1:30:00 were asked for\)\n.*: stopped after 0:0\d of [\d:]+$`).MatchString(e.summary()) {
			t.Errorf("it says\n%s", e.summary())
		}
	})
}

// Stopped anywhere, it is over at once and nothing follows.
func TestStopASitting(t *testing.T) {
	for name, how := range map[string]func(*evening){
		"a key":    func(e *evening) { e.press("q") },
		"ctrl-c":   func(e *evening) { e.press("ctrl+c") },
		"a signal": func(e *evening) { e.stop() },
	} {
		for _, at := range []time.Duration{0, 10 * time.Second, 4*time.Minute + 2*time.Second, 4*time.Minute + 3200*time.Millisecond} {
			t.Run(fmt.Sprint(name, " at ", at), func(t *testing.T) {
				outputs(t, func(t *testing.T, out output.Output) {
					e := sitDown(t, out, nil, "neck")
					if again := 4*time.Minute + 3*time.Second; at > again {
						e.at(again)
						e.press("space")
					}
					e.at(at)
					how(e)
					e.near("it is over", e.end(), at)
					want := neckTitle + ": played 4:00"
					if at < time.Minute {
						want = fmt.Sprintf("%s: stopped after 0:%02.0f of 4:00", neckTitle, at.Seconds())
					}
					if e.summary() != want {
						t.Errorf("it says %q", e.summary())
					}
				})
			})
		}
	}
}

// A device that goes away during a later session: that goes on where it was.
func TestDeviceLostInALaterSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := sitDown(t, newLeaving(5*time.Minute), nil, "neck")
		e.at(4*time.Minute + 3*time.Second)
		e.press("right")
		e.at(5*time.Minute - time.Second)
		before := e.sitting.now.Load().session.Heard()
		e.at(5*time.Minute + time.Second)
		if passed := e.sitting.now.Load().session.Heard() - before; e.number() != 2 || passed < 19*audio.SampleRate/10 || passed > 2*audio.SampleRate {
			t.Errorf("of session %d %d frames passed in two seconds", e.number(), passed)
		}
		e.press("space")
		e.at(6 * time.Minute)
		e.press("space")
		e.near("it is over", e.end(), 9*time.Minute+12*time.Second)
		if !strings.Contains(e.told.String(), "unknot: the sound device went away: going on with captions (unplugged)\n") {
			t.Errorf("it says\n%s", e.told)
		}
	})
}

// Moved to another device it pauses, unless that is turned off.
func TestMoved(t *testing.T) {
	for _, pauses := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			e := sitDown(t, output.NewSilent(), func(s *settings.Settings) { s.PauseWhenMoved = pauses }, "neck")
			e.at(time.Minute)
			e.sitting.moved()
			e.sitting.moved()
			e.at(2 * time.Minute)
			if got := e.sitting.now.Load().status().State == session.Paused; got != pauses {
				t.Errorf("paused is %v", got)
			}
			e.stop()
			e.end()
		})
	}
}

// Suspended while it plays, it is silent before the program is stopped, and goes
// on with it; paused, it stays so.
func TestSuspend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := sitDown(t, output.NewSilent(), nil, "neck")
		e.at(time.Minute)
		e.keys.Suspend()
		heard := e.sitting.now.Load().session.Heard()
		time.Sleep(time.Hour)
		if got := e.sitting.now.Load().session.Heard(); got != heard {
			t.Errorf("%d is heard, then %d", heard, got)
		}
		e.keys.Resumed()
		time.Sleep(time.Second)
		if got := e.sitting.now.Load().status().State; got != session.Playing {
			t.Errorf("back again it is %s", got)
		}
		e.press("space")
		e.keys.Suspend()
		e.keys.Resumed()
		time.Sleep(time.Second)
		if got := e.sitting.now.Load().status().State; got != session.Paused {
			t.Errorf("it was paused, and is %s", got)
		}
		e.stop()
		e.end()
	})
}

func TestWhichRegionFollows(t *testing.T) {
	for regions, want := range map[string]string{
		"neck": "jaw", "jaw": "upper-back", "upper-back": "lower-back", "lower-back": "neck",
		"neck upper-back lower-back": "jaw", "neck jaw": "upper-back", "neck jaw upper-back lower-back": "neck", "elbow": "neck",
	} {
		if got := further(strings.Fields(regions)); got != want {
			t.Errorf("behind %s comes %s, not %s", regions, got, want)
		}
	}
}

// A desktop sees each session as a track of its own, and its volume as the
// voice's level.
func TestAsADesktopSeesIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := sitDown(t, output.NewSilent(), nil, "neck")
		k := newMediaKeys(e.sitting)
		e.at(time.Minute)
		got := k.Status()
		want := mpris.Status{State: mpris.Playing, Title: neckTitle, Region: "neck", Voice: "willow", Length: 4 * time.Minute,
			Position: time.Minute, Volume: 20.0 / 26, CanNext: true, CanPrevious: true, TrackID: 1}
		if got != want {
			t.Errorf("%+v\nnot\n%+v", got, want)
		}
		for _, volume := range []float64{0, 1, 0.5, 0.77} {
			k.SetVolume(0.3)
			k.SetVolume(volume)
			time.Sleep(5 * time.Second)
			synctest.Wait()
			s := e.sitting.now.Load().status()
			if off := s.VoiceLevel - (-20 + 26*volume); off > 1 || off < -1 {
				t.Errorf("a volume of %g is a voice at %g dB, and tones at %g", volume, s.VoiceLevel, s.TonesLevel)
			}
		}
		k.Press()
		time.Sleep(time.Second)
		synctest.Wait()
		if got := k.Status().State; got != mpris.Paused {
			t.Errorf("after a press it is %s", got)
		}
		k.Do(session.Play)
		e.at(4*time.Minute + 3*time.Second)
		if got := k.Status(); got.State != mpris.Paused || got.Position != 4*time.Minute {
			t.Errorf("in the quiet seconds it is %+v", got)
		}
		k.Press()
		time.Sleep(490 * time.Millisecond)
		k.Press()
		time.Sleep(500 * time.Millisecond)
		time.Sleep(2 * time.Second)
		if got := k.Status(); got.State != mpris.Playing || got.Region != "jaw" || got.TrackID != 2 || got.Position > 2*time.Second {
			t.Errorf("after two presses it is %+v", got)
		}
		k.Do(session.Stop)
		e.end()
		if got := k.Status().State; got != mpris.Stopped {
			t.Errorf("stopped, it is %s", got)
		}
	})
}
