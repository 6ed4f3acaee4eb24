package tone

import "math"

// circle returns the sine and the cosine of an angle in cycles, to within 1e-9. It is
// several times as fast as math.Sincos.
func circle(cycles float64) (sin, cos float64) {
	quarter := math.Floor(4*cycles + 0.5) // the nearest one
	sin, cos = small((cycles - quarter/4) * 2 * math.Pi)
	switch int64(quarter) & 3 {
	case 1:
		return cos, -sin
	case 2:
		return -sin, -cos
	case 3:
		return -cos, sin
	}
	return sin, cos
}

// small returns the sine and the cosine of an angle in radians, of up to an eighth of a
// cycle.
func small(x float64) (sin, cos float64) {
	y := x * x
	sin = x * (1 - y*(1./6-y*(1./120-y*(1./5040-y*(1./362880-y/39916800)))))
	cos = 1 - y*(1./2-y*(1./24-y*(1./720-y*(1./40320-y*(1./3628800-y/479001600)))))
	return sin, cos
}
