package terminal

import (
	"context"
	"io"
	"os"
	"sync"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
)

// Listener is told what a listener does at the terminal. Its functions are
// called one at a time.
type Listener struct {
	// Pressed is told the name of each key, as bubbletea names it.
	Pressed func(key string)
	// Suspend is called before the program is suspended, as by ctrl+z, and
	// Resumed after it goes on.
	Suspend, Resumed func()
}

// Keys reads the keys of a terminal one by one while text is written to it in
// lines. Ctrl+c is a key like others; ctrl+z suspends the program, where
// programs can be.
type Keys struct {
	in       *os.File
	listener Listener
	suspend  chan struct{} // holds a word when ctrl+z was pressed

	mu      sync.Mutex // held while anything of the terminal changes
	tell    sync.Mutex // held while the listener is told
	restore func()     // nil while the terminal is as it was
	reading *reading   // nil while no keys are read
	closed  bool
	release func()
}

// Listen reads keys until Close. Where in is no terminal, or the program runs in
// the background, there are none, and nothing is touched. It must be closed,
// or the terminal stays as it is.
func Listen(in *os.File, l Listener) *Keys {
	k := &Keys{in: in, listener: l, suspend: make(chan struct{}, 1)}
	k.begin()
	k.release = k.attend()
	return k
}

// Reading reports whether keys are read.
func (k *Keys) Reading() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.restore != nil
}

// Close gives the terminal back as it was. No key is told from then on. Again
// is nothing.
func (k *Keys) Close() {
	k.release()
	k.mu.Lock()
	k.closed = true
	k.mu.Unlock()
	k.end()
}

// begin takes the terminal and begins to read, where it can.
func (k *Keys) begin() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.closed || k.restore != nil || !Is(k.in) {
		return
	}
	restore, err := takeOver(k.in)
	if err != nil {
		return // played on without keys
	}
	k.restore, k.reading = restore, read(k.in, func(key string) {
		if key == "ctrl+z" {
			select {
			case k.suspend <- struct{}{}:
			default:
			}
			return
		}
		k.told(func() { k.listener.Pressed(key) })
	})
}

func (k *Keys) told(what func()) {
	k.tell.Lock()
	defer k.tell.Unlock()
	what()
}

// end gives the terminal back and stops reading.
func (k *Keys) end() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.restore == nil {
		return
	}
	k.restore()
	k.restore = nil
	k.reading.stop()
}

// reading is keys being read.
type reading struct {
	stop func()
}

// read reads keys from a terminal beside the caller, until stopped.
func read(in *os.File, pressed func(string)) *reading {
	from, err := uv.NewCancelReader(in)
	if err != nil {
		return &reading{stop: func() {}}
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		decode(ctx, from, os.Getenv("TERM"), pressed)
	}()
	return &reading{stop: func() {
		cancel()
		if from.Cancel() {
			<-ended
			_ = from.Close() // it closes what it made for itself, not the terminal
		}
	}}
}

// wholeWithin is how long the rest of a key's escape sequence may take: on its
// way through a network one may come in two.
const wholeWithin = 200 * time.Millisecond

// decode names the keys that a terminal sends, until it ends or fails.
func decode(ctx context.Context, from io.Reader, term string, pressed func(key string)) {
	events := make(chan uv.Event)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer func() {
			_ = recover() // a fault of the reader's, met on strange bytes: no more keys
		}()
		r := uv.NewTerminalReader(from, term)
		r.EscTimeout = wholeWithin
		// It ends with the input; why is no matter.
		_ = r.StreamEvents(ctx, events)
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
