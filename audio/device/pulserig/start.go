//go:build linux

package pulserig

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"
)

// A Beginning is how long a program took, from its start until:
type Beginning struct {
	Connected time.Duration // it connected to the sound server
	Stream    time.Duration // it asked for a stream
	Sound     time.Duration // its first sample that is not silence was at the sound server
	// The server played that sample: when the null sink rendered the block it is
	// in, which may be up to Block earlier or later than a sound card would.
	Played time.Duration
}

// MeasureStart runs a program that plays, in the rig's environment with cmd.Env
// added to it, and returns how long its first sound took. It listens between the
// program and the server, and kills the program afterwards.
//
// The clock starts right before the program, so that everything it does counts:
// loading, reading its files, connecting. Programs that use libpulse are kept from
// passing sound in shared memory, where it could not be seen.
func (r *Rig) MeasureStart(cmd *exec.Cmd, c *Capture, within time.Duration) (Beginning, error) {
	dir, err := os.MkdirTemp(r.Dir, "tap")
	if err != nil {
		return Beginning{}, err
	}
	defer os.RemoveAll(dir)
	conf := filepath.Join(dir, "client.conf")
	if err := os.WriteFile(conf, []byte("enable-shm = no\nautospawn = no\n"), 0o600); err != nil {
		return Beginning{}, err
	}
	tap, err := newTap(filepath.Join(dir, "s"), r.Socket)
	if err != nil {
		return Beginning{}, err
	}
	defer tap.close()
	cmd.Env = append(append(r.env(tap.path), "PULSE_CLIENTCONFIG="+conf), cmd.Env...)

	had := c.Frames()
	began := time.Now()
	p, err := start(cmd)
	if err != nil {
		return Beginning{}, fmt.Errorf("starting %s: %w", cmd.Path, err)
	}
	defer p.kill()
	select {
	case <-tap.heard:
	case <-p.gone:
		return Beginning{}, fmt.Errorf("%s ended and played nothing", cmd.Path)
	case <-time.After(within):
		return Beginning{}, fmt.Errorf("%s played nothing within %v", cmd.Path, within)
	}
	b := Beginning{
		Connected: tap.connected.Sub(began),
		Stream:    tap.stream.Sub(began),
		Sound:     tap.sound.Sub(began),
	}
	for time.Since(began) < within {
		time.Sleep(20 * time.Millisecond)
		frames, zero := c.Sound()
		if i := First(frames, had); i >= 0 {
			b.Played = At(zero, i).Sub(began)
			return b, nil
		}
	}
	return b, errors.New("the sound at the server was not played")
}

// A tap passes on everything between a program and a server, and notes when the
// program first sends sound.
type tap struct {
	path     string
	listener net.Listener
	server   string
	heard    chan struct{}

	mu                       sync.Mutex
	connected, stream, sound time.Time
	conns                    []net.Conn
}

func newTap(path, server string) (*tap, error) {
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("listening between program and sound server: %w", err)
	}
	t := &tap{path: path, listener: l, server: server, heard: make(chan struct{})}
	go func() {
		for {
			program, err := l.Accept()
			if err != nil {
				return
			}
			now := time.Now()
			server, err := net.Dial("unix", t.server)
			if err != nil {
				program.Close()
				continue
			}
			t.mu.Lock()
			t.conns = append(t.conns, program, server)
			note(&t.connected, now)
			t.mu.Unlock()
			go func() {
				defer program.Close()
				_, _ = io.Copy(program, server)
			}()
			go func() {
				defer server.Close()
				_, _ = io.Copy(server, io.TeeReader(program, &listener{tap: t}))
			}()
		}
	}()
	return t, nil
}

func note(t *time.Time, now time.Time) {
	if t.IsZero() {
		*t = now
	}
}

func (t *tap) close() {
	t.listener.Close()
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range t.conns {
		c.Close()
	}
}

// A listener parses the packets a program sends: a descriptor of five 32-bit words
// (length, channel, offset in two, flags), then the payload. Channel -1 carries
// commands, any other channel sound.
type listener struct {
	tap       *tap
	head      []byte // of the present packet
	remaining int    // of its payload
	seen      int
}

const (
	descriptor           = 20
	control              = 0xffffffff
	createPlaybackStream = 3
)

func (l *listener) Write(b []byte) (int, error) {
	now, all := time.Now(), len(b)
	for len(b) > 0 {
		if len(l.head) < descriptor {
			n := min(descriptor-len(l.head), len(b))
			l.head = append(l.head, b[:n]...)
			b = b[n:]
			if len(l.head) == descriptor {
				l.remaining, l.seen = int(binary.BigEndian.Uint32(l.head)), 0
			}
		} else {
			n := min(l.remaining, len(b))
			l.payload(b[:n], now)
			l.remaining, l.seen, b = l.remaining-n, l.seen+n, b[n:]
		}
		if len(l.head) == descriptor && l.remaining == 0 {
			l.head = l.head[:0]
		}
	}
	return all, nil
}

func (l *listener) payload(b []byte, now time.Time) {
	t := l.tap
	t.mu.Lock()
	defer t.mu.Unlock()
	if binary.BigEndian.Uint32(l.head[4:]) == control {
		// A command is 'L', its number in 32 bits, and its parameters.
		if l.seen == 0 && len(b) >= 5 && binary.BigEndian.Uint32(b[1:]) == createPlaybackStream {
			note(&t.stream, now)
		}
		return
	}
	for _, v := range b {
		if v != 0 && t.sound.IsZero() {
			t.sound = now
			close(t.heard)
			return
		}
	}
}
