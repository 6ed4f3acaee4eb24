package mix

import "math"

// knee is the level from which samples are bent, 1 dB below full scale.
const knee = 0.8913

// SoftClip bends a sample above the knee so that it never reaches full scale.
// Below the knee it changes nothing, and its slope has no step there. It has no
// memory, so any frame can be rendered again alone.
func SoftClip(x float32) float32 { return bend(x, knee) }

// SoftAdd returns x + add, bent like SoftClip; but where x is above the knee
// already, the sum is only kept from going higher still. So whatever is added
// never distorts what was there before it and after it.
func SoftAdd(x, add float32) float32 {
	return bend(x+add, max(knee, math.Abs(float64(x))))
}

// bend brings a sample above the given level, by any amount, between that level
// and full scale, or down to the level if it is full scale or more.
func bend(x float32, level float64) float32 {
	over := math.Abs(float64(x)) - level
	if over <= 0 {
		return x
	}
	room := max(0, 1-level)
	return float32(math.Copysign(level+room*over/(over+room), float64(x)))
}
