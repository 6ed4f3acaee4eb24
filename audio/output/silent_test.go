package output_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/output/outputtest"
)

func TestSilentKeepsTheContract(t *testing.T) {
	outputtest.Run(t, outputtest.Subject{
		New: func(*testing.T) output.Output { return output.NewSilent() },
		// One frame, as most lengths in frames are not whole nanoseconds.
		Lag:    21 * time.Microsecond,
		Around: synctest.Test,
	})
}

// A call is a call of an output's method, some time after the one before.
type call struct {
	after time.Duration
	what  string
	end   output.Frame // of a retake
}

// Whatever is called when, what was heard is exactly the time it was not paused,
// and it is done the moment its source is over.
func TestSilentKeepsTimeWhateverIsCalled(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		frames := rapid.Map(rapid.IntRange(0, 30_000), func(ms int) output.Frame { return output.Frame(ms) * audio.SampleRate / 1000 })
		calls := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) call {
			return call{
				after: time.Duration(rapid.IntRange(0, 1500).Draw(rt, "after, ms")) * time.Millisecond,
				what:  rapid.SampledFrom([]string{"pause", "resume", "retake"}).Draw(rt, "what"),
				end:   frames.Draw(rt, "end"),
			}
		}), 0, 30).Draw(rt, "calls")
		end := frames.Draw(rt, "first end")

		var err error
		synctest.Test(t, func(*testing.T) { err = keepTime(calls, end) })
		if err != nil {
			rt.Fatal(err)
		}
	})
}

func keepTime(calls []call, end output.Frame) error {
	out := output.NewSilent()
	defer out.Close()
	tape := outputtest.NewTape(0, end, false)
	if err := out.Play(tape, 0); err != nil {
		return err
	}
	heard, paused := output.Frame(0), false // what they must be
	wait := func(d time.Duration) error {
		time.Sleep(d)
		synctest.Wait()
		if !paused {
			heard = min(heard+audio.Frames[output.Frame](d), end)
		}
		if got := out.Heard(); got != heard {
			return fmt.Errorf("heard %d, want %d", got, heard)
		}
		select {
		case <-out.Done():
			if heard != end || paused {
				return fmt.Errorf("done at %d of %d, paused %v", heard, end, paused)
			}
		default:
			if heard == end && !paused {
				return fmt.Errorf("not done at the end, %d", end)
			}
		}
		return nil
	}
	for _, c := range calls {
		if err := wait(c.after); err != nil {
			return err
		}
		over := heard == end && !paused
		switch c.what {
		case "pause":
			out.Pause()
			paused = !over
		case "resume":
			out.Resume()
			paused = false
		case "retake":
			at := output.Frame(-1)
			ok := out.Retake(func(frame output.Frame) {
				at = frame
				end = max(at, c.end)
				tape.Change(at, end)
			})
			if ok == over || ok && at != heard {
				return fmt.Errorf("Retake said %v, at %d; heard %d, over %v", ok, at, heard, over)
			}
		}
	}
	out.Resume()
	paused = false
	if err := wait(audio.Duration(end - heard)); err != nil {
		return err
	}
	for _, f := range tape.Faults() {
		return fmt.Errorf("%s", f)
	}
	return nil
}
