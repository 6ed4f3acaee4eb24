package plan

import (
	"math"

	"github.com/unknot/unknot/player/timeline"
)

// shareByWeight divides a length among regions: to each its least, and of what
// is above as much as its weight, within its range.
func shareByWeight(regions []*regionSpec, length timeline.Frame) []timeline.Frame {
	sharesAt := func(level float64) (shares []timeline.Frame, sum timeline.Frame) {
		for _, r := range regions {
			x := r.least + timeline.Frame(math.Min(level*float64(r.script.Weight), float64(r.most-r.least)))
			shares = append(shares, x)
			sum += x
		}
		return shares, sum
	}
	low, high := 0.0, float64(MostFrames)
	for range 128 {
		mid := (low + high) / 2
		if _, sum := sharesAt(mid); sum <= length {
			low = mid
		} else {
			high = mid
		}
	}
	shares, sum := sharesAt(low)
	for sum < length { // frames lost in rounding
		for i, r := range regions {
			if sum < length && shares[i] < r.most {
				shares[i]++
				sum++
			}
		}
	}
	return shares
}
