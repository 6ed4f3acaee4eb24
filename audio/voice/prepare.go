package voice

import (
	"math"
	"sync"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/resample"
	"github.com/unknot/unknot/audio/voice/recording"
)

const (
	// fadeFrames is how long the ends of a recording that starts or stops in the
	// middle of sound are faded: 5 ms, too short to blur a consonant.
	fadeFrames = audio.SampleRate * 5 / 1000

	// An end this close to zero makes no click and is not faded.
	still = 0.001
)

// preparer makes clips of recordings. The zero value is ready.
type preparer struct {
	mu         sync.Mutex
	converters map[int]*resample.Converter // by the rate they convert from
}

// converter returns the filter that brings a rate to 48 kHz. A folder's clips are
// all of one or two rates, so it is designed once for each.
func (p *preparer) converter(rate int) (*resample.Converter, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.converters[rate]; c != nil {
		return c, nil
	}
	c, err := resample.New(rate, audio.SampleRate)
	if err != nil {
		return nil, err
	}
	if p.converters == nil {
		p.converters = map[int]*resample.Converter{}
	}
	p.converters[rate] = c
	return c, nil
}

// convert returns the recording's channels at 48 kHz. From 24 kHz, the usual rate of
// synthetic speech and that of the built-in clips, there is a shorter way.
func (p *preparer) convert(r *recording.Recording) ([][]float32, error) {
	x := make([][]float32, len(r.Channels))
	if 2*r.Rate == audio.SampleRate {
		for i := range x {
			x[i] = resample.Double(r.Channels[i])
		}
		return x, nil
	}
	c, err := p.converter(r.Rate)
	if err != nil {
		return nil, err
	}
	for i := range x {
		x[i] = c.Convert(r.Channels[i])
	}
	return x, nil
}

// prepare makes a clip of a recording: at 48 kHz, at its level, with still ends.
// A recording that is all that already is not changed.
func (p *preparer) prepare(r *recording.Recording) (*Clip, error) {
	x, err := p.convert(r)
	if err != nil {
		return nil, err
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
	fadeIn, fadeOut := abs(x[0]) > still, abs(x[len(x)-1]) > still
	for i := range n {
		g := float32(0.5 - 0.5*math.Cos(math.Pi*(float64(i)+0.5)/float64(n)))
		if fadeIn {
			x[i] *= g
		}
		if fadeOut {
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
