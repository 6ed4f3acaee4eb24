package playback

import (
	"errors"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/output/outputtest"
	"github.com/unknot/unknot/player/settings"
)

// steady is a sound of one value and a length.
type steady struct {
	frames  output.Frame
	panicAt output.Frame // from there on, if above 0
}

func (s steady) Render(dst [][2]float32, at output.Frame) (int, error) {
	n := int(max(0, min(output.Frame(len(dst)), s.frames-at)))
	if s.panicAt > 0 && at+output.Frame(n) > s.panicAt {
		panic("a nil map")
	}
	for i := range dst[:n] {
		dst[i] = [2]float32{0.5, -0.5}
	}
	return n, nil
}

// refusing is an output that turns out to have no device when it is to play.
type refusing struct{ *output.Silent }

func (refusing) Play(output.Source, output.Frame) error {
	return &output.DeviceError{Kind: output.ErrNoDevice, Reason: "busy"}
}

func opens(wanted settings.Output, out output.Output, err error) *Device {
	return Open(wanted, func() (output.Output, error) { return out, err }, func() output.Output { return output.NewSilent() })
}

const minute = 60 * audio.SampleRate

func TestPlaybackOnEveryKindOfOutput(t *testing.T) {
	none := &output.DeviceError{Kind: output.ErrNoDevice, Reason: "nothing found"}
	for _, c := range []struct {
		name   string
		open   func() *Device
		src    steady
		takes  time.Duration
		heard  output.Frame
		notice Notice
		err    error
	}{
		{"in sound", func() *Device { return opens(settings.OutputSound, output.NewSilent(), nil) }, steady{frames: minute}, time.Minute, minute, Notice{}, nil},
		{"no device", func() *Device { return opens(settings.OutputSound, nil, none) }, steady{frames: minute}, 0, -1, Notice{}, output.ErrNoDevice},
		{"no device, captions instead", func() *Device { return opens(settings.OutputAuto, nil, none) }, steady{frames: minute}, time.Minute, minute,
			Notice{Reason: "nothing found"}, nil},
		{"no device after all", func() *Device { return opens(settings.OutputAuto, refusing{output.NewSilent()}, nil) }, steady{frames: minute}, time.Minute, minute,
			Notice{Reason: "busy"}, nil},
		{"the device goes away", func() *Device {
			return opens(settings.OutputAuto, outputtest.NewLeaving(20*time.Second), nil)
		}, steady{frames: minute}, time.Minute, minute, Notice{Lost: true, Reason: "unplugged"}, nil},
		{"the device goes away, and sound was asked for", func() *Device {
			return opens(settings.OutputSound, outputtest.NewLeaving(20*time.Second), nil)
		}, steady{frames: minute}, 20 * time.Second, 20 * audio.SampleRate, Notice{}, output.ErrDeviceLost},
		{"an hour", func() *Device { return opens(settings.OutputCaptions, output.NewSilent(), nil) }, steady{frames: 60 * minute}, time.Hour, 60 * minute, Notice{}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				src := NewFading(c.src)
				p := Start(c.open(), src)
				<-p.Done()
				if took := time.Since(start); took < c.takes || took > c.takes+time.Millisecond {
					t.Errorf("it took %v, not %v", took, c.takes)
				}
				if src.Heard() != c.heard {
					t.Errorf("%d frames were heard, not %d", src.Heard(), c.heard)
				}
				if p.Notice() != c.notice {
					t.Errorf("it says %+v", p.Notice())
				}
				if !errors.Is(p.Err(), c.err) {
					t.Errorf("it ended with %v", p.Err())
				}
				p.Stop() // now it changes nothing
			})
		})
	}
}

// Whenever it is stopped, it is over within the fade and has done what it was
// asked to.
func TestStoppedWithinTheFade(t *testing.T) {
	for _, at := range []time.Duration{0, time.Nanosecond, 7 * time.Millisecond, time.Second, 59*time.Second + 900*time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			p := Start(opens(settings.OutputAuto, output.NewSilent(), nil), NewFading(steady{frames: minute}))
			time.Sleep(at)
			p.Stop()
			p.Stop()
			<-p.Done()
			if took := time.Since(start); p.Err() != nil || took > at+audio.Duration(output.Frame(fadeFrames))+time.Millisecond {
				t.Errorf("stopped after %v it is over after %v: %v", at, took, p.Err())
			}
		})
	}
}

// A device that is still being opened when the session is stopped is closed
// without a sound.
func TestStopBeforeTheDeviceIsThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := output.NewSilent()
		open := make(chan struct{})
		d := Open(settings.OutputAuto, func() (output.Output, error) { <-open; return out, nil }, nil)
		p := Start(d, NewFading(steady{frames: minute}))
		p.Stop()
		time.Sleep(time.Second)
		close(open)
		<-p.Done()
		if p.Err() != nil || out.Play(steady{}, 0) != output.ErrClosed {
			t.Errorf("%v; the output is still open", p.Err())
		}
	})
}

// A fault in rendering ends the session, not the program.
func TestPanicInRenderingIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := Start(opens(settings.OutputSound, output.NewSilent(), nil), NewFading(steady{frames: minute, panicAt: 10 * audio.SampleRate}))
		<-p.Done()
		if p.Err() == nil || !strings.Contains(p.Err().Error(), "a nil map") {
			t.Errorf("it ended with %v", p.Err())
		}
	})
}

// rising is a sound whose every frame is its number.
type rising struct{ frames output.Frame }

func (r rising) Render(dst [][2]float32, at output.Frame) (int, error) {
	n := int(max(0, min(output.Frame(len(dst)), r.frames-at)))
	for i := range dst[:n] {
		dst[i] = [2]float32{float32(at + output.Frame(i)), 1}
	}
	return n, nil
}

// Wherever it is stopped, it falls without a step to nothing, and ends there.
func TestFadingFallsToSilence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := NewFading(rising{100_000})
		stopAt := output.Frame(rapid.Int64Range(0, 120_000).Draw(t, "stop"))
		last, at := float32(1), output.Frame(0)
		for more := true; more; {
			buf := make([][2]float32, rapid.IntRange(1, 5000).Draw(t, "frames"))
			if at >= stopAt {
				f.from = min(f.from, at)
			}
			n, err := f.Render(buf, at)
			if err != nil {
				t.Fatal(err)
			}
			for i, x := range buf[:n] {
				if frame := at + output.Frame(i); frame <= f.from && x != [2]float32{float32(frame), 1} {
					t.Fatalf("frame %d is %v before the fade from %d", frame, x, f.from)
				}
				if d := math.Abs(float64(x[1] - last)); d > math.Pi/2/fadeFrames+1e-6 {
					t.Fatalf("frame %d is %v, after %v", at+output.Frame(i), x, last)
				}
				last = x[1]
			}
			at += output.Frame(n)
			more = n == len(buf)
		}
		if want := min(100_000, f.from+fadeFrames); at != want || at < 100_000 && last > 0.001 {
			t.Fatalf("stopped at %d it ends at %d with %v, not at %d", f.from, at, last, want)
		}
	})
}
