package device

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/ebitengine/purego"
	"github.com/jfreymuth/pulse/proto"
)

// answerWithin bounds how long a sound server may take to greet us.
const answerWithin = 700 * time.Millisecond

// probe looks for what oto would find, so that it is not sent to look where
// nothing is: for a sound server with a sink, then for a card. It is quick, and
// nothing of it reaches the terminal. request is what to ask oto for so that
// buffer frames are held.
func probe(buffer int64) (request int64, err error) {
	isSocket := func(path string) bool {
		info, err := os.Stat(path)
		return err == nil && info.Mode().Type() == os.ModeSocket
	}
	if server := findServer(os.Getenv, os.Getuid(), isSocket); server != "" {
		// oto is told in no other way.
		if err := os.Setenv("PULSE_SERVER", server); err != nil {
			return 0, err
		}
	}
	noServer := askServer()
	if noServer == nil {
		return buffer, nil
	}
	if !hasALSA(os.Getenv) {
		return 0, fmt.Errorf("no sound server answers (%w), and there is no sound card", noServer)
	}
	if err := askALSA(); err != nil {
		return 0, fmt.Errorf("no sound server answers (%w), and the sound card cannot be used: %w", noServer, err)
	}
	// oto asks for half a buffer's sound first, and then waits for its place.
	return buffer * 2 / 3, nil
}

// findServer is the sound server to name to oto where the environment does not,
// and oto's own default would miss it, or "". It looks where libpulse looks: a
// login without a session, such as by sudo, has no XDG_RUNTIME_DIR.
func findServer(env func(string) string, uid int, isSocket func(string) bool) string {
	if env("PULSE_SERVER") != "" {
		return ""
	}
	var paths []string
	if dir := env("PULSE_RUNTIME_PATH"); dir != "" {
		paths = append(paths, filepath.Join(dir, "native"))
	}
	if dir := env("XDG_RUNTIME_DIR"); dir != "" {
		paths = append(paths, filepath.Join(dir, "pulse/native"))
	}
	paths = append(paths,
		filepath.Join("/run/user", strconv.Itoa(uid), "pulse/native"),
		"/run/pulse/native")
	for _, path := range paths {
		if isSocket(path) {
			return "unix:" + path
		}
	}
	// Without XDG_RUNTIME_DIR oto's default is a path in the working folder.
	return "unix:" + paths[0]
}

// askServer greets the sound server as oto will, and asks where it plays.
func askServer() error {
	answer := make(chan error, 1)
	go func() {
		// The client panics over a PULSE_SERVER with a brace left open.
		defer func() {
			if fault := recover(); fault != nil {
				answer <- fmt.Errorf("PULSE_SERVER is malformed: %q", os.Getenv("PULSE_SERVER"))
			}
		}()
		client, conn, err := proto.Connect("")
		if err != nil {
			answer <- err
			return
		}
		defer conn.Close()
		var info proto.GetServerInfoReply
		err = client.Request(&proto.GetServerInfo{}, &info)
		if err == nil && info.DefaultSinkName == "" {
			err = errors.New("it has no speakers or headphones to play to")
		}
		answer <- err
	}()
	timer := time.NewTimer(answerWithin)
	defer timer.Stop()
	select {
	case err := <-answer:
		return err
	case <-timer.C:
		return errors.New("it does not answer")
	}
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
