package device

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/ebitengine/purego"

	"github.com/unknot/unknot/audio/device/pulse"
	"github.com/unknot/unknot/audio/output"
)

// open looks for a sound server first, then for a card. It is quick, and
// nothing of it reaches the terminal. oto is not sent to look where nothing is.
func open(o Options) (output.Output, error) {
	out, noServer := pulse.Open(pulse.Options{Name: o.Name, Buffer: o.Buffer, OnMoved: o.OnMoved})
	if noServer == nil {
		return out, nil
	}
	if !hasALSA(os.Getenv) {
		return nil, fmt.Errorf("%w, and there is no sound card", noServer)
	}
	if err := askALSA(); err != nil {
		return nil, fmt.Errorf("%w, and the sound card cannot be used: %w", noServer, err)
	}
	// oto looks for a server as well: over a brace left open it panics, and
	// without a session it looks in the working folder.
	server := os.Getenv("PULSE_SERVER")
	if strings.Contains(server, "{") || server == "" && os.Getenv("XDG_RUNTIME_DIR") == "" {
		if err := os.Setenv("PULSE_SERVER", "unix:/nonexistent"); err != nil {
			return nil, err
		}
	}
	// It asks for half a buffer's sound first, and then waits for its place.
	return openOto(o, func(buffer int64) int64 { return buffer * 2 / 3 }), nil
}

// hasALSA says whether there is a card to play on, or a configuration that
// somebody wrote, which may know more than cards. Without either, libasound
// would try, and complain about, everything it can think of.
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

// askALSA opens the default card as oto will, or says why that cannot be. oto
// would go on to try whatever else libasound knows, and so either wake helpers
// that write to the terminal, or find some socket that nobody listens to.
//
// libasound itself is kept from writing to the terminal, for as long as the
// program runs.
func askALSA() error {
	lib, err := purego.Dlopen("libasound.so.2", purego.RTLD_LAZY|purego.RTLD_GLOBAL)
	if err != nil {
		return err
	}
	// The handler of errors that does nothing: a function of the library's
	// own that takes no arguments, and so is free to be given any.
	nothing, err := purego.Dlsym(lib, "snd_asoundlib_version")
	if err != nil {
		return err
	}
	set, err := purego.Dlsym(lib, "snd_lib_error_set_handler")
	if err != nil {
		return err
	}
	purego.SyscallN(set, nothing)

	var (
		open  func(pcm *uintptr, name string, stream, mode int32) int32
		close func(pcm uintptr) int32
		words func(code int32) string
		pcm   uintptr
	)
	purego.RegisterLibFunc(&open, lib, "snd_pcm_open")
	purego.RegisterLibFunc(&close, lib, "snd_pcm_close")
	purego.RegisterLibFunc(&words, lib, "snd_strerror")
	const playback, nonBlock = 0, 1
	switch code := open(&pcm, "default", playback, nonBlock); {
	case code == -int32(syscall.EBUSY):
		return errors.New("another program is using it")
	case code < 0:
		return errors.New(words(code))
	}
	close(pcm)
	return nil
}
