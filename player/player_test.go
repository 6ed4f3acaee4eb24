package player

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/output/outputtest"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/audio/voice/voicetest"
	"github.com/unknot/unknot/player/session"
	"github.com/unknot/unknot/player/settings"
	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/player/timeline"
	"github.com/unknot/unknot/scripts"
	"github.com/unknot/unknot/scripts/catalogue"
)

// library is a library over what is built in, which keeps things in memory.
func library() *Library {
	return &Library{
		Catalogue: catalogue.New(catalogue.Builtin()), Voice: func(name string) (*voice.Voice, error) { return builtin.Open(name) },
		Store: &store.Memory{}, Now: time.Now,
	}
}

// evening is a player that plays in a test. It is its own front.
type evening struct {
	t       *testing.T
	library *Library
	player  *Player
	start   time.Time
	stop    func() // from outside
	keys    func(key string) (session.Command, bool)
	done    chan error

	tracks    []*Track
	summaries []Summary
	warnings  []error
}

func (e *evening) Show(t *Track) error {
	e.tracks = append(e.tracks, t)
	<-t.Ended()
	return nil
}
func (e *evening) Report(s Summary) error { e.summaries = append(e.summaries, s); return nil }
func (e *evening) Warn(err error)         { e.warnings = append(e.warnings, err) }

// playOn plays regions on an output, within a bubble of time.
func playOn(t *testing.T, out output.Output, change func(*settings.Settings), regions ...string) *evening {
	t.Helper()
	e := &evening{t: t, library: library(), start: time.Now(), done: make(chan error, 1)}
	s := settings.Defaults()
	s.Length, s.Guidance = 4*time.Minute, "brief"
	if change != nil {
		change(&s)
	}
	e.begin(out, s, func() (*Track, error) {
		prepared, err := e.library.Prepare(Request{Regions: regions, Settings: s})
		if err != nil {
			return nil, err
		}
		return e.player.Begin(prepared)
	})
	return e
}

// begin plays a first track.
func (e *evening) begin(out output.Output, s settings.Settings, first func() (*Track, error)) {
	e.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	e.stop, e.keys = cancel, s.Keys.Command
	e.player = New(e.library, s, Devices{
		Sound:  func(time.Duration, func()) (output.Output, error) { return out, nil },
		Silent: func() output.Output { return output.NewSilent() },
	})
	t, err := first()
	if err != nil {
		e.t.Fatal(err)
	}
	go func() { e.done <- e.player.Play(ctx, t, e) }()
	synctest.Wait()
}

// at waits until a time since the start.
func (e *evening) at(at time.Duration) {
	time.Sleep(at - time.Since(e.start))
	synctest.Wait()
}

func (e *evening) press(key string) {
	if c, ok := e.keys(key); ok {
		e.player.Do(c)
	}
	synctest.Wait()
}

// end waits until it is over, and says how long it took.
func (e *evening) end() time.Duration {
	if err := <-e.done; err != nil {
		e.t.Error(err)
	}
	for _, err := range e.warnings {
		e.t.Error(err)
	}
	return time.Since(e.start)
}

func (e *evening) number() uint64 { return e.player.Current().Number }

// summary is a line for each track that says what was done of it.
func (e *evening) summary() string {
	var lines []string
	for _, s := range e.summaries {
		line := fmt.Sprintf("%s: stopped after %s of %s", s.Title, timeline.Clock(s.Played), timeline.Clock(s.Length))
		if s.Finished {
			line = fmt.Sprintf("%s: played %s", s.Title, timeline.Clock(s.Length))
		}
		if s.Differs() != 0 {
			line += fmt.Sprintf(" (%s were asked for)", timeline.Clock(s.Asked))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
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
		synctest.Test(t, func(t *testing.T) { test(t, outputtest.NewDeep()) })
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
func TestAPressAfterTheEndPlaysItAgain(t *testing.T) {
	outputs(t, func(t *testing.T, out output.Output) {
		e := playOn(t, out, nil, "neck")
		e.at(4*time.Minute + 3*time.Second)
		if got := e.player.Current().Status().State; got != session.Afterward {
			t.Errorf("after its end it is %s", got)
		}
		e.press("x") // means nothing
		e.press("space")
		e.at(4*time.Minute + 3500*time.Millisecond)
		if e.number() != 1 {
			t.Error("it does not wait for a second press")
		}
		e.at(4*time.Minute + 5*time.Second)
		heard := e.player.Current().Heard()
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
func TestTwoPressesAfterTheEndGoFurther(t *testing.T) {
	outputs(t, func(t *testing.T, out output.Output) {
		e := playOn(t, out, nil, "neck")
		e.press("up")
		synctest.Wait()
		e.at(4*time.Minute + 9*time.Second)
		e.press("enter")
		e.at(4*time.Minute + 11*time.Second)
		now := e.player.Current()
		if now.Number != 2 || strings.Join(now.Regions, " ") != "jaw" {
			t.Errorf("it is session %d, %v", now.Number, now.Regions)
		}
		if got := now.Status().VoiceLevel; got != 2 {
			t.Errorf("the voice is at %g dB", got)
		}
		e.at(8*time.Minute + 12*time.Second)
		e.press("space")
		e.press("space")
		e.at(8*time.Minute + 14*time.Second)
		if now := e.player.Current(); now.Number != 3 || strings.Join(now.Regions, " ") != "upper-back" {
			t.Errorf("it is session %d, %v", now.Number, now.Regions)
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
		e := playOn(t, output.NewSilent(), func(s *settings.Settings) { s.Length = 90 * time.Minute; s.Quiet = 5 * time.Second }, "full")
		e.press("f")
		for e.player.Current().Status().State != session.Afterward {
			time.Sleep(time.Second)
		}
		e.press("right")
		time.Sleep(2 * time.Second)
		now := e.player.Current()
		if now.Number != 2 || strings.Join(now.Regions, " ") != "jaw" {
			t.Errorf("it is session %d, %v", now.Number, now.Regions)
		}
		e.stop()
		e.end()
		if !regexp.MustCompile(`^.*: played \d+:\d\d \(1:30:00 were asked for\)\n.*: stopped after 0:0\d of [\d:]+$`).MatchString(e.summary()) {
			t.Errorf("it says\n%s", e.summary())
		}
	})
}

// Stopped anywhere, it is over at once and nothing follows.
func TestStoppedNothingFollows(t *testing.T) {
	for name, how := range map[string]func(*evening){
		"a key":    func(e *evening) { e.press("q") },
		"ctrl-c":   func(e *evening) { e.press("ctrl+c") },
		"a signal": func(e *evening) { e.stop() },
	} {
		for _, at := range []time.Duration{0, 10 * time.Second, 4*time.Minute + 2*time.Second, 4*time.Minute + 3200*time.Millisecond} {
			t.Run(fmt.Sprint(name, " at ", at), func(t *testing.T) {
				outputs(t, func(t *testing.T, out output.Output) {
					e := playOn(t, out, nil, "neck")
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
		e := playOn(t, outputtest.NewLeaving(5*time.Minute), nil, "neck")
		e.at(4*time.Minute + 3*time.Second)
		e.press("right")
		e.at(5*time.Minute - time.Second)
		before := e.player.Current().Heard()
		e.at(5*time.Minute + time.Second)
		if passed := e.player.Current().Heard() - before; e.number() != 2 || passed < 19*audio.SampleRate/10 || passed > 2*audio.SampleRate {
			t.Errorf("of session %d %d frames passed in two seconds", e.number(), passed)
		}
		e.press("space")
		e.at(6 * time.Minute)
		e.press("space")
		e.near("it is over", e.end(), 9*time.Minute+12*time.Second)
		if n := e.player.Notice(); !n.Lost || n.Reason != "unplugged" {
			t.Errorf("it says %+v", n)
		}
	})
}

// Moved to another device it pauses, unless that is turned off.
func TestMovedSoundIsPaused(t *testing.T) {
	for _, pauses := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			e := playOn(t, output.NewSilent(), func(s *settings.Settings) { s.PauseWhenMoved = pauses }, "neck")
			e.at(time.Minute)
			e.player.Moved()
			e.player.Moved()
			e.at(2 * time.Minute)
			if got := e.player.Current().Status().State == session.Paused; got != pauses {
				t.Errorf("paused is %v", got)
			}
			e.stop()
			e.end()
		})
	}
}

// Suspended while it plays, it is silent before the program is stopped, and goes
// on with it; paused, it stays so.
func TestSuspendedItIsSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := playOn(t, output.NewSilent(), nil, "neck")
		e.at(time.Minute)
		e.player.Suspend()
		heard := e.player.Current().Heard()
		time.Sleep(time.Hour)
		if got := e.player.Current().Heard(); got != heard {
			t.Errorf("%d is heard, then %d", heard, got)
		}
		e.player.Continue()
		time.Sleep(time.Second)
		if got := e.player.Current().Status().State; got != session.Playing {
			t.Errorf("back again it is %s", got)
		}
		e.press("space")
		e.player.Suspend()
		e.player.Continue()
		time.Sleep(time.Second)
		if got := e.player.Current().Status().State; got != session.Paused {
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
		if got := further(library().regions(), strings.Fields(regions)); got != want {
			t.Errorf("after %s comes %s, not %s", regions, got, want)
		}
	}
}

// A voice that has no clips of the answers plays, and answers in tones.
func TestAVoiceWithoutAnswersPlays(t *testing.T) {
	phrases, err := scripts.BuiltinPhrases()
	if err != nil {
		t.Fatal(err)
	}
	lines, err := EveryLine()
	if err != nil {
		t.Fatal(err)
	}
	spoken := phrases.Answers()
	lines = slices.DeleteFunc(lines, func(line string) bool { return slices.Contains(spoken, line) })
	terse := voicetest.Speaking("terse", lines)
	synctest.Test(t, func(t *testing.T) {
		e := &evening{t: t, library: library(), start: time.Now(), done: make(chan error, 1)}
		e.library.Voice = func(string) (*voice.Voice, error) { return voice.Open(terse) }
		s := settings.Defaults()
		s.Length, s.Guidance = 5*time.Minute, "brief"
		e.begin(output.NewSilent(), s, func() (*Track, error) {
			prepared, err := e.library.Prepare(Request{Regions: []string{"neck"}, Settings: s})
			if err != nil {
				return nil, err
			}
			return e.player.Begin(prepared)
		})
		e.at(5 * time.Second)
		e.press("t")
		if got := e.player.Current().Status(); got.Answer.Spoken != "About five minutes left." || got.Answer.Refused {
			t.Errorf("the answer is %+v", got.Answer)
		}
		e.press("l") // loops it
		e.at(8 * time.Second)
		e.press("l") // and not
		e.at(20 * time.Second)
		e.press("q")
		e.end()
		if got := e.summary(); !strings.Contains(got, "stopped after 0:2") {
			t.Errorf("it ends with %q", got)
		}
	})
}
