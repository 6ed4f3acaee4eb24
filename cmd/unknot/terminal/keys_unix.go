//go:build unix

package terminal

import (
	"errors"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

// takeOver has keys come one by one, unseen. Lines are still written as before.
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

// attend suspends the program when ctrl+z was pressed: told before, with the
// terminal as it was, and taken over again when it goes on in the foreground.
func (k *Keys) attend() (release func()) {
	goOn := make(chan os.Signal, 1)
	signal.Notify(goOn, syscall.SIGCONT)
	quit, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-quit:
				return
			case <-k.suspend:
				k.told(k.listener.Suspend)
				k.end()
				stopUntilContinued(goOn)
				k.begin()
				k.told(k.listener.Resumed)
			case <-goOn: // after a stop by somebody else: the shell has changed the terminal
				k.end()
				k.begin()
			}
		}
	}()
	return sync.OnceFunc(func() {
		signal.Stop(goOn)
		close(quit)
		<-ended
	})
}

// stopUntilContinued stops the program, and what it is in a pipeline with, as
// the terminal does. With no shell to continue it the system does not stop it;
// then a moment passes, and it goes on.
func stopUntilContinued(goOn chan os.Signal) {
	select {
	case <-goOn: // of a stop before
	default:
	}
	_ = unix.Kill(0, syscall.SIGTSTP) // to one's own group it cannot fail
	select {
	case <-goOn:
	case <-time.After(300 * time.Millisecond):
	}
}
