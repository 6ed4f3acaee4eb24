package session

import (
	"math"
	"slices"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/timeline"
)

const (
	spliceFade = 30 * audio.SampleRate / 1000 // frames over which one thing becomes another
	stopFade   = audio.SampleRate / 4

	// What lies this far back is no longer asked for: longer than any output
	// holds sound.
	forgotten = 3 * audio.SampleRate

	blockFrames = audio.SampleRate / 10 // that are rendered at a time

	never  = math.MaxInt64 / 2
	always = math.MinInt64 / 2
)

// piece is all that is heard, placed in frames of the output's. It is never
// changed once it is played: a command makes another, in which everything up to
// its own frame sounds the same.
type piece struct {
	layers []layer      // by from; each takes over from those before it
	items  []item       // heard over the layers
	over   output.Frame // where the session's own frames end
	end    output.Frame // where the sound ends
	fault  error        // that it ends with
}

// layer is a stretch of a session, or silence, from a frame on.
type layer struct {
	from, fade output.Frame   // it fades in from there, for so long
	shift      output.Frame   // the output's frames less the session's
	hold       timeline.Frame // in silence, the session's frame that it stands at
	sheets     []sheet
	live       *plan.Live // nil for silence
	sound      score.Sound
}

// sheet is a part of a session laid out as sound.
type sheet struct {
	from, until timeline.Frame // in the session's frames
	timeline    *timeline.Timeline
	score       *mix.Score
}

func newSheet(live *plan.Live, at timeline.Frame, sound score.Sound) sheet {
	t, until := live.Window(at)
	return sheet{from: at, until: until, timeline: t, score: score.New(t, sound)}
}

// session is the session's frame that is heard as a frame of the output's.
func (l *layer) session(at output.Frame) timeline.Frame {
	if l.live == nil {
		return l.hold
	}
	return max(0, min(timeline.Frame(at-l.shift), l.live.Frames()))
}

// covers reports whether the layer is laid out up to an output's frame.
func (l *layer) covers(at output.Frame) bool {
	return l.live == nil || l.session(at) <= l.sheets[len(l.sheets)-1].until
}

// render sets dst to the layer from an output's frame on.
func (l *layer) render(dst [][2]float32, at output.Frame) error {
	if l.live == nil {
		clear(dst)
		return nil
	}
	for frame := timeline.Frame(at - l.shift); len(dst) > 0; {
		i := len(l.sheets) - 1
		n := timeline.Frame(len(dst))
		for i > 0 && l.sheets[i].from > frame {
			n = min(n, l.sheets[i].from-frame)
			i--
		}
		got, err := l.sheets[i].score.Render(dst[:n], int64(frame))
		if err != nil {
			return err
		}
		clear(dst[got:n])
		dst, frame = dst[n:], frame+n
	}
	return nil
}

// gain is half a cosine: without a corner at either end.
func (l *layer) gain(at output.Frame) float32 {
	return float32(0.5 - 0.5*math.Cos(math.Pi*float64(at-l.from)/float64(l.fade)))
}

// session is the session's frame that is heard as a frame of the output's.
func (p *piece) session(at output.Frame) timeline.Frame {
	i := len(p.layers) - 1
	for i > 0 && p.layers[i].from > at {
		i--
	}
	return p.layers[i].session(at)
}

// render sets dst to the frames from at on. scratch is as long as dst at least.
func (p *piece) render(dst [][2]float32, at output.Frame, scratch [][2]float32) error {
	first := 0
	for i := range p.layers {
		if p.layers[i].from+p.layers[i].fade <= at {
			first = i
		}
	}
	end := at + output.Frame(len(dst))
	for i := first; i < len(p.layers) && p.layers[i].from < end; i++ {
		l := &p.layers[i]
		from := max(at, l.from)
		to := max(from, min(end, p.hidden(i)))
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
		blend(dst[from-at:to-at], over, l, from)
	}
	for i := range p.items {
		if err := p.items[i].render(dst, at, scratch); err != nil {
			return err
		}
	}
	return nil
}

// hidden is the frame from which a layer is no longer heard, for another has
// faded in over it.
func (p *piece) hidden(i int) output.Frame {
	to := output.Frame(never)
	for k := i + 1; k < len(p.layers); k++ {
		to = min(to, p.layers[k].from+p.layers[k].fade)
	}
	return to
}

// blend fades a layer in over dst, both from an output's frame on.
func blend(dst, over [][2]float32, l *layer, from output.Frame) {
	faded := int(max(0, min(output.Frame(len(dst)), l.from+l.fade-from)))
	for i := range dst[:faded] {
		g := l.gain(from + output.Frame(i))
		for ch := range 2 {
			dst[i][ch] = dst[i][ch]*(1-g) + over[i][ch]*g
		}
	}
	copy(dst[faded:], over[faded:])
}

// before is the piece for a change at a frame: a copy, without what was heard
// long ago.
func (p *piece) before(at output.Frame) *piece {
	next := &piece{over: p.over, end: p.end}
	first := 0
	for i := range p.layers {
		if p.layers[i].from+p.layers[i].fade+forgotten < at {
			first = i
		}
	}
	next.layers = append(make([]layer, 0, len(p.layers)-first+1), p.layers[first:]...)
	for _, it := range p.items {
		if it.end()+forgotten >= at {
			next.items = append(next.items, it)
		}
	}
	return next
}

// extend is the piece laid out further, from a frame of the session on, which
// sounds the same.
func (p *piece) extend(frame timeline.Frame) *piece {
	next := *p
	next.layers = slices.Clone(p.layers)
	top := &next.layers[len(next.layers)-1]
	last := top.sheets[len(top.sheets)-1]
	more := newSheet(top.live, min(max(frame, last.from), last.until), top.sound)
	if more.until <= last.until {
		more.until = top.live.Frames() // there is no more to be had
	}
	var kept []sheet
	for i, sh := range top.sheets {
		if i == len(top.sheets)-1 || top.sheets[i+1].from+forgotten >= frame {
			kept = append(kept, sh)
		}
	}
	top.sheets = append(kept, more)
	return &next
}

// quietFrom is from where on a paused session is silent.
func (p *piece) quietFrom() output.Frame {
	top := &p.layers[len(p.layers)-1]
	quiet := top.from + top.fade
	for i := range p.items {
		quiet = max(quiet, p.items[i].end())
	}
	return quiet
}

// item is a sound over the layers: an answer, or words. It neither ducks nor
// is ducked.
type item struct {
	at, frames output.Frame
	sound      mix.Sound
	gain       float32
	sides      score.SideCues
	words      bool         // something else may break it off
	after      bool         // what follows the session's end
	cut        output.Frame // it fades out from here
}

func (it *item) end() output.Frame { return min(it.at+it.frames, it.cut+spliceFade) }

// render adds the item to dst, which begins at a frame.
func (it *item) render(dst [][2]float32, at output.Frame, scratch [][2]float32) error {
	from, to := max(at, it.at), min(at+output.Frame(len(dst)), it.end())
	if from >= to {
		return nil
	}
	dst = dst[from-at : to-at]
	own := scratch[:len(dst)]
	clear(own)
	if err := it.sound.Add(own, int64(from-it.at), it.gain, it.gain); err != nil {
		return err
	}
	for i, f := range own {
		g := float32(1)
		if x := from + output.Frame(i) - it.cut; x > 0 {
			g = float32(0.5 + 0.5*math.Cos(math.Pi*float64(x)/spliceFade))
		}
		switch it.sides {
		case score.SidesMono:
			f[0] = (f[0] + f[1]) / 2
			f[1] = f[0]
		case score.SidesSwapped:
			f[0], f[1] = f[1], f[0]
		}
		dst[i] = [2]float32{mix.SoftAdd(dst[i][0], g*f[0]), mix.SoftAdd(dst[i][1], g*f[1])}
	}
	return nil
}
