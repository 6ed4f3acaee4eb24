package mix

import (
	"cmp"
	"slices"

	"github.com/unknot/unknot/audio"
)

// How long before a line everything else fades down, and after it back up.
const (
	duckDown = 300 * audio.SampleRate / 1000
	duckUp   = 700 * audio.SampleRate / 1000
)

// stretch is the frames from from up to, but without, to.
type stretch struct{ from, to int64 }

// ducking is the stretches in which a voice speaks, in order. Other sounds are lowered
// there, with fades before and after. The fades of two stretches never overlap.
type ducking []stretch

func newDucking(spoken []stretch) ducking {
	if len(spoken) == 0 {
		return nil
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
	return merged
}

// apply multiplies dst, whose first frame is at, by the ducking to gain a, divided by the
// ducking to gain b.
func (d ducking) apply(dst [][2]float32, at int64, a, b float32) {
	end := at + int64(len(dst))
	i, _ := slices.BinarySearchFunc(d, at, func(s stretch, t int64) int { return cmp.Compare(s.to+duckUp, t+1) })
	for ; i < len(d) && d[i].from-duckDown < end; i++ {
		s := d[i]
		for n := max(at, s.from-duckDown); n < min(end, s.from); n++ {
			scale(&dst[n-at], between(a, b, float32(n-s.from+duckDown)/duckDown))
		}
		for n := max(at, s.from); n < min(end, s.to); n++ {
			scale(&dst[n-at], a/b)
		}
		for n := max(at, s.to); n < min(end, s.to+duckUp); n++ {
			scale(&dst[n-at], between(a, b, 1-float32(n-s.to)/duckUp))
		}
	}
}

func scale(f *[2]float32, gain float32) { f[0], f[1] = f[0]*gain, f[1]*gain }

// between returns the ratio of two gains that have come part x of their way from 1 to a
// and from 1 to b. The way has no slope at either end.
func between(a, b, x float32) float32 {
	down := x * x * (3 - 2*x)
	return (1 - (1-a)*down) / (1 - (1-b)*down)
}
