package session

import (
	"math"
	"slices"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/timeline"
)

const (
	spliceFade = 30 * audio.SampleRate / 1000 // frames over which one thing becomes another
	stopFade   = audio.SampleRate / 4

	// What lies this many frames back is not asked for any more: no output holds
	// sound for so long.
	forgotten = 3 * audio.SampleRate

	blockFrames = audio.SampleRate / 10 // that are rendered at a time
)

// Frames after and before all others.
const (
	never  output.Frame = math.MaxInt64 / 2
	always output.Frame = math.MinInt64 / 2
)

// arrangement is all that is heard, placed in frames of the output. It is never
// changed once it is played: a command makes another, in which everything up to
// its own frame sounds the same.
type arrangement struct {
	layers   []layer      // by from; each takes over from those before it
	overlays []overlay    // heard over the layers
	over     output.Frame // where the session's own frames end
	end      output.Frame // where the sound ends
	fault    error        // that it ends with
}

// top is the layer that is heard last.
func (a *arrangement) top() *layer { return &a.layers[len(a.layers)-1] }

// heardAt is the session's frame that is heard at a frame of the output.
func (a *arrangement) heardAt(at output.Frame) timeline.Frame {
	i := len(a.layers) - 1
	for i > 0 && a.layers[i].from > at {
		i--
	}
	return a.layers[i].heardAt(at)
}

// render sets dst to the frames from at on. scratch is at least as long as dst.
func (a *arrangement) render(dst [][2]float32, at output.Frame, scratch [][2]float32) error {
	first := 0
	for i := range a.layers {
		if a.layers[i].from+a.layers[i].fade <= at {
			first = i
		}
	}
	end := at + output.Frame(len(dst))
	for i := first; i < len(a.layers) && a.layers[i].from < end; i++ {
		l := &a.layers[i]
		from := max(at, l.from)
		to := max(from, min(end, a.hiddenFrom(i)))
		if i == first {
			if err := l.render(dst[:to-at], at); err != nil {
				return err
			}
			continue
		}
		over := scratch[:to-from]
		if err := l.render(over, from); err != nil {
			return err
		}
		l.blendInto(dst[from-at:to-at], over, from)
	}
	for i := range a.overlays {
		if err := a.overlays[i].render(dst, at, scratch); err != nil {
			return err
		}
	}
	return nil
}

// hiddenFrom is the frame from which a layer is not heard any more, because
// another has faded in over it.
func (a *arrangement) hiddenFrom(i int) output.Frame {
	to := never
	for k := i + 1; k < len(a.layers); k++ {
		to = min(to, a.layers[k].from+a.layers[k].fade)
	}
	return to
}

// copyFor is a copy to be changed from a frame on, without what was heard long
// before.
func (a *arrangement) copyFor(at output.Frame) *arrangement {
	next := &arrangement{over: a.over, end: a.end}
	first := 0
	for i := range a.layers {
		if a.layers[i].from+a.layers[i].fade+forgotten < at {
			first = i
		}
	}
	next.layers = append(make([]layer, 0, len(a.layers)-first+1), a.layers[first:]...)
	for _, o := range a.overlays {
		if o.end()+forgotten >= at {
			next.overlays = append(next.overlays, o)
		}
	}
	return next
}

// extended is the arrangement laid out further, from a frame of the session on.
// It sounds the same.
func (a *arrangement) extended(frame timeline.Frame) *arrangement {
	next := *a
	next.layers = slices.Clone(a.layers)
	next.top().extend(frame)
	return &next
}

// quietFrom is from where on a paused session is silent.
func (a *arrangement) quietFrom() output.Frame {
	quiet := a.top().from + a.top().fade
	for i := range a.overlays {
		quiet = max(quiet, a.overlays[i].end())
	}
	return quiet
}
