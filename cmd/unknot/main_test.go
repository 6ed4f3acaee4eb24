package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/store"
)

// The scripts in testdata/script run the program as a command, on a machine
// without clock and device: a session is over as soon as it is rendered.
func TestMain(m *testing.M) {
	testscript.Main(elsewhere{m}, map[string]func(){
		"unknot":      func() { os.Exit(int(run(hurriedMachine(), os.Args[1:]))) },
		"unknot-real": func() { os.Exit(int(run(realMachine(), os.Args[1:]))) },
		"unknot-faulty": func() {
			h := realMachine()
			h.stdout = faulty{}
			os.Exit(int(run(h, os.Args[1:])))
		},
	})
}

// elsewhere runs tests that keep nothing in the folders of who runs them.
type elsewhere struct{ *testing.M }

func (e elsewhere) Run() int {
	dir, err := os.MkdirTemp("", "unknot-kept")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	for _, name := range []string{"XDG_STATE_HOME", "XDG_CONFIG_HOME"} {
		if err := os.Setenv(name, dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	// A program that is built for a test has been started before.
	kept := filepath.Join(dir, "unknot")
	if err := errors.Join(os.Mkdir(kept, 0o700), os.WriteFile(filepath.Join(kept, "state.json"), []byte(`{"version": 1, "cautions_seen": true}`), 0o600)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return e.M.Run()
}

// realMachine is this machine, for tests with real components. Who runs it has seen
// the cautions, unless TEST_FIRST_START is set.
func realMachine() *host {
	h := thisMachine()
	if state, err := store.ReadState(h.store); err == nil && !state.CautionsSeen && os.Getenv("TEST_FIRST_START") == "" {
		if err := store.ChangeState(h.store, func(s *store.State) { s.CautionsSeen = true }); err != nil {
			panic(err)
		}
	}
	return h
}

// faulty is a writer with a fault.
type faulty struct{}

func (faulty) Write([]byte) (int, error) { panic("a fault, for a test") }

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(e.WorkDir, "config"))
			e.Setenv("XDG_STATE_HOME", filepath.Join(e.WorkDir, "state"))
			e.Setenv("XDG_DATA_HOME", filepath.Join(e.WorkDir, "data"))
			return fixtures(e.WorkDir)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status,
			"json":   jsonShape,
			"empty":  empty,
			"wav":    wavFrames,
		},
	})
}

// hurriedMachine is this machine with a silent output that needs no time, and no
// device unless TEST_DEVICE says fake, lost (after ten seconds of sound) or
// broken. TEST_STOP is the seconds after which the session is stopped from
// outside, TEST_NOW the time that it is.
func hurriedMachine() *host {
	h := thisMachine()
	if now, err := time.Parse(time.RFC3339, os.Getenv("TEST_NOW")); err == nil {
		h.now = func() time.Time { return now.Local() }
	}
	ctx, cancel := context.WithCancel(context.Background())
	h.stopped = func() (context.Context, func()) { return context.WithCancel(ctx) }
	stopAt := output.Frame(-1)
	if s, err := strconv.Atoi(os.Getenv("TEST_STOP")); err == nil {
		stopAt = output.Frame(s) * audio.SampleRate
	}
	h.devices.Silent = func() output.Output { return newHurried(stopAt, cancel) }
	h.devices.Sound = func(time.Duration, func()) (output.Output, error) {
		switch os.Getenv("TEST_DEVICE") {
		case "fake":
			return newHurried(stopAt, cancel), nil
		case "lost":
			h := newHurried(stopAt, cancel)
			h.lostAt = 10 * audio.SampleRate
			return h, nil
		case "broken":
			return nil, errors.New("the device is on fire")
		}
		return nil, &output.DeviceError{Kind: output.ErrNoDevice, Reason: "nothing to hear with"}
	}
	return h
}

// hurried is an output that hears as fast as it can be rendered.
type hurried struct {
	stopAt output.Frame // the frame at which it waits to be stopped, or -1
	stop   func()
	lostAt output.Frame // the frame at which the device goes away, or 0

	render sync.Mutex
	mu     sync.Mutex
	heard  output.Frame
	err    error
	done   chan struct{}
	goOn   chan struct{}
}

func newHurried(stopAt output.Frame, stop func()) *hurried {
	return &hurried{stopAt: stopAt, stop: stop, done: make(chan struct{}), goOn: make(chan struct{}, 1)}
}

func (h *hurried) Play(src output.Source, from output.Frame) error {
	h.set(from)
	go func() {
		buf := make([][2]float32, audio.SampleRate)
		for at := from; ; {
			h.render.Lock()
			n, err := src.Render(buf, at)
			h.render.Unlock()
			at += output.Frame(n)
			h.set(at)
			time.Sleep(time.Millisecond) // so that who follows it can
			switch {
			case err != nil || n < len(buf):
				h.finish(err)
				return
			case h.lostAt > 0 && at >= h.lostAt:
				h.finish(output.ErrDeviceLost)
				return
			case h.stopAt >= 0 && at >= h.stopAt:
				h.stop()
				select {
				case <-h.goOn:
				case <-h.done:
					return
				}
			}
		}
	}()
	return nil
}

func (h *hurried) set(at output.Frame) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.heard = at
}

func (h *hurried) finish(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case <-h.done:
	default:
		h.err = err
		close(h.done)
	}
}

func (h *hurried) Heard() output.Frame {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.heard
}

func (h *hurried) Retake(change func(at output.Frame)) bool {
	h.render.Lock()
	defer h.render.Unlock()
	change(h.Heard())
	select {
	case h.goOn <- struct{}{}:
	default:
	}
	return true
}

func (h *hurried) Err() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.err
}

func (h *hurried) Pause()                {}
func (h *hurried) Resume()               {}
func (h *hurried) Done() <-chan struct{} { return h.done }
func (h *hurried) Close() error          { h.finish(output.ErrClosed); return nil }

// status N COMMAND... runs a command that must exit with N.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := (interface{ ExitCode() int })(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

// empty DIR fails if there is anything in a folder.
func empty(ts *testscript.TestScript, neg bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	if (len(entries) > 0) != neg {
		ts.Fatalf("%s holds %v", args[0], entries)
	}
}

// wav FILE FRAMES fails if the file is not a 48 kHz stereo 16-bit WAV file of so many frames.
func wavFrames(ts *testscript.TestScript, _ bool, args []string) {
	data := ts.ReadFile(args[0])
	frames, err := strconv.Atoi(args[1])
	ts.Check(err)
	at := strings.Index(data, "data")
	if at < 0 || !strings.HasPrefix(data, "RIFF") {
		ts.Fatalf("%s is no WAV file", args[0])
	}
	size := 0
	for i, b := range []byte(data[at+4 : at+8]) {
		size |= int(b) << (8 * i)
	}
	if size != 4*frames || len(data) < at+8+size {
		ts.Fatalf("%s holds %d bytes of sound, not %d frames", args[0], size, frames)
	}
}

// json plan|regions FILE checks that JSON has exactly the keys and types that
// others build on.
func jsonShape(ts *testscript.TestScript, _ bool, args []string) {
	var value any
	if err := json.Unmarshal([]byte(ts.ReadFile(args[1])), &value); err != nil {
		ts.Fatalf("%s is no JSON: %v", args[1], err)
	}
	shapes := map[string]any{
		"regions": []any{map[string]any{"region": "s", "title": "s", "least": 1.0, "ideal": 1.0, "most": maybe{1.0}, "source": "s", "covers": "s"}},
		"plan": map[string]any{
			"version": 1.0, "sample_rate": 1.0, "frames": 1.0, "regions": []any{"s"},
			"cues": []any{map[string]any{
				"at": 1.0, "frames": 1.0, "kind": "s", "part": "s", "step": "s", "region": "s",
				"point": "s", "side": "s", "round": 1.0, "text": "s",
			}},
			"chapters": []any{map[string]any{"at": 1.0, "title": "s"}},
		},
	}
	if err := hasShape(value, shapes[args[0]]); err != nil {
		ts.Fatalf("%s: %v", args[1], err)
	}
	if args[0] == "plan" {
		ts.Check(checkPlan([]byte(ts.ReadFile(args[1]))))
	}
}

type maybe struct{ of any }

func hasShape(value, shape any) error {
	if m, ok := shape.(maybe); ok {
		if value == nil {
			return nil
		}
		shape = m.of
	}
	switch shape := shape.(type) {
	case []any:
		list, ok := value.([]any)
		if !ok || len(list) == 0 {
			return fmt.Errorf("%v is no list of something", value)
		}
		for i, v := range list {
			if err := hasShape(v, shape[0]); err != nil {
				return fmt.Errorf("entry %d: %w", i, err)
			}
		}
	case map[string]any:
		m, ok := value.(map[string]any)
		if keys := slices.Sorted(maps.Keys(m)); !ok || !slices.Equal(keys, slices.Sorted(maps.Keys(shape))) {
			return fmt.Errorf("it has the keys %q", keys)
		}
		for k, v := range m {
			if err := hasShape(v, shape[k]); err != nil {
				return fmt.Errorf("%s: %w", k, err)
			}
		}
	default:
		if fmt.Sprintf("%T", value) != fmt.Sprintf("%T", shape) {
			return fmt.Errorf("%v is %T, not %T", value, value, shape)
		}
	}
	return nil
}

// checkPlan checks what the keys of a plan may hold.
func checkPlan(data []byte) error {
	var plan struct {
		Version int
		Rate    int `json:"sample_rate"`
		Frames  int64
		Cues    []struct {
			At, Frames             int64
			Kind, Part, Step, Side string
			Round                  int
		}
	}
	if err := json.Unmarshal(data, &plan); err != nil {
		return err
	}
	if plan.Version != 1 || plan.Rate != audio.SampleRate {
		return fmt.Errorf("version %d, sample rate %d", plan.Version, plan.Rate)
	}
	last := int64(0)
	for i, c := range plan.Cues {
		for _, word := range [][2]string{
			{c.Kind, "say search rest inhale exhale chime earcon"},
			{c.Part, "opening caution points stretch closing"},
			{c.Step, " hold move satellite stretch breathe"},
			{c.Side, " left right centre"},
		} {
			if !slices.Contains(strings.Split(word[1], " "), word[0]) {
				return fmt.Errorf("cue %d holds %q, which is none of %q", i, word[0], word[1])
			}
		}
		if c.At < last || c.Frames < 0 || c.At+c.Frames > plan.Frames || c.Round < 1 {
			return fmt.Errorf("cue %d is %+v, after %d, in %d frames", i, c, last, plan.Frames)
		}
		last = c.At
	}
	return nil
}
