package main

import (
	"fmt"
	"math"
	"sync/atomic"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
)

// fading is a source without commands, which can be faded out and so ended.
type fading struct {
	src  output.Source
	from output.Frame // it fades out from here; changed only while nothing renders
	out  atomic.Pointer[output.Output]
}

const stopFade = audio.SampleRate / 4

func newFading(src output.Source) *fading { return &fading{src: src, from: math.MaxInt64 / 2} }

// Attach implements performed.
func (f *fading) Attach(out output.Output) { f.out.Store(&out) }

// Stop implements performed.
func (f *fading) Stop() {
	if out := f.out.Load(); out != nil {
		go (*out).Retake(func(at output.Frame) { f.from = min(f.from, at) })
	}
}

// heard is the frame that is heard, below 0 before there is an output.
func (f *fading) heard() output.Frame {
	if out := f.out.Load(); out != nil {
		return (*out).Heard()
	}
	return -1
}

// Render implements output.Source. A fault of the program's in the source ends
// the sound with an error rather than the program with the terminal in disarray.
func (f *fading) Render(dst [][2]float32, at output.Frame) (n int, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			n, err = 0, fmt.Errorf("a fault of the program: %v", fault)
		}
	}()
	n, err = f.src.Render(dst[:max(0, min(output.Frame(len(dst)), f.from+stopFade-at))], at)
	for i := range dst[:n] {
		if passed := at + output.Frame(i) - f.from; passed > 0 {
			gain := float32(0.5 + 0.5*math.Cos(math.Pi*float64(passed)/stopFade))
			dst[i][0] *= gain
			dst[i][1] *= gain
		}
	}
	return n, err
}
