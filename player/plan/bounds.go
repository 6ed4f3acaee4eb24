package plan

import "github.com/unknot/unknot/audio"

const perSecond int64 = audio.SampleRate

// MostFrames is the longest a session can be: a day.
const MostFrames = 24 * 3600 * perSecond

func ceilSecond(frames int64) int64 { return (frames + perSecond - 1) / perSecond * perSecond }
