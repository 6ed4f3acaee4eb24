package main

import (
	"fmt"
	"math"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
)

// fading is a source that can be faded out, to its end or to a pause, and go on
// from there. An output counts on in a pause, the source within does not: shift
// is how much it is behind. All but Render and content are for an output's
// Retake, which keeps Render away.
type fading struct {
	src   output.Source
	shift int64 // an output's frame less the source's
	in    int64 // it fades in from this frame of the output's on
	from  int64 // it fades out from here
	to    int64 // to here
	over  bool  // and then it ends, rather than being silent
}

const (
	stopFade  = audio.SampleRate / 4
	pauseFade = 30 * audio.SampleRate / 1000 // also where it goes on
)

func newFading(src output.Source) *fading {
	return &fading{src: src, in: math.MinInt64 / 2, from: math.MaxInt64, to: math.MaxInt64}
}

// fadeOut fades out from a frame of the output's on, and says from which frame
// there is silence. A fade to the end is final.
func (f *fading) fadeOut(at, frames int64, over bool) (silentFrom int64) {
	if !f.over {
		f.from, f.to, f.over = at, at+frames, over
	}
	return f.to
}

// goOn lets a paused source go on at a frame of the output's, from where it
// began to fade.
func (f *fading) goOn(at int64) {
	if f.over || f.from == math.MaxInt64 {
		return
	}
	f.shift += at - f.from
	f.in, f.from, f.to = at, math.MaxInt64, math.MaxInt64
}

// content is the source's frame that is heard as a frame of the output's.
func (f *fading) content(at int64) int64 {
	if !f.over {
		at = min(at, f.from)
	}
	return at - f.shift
}

// Render implements output.Source. A fault of the program's in the source ends
// the sound with an error rather than the program with the terminal in disarray.
func (f *fading) Render(dst [][2]float32, at int64) (n int, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			n, err = 0, fmt.Errorf("a fault of the program: %v", fault)
		}
	}()
	heard := int(max(0, min(int64(len(dst)), f.to-at)))
	n, err = f.src.Render(dst[:heard], at-f.shift)
	for i := range dst[:n] {
		if frame := at + int64(i); frame < f.in+pauseFade || frame >= f.from {
			gain := f.gain(frame)
			dst[i][0] *= gain
			dst[i][1] *= gain
		}
	}
	if n == heard && err == nil && !f.over {
		clear(dst[n:])
		n = len(dst)
	}
	return n, err
}

// gain is halves of a cosine: without a corner at either end.
func (f *fading) gain(frame int64) float32 {
	g := 1.0
	if x := float64(frame-f.in) / pauseFade; x < 1 {
		g *= 0.5 - 0.5*math.Cos(math.Pi*x)
	}
	if frame >= f.from {
		g *= 0.5 + 0.5*math.Cos(math.Pi*float64(frame-f.from)/float64(f.to-f.from))
	}
	return float32(g)
}
