package main

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
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

// leaving is a silent output whose device goes away after a time.
type leaving struct {
	*output.Silent
	after time.Duration
	lost  chan struct{}
}

func newLeaving(after time.Duration) *leaving {
	return &leaving{Silent: output.NewSilent(), after: after, lost: make(chan struct{})}
}

func (l *leaving) Play(src output.Source, from output.Frame) error {
	time.AfterFunc(l.after, func() { close(l.lost) })
	return l.Silent.Play(src, from)
}
func (l *leaving) Done() <-chan struct{} { return l.lost }
func (l *leaving) Err() error            { return fmt.Errorf("%w: unplugged", output.ErrDeviceLost) }

// refusing is an output that turns out to have no device when it is to play.
type refusing struct{ *output.Silent }

func (refusing) Play(output.Source, output.Frame) error {
	return fmt.Errorf("%w: busy", output.ErrNoDevice)
}

func opens(wanted string, out output.Output, err error) *opening {
	o := &opening{wanted: wanted, result: make(chan opened, 1), silent: func() output.Output { return output.NewSilent() }}
	o.result <- opened{out, err}
	return o
}

const minute = 60 * audio.SampleRate

func TestPerformance(t *testing.T) {
	none := fmt.Errorf("%w: nothing found", output.ErrNoDevice)
	for _, c := range []struct {
		name  string
		open  func() *opening
		src   steady
		takes time.Duration
		heard output.Frame
		note  string
		err   error
	}{
		{"in sound", func() *opening { return opens("sound", output.NewSilent(), nil) }, steady{frames: minute}, time.Minute, minute, "", nil},
		{"no device", func() *opening { return opens("sound", nil, none) }, steady{frames: minute}, 0, -1, "", output.ErrNoDevice},
		{"no device, captions instead", func() *opening { return opens("auto", nil, none) }, steady{frames: minute}, time.Minute, minute,
			"no sound device: showing captions instead (nothing found)", nil},
		{"no device after all", func() *opening { return opens("auto", refusing{output.NewSilent()}, nil) }, steady{frames: minute}, time.Minute, minute,
			"no sound device: showing captions instead (busy)", nil},
		{"the device goes away", func() *opening {
			return opens("auto", newLeaving(20*time.Second), nil)
		}, steady{frames: minute}, time.Minute, minute, "the sound device went away: going on with captions (unplugged)", nil},
		{"the device goes away, and sound was asked for", func() *opening {
			return opens("sound", newLeaving(20*time.Second), nil)
		}, steady{frames: minute}, 20 * time.Second, 20 * audio.SampleRate, "", output.ErrDeviceLost},
		{"an hour", func() *opening { return opens("captions", output.NewSilent(), nil) }, steady{frames: 60 * minute}, time.Hour, 60 * minute, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				src := newFading(c.src)
				p := perform(c.open(), src)
				<-p.done
				if took := time.Since(start); took < c.takes || took > c.takes+time.Millisecond {
					t.Errorf("it took %v, not %v", took, c.takes)
				}
				if src.heard() != c.heard {
					t.Errorf("%d frames were heard, not %d", src.heard(), c.heard)
				}
				if p.noted().String() != c.note {
					t.Errorf("noted is %q", p.noted())
				}
				if !errors.Is(p.err, c.err) {
					t.Errorf("it ended with %v", p.err)
				}
				p.stop() // now it changes nothing
			})
		})
	}
}

// Whenever it is stopped, it is over within the fade and has done what it was
// asked to.
func TestStop(t *testing.T) {
	for _, at := range []time.Duration{0, time.Nanosecond, 7 * time.Millisecond, time.Second, 59*time.Second + 900*time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			p := perform(opens("auto", output.NewSilent(), nil), newFading(steady{frames: minute}))
			time.Sleep(at)
			p.stop()
			p.stop()
			<-p.done
			if took := time.Since(start); p.err != nil || took > at+audio.Duration(output.Frame(stopFade))+time.Millisecond {
				t.Errorf("stopped after %v it is over after %v: %v", at, took, p.err)
			}
		})
	}
}

// A device that is still being opened when the session is stopped is closed
// without a sound.
func TestStopBeforeTheDeviceIsThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := output.NewSilent()
		o := &opening{wanted: "auto", result: make(chan opened, 1)}
		p := perform(o, newFading(steady{frames: minute}))
		p.stop()
		time.Sleep(time.Second)
		o.result <- opened{out: out}
		<-p.done
		if p.err != nil || out.Play(steady{}, 0) != output.ErrClosed {
			t.Errorf("%v; the output is still open", p.err)
		}
	})
}

// A fault in rendering ends the session, not the program.
func TestFaultOfTheProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := perform(opens("sound", output.NewSilent(), nil), newFading(steady{frames: minute, panicAt: 10 * audio.SampleRate}))
		<-p.done
		if p.err == nil || statusOf(p.err) != Failed {
			t.Errorf("it ended with %v", p.err)
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
func TestFade(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFading(rising{100_000})
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
				if d := math.Abs(float64(x[1] - last)); d > math.Pi/2/stopFade+1e-6 {
					t.Fatalf("frame %d is %v, after %v", at+output.Frame(i), x, last)
				}
				last = x[1]
			}
			at += output.Frame(n)
			more = n == len(buf)
		}
		if want := min(100_000, f.from+stopFade); at != want || at < 100_000 && last > 0.001 {
			t.Fatalf("stopped at %d it ends at %d with %v, not at %d", f.from, at, last, want)
		}
	})
}
