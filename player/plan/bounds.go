package plan

import "github.com/unknot/unknot/player/timeline"

// MostFrames is the longest a session can be: a day.
const MostFrames = 24 * 3600 * timeline.Second

func ceilSecond(f timeline.Frame) timeline.Frame {
	return (f + timeline.Second - 1) / timeline.Second * timeline.Second
}
