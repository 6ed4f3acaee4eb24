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

// envelope is the gain of what is under the voice at each frame: a piece of
// line or of half a cosine after the other.
type envelope struct{ pieces []piece }

// piece runs from gain a to gain b, and lasts until the next piece starts.
type piece struct {
	at   int64
	len  int64
	a, b float32
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
	low := float32(Gain(duck))
	var e envelope
	for _, s := range merged {
		e.pieces = append(e.pieces,
			piece{s.from - duckDown, duckDown, 1, low},
			piece{s.from, s.to - s.from, low, low},
			piece{s.to, duckUp, low, 1})
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
		if p.a == p.b {
			for k := range part {
				part[k][0] *= p.a
				part[k][1] *= p.a
			}
			continue
		}
		for k := range part {
			x := float64(from+int64(k)-p.at) / float64(p.len)
			g := p.a + (p.b-p.a)*float32((1-math.Cos(math.Pi*x))/2)
			part[k][0] *= g
			part[k][1] *= g
		}
	}
}
