package session

import (
	"testing"

	"github.com/unknot/unknot/audio/output"
	"github.com/unknot/unknot/player/score"
	"github.com/unknot/unknot/player/timeline"
)

// A session is laid out some minutes at a time; nobody hears where.
func TestWhatIsLaidOutInPartsSoundsAsTheWhole(t *testing.T) {
	live, o := begin(t, 14, "neck"), options()
	whole := score.New(live.Plan().LayOut(), o.Sound)
	parts := 0
	play(t, live, o, func(r *rig) {
		last := r.Status().Timeline
		r.Watch(func() {
			if now := r.Status().Timeline; now != last {
				last = now
				parts++
			}
		})
		<-r.out.Done()
		want := make([][2]float32, live.Frames())
		if _, err := whole.Render(want, 0); err != nil {
			t.Fatal(err)
		}
		got := r.heard()
		if len(got) != len(want) {
			t.Fatalf("%d frames, not %d", len(got), len(want))
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("frame %d differs", i)
			}
		}
	})
	if parts == 0 {
		t.Error("it was laid out once: that shows nothing")
	}
}

// Where nothing lays the session out further in time, Render does.
func TestRenderLaysOutWhatIsMissing(t *testing.T) {
	live, o := begin(t, 14, "neck"), options()
	s := New(live, o)
	defer s.Close()
	whole := score.New(live.Plan().LayOut(), o.Sound)
	got, want := make([][2]float32, 10*second), make([][2]float32, 10*second)
	for at := timeline.Frame(0); at < live.Frames(); at += 10 * second {
		n, err := s.Render(got, output.Frame(at))
		if m, _ := whole.Render(want, int64(at)); err != nil || n != m {
			t.Fatalf("%d frames at %d, not %d: %v", n, at, m, err)
		}
		if d := far(got[:n], want[:n]); d != 0 {
			t.Fatalf("at %d it differs by %g", at, d)
		}
	}
}
