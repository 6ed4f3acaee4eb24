package plural

import "testing"

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 breaths", 1: "1 breath", 2: "2 breaths", -1: "-1 breaths"} {
		if got := Count(n, "breath"); got != want {
			t.Errorf("%d: %q, not %q", n, got, want)
		}
	}
}
