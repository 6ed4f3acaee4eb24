package pulse

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jfreymuth/pulse/proto"

	"github.com/unknot/unknot/audio"
)

// An address is where a sound server may be.
type address struct{ network, path string }

// addresses returns where to look for a sound server, as libpulse does: where the
// environment says, or otherwise where a session or the system has its own. A
// login without a session, such as through sudo, has no XDG_RUNTIME_DIR.
func addresses(env func(string) (string, bool), uid int, host string) ([]address, error) {
	if servers, ok := env("PULSE_SERVER"); ok {
		return parseServers(servers, host)
	}
	var found []address
	for _, dir := range []struct{ name, path string }{
		{"PULSE_RUNTIME_PATH", "native"},
		{"XDG_RUNTIME_DIR", "pulse/native"},
	} {
		if at, _ := env(dir.name); at != "" {
			found = append(found, address{"unix", filepath.Join(at, dir.path)})
		}
	}
	return append(found,
		address{"unix", filepath.Join("/run/user", strconv.Itoa(uid), "pulse/native")},
		address{"unix", "/run/pulse/native"}), nil
}

// parseServers parses a server string: servers separated by spaces, each a path,
// or unix:, tcp:, tcp4: or tcp6: and an address, or a host with or without a port.
// One that is for a single machine follows that machine's name in braces.
func parseServers(text, host string) ([]address, error) {
	var found []address
	for _, server := range strings.Fields(text) {
		if machine, ok := strings.CutPrefix(server, "{"); ok {
			name, address, closed := strings.Cut(machine, "}")
			if !closed || address == "" {
				return nil, fmt.Errorf("PULSE_SERVER is malformed: %q", text)
			}
			if name != host {
				continue
			}
			server = address
		}
		network, path, ok := strings.Cut(server, ":")
		switch {
		case strings.HasPrefix(server, "/"):
			network, path = "unix", server
		case ok && (network == "unix" || network == "tcp" || network == "tcp4" || network == "tcp6"):
		default:
			network, path = "tcp", server
		}
		if network != "unix" {
			if _, _, err := net.SplitHostPort(path); err != nil {
				path = net.JoinHostPort(strings.Trim(path, "[]"), "4713")
			}
		}
		found = append(found, address{network, path})
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("PULSE_SERVER names no server: %q", text)
	}
	return found, nil
}

// cookie returns what proves to a server that we are its user. A server on the
// same machine may know that in another way, or not care; then any cookie will do.
func cookie(env func(string) (string, bool)) []byte {
	const size = 256
	var paths []string
	if path, _ := env("PULSE_COOKIE"); path != "" {
		paths = append(paths, path)
	}
	if dir, _ := env("XDG_CONFIG_HOME"); dir != "" {
		paths = append(paths, filepath.Join(dir, "pulse/cookie"))
	}
	if home, _ := env("HOME"); home != "" {
		paths = append(paths, filepath.Join(home, ".config/pulse/cookie"), filepath.Join(home, ".pulse-cookie"))
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil || info.Size() != size || !info.Mode().IsRegular() {
			continue
		}
		if data, err := os.ReadFile(path); err == nil && len(data) == size {
			return data
		}
	}
	return make([]byte, size)
}

// connect finds a server that lets us play, and creates a corked stream there.
func (d *Output) connect(o Options, buffer int64) error {
	host, _ := os.Hostname()
	env := os.LookupEnv
	if o.Server != "" {
		env = func(name string) (string, bool) {
			if name == "PULSE_SERVER" {
				return o.Server, true
			}
			return os.LookupEnv(name)
		}
	}
	all, err := addresses(env, os.Getuid(), host)
	if err != nil {
		return err
	}
	by := time.Now().Add(openWithin)
	key := cookie(env)
	var errs []error
	for _, a := range all {
		conn, err := (&net.Dialer{Deadline: by}).Dial(a.network, a.path)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if err = d.greet(conn, by, key, o.Name, buffer); err == nil {
			d.link.onLoss(d.lost)
			return nil
		}
		conn.Close()
		errs = append(errs, fmt.Errorf("%s: %w", a.path, err))
	}
	return errs[0] // the server that was to be tried first
}

// greet creates a stream through a new connection.
func (d *Output) greet(conn net.Conn, by time.Time, key []byte, name string, buffer int64) error {
	d.link = &link{conn: conn}
	d.client = &proto.Client{Callback: d.onMessage}
	d.client.SetTimeout(time.Until(by))
	d.client.Open(d.link)
	explain := func(err error) error {
		var refused proto.Error
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			return errors.New("it does not answer")
		case errors.As(err, &refused) && refused == proto.ErrAccessDenied:
			return errors.New("it does not let this user in")
		case errors.As(err, &refused) && refused == proto.ErrNoSuchEntity:
			return errors.New("it has no speakers or headphones to play to")
		}
		return err
	}

	var auth proto.AuthReply
	if err := d.client.Request(&proto.Auth{Version: d.client.Version(), Cookie: key}, &auth); err != nil {
		return explain(err)
	}
	d.client.SetVersion(auth.Version)
	us := proto.PropList{
		"application.name":           proto.PropListString(name),
		"application.icon_name":      proto.PropListString("audio-headphones"),
		"application.process.id":     proto.PropListString(strconv.Itoa(os.Getpid())),
		"application.process.binary": proto.PropListString(filepath.Base(os.Args[0])),
	}
	if err := d.client.Request(&proto.SetClientName{Props: us}, &proto.SetClientNameReply{}); err != nil {
		return explain(err)
	}

	const bytes = frameBytes
	var stream proto.CreatePlaybackStreamReply
	err := d.client.Request(&proto.CreatePlaybackStream{
		SampleSpec: proto.SampleSpec{Format: proto.FormatFloat32LE, Channels: 2, Rate: audio.SampleRate},
		ChannelMap: proto.ChannelMap{proto.ChannelLeft, proto.ChannelRight},
		SinkIndex:  proto.Undefined,
		Corked:     true,
		// More than the target, to have room for what is sent right after a flush.
		BufferMaxLength:    proto.Undefined,
		BufferTargetLength: uint32(buffer * bytes),
		// One frame is enough to begin with. With none, a sink that finds nothing
		// would count the silence as ours, and sound that comes late would be lost.
		BufferPrebufferLength: bytes,
		BufferMinimumRequest:  uint32(min(audio.Frames[int64](sinkHolds), buffer/4) * bytes),
		// With this, the sink's latency is the minimum request, rather than a share
		// of our buffer. Asking for the latency to be adjusted gives neither.
		EarlyRequests:  true,
		ChannelVolumes: proto.ChannelVolumes{proto.VolumeNorm, proto.VolumeNorm},
		Properties: proto.PropList{
			"media.name": proto.PropListString(name),
			"media.role": proto.PropListString("music"),
		},
	}, &stream)
	if err != nil {
		return explain(err)
	}
	d.stream = stream.StreamIndex
	d.client.SetTimeout(answerWithin)
	d.mu.Lock()
	d.credit += int64(stream.Missing) / frameBytes
	d.suspended = false
	d.mu.Unlock()
	return nil
}
