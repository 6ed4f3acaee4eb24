//go:build system && linux

package pulse_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/device/pulse"
	"github.com/unknot/unknot/audio/device/pulserig"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/output/outputtest"
)

const second = audio.SampleRate

func open(t *testing.T, rig *pulserig.Rig, o pulse.Options) *pulse.Output {
	t.Helper()
	o.Server = "unix:" + rig.Socket
	out, err := pulse.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { out.Close() })
	return out
}

func play(t *testing.T, out output.Output, tape *outputtest.Tape) {
	t.Helper()
	if err := out.Play(tape, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, fault := range tape.Faults() {
			t.Error(fault)
		}
	})
}

// done waits until the output is done, and returns how long that took.
func done(t *testing.T, out output.Output) time.Duration {
	t.Helper()
	began := time.Now()
	select {
	case <-out.Done():
	case <-time.After(time.Minute):
		t.Fatalf("not done after a minute, at frame %d", out.Heard())
	}
	return time.Since(began)
}

// same fails unless frames are those of a take, from frame first on.
func same(t *testing.T, frames [][2]float32, take uint32, first output.Frame) {
	t.Helper()
	for i, g := range frames {
		if want := outputtest.Sample(take, first+output.Frame(i)); g != [2]float32{want, -want} {
			t.Fatalf("frame %d (%d of these) is %v, want ±%v", first+output.Frame(i), i, g, want)
		}
	}
}

func TestPulseKeepsTheContract(t *testing.T) {
	for _, buffer := range []time.Duration{200 * time.Millisecond, pulse.DefaultBuffer} {
		t.Run(buffer.String(), func(t *testing.T) {
			t.Parallel()
			rig := pulserig.Start(t)
			outputtest.Run(t, outputtest.Subject{
				New: func(t *testing.T) output.Output { return open(t, rig, pulse.Options{Buffer: buffer}) },
				// However long the buffer is: what the null sink holds, and some
				// margin for a busy machine.
				Lag:  pulserig.Block + 100*time.Millisecond,
				Held: pulserig.Block + 50*time.Millisecond,
			})
		})
	}
}

// Twenty seconds come out as they went in, every sample and no others, however
// busy the processors are.
func TestSoundIsExact(t *testing.T) {
	rig := pulserig.Start(t)
	capture := rig.Capture(t, 500*time.Millisecond)
	stop := make(chan struct{})
	var load sync.WaitGroup
	defer load.Wait()
	defer close(stop)
	for range 4 {
		load.Go(func() {
			for x := uint64(1); ; x *= 3 {
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	const frames = 20 * second
	out := open(t, rig, pulse.Options{})
	play(t, out, outputtest.NewTape(0, frames, false))
	done(t, out)
	if out.Err() != nil || out.Heard() != frames {
		t.Errorf("done at frame %d: %v", out.Heard(), out.Err())
	}
	time.Sleep(700 * time.Millisecond)
	got, _ := capture.Stop()
	first, last := pulserig.First(got, 0), pulserig.Last(got)
	if first < 0 || last-first != frames {
		t.Fatalf("captured %d frames, want %d; the first gap is at frame %d", last-first, frames, gap(got[first:]))
	}
	same(t, got[first:last], 0, 0)
}

// gap returns the first frame that is silent: no sample of a tape is.
func gap(frames [][2]float32) int { return slices.Index(frames, [2]float32{}) }

// Heard is what the sink plays at that moment, after a change as well.
func TestHeardIsTrue(t *testing.T) {
	rig := pulserig.Start(t)
	capture := rig.Capture(t, pulserig.Block)
	out := open(t, rig, pulse.Options{})
	tape := outputtest.NewTape(0, 5*second, false)
	play(t, out, tape)
	type position struct {
		at    time.Time
		frame output.Frame
	}
	var all []position
	listen := func(d time.Duration) {
		for began := time.Now(); time.Since(began) < d; time.Sleep(9 * time.Millisecond) {
			all = append(all, position{time.Now(), out.Heard()})
		}
	}
	listen(1500 * time.Millisecond)
	tape.GoBack()
	out.Retake(func(at output.Frame) { tape.Change(at, 5*second) })
	listen(2500 * time.Millisecond)
	done(t, out)
	got, zero := capture.Stop()
	first := pulserig.First(got, 0)
	if n := pulserig.Last(got) - first; n != 5*second {
		t.Fatalf("captured %d frames, want %d", n, 5*second)
	}
	var offs []time.Duration
	for _, p := range all {
		if p.frame == 0 {
			continue
		}
		off := p.at.Sub(pulserig.At(zero, first+int(p.frame)))
		offs = append(offs, off)
	}
	slices.Sort(offs)
	least, most := offs[0], offs[len(offs)-1]
	t.Logf("%d positions, reported from %v to %v after they were heard, half of them by %v", len(offs), least, most, offs[len(offs)/2])
	if least < -20*time.Millisecond || most > 20*time.Millisecond {
		t.Errorf("positions are reported from %v to %v after they were heard", least, most)
	}
}

// With two seconds in the server's buffer, a change is heard within a tenth of a
// second, from exactly the frame that change was called with.
func TestRetakeIsHeardSoon(t *testing.T) {
	rig := pulserig.Start(t)
	capture := rig.Capture(t, pulserig.Block)
	out := open(t, rig, pulse.Options{})
	tape := outputtest.NewTape(0, 60*second, false)
	play(t, out, tape)
	time.Sleep(2 * time.Second)
	type change struct {
		called time.Time
		at     output.Frame
		took   time.Duration
	}
	var changes []change
	for i := range 20 {
		time.Sleep(time.Duration(150+7*i) * time.Millisecond)
		c := change{called: time.Now()}
		out.Retake(func(at output.Frame) {
			c.at = at
			tape.Change(at, at+second)
		})
		c.took = time.Since(c.called)
		changes = append(changes, c)
	}
	done(t, out)
	end := changes[len(changes)-1].at + second
	if out.Err() != nil || out.Heard() != end {
		t.Errorf("done at frame %d: %v, want %d", out.Heard(), out.Err(), end)
	}
	time.Sleep(100 * time.Millisecond)
	got, zero := capture.Stop()
	first := pulserig.First(got, 0)
	got = got[first:pulserig.Last(got)]

	// No sample of a tape is silent: silence is a gap, which the sink played
	// because it asked for more in the moment of a change.
	var sound [][2]float32
	var place []int
	gaps := 0
	for i, frame := range got {
		if frame != [2]float32{} {
			sound, place = append(sound, frame), append(place, i)
		} else if got[i-1] != frame {
			gaps++
			t.Logf("a gap at frame %d", i)
		}
	}
	if output.Frame(len(sound)) != end {
		t.Fatalf("captured %d frames, want %d", len(sound), end)
	}
	same(t, sound[:changes[0].at], 0, 0)
	for i, c := range changes {
		to := end
		if i+1 < len(changes) {
			to = changes[i+1].at
		}
		same(t, sound[c.at:to], uint32(i+1), c.at)
		heard := pulserig.At(zero, first+place[c.at]).Sub(c.called)
		t.Logf("heard %v after the call, which took %v", heard.Round(time.Millisecond), c.took.Round(100*time.Microsecond))
		if heard > 100*time.Millisecond {
			t.Errorf("change %d was heard %v after the call", i, heard)
		}
	}
	if gaps > 1 {
		t.Errorf("%d of %d changes came with a gap", gaps, len(changes))
	}
}

// A pause is silence within a tenth of a second, and afterwards the sound continues
// with the next frame.
func TestPauseIsHeardSoon(t *testing.T) {
	rig := pulserig.Start(t)
	capture := rig.Capture(t, pulserig.Block)
	out := open(t, rig, pulse.Options{})
	const frames = 6 * second
	play(t, out, outputtest.NewTape(0, frames, false))
	time.Sleep(time.Second)
	var pauses, resumes []time.Time
	for i := range 5 {
		pauses = append(pauses, time.Now())
		out.Pause()
		time.Sleep(time.Duration(300+11*i) * time.Millisecond)
		resumes = append(resumes, time.Now())
		out.Resume()
		time.Sleep(time.Duration(400+13*i) * time.Millisecond)
	}
	done(t, out)
	time.Sleep(100 * time.Millisecond)
	got, zero := capture.Stop()

	at := pulserig.First(got, 0)
	end := pulserig.Last(got)
	for i, next := 0, output.Frame(0); ; i++ {
		from := at
		for at < end && got[at] != [2]float32{} {
			at++
		}
		same(t, got[from:at], 0, next)
		next += output.Frame(at - from)
		if at == end {
			if i != len(pauses) || next != frames {
				t.Errorf("after %d of %d pauses it ends at frame %d of %d", i, len(pauses), next, frames)
			}
			return
		}
		if i == len(pauses) {
			t.Fatal("there is a gap after the last pause")
		}
		quiet := pulserig.At(zero, at).Sub(pauses[i])
		at = pulserig.First(got, at)
		loud := pulserig.At(zero, at).Sub(resumes[i])
		t.Logf("silent %v after the pause, heard %v after resuming", quiet.Round(time.Millisecond), loud.Round(time.Millisecond))
		if quiet > 100*time.Millisecond || loud > 100*time.Millisecond {
			t.Errorf("silent %v after the pause, heard %v after resuming", quiet, loud)
		}
	}
}

// slow stalls for a while, once.
type slow struct {
	output.Source
	from output.Frame
	nap  time.Duration
}

func (s *slow) Render(dst [][2]float32, at output.Frame) (int, error) {
	if at >= s.from && s.nap > 0 {
		time.Sleep(s.nap)
		s.nap = 0
	}
	return s.Source.Render(dst, at)
}

// A source that stalls for longer than the buffer leaves a gap, but loses nothing.
func TestUnderrunLosesNothing(t *testing.T) {
	rig := pulserig.Start(t)
	capture := rig.Capture(t, 100*time.Millisecond)
	out := open(t, rig, pulse.Options{Buffer: 300 * time.Millisecond})
	const frames = 3 * second
	if err := out.Play(&slow{outputtest.NewTape(0, frames, false), second, time.Second}, 0); err != nil {
		t.Fatal(err)
	}
	time.Sleep(1500 * time.Millisecond)
	if heard := out.Heard(); heard > second+300*second/1000 {
		t.Errorf("frame %d is heard, but was not rendered", heard)
	}
	done(t, out)
	if out.Err() != nil || out.Heard() != frames {
		t.Errorf("done at frame %d: %v", out.Heard(), out.Err())
	}
	time.Sleep(300 * time.Millisecond)
	got, _ := capture.Stop()
	sound := make([][2]float32, 0, frames)
	for _, frame := range got {
		if frame != [2]float32{} {
			sound = append(sound, frame)
		}
	}
	if len(sound) != frames {
		t.Fatalf("captured %d frames, want %d", len(sound), frames)
	}
	same(t, sound, 0, 0)
}
