package plan

import (
	"fmt"
	"testing"

	"github.com/unknot/unknot/player/timeline"
)

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
		live, err := Begin(r, c.minutes*60*timeline.Second, KeepEnd)
		if err != nil {
			b.Fatal(err)
		}
		at := held(live)
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

// held is a frame in the middle of the second hold.
func held(l *Live) timeline.Frame {
	var from timeline.Frame
	holds := 0
	for _, s := range l.Plan().Steps {
		if s.Purpose == timeline.Hold {
			if holds++; holds == 2 {
				return from + s.Frames/2
			}
		}
		from += s.Frames
	}
	return 0
}
