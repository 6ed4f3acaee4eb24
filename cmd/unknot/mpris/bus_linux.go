package mpris

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// link is a connection to a bus that cannot hang. It has a socket of its own,
// since godbus neither gives up connecting nor can close while a write is stuck.
type link struct {
	conn    *dbus.Conn
	socket  *net.UnixConn
	timeout time.Duration
}

// sessionBus is the address of the user's bus. godbus would start one where there
// is none.
func sessionBus(address string) string {
	if address == "" {
		address = os.Getenv("DBUS_SESSION_BUS_ADDRESS")
	}
	if address != "" {
		return address
	}
	dir := os.Getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		dir = fmt.Sprintf("/run/user/%d", os.Getuid())
	}
	return "unix:path=" + dbus.EscapeBusAddressValue(filepath.Join(dir, "bus"))
}

func systemBus(address string) string {
	if address == "" {
		address = os.Getenv("DBUS_SYSTEM_BUS_ADDRESS")
	}
	if address == "" {
		address = "unix:path=/run/dbus/system_bus_socket"
	}
	return address
}

// dial connects to the first bus of a list of addresses that answers in time.
func dial(ctx context.Context, addresses string, timeout time.Duration) (*link, error) {
	err := errors.New("no address")
	for address := range strings.SplitSeq(addresses, ";") {
		var l *link
		if l, err = dialOne(ctx, address, timeout); err == nil {
			return l, nil
		}
	}
	return nil, fmt.Errorf("connecting to D-Bus at %q: %w", addresses, err)
}

func dialOne(ctx context.Context, address string, timeout time.Duration) (*link, error) {
	name, err := socketName(address)
	if err != nil {
		return nil, err
	}
	dialer := net.Dialer{Timeout: timeout}
	conn, err := dialer.DialContext(ctx, "unix", name)
	if err != nil {
		return nil, err
	}
	socket := conn.(*net.UnixConn)
	// The handshake must be over in time, and is cut off when the session ends.
	defer context.AfterFunc(ctx, func() { _ = socket.Close() })()
	if err := socket.SetDeadline(time.Now().Add(timeout)); err != nil {
		_ = socket.Close()
		return nil, err
	}
	bus, err := dbus.ConnectUnix(socket)
	if err != nil {
		_ = socket.Close()
		return nil, err
	}
	l := &link{conn: bus, socket: socket, timeout: timeout}
	if err := socket.SetDeadline(time.Time{}); err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

// socketName is the file, or the abstract name, of an address such as
// unix:path=/run/user/1000/bus,guid=12.
func socketName(address string) (string, error) {
	transport, pairs, _ := strings.Cut(address, ":")
	if transport != "unix" {
		return "", fmt.Errorf("no D-Bus over %q", transport)
	}
	for pair := range strings.SplitSeq(pairs, ",") {
		key, value, _ := strings.Cut(pair, "=")
		value, err := dbus.UnescapeBusAddressValue(value)
		switch {
		case key != "path" && key != "abstract":
		case err != nil:
			return "", err
		case value == "" || strings.ContainsRune(value, 0):
			return "", errors.New("a D-Bus address without a name")
		case key == "path":
			return value, nil
		default:
			return "@" + value, nil
		}
	}
	return "", errors.New("a D-Bus address with neither path nor abstract")
}

// within calls do, which writes to the bus or waits for it, and cuts the
// connection when that takes too long.
func (l *link) within(do func() error) error {
	watchdog := time.AfterFunc(l.timeout, func() { _ = l.socket.Close() })
	defer watchdog.Stop()
	return do()
}

// close may be called on nil, and more than once.
func (l *link) close() {
	if l == nil {
		return
	}
	// The socket first: conn would wait for a write that is stuck.
	_ = l.socket.Close()
	_ = l.conn.Close()
}
