package playback

import (
	"fmt"
	"math"
	"sync/atomic"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
)

// Fading is a source without commands that can be faded out, and so ended.
type Fading struct {
	src  output.Source
	from output.Frame // the first frame of the fade; changed only while nothing renders
	out  atomic.Pointer[output.Output]
}

const fadeFrames = audio.SampleRate / 4 // of a fade out

// NewFading makes a fading source of a plain one.
func NewFading(src output.Source) *Fading { return &Fading{src: src, from: math.MaxInt64 / 2} }

// Attach implements [Source].
func (f *Fading) Attach(out output.Output) { f.out.Store(&out) }

// Stop implements [Source].
func (f *Fading) Stop() {
	if out := f.out.Load(); out != nil {
		go (*out).Retake(func(at output.Frame) { f.from = min(f.from, at) })
	}
}

// Heard is the frame that is heard; below 0 before there is an output.
func (f *Fading) Heard() output.Frame {
	if out := f.out.Load(); out != nil {
		return (*out).Heard()
	}
	return -1
}

// Render implements output.Source. A panic in the source ends the sound with an
// error: otherwise it would end the program and leave the terminal in disarray.
func (f *Fading) Render(dst [][2]float32, at output.Frame) (n int, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			n, err = 0, fmt.Errorf("a fault of the program: %v", fault)
		}
	}()
	n, err = f.src.Render(dst[:max(0, min(output.Frame(len(dst)), f.from+fadeFrames-at))], at)
	for i := range dst[:n] {
		if passed := at + output.Frame(i) - f.from; passed > 0 {
			gain := float32(0.5 + 0.5*math.Cos(math.Pi*float64(passed)/fadeFrames))
			dst[i][0] *= gain
			dst[i][1] *= gain
		}
	}
	return n, err
}
