package mix

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestRaisedLevelsNeverExceedFullScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := float32(rapid.Float64Range(-40, 40).Draw(t, "sample"))
		y := SoftClip(x)
		if math.Abs(float64(y)) >= 1 || math.Abs(float64(x)) <= knee && y != x || x*y < 0 {
			t.Fatalf("%g becomes %g", x, y)
		}
		if z := SoftClip(x + 0.001); z < y {
			t.Fatalf("not rising at %g", x)
		}
	})
}

// An added sound never takes a sum above full scale, or above what was there
// before it if that is higher; and where there is room it is added unchanged.
func TestWhatIsAddedKeepsBelowFullScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := float32(rapid.Float64Range(-1.5, 1.5).Draw(t, "sample"))
		add := float32(rapid.Float64Range(-2, 2).Draw(t, "added"))
		y := SoftAdd(x, add)
		if most := max(1, math.Abs(float64(x))); math.Abs(float64(y)) > most {
			t.Fatalf("%g and %g become %g", x, add, y)
		}
		if math.Abs(float64(x+add)) <= max(knee, math.Abs(float64(x))) && y != x+add {
			t.Fatalf("%g and %g become %g, though there is room", x, add, y)
		}
		if z := SoftAdd(x, add+0.001); z < y {
			t.Fatalf("not rising at %g and %g", x, add)
		}
		if SoftAdd(x, 0) != x {
			t.Fatalf("adding nothing changes %g", x)
		}
	})
}
