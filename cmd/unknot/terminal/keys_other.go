//go:build !unix

package terminal

import (
	"os"

	"github.com/charmbracelet/x/term"
)

// takeOver has keys come one by one, unseen, ctrl+c among them.
func takeOver(in *os.File) (restore func(), err error) {
	before, err := term.MakeRaw(in.Fd())
	if err != nil {
		return nil, err
	}
	return func() { _ = term.Restore(in.Fd(), before) }, nil
}

// InForeground is always so here.
func InForeground(*os.File) bool { return true }

// attend does nothing: programs are not suspended here.
func (k *Keys) attend() (release func()) { return func() {} }
