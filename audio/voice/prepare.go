package voice

import (
	"math"
	"sync"

	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/resample"
	"github.com/unknot/unknot/audio/voice/recording"
)

const (
	// fadeFrames is over what the ends of a recording that starts or stops in
	// the midst of sound are faded: 5 ms, short enough to cut no consonant.
	fadeFrames = SampleRate * 5 / 1000

	// An end that is this close to zero makes no click and needs no fade.
	still = 0.001
)

// converters holds the filters made so far, by rate: a folder's clips are all
// of one or two rates. What it holds follows from the key alone.
var converters sync.Map

func converterFrom(rate int) (*resample.Converter, error) {
	if c, ok := converters.Load(rate); ok {
		return c.(*resample.Converter), nil
	}
	c, err := resample.New(rate, SampleRate)
	if err != nil {
		return nil, err
	}
	converters.Store(rate, c)
	return c, nil
}

// prepare makes a clip of a recording: at 48 kHz, at its level, with still
// ends. A recording that is all that already is not changed.
func prepare(r *recording.Recording) (*Clip, error) {
	c, err := converterFrom(r.Rate)
	if err != nil {
		return nil, err
	}
	x := make([][]float32, len(r.Channels))
	for i := range x {
		x[i] = c.Convert(r.Channels[i])
	}
	if len(x[0]) == 0 {
		return nil, recording.ErrEmpty
	}
	if err := loudness.Normalise(loudness.Target, loudness.Ceiling, x...); err != nil {
		return nil, err
	}
	for _, channel := range x {
		fadeEnds(channel)
	}
	return &Clip{Samples: x}, nil
}

func fadeEnds(x []float32) {
	n := min(fadeFrames, len(x)/2)
	in, out := abs(x[0]) > still, abs(x[len(x)-1]) > still
	for i := range n {
		g := float32(0.5 - 0.5*math.Cos(math.Pi*(float64(i)+0.5)/float64(n)))
		if in {
			x[i] *= g
		}
		if out {
			x[len(x)-1-i] *= g
		}
	}
}

func abs(x float32) float32 {
	if x < 0 {
		return -x
	}
	return x
}
