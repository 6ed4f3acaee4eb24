package session

import (
	"math"

	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/timeline"
)

// alignment is one moment as a frame of the output and as a frame of the
// session. It converts between the two while the session plays; nothing else
// does.
type alignment struct {
	output  output.Frame
	session timeline.Frame
}

// toSession is the session's frame that is heard at a frame of the output.
func (a alignment) toSession(at output.Frame) timeline.Frame {
	return a.session + timeline.Frame(at-a.output)
}

// toOutput is the output's frame at which a frame of the session is heard.
func (a alignment) toOutput(at timeline.Frame) output.Frame {
	return a.output + output.Frame(at-a.session)
}

// layer is a session, or silence, from a frame of the output on.
type layer struct {
	from, fade output.Frame // it fades in from there, for so long
	aligned    alignment
	live       *plan.Live // nil for silence, in which the session stands still
	windows    []window
	sound      score.Sound
}

// window is a part of a session laid out as sound.
type window struct {
	from, until timeline.Frame
	timeline    *timeline.Timeline
	score       *mix.Score
}

func newWindow(live *plan.Live, at timeline.Frame, sound score.Sound) window {
	t, until := live.Window(at)
	return window{from: at, until: until, timeline: t, score: score.New(t, sound)}
}

// lastWindow is the furthest that the layer is laid out.
func (l *layer) lastWindow() *window { return &l.windows[len(l.windows)-1] }

// heardAt is the session's frame that is heard at a frame of the output.
func (l *layer) heardAt(at output.Frame) timeline.Frame {
	if l.live == nil {
		return l.aligned.session
	}
	return max(0, min(l.aligned.toSession(at), l.live.Frames()))
}

// covers reports whether the layer is laid out up to a frame of the output.
func (l *layer) covers(at output.Frame) bool {
	return l.live == nil || l.heardAt(at) <= l.lastWindow().until
}

// extend lays the layer out further, from a frame of the session on, and
// forgets windows that were heard long ago.
func (l *layer) extend(frame timeline.Frame) {
	last := *l.lastWindow()
	further := newWindow(l.live, min(max(frame, last.from), last.until), l.sound)
	if further.until <= last.until { // the session has no more
		further.until = l.live.Frames()
	}
	var recent []window
	for i, w := range l.windows {
		if i == len(l.windows)-1 || l.windows[i+1].from+forgotten >= frame {
			recent = append(recent, w)
		}
	}
	l.windows = append(recent, further)
}

// render sets dst to the layer from a frame of the output on.
func (l *layer) render(dst [][2]float32, at output.Frame) error {
	if l.live == nil {
		clear(dst)
		return nil
	}
	for frame := l.aligned.toSession(at); len(dst) > 0; {
		i := len(l.windows) - 1
		n := timeline.Frame(len(dst))
		for i > 0 && l.windows[i].from > frame {
			n = min(n, l.windows[i].from-frame)
			i--
		}
		got, err := l.windows[i].score.Render(dst[:n], int64(frame))
		if err != nil {
			return err
		}
		clear(dst[got:n])
		dst, frame = dst[n:], frame+n
	}
	return nil
}

// blendInto fades the layer in over dst: both begin at a frame of the output,
// and over holds the layer alone.
func (l *layer) blendInto(dst, over [][2]float32, from output.Frame) {
	faded := int(max(0, min(output.Frame(len(dst)), l.from+l.fade-from)))
	for i := range dst[:faded] {
		g := l.gain(from + output.Frame(i))
		for ch := range 2 {
			dst[i][ch] = dst[i][ch]*(1-g) + over[i][ch]*g
		}
	}
	copy(dst[faded:], over[faded:])
}

// gain is half a cosine: it has no corner at either end.
func (l *layer) gain(at output.Frame) float32 {
	return float32(0.5 - 0.5*math.Cos(math.Pi*float64(at-l.from)/float64(l.fade)))
}
