package timeline

import (
	"fmt"

	"github.com/unknot/unknot/audio"
)

// Frame is a position in a session, or a length of one, in 1/48000 s of what
// was played. Pauses do not count. The frames of an output do count on in a
// pause and are another type.
type Frame int64

// Second is one second of a session.
const Second Frame = audio.SampleRate

// Clock is a length as 7:30 or 1:02:05, rounded down to whole seconds.
func Clock(f Frame) string {
	s := f / Second
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
