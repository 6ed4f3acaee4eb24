package plan_test

import (
	"fmt"
	"testing"

	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/player/timeline"
)

func BenchmarkFitFull30Minutes(b *testing.B) {
	r := request(b, full...)
	for b.Loop() {
		if _, err := plan.Fit(r, 30*60*second); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFitLoop8Hours(b *testing.B) {
	r := request(b, "neck")
	r.Loop = true
	for b.Loop() {
		if _, err := plan.Fit(r, 8*3600*second); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEdit is a command in the middle of a session, with the window of
// the session that is played next.
func BenchmarkEdit(b *testing.B) {
	for _, c := range []struct {
		name    string
		regions []string
		loop    bool
		minutes timeline.Frame
	}{
		{"neck-10m", []string{"neck"}, false, 10},
		{"full-30m", full, false, 30},
		{"loop-8h", []string{"neck"}, true, 8 * 60},
		{"endless", []string{"neck"}, true, 0},
	} {
		r := request(b, c.regions...)
		r.Loop = c.loop
		live := begin(b, r, c.minutes*60*second, plan.AnchorEnd)
		at := inSecondHold(b, live)
		for _, e := range edits {
			b.Run(fmt.Sprintf("%s/%s", c.name, e), func(b *testing.B) {
				for b.Loop() {
					next, _ := live.Edit(e, at)
					next.Window(at)
				}
			})
		}
	}
}
