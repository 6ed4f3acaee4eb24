package device

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/output"
)

// A playhead is compared with a plain list: for every device frame given and not
// taken back, where the source is then.
func TestPlayheadKnowsWhatIsHeard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const from = 1000
		buffer := rapid.Int64Range(1, 400).Draw(t, "buffer")
		playhead := newPlayhead(buffer, from)
		var at []output.Frame // the source frame at each device frame
		next, taken, heard := output.Frame(from), int64(0), output.Frame(from)
		now := time.Unix(0, 0)
		last := now

		t.Repeat(map[string]func(*rapid.T){
			"sound": func(t *rapid.T) {
				n := rapid.Int64Range(0, 300).Draw(t, "n")
				playhead.write(n, true)
				for range n {
					at = append(at, next)
					next++
				}
			},
			"silence": func(t *rapid.T) {
				n := rapid.Int64Range(0, 300).Draw(t, "n")
				playhead.write(n, false)
				for range n {
					at = append(at, next)
				}
			},
			"take": func(t *rapid.T) {
				total := rapid.Int64Range(taken, int64(len(at))).Draw(t, "total")
				if more := playhead.take(total, now); more != (total > taken) {
					t.Fatalf("taking %d after %d: more is %v", total, taken, more)
				}
				if total > taken {
					taken, last = total, now
				}
			},
			"time": func(t *rapid.T) {
				now = now.Add(audio.Duration(rapid.Int64Range(0, 500).Draw(t, "frames")))
			},
			"cut": func(t *rapid.T) {
				if taken < int64(len(at)) {
					next = at[taken]
				}
				at = at[:taken]
				if got := playhead.cut(); got != next {
					t.Fatalf("cut at source frame %d, want %d", got, next)
				}
			},
			"": func(t *rapid.T) {
				if got := playhead.next(); got != next {
					t.Fatalf("next is %d, want %d", got, next)
				}
				dev := playhead.position(now)
				got := playhead.source(dev)
				// A device that has taken sound holds a buffer of it.
				want := min(taken, max(0, taken-buffer+audio.Frames[int64](now.Sub(last))))
				if dev < want || dev > taken {
					t.Fatalf("device frame %d is heard, want from %d to %d", dev, want, taken)
				}
				if dev < int64(len(at)) && got != at[dev] || dev == int64(len(at)) && got != next {
					t.Fatalf("source frame %d is heard at device frame %d", got, dev)
				}
				if got < heard {
					t.Fatalf("heard went back from %d to %d", heard, got)
				}
				heard = got
			},
		})
	})
}
