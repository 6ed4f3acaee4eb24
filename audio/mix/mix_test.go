package mix

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func sine(frames int, hz, gain float64) Mono {
	m := make(Mono, frames)
	for i := range m {
		m[i] = float32(gain * math.Sin(2*math.Pi*hz*float64(i)/48000))
	}
	return m
}

func drawScore(t *rapid.T) *Score {
	var events []Event
	again := Keep(func() Sound { return sine(9000, 300, 0.2) })
	for range rapid.IntRange(0, 8).Draw(t, "events") {
		n := rapid.IntRange(1, 60_000).Draw(t, "frames")
		e := Event{
			At:     rapid.Int64Range(0, 200_000).Draw(t, "at"),
			Frames: int64(rapid.IntRange(1, 70_000).Draw(t, "heard")),
			Sound:  sine(n, rapid.Float64Range(100, 900).Draw(t, "hz"), 0.2),
			Left:   float32(rapid.Float64Range(0, 2).Draw(t, "left")),
			Right:  float32(rapid.Float64Range(0, 2).Draw(t, "right")),
			Role:   Role(rapid.IntRange(0, 1).Draw(t, "role")),
			Duck:   rapid.SampledFrom([]float64{0, -6, -16, -40}).Draw(t, "duck"),
		}
		if rapid.Bool().Draw(t, "stereo") {
			s := make(Stereo, n)
			for i, x := range e.Sound.(Mono) {
				s[i] = [2]float32{x, -x}
			}
			e.Sound = s
		}
		if rapid.Bool().Draw(t, "again") {
			e.Sound, e.Frames, e.Left, e.Right = again, 8000, 1, 0.5
		}
		events = append(events, e)
	}
	return NewScore(events, rapid.Int64Range(0, 260_000).Draw(t, "length"), Options{
		Swap: rapid.Bool().Draw(t, "swap"),
		Mono: rapid.Bool().Draw(t, "mono"),
	})
}

func whole(t *rapid.T, s *Score) [][2]float32 {
	dst := make([][2]float32, s.Frames()+100)
	n, err := s.Render(dst, 0)
	if err != nil || int64(n) != s.Frames() {
		t.Fatalf("rendered %d of %d frames: %v", n, s.Frames(), err)
	}
	return dst[:n]
}

func TestAnyPartIsTheSameAsInTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScore(t)
		want := whole(t, s)
		for range 5 {
			at := rapid.Int64Range(0, s.Frames()+10).Draw(t, "at")
			dst := make([][2]float32, rapid.IntRange(0, 30_000).Draw(t, "size"))
			for i := range dst {
				dst[i] = [2]float32{9, 9} // left over from before
			}
			n, err := s.Render(dst, at)
			if err != nil || int64(n) != max(0, min(int64(len(dst)), s.Frames()-at)) {
				t.Fatalf("%d frames at %d of %d: %v", n, at, s.Frames(), err)
			}
			if n > 0 && !slices.Equal(dst[:n], want[at:at+int64(n)]) {
				t.Fatalf("%d frames at %d differ from the same in the whole", n, at)
			}
		}
	})
}

func TestEncodeWritesTheWholeInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScore(t)
		var got bytes.Buffer
		pack := func(dst []byte, src [][2]float32) {
			for i, f := range src {
				binary.LittleEndian.PutUint32(dst[4*i:], math.Float32bits(f[0]))
			}
		}
		err := s.Encode(context.Background(), 4, pack, func(b []byte) error { got.Write(b); return nil })
		if err != nil {
			t.Fatal(err)
		}
		want := make([]byte, 4*s.Frames())
		pack(want, whole(t, s))
		if !bytes.Equal(got.Bytes(), want) {
			t.Fatal("the chunks do not make up the whole")
		}
	})
}

type broken struct{}

func (broken) Add([][2]float32, int64, float32, float32) error { return errBroken }

var errBroken = errors.New("broken clip")

func TestEncodeStopsAtAnError(t *testing.T) {
	events := []Event{{At: 1_000_000, Frames: 10, Sound: broken{}, Role: Voice}}
	s := NewScore(events, 20_000_000, Options{})
	full := errors.New("disk full")
	written := 0
	pack := func([]byte, [][2]float32) {}
	if err := s.Encode(context.Background(), 4, pack, func(b []byte) error { written += len(b); return nil }); !errors.Is(err, errBroken) {
		t.Errorf("a broken clip gives %v", err)
	}
	if written > 4*1_000_000 {
		t.Errorf("%d bytes were written after the broken clip", written)
	}
	if err := s.Encode(context.Background(), 4, pack, func([]byte) error { return full }); !errors.Is(err, full) {
		t.Errorf("a full disk gives %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := NewScore(nil, 20_000_000, Options{}).Encode(ctx, 4, pack, func([]byte) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled encoding gives %v", err)
	}
}

func TestEverythingElseIsDuckedUnderAVoice(t *testing.T) {
	const words, length = 100_000, 400_000
	s := NewScore([]Event{
		{At: 0, Frames: length, Sound: constant(1), Left: 0.5, Right: 0.5, Duck: -20},
		{At: words, Frames: 50_000, Sound: constant(0), Left: 1, Right: 1, Role: Voice},
		{At: words + 60_000, Frames: 50_000, Sound: constant(0), Left: 1, Right: 1, Role: Voice},
	}, length, Options{})
	dst := make([][2]float32, length)
	if _, err := s.Render(dst, 0); err != nil {
		t.Fatal(err)
	}
	for i, f := range dst {
		want := float32(0)
		switch {
		case i < words-duckDown || i >= words+110_000+duckUp:
			want = 0.5
		case i >= words && i < words+110_000: // and in the short pause in between
			want = 0.05
		default:
			continue
		}
		if math.Abs(float64(f[0]-want)) > 1e-6 || f[0] != f[1] {
			t.Fatalf("frame %d is %v, want %v", i, f, want)
		}
	}
	step := 0.0
	for i := range dst[1:] {
		step = max(step, math.Abs(float64(dst[i+1][0]-dst[i][0])))
	}
	// A raised cosine over duckDown is steepest in its middle.
	if most := 0.45 * math.Pi / 2 / duckDown; step > 1.01*most {
		t.Fatalf("the gain steps by %g, more than %g", step, most)
	}
}

// Of several sounds each is lowered by as much as it says, at every moment of a fade.
func TestEachSoundIsDuckedAsItSays(t *testing.T) {
	const words, length = 100_000, 300_000
	spoken := Event{At: words, Frames: 50_000, Sound: constant(0.1), Left: 1, Right: 1, Role: Voice}
	under := []Event{
		{Frames: length, Sound: constant(0.1), Left: 1, Right: 1, Duck: -6},
		{Frames: length, Sound: constant(0.2), Left: 1, Right: 1},
		{Frames: length, Sound: constant(0.3), Left: 1, Right: 1, Duck: -20},
		{Frames: length, Sound: constant(0.4), Left: 1, Right: 1, Duck: -6},
	}
	render := func(events ...Event) [][2]float32 {
		dst := make([][2]float32, length)
		if _, err := NewScore(events, length, Options{}).Render(dst, 0); err != nil {
			t.Fatal(err)
		}
		return dst
	}
	all := render(append(slices.Clone(under), spoken)...)
	want := make([]float64, length)
	for _, e := range under {
		for i, f := range render(e, spoken) {
			want[i] += float64(f[0])
		}
	}
	voice := render(spoken)
	for i, f := range all {
		// Each of the four was rendered with the voice.
		if w := want[i] - 3*float64(voice[i][0]); math.Abs(float64(f[0])-w) > 1e-5 {
			t.Fatalf("frame %d is %g, not %g", i, f[0], w)
		}
	}
	if got, want := float64(all[words+1000][0]), 0.1+0.5*Gain(-6)+0.2+0.3*Gain(-20); math.Abs(got-want) > 1e-5 {
		t.Fatalf("under the voice the sum is %g, not %g", got, want)
	}
}

type constant float32

func (c constant) Add(dst [][2]float32, from int64, left, right float32) error {
	for i := range dst {
		dst[i][0] += float32(c) * left
		dst[i][1] += float32(c) * right
	}
	return nil
}

func TestPanKeepsThePower(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dB := rapid.Float64Range(-40, 40).Draw(t, "dB")
		l, r := Pan(dB)
		if power := l*l + r*r; math.Abs(power-2) > 1e-12 || l < 0 || r < 0 {
			t.Fatalf("gains %g and %g", l, r)
		}
		if got := 20 * math.Log10(l/r); math.Abs(got-dB) > 1e-9 {
			t.Fatalf("the left is %g dB louder, not %g", got, dB)
		}
	})
}

// BenchmarkRender renders a second of what a session mostly is: one tone.
func BenchmarkRender(b *testing.B) {
	s := NewScore([]Event{{At: 0, Frames: 480_000, Sound: sine(480_000, 220, 0.1), Left: 1, Right: 0.5, Duck: -18}}, 480_000, Options{})
	dst := make([][2]float32, 48_000)
	b.SetBytes(48_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Render(dst, 100_000); err != nil {
			b.Fatal(err)
		}
	}
}
