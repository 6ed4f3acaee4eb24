package timeline

import (
	"fmt"

	"github.com/unknot/unknot/audio"
)

const perSecond int64 = audio.SampleRate

// Clock is a length of frames as 7:30 or 1:02:05, in whole seconds, the rest
// cut off.
func Clock(frames int64) string {
	s := frames / perSecond
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
