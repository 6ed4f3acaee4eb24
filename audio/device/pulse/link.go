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

// sendWithin bounds how long the server may read nothing of what it is sent.
const sendWithin = 3 * time.Second

// A link is the connection to the server as the protocol's client sees it. That
// client drops write errors, waits forever for a server that reads nothing, and
// reports only some read errors. The link reports them all.
type link struct {
	conn net.Conn

	mu     sync.Mutex
	report func(error) // nil until onLoss sets it
	err    error       // the first one
}

// onLoss makes report be called with the first error, at once if there was one.
func (l *link) onLoss(report func(error)) {
	l.mu.Lock()
	l.report = report
	err := l.err
	l.mu.Unlock()
	if err != nil {
		report(err)
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
	report := l.report
	l.mu.Unlock()
	if first && report != nil {
		report(err)
	}
}

func (l *link) Read(b []byte) (int, error) {
	n, err := l.conn.Read(b)
	if err != nil {
		l.fail(err)
		// Whatever the error, the client must give up: EOF makes it.
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
		// Once more: the time may have passed because the program was stopped.
		if !again || !errors.Is(err, os.ErrDeadlineExceeded) {
			l.fail(fmt.Errorf("sending to the sound server: %w", err))
			l.close() // after part of a packet, nothing can be sent
			return written, err
		}
	}
}

func (l *link) close() { _ = l.conn.Close() }
