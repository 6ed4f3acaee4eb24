package pulse

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// sendWithin bounds how long the server may take nothing of what it is sent.
const sendWithin = 3 * time.Second

// A link is the connection to the server as the client of the protocol sees it.
// That client drops errors of writing, waits for a server that reads nothing
// for ever, and tells only of some errors of reading: the link tells of all.
type link struct {
	conn net.Conn

	mu   sync.Mutex
	tell func(error) // once it is set
	err  error
}

// onLoss has an error told, be it one of the past.
func (l *link) onLoss(tell func(error)) {
	l.mu.Lock()
	l.tell = tell
	err := l.err
	l.mu.Unlock()
	if err != nil {
		tell(err)
	}
}

func (l *link) fail(err error) {
	if errors.Is(err, io.EOF) {
		err = errors.New("the sound server ended")
	}
	l.mu.Lock()
	first := l.err == nil
	if first {
		l.err = err
	}
	tell := l.tell
	l.mu.Unlock()
	if first && tell != nil {
		tell(err)
	}
}

func (l *link) Read(b []byte) (int, error) {
	n, err := l.conn.Read(b)
	if err != nil {
		l.fail(err)
		// Whatever it is, the client is to be through with it.
		return n, io.EOF
	}
	return n, nil
}

func (l *link) Write(b []byte) (int, error) {
	written := 0
	for again := true; ; again = false {
		_ = l.conn.SetWriteDeadline(time.Now().Add(sendWithin))
		n, err := l.conn.Write(b[written:])
		written += n
		if err == nil {
			return written, nil
		}
		// Once more: the time may have passed while the program was stopped.
		if !again || !errors.Is(err, os.ErrDeadlineExceeded) {
			l.fail(fmt.Errorf("sending to the sound server: %w", err))
			l.close() // a packet that is cut short cannot be mended
			return written, err
		}
	}
}

func (l *link) close() { _ = l.conn.Close() }
