package fit

import (
	"testing"

	"pgregory.net/rapid"
)

// cutOff reports whether a set may have lost intervals for its size.
func cutOff(s Set) bool { return len(s) >= maxIntervals/4 }

func TestReachIsEveryTotal(t *testing.T) {
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		es := drawElastics(t, 4)
		sums := map[int64]bool{}
		xs := make([]int64, len(es))
		var try func(i int)
		try = func(i int) {
			if i == len(es) {
				sums[Total(es, xs)] = true
				return
			}
			lo, hi := es[i].Least, es[i].Most
			if times(es, xs, i) == 0 {
				hi = lo
			}
			for x := lo; x <= hi; x++ {
				xs[i] = x
				try(i + 1)
			}
		}
		try(0)
		reach := Reach(es)
		if cutOff(reach) {
			t.Skip("cut off")
		}
		compared++
		var n int64
		for _, v := range reach {
			n += v.Hi - v.Lo + 1
		}
		for sum := range sums {
			if !reach.Contains(sum) {
				t.Fatalf("%d can be had, but is not in %v", sum, reach)
			}
		}
		if n != int64(len(sums)) {
			t.Fatalf("%d totals are called possible, %d are: %v", n, len(sums), reach)
		}
	})
	if compared == 0 {
		t.Error("every set was cut off")
	}
}
