//go:build !unix

package terminal

import (
	"os"

	"github.com/charmbracelet/x/term"
)

// takeOver makes the terminal send keys one by one and without echo, ctrl+c
// among them.
func takeOver(in *os.File) (restore func(), err error) {
	before, err := term.MakeRaw(in.Fd())
	if err != nil {
		return nil, err
	}
	return func() { _ = term.Restore(in.Fd(), before) }, nil
}

// InForeground is always true here.
func InForeground(*os.File) bool { return true }

// attend does nothing: programs are not suspended here.
func (k *Keyboard) attend() (release func()) { return func() {} }
