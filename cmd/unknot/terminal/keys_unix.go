//go:build unix

package terminal

import (
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

// takeOver has keys come one by one, unseen. Lines are still written as before,
// and ctrl+c and ctrl+z are still signals.
func takeOver(in *os.File) (restore func(), err error) {
	// To change the terminal from the background would stop the program.
	if !InForeground(in) {
		return nil, errors.New("the program runs in the background")
	}
	before, err := term.MakeRaw(in.Fd())
	if err != nil {
		return nil, err
	}
	restore = func() {
		if InForeground(in) { // else the terminal is the shell's own
			_ = term.Restore(in.Fd(), before) // where it fails the terminal is gone
		}
	}
	now, err := term.GetState(in.Fd())
	if err == nil {
		now.Oflag = before.Oflag
		now.Lflag |= before.Lflag & unix.ISIG
		err = term.SetState(in.Fd(), now)
	}
	if err != nil {
		restore()
		return nil, err
	}
	return restore, nil
}

// InForeground reports whether a terminal is this program's to use: not that of
// a shell that runs it in the background.
func InForeground(in *os.File) bool {
	group, err := unix.IoctlGetInt(int(in.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}

// attendSignals has the program suspended well: told before, with the terminal
// as it was, and taken over again when it goes on in the foreground.
func (k *Keys) attendSignals() (release func()) {
	if signal.Ignored(syscall.SIGTSTP) {
		return func() {}
	}
	suspend, goOn := make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(suspend, syscall.SIGTSTP)
	signal.Notify(goOn, syscall.SIGCONT)
	quit, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-quit:
				return
			case <-suspend:
				k.told(k.listener.Suspend)
				k.end()
				stopUntilContinued(suspend, goOn)
				k.begin()
				k.told(k.listener.Resumed)
			case <-goOn: // after a stop that nobody could attend to
				k.end()
				k.begin()
			}
		}
	}()
	released := false
	return func() {
		if released {
			return
		}
		released = true
		signal.Stop(suspend)
		signal.Stop(goOn)
		close(quit)
		<-ended
	}
}

func (k *Keys) told(what func()) {
	k.tell.Lock()
	defer k.tell.Unlock()
	what()
}

// stopUntilContinued stops the program as if nobody had asked for the signal.
// With no shell to continue it the system does not stop it; then a moment
// passes, and it goes on.
func stopUntilContinued(suspend, goOn chan os.Signal) {
	select {
	case <-goOn: // of a stop before
	default:
	}
	signal.Reset(syscall.SIGTSTP)
	defer signal.Notify(suspend, syscall.SIGTSTP)
	_ = unix.Kill(unix.Getpid(), syscall.SIGTSTP) // to oneself it cannot fail
	select {
	case <-goOn:
	case <-time.After(300 * time.Millisecond):
	}
}
