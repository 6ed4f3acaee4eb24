package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/unknot/unknot/audio/device"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/cmd/unknot/files"
	"github.com/unknot/unknot/cmd/unknot/terminal"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/player/store"
	"github.com/unknot/unknot/scripts/catalogue"
)

// host is what a run of the program touches of the machine it runs on. Tests
// give it another one.
type host struct {
	stdin  *os.File
	stdout io.Writer // results
	stderr io.Writer // everything else
	screen *os.File  // where a session can be drawn in place; nil where it cannot

	// stopped gives a context that is done when the program is asked to stop
	// from outside.
	stopped func() (ctx context.Context, release func())

	// listen reports the listener's keys while a session is shown in lines.
	listen func(terminal.Listener) keyboard

	devices   player.Devices
	mediaKeys bool // the desktop's media keys are listened to
	store     store.Store
	regions   *catalogue.Source // the user's own; nil where there are none
	now       func() time.Time

	made *player.Library // by library
}

// keyboard is a terminal whose keys are being reported.
type keyboard interface {
	Reading() bool // whether there are any
	Close()        // ends it; the terminal is as it was
}

// thisMachine is the machine as it is.
func thisMachine() *host {
	h := &host{
		stdin:  os.Stdin,
		stdout: terminal.Writer(os.Stdout),
		stderr: terminal.Writer(os.Stderr),
		stopped: func() (context.Context, func()) {
			return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
		},
		devices: player.Devices{
			Sound: func(buffer time.Duration, moved func()) (output.Output, error) {
				return device.Open(device.Options{Buffer: buffer, OnMoved: func(string) { moved() }})
			},
			Silent: func() output.Output { return output.NewSilent() },
		},
		mediaKeys: true,
		store:     files.User(),
		regions:   ownRegions(),
		now:       time.Now,
	}
	h.listen = func(l terminal.Listener) keyboard { return terminal.Listen(h.stdin, l) }
	if terminal.InPlace(os.Stdout, os.Getenv) && terminal.Is(os.Stdin) && terminal.InForeground(os.Stdin) {
		h.screen = os.Stdout
	}
	return h
}

// ownRegions is the user's folder of scripts; nil where there is none.
func ownRegions() *catalogue.Source {
	dir := files.Regions()
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil
	}
	return &catalogue.Source{Name: dir, Folder: dir, Files: root.FS()}
}

// say prints a line of the result.
func (h *host) say(format string, args ...any) error {
	if _, err := fmt.Fprintf(h.stdout, format+"\n", args...); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// note prints a line beside the result. Where stderr cannot be written, nobody
// would read it.
func (h *host) note(format string, args ...any) {
	_, _ = fmt.Fprintf(h.stderr, format+"\n", args...)
}

// warn reports what went wrong beside the work, which goes on.
func (h *host) warn(err error) { h.note("unknot: %v", err) }

// printJSON prints a value as JSON, characters as they are.
func (h *host) printJSON(value any) error {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(value); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	return h.say("%s", strings.TrimSuffix(b.String(), "\n"))
}
