package mix

import (
	"cmp"
	"math"
	"slices"

	"github.com/unknot/unknot/audio"
)

// Before words begin the rest has gone down, and comes back up behind them.
const (
	duckDown = 300 * audio.SampleRate / 1000
	duckUp   = 700 * audio.SampleRate / 1000
)

type stretch struct{ from, to int64 }

// envelope is the gain of what is under the voice at each frame, where that is
// not 1.
type envelope struct{ pieces []piece }

// piece is a stretch of an envelope: at one gain, or along a ramp.
type piece struct {
	at, len int64
	gain    float32
	ramp    []float32 // gains, one a frame; nil for none
}

// ramp is frames gains from a to b along half a cosine.
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
		// Between lines this near each other the rest stays down.
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
		e.pieces = append(e.pieces,
			piece{at: s.from - duckDown, len: duckDown, ramp: down},
			piece{at: s.from, len: s.to - s.from, gain: float32(low)},
			piece{at: s.to, len: duckUp, ramp: up})
	}
	return e
}

// next is the index of the first piece that does not end before at.
func (e envelope) next(at int64) int {
	i, _ := slices.BinarySearchFunc(e.pieces, at, func(p piece, t int64) int {
		return cmp.Compare(p.at+p.len, t+1)
	})
	return i
}

// covers reports whether the gain at a frame is not just 1.
func (e envelope) covers(at int64) bool {
	i := e.next(at)
	return i < len(e.pieces) && e.pieces[i].at <= at
}

// apply multiplies dst, whose first frame is at, by the envelope.
func (e envelope) apply(dst [][2]float32, at int64) {
	end := at + int64(len(dst))
	i := e.next(at)
	for ; i < len(e.pieces) && e.pieces[i].at < end; i++ {
		p := e.pieces[i]
		from, to := max(at, p.at), min(end, p.at+p.len)
		part := dst[from-at : to-at]
		if p.ramp == nil {
			for k := range part {
				part[k][0] *= p.gain
				part[k][1] *= p.gain
			}
			continue
		}
		for k, g := range p.ramp[from-p.at : to-p.at] {
			part[k][0] *= g
			part[k][1] *= g
		}
	}
}
