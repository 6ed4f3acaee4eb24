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

// takeOver makes the terminal send keys one by one and without echo. Lines are
// still written as before.
func takeOver(in *os.File) (restore func(), err error) {
	// Changing the terminal from the background would stop the program.
	if !InForeground(in) {
		return nil, errors.New("the program runs in the background")
	}
	before, err := term.MakeRaw(in.Fd())
	if err != nil {
		return nil, err
	}
	restore = func() {
		if InForeground(in) { // otherwise the shell has it now
			_ = term.Restore(in.Fd(), before) // it fails only where the terminal is gone
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

// InForeground reports whether this program may use a terminal: a shell has not
// put it in the background.
func InForeground(in *os.File) bool {
	group, err := unix.IoctlGetInt(int(in.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}

// attend suspends the program when ctrl+z was pressed, with the terminal as it
// was, and takes the terminal over again when the program goes on in the
// foreground.
func (k *Keyboard) attend() (release func()) {
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
				k.call(k.listener.Suspend)
				k.end()
				stopUntilContinued(goOn)
				k.begin()
				k.call(k.listener.Resumed)
			case <-goOn: // after a stop from outside: the shell has changed the terminal
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

// stopUntilContinued stops the program and the other ones of its pipeline, as
// the terminal would. Without a shell to continue it the system does not stop
// it; then it goes on after a moment.
func stopUntilContinued(goOn chan os.Signal) {
	select {
	case <-goOn: // from an earlier stop
	default:
	}
	_ = unix.Kill(0, syscall.SIGTSTP) // cannot fail for the own group
	select {
	case <-goOn:
	case <-time.After(300 * time.Millisecond):
	}
}
