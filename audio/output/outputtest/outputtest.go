// Package outputtest tests the contract of output.Output. Every implementation
// must pass it: call Run with a function that makes one.
package outputtest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
)

// A Subject is a kind of output under test, and how exact it can be.
type Subject struct {
	// New returns an output that has not played yet.
	New func(t *testing.T) output.Output
	// Lag is how far Heard and Done may be off the clock, either way.
	Lag time.Duration
	// Held is how much sound can no longer be taken back.
	Held time.Duration
	// Around wraps each test; nil runs it as it is. A silent output is put into
	// a testing/synctest bubble here.
	Around func(t *testing.T, test func(t *testing.T))
}

// Names returns the names of the tests that Run runs.
func Names() []string {
	var names []string
	for _, c := range contract {
		names = append(names, c.name)
	}
	return names
}

// Run tests the contract.
func Run(t *testing.T, s Subject) {
	if s.Around == nil {
		s.Around = func(t *testing.T, test func(t *testing.T)) { test(t) }
	}
	for _, c := range contract {
		t.Run(c.name, func(t *testing.T) {
			s.Around(t, func(t *testing.T) {
				out := s.New(t)
				defer out.Close()
				c.test(t, &trial{T: t, Subject: s, out: out})
			})
		})
	}
}

const (
	from   output.Frame = 1_000_000 // not 0: positions are the source's own
	second              = audio.SampleRate
)

var contract = []struct {
	name string
	test func(t *testing.T, r *trial)
}{
	{"to-the-end", toTheEnd},
	{"heard-keeps-time", heardKeepsTime},
	{"pause", pause},
	{"retake", retake},
	{"retake-while-paused", retakePaused},
	{"retake-after-the-end-was-rendered", retakeEnded},
	{"pause-after-the-end-was-rendered", pauseEnded},
	{"source-breaks-off", breaksOff},
	{"nothing-to-play", nothing},
	{"close", closing},
	{"before-play", beforePlay},
	{"play-once", playOnce},
	{"from-many-goroutines", many},
}

// trial is one output in one test.
type trial struct {
	*testing.T
	Subject
	out   output.Output
	tape  *Tape
	began time.Time
}

func (r *trial) play(tape *Tape) {
	r.Helper()
	r.tape, r.began = tape, time.Now()
	if err := r.out.Play(tape, from); err != nil {
		r.Fatalf("Play: %v", err)
	}
}

// end waits until the output is done, and returns how long that took from Play.
func (r *trial) end(want error) time.Duration {
	r.Helper()
	select {
	case <-r.out.Done():
	case <-time.After(time.Minute):
		r.Fatalf("not done after a minute; heard %d", r.out.Heard()-from)
	}
	took := time.Since(r.began)
	if err := r.out.Err(); !errors.Is(err, want) || (err == nil) != (want == nil) {
		r.Errorf("Err() = %v, want %v", err, want)
	}
	r.tape.Kill()
	time.Sleep(200 * time.Millisecond)
	r.checkTape()
	return took
}

// checkTape fails if the tape saw a fault.
func (r *trial) checkTape() {
	r.Helper()
	for _, f := range r.tape.Faults() {
		r.Error(f)
	}
}

// near fails unless took is within Lag of want.
func (r *trial) near(what string, took, want time.Duration) {
	r.Helper()
	if took < want-r.Lag || took > want+r.Lag {
		r.Errorf("%s took %v, want %v within %v", what, took, want, r.Lag)
	}
}

func (r *trial) heardIs(what string, want output.Frame) {
	r.Helper()
	if got := r.out.Heard(); got != want {
		r.Errorf("%s: Heard() = %d, want %d", what, got-from, want-from)
	}
}

func toTheEnd(t *testing.T, r *trial) {
	const end = from + second + 12345
	r.play(NewTape(from, end, false))
	if err := r.out.Err(); err != nil {
		t.Errorf("Err() = %v while it plays", err)
	}
	took := r.end(nil)
	r.near("the sound", took, audio.Duration(end-from))
	r.heardIs("at the end", end)
	if _, rendered := r.tape.Renders(); rendered != end {
		t.Errorf("rendered %d frames, want %d", rendered-from, end-from)
	}
	if r.out.Retake(func(output.Frame) { t.Error("change was called") }) {
		t.Error("Retake took back sound that was heard")
	}
	r.out.Pause()
	r.out.Resume()
	r.out.Close()
	if err := r.out.Err(); err != nil {
		t.Errorf("Err() = %v after Close at the end, want nil", err)
	}
	r.heardIs("after Close", end)
}

func heardKeepsTime(t *testing.T, r *trial) {
	const end = from + 3*second
	r.play(NewTape(from, end, false))
	began, last := time.Now(), from
	for time.Since(began) < 2500*time.Millisecond {
		time.Sleep(7 * time.Millisecond)
		before := time.Since(began)
		heard := r.out.Heard()
		after := time.Since(began)
		_, rendered := r.tape.Renders()
		switch {
		case heard < last:
			t.Fatalf("heard went back from %d to %d", last-from, heard-from)
		case heard > rendered:
			t.Fatalf("heard %d of %d rendered", heard-from, rendered-from)
		case audio.Duration(heard-from) < before-r.Lag || audio.Duration(heard-from) > after+r.Lag:
			t.Fatalf("heard %v after %v", audio.Duration(heard-from), before)
		}
		last = heard
	}
	r.end(nil)
}

func pause(t *testing.T, r *trial) {
	const end = from + 3*second/2
	r.play(NewTape(from, end, false))
	time.Sleep(300 * time.Millisecond)
	r.tape.GoBack()
	r.out.Pause()
	at := r.out.Heard()
	r.out.Pause()
	time.Sleep(r.Held)
	held := r.out.Heard()
	if held < at || audio.Duration(held-at) > r.Held {
		t.Errorf("%v was heard after the pause, want at most %v", audio.Duration(held-at), r.Held)
	}
	time.Sleep(time.Second)
	r.heardIs("paused", held)
	r.out.Resume()
	r.out.Resume()
	took := r.end(nil)
	r.near("with a pause of a second", took, audio.Duration(end-from)+time.Second+r.Held)
	r.heardIs("at the end", end)
}

func retake(t *testing.T, r *trial) {
	const end = from + second + 4321
	r.play(NewTape(from, from+20*second, false))
	var last output.Frame
	for range 3 {
		time.Sleep(250 * time.Millisecond)
		heard, returned := r.out.Heard(), false
		ok := r.out.Retake(func(at output.Frame) {
			if returned {
				t.Error("change was called after Retake returned")
			}
			if at < heard || audio.Duration(at-heard) > r.Held+r.Lag {
				t.Errorf("retaken %v after what was heard, want within %v", audio.Duration(at-heard), r.Held+r.Lag)
			}
			if now := r.out.Heard(); now > at {
				t.Errorf("heard %d, after the retaken frame %d", now-from, at-from)
			}
			r.tape.Change(at, end)
			last = at
		})
		if returned = true; !ok {
			t.Fatal("Retake did nothing")
		}
	}
	took := r.end(nil)
	r.near("retaken to end sooner", took, audio.Duration(end-from))
	r.heardIs("at the end", end)
	if last <= from {
		t.Error("nothing was heard before the last Retake")
	}
}

func retakePaused(t *testing.T, r *trial) {
	const end = from + second
	r.play(NewTape(from, from+20*second, false))
	time.Sleep(300 * time.Millisecond)
	r.tape.GoBack()
	r.out.Pause()
	time.Sleep(r.Held)
	held := r.out.Heard()
	if !r.out.Retake(func(at output.Frame) {
		if at != held {
			t.Errorf("retaken at %d, paused at %d", at-from, held-from)
		}
		r.tape.Change(at, end)
	}) {
		t.Fatal("Retake did nothing")
	}
	time.Sleep(time.Second)
	r.heardIs("retaken while paused", held)
	r.out.Resume()
	took := r.end(nil)
	r.near("with a pause of a second", took, audio.Duration(end-from)+time.Second+r.Held)
}

func retakeEnded(t *testing.T, r *trial) {
	const end = from + 2*second
	r.play(NewTape(from, from+second*89/100, true))
	time.Sleep(810*time.Millisecond - r.Lag)
	if !r.out.Retake(func(at output.Frame) { r.tape.Change(at, end) }) {
		t.Fatal("Retake did nothing, shortly before the end")
	}
	took := r.end(nil)
	r.near("retaken to end later", took, audio.Duration(end-from))
	r.heardIs("at the end", end)
}

func pauseEnded(t *testing.T, r *trial) {
	const end = from + second*89/100
	r.play(NewTape(from, end, true))
	time.Sleep(810*time.Millisecond - r.Lag)
	r.tape.GoBack()
	r.out.Pause()
	time.Sleep(time.Second)
	r.out.Resume()
	took := r.end(errTape)
	r.near("with a pause of a second", took, audio.Duration(end-from)+time.Second)
	r.heardIs("at the end", end)
}

func breaksOff(t *testing.T, r *trial) {
	const end = from + second/2
	r.play(NewTape(from, end, true))
	took := r.end(errTape)
	r.near("what there was", took, audio.Duration(end-from))
	r.heardIs("at the end", end)
}

func nothing(t *testing.T, r *trial) {
	r.play(NewTape(from, from, false))
	took := r.end(nil)
	r.near("nothing", took, 0)
	r.heardIs("at the end", from)
}

func closing(t *testing.T, r *trial) {
	r.play(NewTape(from, from+20*second, false))
	time.Sleep(300 * time.Millisecond)
	r.out.Close()
	r.tape.Kill()
	at := r.out.Heard()
	took := r.end(output.ErrClosed)
	r.near("closing", took, 300*time.Millisecond)
	r.out.Resume()
	if r.out.Retake(func(output.Frame) { t.Error("change was called") }) {
		t.Error("Retake took sound back after Close")
	}
	if err := r.out.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
	r.heardIs("after Close", at)
	if err := r.out.Err(); !errors.Is(err, output.ErrClosed) {
		t.Errorf("Err() = %v after closing again", err)
	}
}

func beforePlay(t *testing.T, r *trial) {
	r.out.Pause()
	r.out.Resume()
	r.out.Pause()
	if r.out.Retake(func(output.Frame) { t.Error("change was called") }) {
		t.Error("Retake took sound back before Play")
	}
	if r.out.Heard() != 0 || r.out.Err() != nil {
		t.Errorf("Heard() = %d, Err() = %v before Play", r.out.Heard(), r.out.Err())
	}
	select {
	case <-r.out.Done():
		t.Error("done before Play")
	default:
	}
	r.out.Close()
	tape := NewTape(from, from+second, false)
	tape.Kill()
	if err := r.out.Play(tape, from); !errors.Is(err, output.ErrClosed) {
		t.Errorf("Play after Close: %v, want ErrClosed", err)
	}
	r.tape = tape
	r.end(output.ErrClosed)
}

func playOnce(t *testing.T, r *trial) {
	r.play(NewTape(from, from+second/4, false))
	if err := r.out.Play(NewTape(0, second, false), 0); !errors.Is(err, output.ErrPlaying) {
		t.Errorf("second Play: %v, want ErrPlaying", err)
	}
	r.end(nil)
}

func many(t *testing.T, r *trial) {
	r.play(NewTape(from, from+20*second, false))
	r.tape.GoBack()
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			for range 20 {
				time.Sleep(time.Duration(7+3*i) * time.Millisecond)
				switch i {
				case 0:
					r.out.Pause()
				case 1:
					r.out.Resume()
				case 2, 3:
					r.out.Retake(func(at output.Frame) { r.tape.Change(at, from+20*second) })
				default:
					last := r.out.Heard()
					if now := r.out.Heard(); now < last {
						t.Errorf("heard went back from %d to %d", last-from, now-from)
					}
					_ = r.out.Err()
				}
			}
		})
	}
	wg.Wait()
	r.out.Close()
	r.end(output.ErrClosed)
}
