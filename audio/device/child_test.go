//go:build system && linux

package device_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/unknot/unknot/audio/device"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/audio/output/outputtest"
)

// A process plays once, so each test plays in a process of its own: this very
// program, started again with the child's orders in its environment.
const (
	childBuffer = "DEVICE_CHILD_BUFFER" // Options.Buffer; set, it makes the process a child
	childFrames = "DEVICE_CHILD_FRAMES" // what it plays: a tape from 0 to there
	childWay    = "DEVICE_CHILD_WAY"    // oto, or otherwise what Open finds
)

func TestMain(m *testing.M) {
	if os.Getenv(childBuffer) != "" && os.Getenv(childFrames) != "" {
		os.Exit(childMain())
	}
	os.Exit(m.Run())
}

// event is what a child reports, one per line.
type event struct {
	What   string // playing, heard, retaken, done, failed
	At     time.Time
	Frame  output.Frame
	Took   time.Duration // Open, or Open and Play
	Err    string
	Kind   string // which of output's errors it is
	Reason string // of an output.DeviceError
}

func childMain() int {
	report := json.NewEncoder(os.Stdout)
	buffer, err := time.ParseDuration(os.Getenv(childBuffer))
	if err != nil {
		panic(err)
	}
	frames, err := strconv.ParseInt(os.Getenv(childFrames), 10, 64)
	if err != nil {
		panic(err)
	}
	began := time.Now()
	fail := func(err error) int {
		_ = report.Encode(event{What: "failed", At: time.Now(), Took: time.Since(began), Err: err.Error(), Kind: kind(err), Reason: reason(err)})
		return 0
	}
	out, err := open(device.Options{Buffer: buffer})
	if err != nil {
		return fail(err)
	}
	tape := outputtest.NewTape(0, output.Frame(frames), false)
	if err := out.Play(tape, 0); err != nil {
		return fail(err)
	}
	_ = report.Encode(event{What: "playing", At: time.Now(), Took: time.Since(began)})

	orders := make(chan string)
	go func() {
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			orders <- lines.Text()
		}
	}()
	tick := time.NewTicker(25 * time.Millisecond)
	for {
		select {
		case <-tick.C:
			_ = report.Encode(event{What: "heard", Frame: out.Heard(), At: time.Now()})
		case order := <-orders:
			switch word, arg, _ := strings.Cut(order, " "); word {
			case "pause":
				tape.GoBack()
				out.Pause()
			case "resume":
				out.Resume()
			case "retake":
				more, _ := strconv.ParseInt(arg, 10, 64)
				out.Retake(func(at output.Frame) {
					tape.Change(at, at+output.Frame(more))
					_ = report.Encode(event{What: "retaken", Frame: at, At: time.Now()})
				})
			}
		case <-out.Done():
			e := event{What: "done", Frame: out.Heard(), At: time.Now(), Kind: kind(out.Err()), Reason: reason(out.Err())}
			if out.Err() != nil {
				e.Err = out.Err().Error()
			}
			_ = report.Encode(e)
			for _, fault := range tape.Faults() {
				fmt.Fprintln(os.Stderr, fault)
			}
			return 0
		}
	}
}

// ways are the ways in which the tests play.
var ways = []string{"server", "oto"}

// open opens a device in the way the environment asks for.
func open(o device.Options) (output.Output, error) {
	if os.Getenv(childWay) == "oto" {
		return device.OpenOto(o)
	}
	return device.Open(o)
}

func kind(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, output.ErrNoDevice):
		return "ErrNoDevice"
	case errors.Is(err, output.ErrDeviceLost):
		return "ErrDeviceLost"
	}
	return "another"
}

func reason(err error) string {
	if device := (*output.DeviceError)(nil); errors.As(err, &device) {
		return device.Reason
	}
	return ""
}

// A child is a process that plays.
type child struct {
	t      *testing.T
	orders io.Writer
	freeze func(time.Duration) // stops the process for that long
	events chan event
	stderr *bytes.Buffer // complete once events is closed
}

// play starts a child.
func play(t *testing.T, env []string, buffer time.Duration, frames int64) *child {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(env, childBuffer+"="+buffer.String(), childFrames+"="+strconv.FormatInt(frames, 10))
	c := &child{t: t, events: make(chan event, 10000), stderr: &bytes.Buffer{}}
	cmd.Stderr = c.stderr
	orders, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.orders = orders
	reports, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	c.freeze = func(d time.Duration) {
		_ = cmd.Process.Signal(syscall.SIGSTOP)
		time.Sleep(d)
		_ = cmd.Process.Signal(syscall.SIGCONT)
	}
	go func() {
		defer close(c.events)
		for from := json.NewDecoder(reports); ; {
			var e event
			if from.Decode(&e) != nil {
				_ = cmd.Wait()
				return
			}
			c.events <- e
		}
	}()
	return c
}

// until waits for an event, and returns it and those before it.
func (c *child) until(what string) (last event, before []event) {
	c.t.Helper()
	timeout := time.After(time.Minute)
	for {
		select {
		case e, ok := <-c.events:
			if !ok {
				c.t.Fatalf("the child ended before it was %s: %s", what, c.stderr)
			}
			if e.What == what {
				return e, before
			}
			if e.What == "failed" {
				c.t.Fatalf("not %s: %s", what, e.Err)
			}
			before = append(before, e)
		case <-timeout:
			c.t.Fatalf("not %s after a minute", what)
		}
	}
}

func (c *child) order(order string) {
	c.t.Helper()
	if _, err := fmt.Fprintln(c.orders, order); err != nil {
		c.t.Fatal(err)
	}
}

// quiet fails if the child wrote to stderr, once it has ended.
func (c *child) quiet() {
	c.t.Helper()
	for range c.events {
	}
	if c.stderr.Len() > 0 {
		c.t.Errorf("on stderr: %s", c.stderr)
	}
}

// expect fails unless the captured frames are those of a tape's take, from
// frame first on, within a 16-bit step.
func expect(t *testing.T, got [][2]float32, take uint32, first output.Frame) {
	t.Helper()
	const step = 1.0 / (1 << 15)
	for i, g := range got {
		want := outputtest.Sample(take, first+output.Frame(i))
		if d := g[0] - want; d > step || d < -step || g[1]+want > step || g[1]+want < -step {
			t.Fatalf("frame %d is %v, want ±%v", first+output.Frame(i), g, want)
		}
	}
}
