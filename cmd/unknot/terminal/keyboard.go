package terminal

import (
	"context"
	"io"
	"os"
	"sync"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
)

// Listener is what the user of a terminal acts on. Its functions are called one
// at a time.
type Listener struct {
	// Pressed gets the name of each key, as bubbletea names it.
	Pressed func(key string)
	// Suspend is called before the program is suspended, as by ctrl+z, and
	// Resumed after it goes on.
	Suspend, Resumed func()
}

// Keyboard reads the keys of a terminal one by one while text is written to it
// in lines. Ctrl+c is a key like others; ctrl+z suspends the program, on systems
// that can.
type Keyboard struct {
	in       *os.File
	listener Listener
	suspend  chan struct{} // holds a value when ctrl+z was pressed

	mu      sync.Mutex // held while the terminal's mode changes
	calls   sync.Mutex // held while the listener is called
	restore func()     // nil while the terminal is as it was
	stop    func()     // stops reading
	closed  bool
	release func()
}

// Listen reads keys until Close. Where in is no terminal, or the program runs in
// the background, there are none and the terminal is not touched. Without Close
// the terminal stays in the wrong mode.
func Listen(in *os.File, l Listener) *Keyboard {
	k := &Keyboard{in: in, listener: l, suspend: make(chan struct{}, 1)}
	k.begin()
	k.release = k.attend()
	return k
}

// Reading reports whether keys are read.
func (k *Keyboard) Reading() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.restore != nil
}

// Close leaves the terminal as it was. The listener is not called after it. A
// second Close does nothing.
func (k *Keyboard) Close() {
	k.release()
	k.mu.Lock()
	k.closed = true
	k.mu.Unlock()
	k.end()
}

// begin takes the terminal over and starts to read, where it can.
func (k *Keyboard) begin() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.closed || k.restore != nil || !Is(k.in) {
		return
	}
	restore, err := takeOver(k.in)
	if err != nil {
		return // the session plays without keys
	}
	k.restore, k.stop = restore, read(k.in, func(key string) {
		if key == "ctrl+z" {
			select {
			case k.suspend <- struct{}{}:
			default:
			}
			return
		}
		k.call(func() { k.listener.Pressed(key) })
	})
}

func (k *Keyboard) call(listener func()) {
	k.calls.Lock()
	defer k.calls.Unlock()
	listener()
}

// end gives the terminal back and stops reading.
func (k *Keyboard) end() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.restore == nil {
		return
	}
	k.restore()
	k.restore = nil
	k.stop()
}

// read reads keys from a terminal in the background, until stopped.
func read(in *os.File, pressed func(string)) (stop func()) {
	from, err := uv.NewCancelReader(in)
	if err != nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		decode(ctx, from, os.Getenv("TERM"), pressed)
	}()
	return func() {
		cancel()
		if from.Cancel() {
			<-ended
			_ = from.Close() // closes what the reader opened for itself, not the terminal
		}
	}
}

// escTimeout is how long the remainder of an escape sequence may take: a
// network can deliver one in pieces.
const escTimeout = 200 * time.Millisecond

// decode names the keys that a terminal sends, until it ends or fails.
func decode(ctx context.Context, from io.Reader, term string, pressed func(key string)) {
	events := make(chan uv.Event)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer func() {
			_ = recover() // the reader panics on some malformed input: no more keys then
		}()
		r := uv.NewTerminalReader(from, term)
		r.EscTimeout = escTimeout
		_ = r.StreamEvents(ctx, events) // it ends with the input, for whatever reason
	}()
	for {
		select {
		case e := <-events:
			if key, ok := e.(uv.KeyPressEvent); ok {
				if name := key.String(); name != "" && Clean(name) == name {
					pressed(name)
				}
			}
		case <-ended:
			return
		}
	}
}
