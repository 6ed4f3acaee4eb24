package device

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/ebitengine/purego"

	"github.com/unknot/unknot/audio/device/pulse"
	"github.com/unknot/unknot/audio/output"
)

// open looks for a sound server first, then for a sound card. It is quick, and
// prints nothing. oto is used only where there is something to play on.
func open(o Options) (output.Output, error) {
	out, noServer := pulse.Open(pulse.Options{Name: o.Name, Buffer: o.Buffer, OnMoved: o.OnMoved})
	if noServer == nil {
		return out, nil
	}
	if !hasALSA(os.Getenv) {
		return nil, noDevice(noServer, "and there is no sound card", nil)
	}
	if err := tryALSA(); err != nil {
		return nil, noDevice(noServer, "and the sound card cannot be used: "+err.Error(), err)
	}
	if err := keepFromServers(); err != nil {
		return nil, noDevice(noServer, "and the sound card cannot be tried: "+err.Error(), err)
	}
	// oto asks for half a buffer's sound first, and then waits for room.
	return openOto(o, func(buffer int64) int64 { return buffer * 2 / 3 }), nil
}

// noDevice returns an error for want of a server and of a card.
func noDevice(noServer error, noCard string, err error) error {
	reason := noServer.Error()
	if server := (*output.DeviceError)(nil); errors.As(noServer, &server) {
		reason = server.Reason
	}
	return &output.DeviceError{Kind: output.ErrNoDevice, Reason: reason + ", " + noCard, Err: errors.Join(noServer, err)}
}

// keepFromServers keeps oto from looking for a sound server where that goes
// wrong: an unclosed brace in PULSE_SERVER makes it panic, and without a session
// it looks in the working directory. It takes the server from the environment
// alone.
func keepFromServers() error {
	server := os.Getenv("PULSE_SERVER")
	if strings.Contains(server, "{") || server == "" && os.Getenv("XDG_RUNTIME_DIR") == "" {
		return os.Setenv("PULSE_SERVER", "unix:/nonexistent")
	}
	return nil
}

// hasALSA reports whether there is a sound card, or a configuration somebody
// wrote, which may name something other than a card. Without either, libasound
// would try everything it can think of, and complain about it.
func hasALSA(env func(string) string) bool {
	if cards, _ := filepath.Glob("/dev/snd/pcmC*D*p"); len(cards) > 0 {
		return true
	}
	files := []string{"/etc/asound.conf"}
	if home := env("HOME"); home != "" {
		files = append(files, filepath.Join(home, ".asoundrc"))
	}
	if dir := env("XDG_CONFIG_HOME"); dir != "" {
		files = append(files, filepath.Join(dir, "alsa/asoundrc"))
	}
	for _, file := range files {
		if _, err := os.Stat(file); err == nil {
			return true
		}
	}
	return env("ALSA_CONFIG_PATH") != ""
}

// tryALSA opens the default card as oto will, or returns why that cannot be
// done. oto would go on to try whatever else libasound knows, and so start
// helpers that write to the terminal, or find a socket nobody listens to.
func tryALSA() error {
	lib, err := purego.Dlopen("libasound.so.2", purego.RTLD_LAZY|purego.RTLD_GLOBAL)
	if err != nil {
		return err
	}
	if err := muteALSA(lib); err != nil {
		return err
	}
	var (
		open   func(pcm *uintptr, name string, stream, mode int32) int32
		close  func(pcm uintptr) int32
		reason func(code int32) string
		pcm    uintptr
	)
	purego.RegisterLibFunc(&open, lib, "snd_pcm_open")
	purego.RegisterLibFunc(&close, lib, "snd_pcm_close")
	purego.RegisterLibFunc(&reason, lib, "snd_strerror")
	const playback, nonBlock = 0, 1
	switch code := open(&pcm, "default", playback, nonBlock); {
	case code == -int32(syscall.EBUSY):
		return errors.New("another program is using it")
	case code < 0:
		return errors.New(reason(code))
	}
	close(pcm)
	return nil
}

// muteALSA keeps libasound from writing errors to the terminal, for as long as
// the process runs.
func muteALSA(lib uintptr) error {
	// As the handler of errors, a function of the library's own that does
	// nothing: it takes no arguments, so it may be given any.
	nothing, err := purego.Dlsym(lib, "snd_asoundlib_version")
	if err != nil {
		return err
	}
	set, err := purego.Dlsym(lib, "snd_lib_error_set_handler")
	if err != nil {
		return err
	}
	purego.SyscallN(set, nothing)
	return nil
}
