package session

import (
	"testing"

	"github.com/unknot/unknot/player/plan"
)

func BenchmarkCommand(b *testing.B) {
	r := request(b, "neck")
	r.Loop = true
	live, err := plan.Begin(r, 0, plan.AnchorEnd)
	if err != nil {
		b.Fatal(err)
	}
	for _, command := range Commands() {
		b.Run(string(command), func(b *testing.B) {
			s := New(live, options())
			defer s.Close()
			c := newController(s, live)
			was, arrangement := c.state, s.arrangement.Load()
			for b.Loop() {
				c.change(command, 300*second)
				c.state = was
				s.arrangement.Store(arrangement)
			}
		})
	}
}

func BenchmarkRender(b *testing.B) {
	live := begin(b, 8, "neck")
	s := New(live, options())
	defer s.Close()
	dst := make([][2]float32, second)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Render(dst, 60*second); err != nil {
			b.Fatal(err)
		}
	}
}
