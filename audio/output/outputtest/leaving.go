package outputtest

import (
	"time"

	"github.com/unknot/unknot/audio/output"
)

// Leaving is a silent output whose device goes away a while after Play.
type Leaving struct {
	*output.Silent
	after time.Duration
	lost  chan struct{}
}

// NewLeaving returns an output whose device goes away after that time.
func NewLeaving(after time.Duration) *Leaving {
	return &Leaving{Silent: output.NewSilent(), after: after, lost: make(chan struct{})}
}

// Play implements output.Output.
func (l *Leaving) Play(src output.Source, from output.Frame) error {
	time.AfterFunc(l.after, func() { close(l.lost) })
	return l.Silent.Play(src, from)
}

// Done implements output.Output.
func (l *Leaving) Done() <-chan struct{} { return l.lost }

// Err implements output.Output.
func (l *Leaving) Err() error {
	return &output.DeviceError{Kind: output.ErrDeviceLost, Reason: "unplugged"}
}
