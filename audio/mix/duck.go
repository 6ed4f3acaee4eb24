package mix

import (
	"cmp"
	"math"
	"slices"

	"github.com/unknot/unknot/audio"
)

// How long before a line everything else fades down, and after it back up.
const (
	duckDown = 300 * audio.SampleRate / 1000
	duckUp   = 700 * audio.SampleRate / 1000
)

// stretch is the frames from from up to to.
type stretch struct{ from, to int64 }

// envelope is the gain of what is under the voice, wherever that is not 1.
type envelope struct{ segments []segment }

// segment is a part of an envelope: at one gain, or along a ramp.
type segment struct {
	at, len int64
	gain    float32
	ramp    []float32 // a gain for each frame; nil for none
}

// ramp returns the gains from a to b along half a cosine.
func ramp(a, b float64, frames int) []float32 {
	gains := make([]float32, frames)
	for i := range gains {
		gains[i] = float32(a + (b-a)*(1-math.Cos(math.Pi*float64(i)/float64(frames)))/2)
	}
	return gains
}

func newEnvelope(spoken []stretch, duck float64) envelope {
	if duck >= 0 || len(spoken) == 0 {
		return envelope{}
	}
	slices.SortFunc(spoken, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	merged := spoken[:1]
	for _, s := range spoken[1:] {
		// Between lines this close together everything else stays down.
		if last := &merged[len(merged)-1]; s.from-duckDown <= last.to+duckUp {
			last.to = max(last.to, s.to)
			continue
		}
		merged = append(merged, s)
	}
	low := Gain(duck)
	down, up := ramp(1, low, duckDown), ramp(low, 1, duckUp)
	var e envelope
	for _, s := range merged {
		e.segments = append(e.segments,
			segment{at: s.from - duckDown, len: duckDown, ramp: down},
			segment{at: s.from, len: s.to - s.from, gain: float32(low)},
			segment{at: s.to, len: duckUp, ramp: up})
	}
	return e
}

// next returns the index of the first segment that does not end before at.
func (e envelope) next(at int64) int {
	i, _ := slices.BinarySearchFunc(e.segments, at, func(s segment, t int64) int {
		return cmp.Compare(s.at+s.len, t+1)
	})
	return i
}

// covers reports whether the gain at a frame is not just 1.
func (e envelope) covers(at int64) bool {
	i := e.next(at)
	return i < len(e.segments) && e.segments[i].at <= at
}

// apply multiplies dst, whose first frame is at, by the envelope.
func (e envelope) apply(dst [][2]float32, at int64) {
	end := at + int64(len(dst))
	i := e.next(at)
	for ; i < len(e.segments) && e.segments[i].at < end; i++ {
		s := e.segments[i]
		from, to := max(at, s.at), min(end, s.at+s.len)
		part := dst[from-at : to-at]
		if s.ramp == nil {
			for k := range part {
				part[k][0] *= s.gain
				part[k][1] *= s.gain
			}
			continue
		}
		for k, g := range s.ramp[from-s.at : to-s.at] {
			part[k][0] *= g
			part[k][1] *= g
		}
	}
}
