package output_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/output/outputtest"
)

func TestSilentKeepsTheContract(t *testing.T) {
	outputtest.Run(t, outputtest.Under{
		New: func(*testing.T) output.Output { return output.NewSilent() },
		// One frame: lengths that are no whole nanoseconds.
		Lag:    21 * time.Microsecond,
		Around: synctest.Test,
	})
}

// A call made to an output, after a time.
type call struct {
	after time.Duration
	what  string
	end   int64 // of a retake
}

// Whatever is called when, a silent output has heard exactly the time it was
// not paused, and is done the moment its source is over.
func TestSilentKeepsTimeWhateverIsCalled(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		frames := rapid.Map(rapid.Int64Range(0, 30_000), func(ms int64) int64 { return ms * output.SampleRate / 1000 })
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

func keepTime(calls []call, end int64) error {
	out := output.NewSilent()
	defer out.Close()
	tape := outputtest.NewTape(0, end, false)
	if err := out.Play(tape, 0); err != nil {
		return err
	}
	heard, paused := int64(0), false // as it must be
	wait := func(d time.Duration) error {
		time.Sleep(d)
		synctest.Wait()
		if !paused {
			heard = min(heard+output.Frames(d), end)
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
			at := int64(-1)
			ok := out.Retake(func(frame int64) {
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
	if err := wait(output.Duration(end - heard)); err != nil {
		return err
	}
	for _, f := range tape.Faults() {
		return fmt.Errorf("%s", f)
	}
	return nil
}

func TestFramesAndDuration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 24*365*3600*output.SampleRate).Draw(t, "frames")
		d := output.Duration(n)
		if output.Frames(d) != n || output.Frames(d-1) != n-1 {
			t.Fatalf("%d frames take %v, which is %d frames", n, d, output.Frames(d))
		}
	})
}
