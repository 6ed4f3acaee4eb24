package pcm

import (
	"encoding/binary"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// sample draws samples that a mixer may produce, and some that it should not.
func sample() *rapid.Generator[float32] {
	steps := rapid.Map(rapid.IntRange(-70000, 70000), func(n int) float32 { return float32(n) / (2 * fullScale) })
	return rapid.OneOf(
		rapid.Float32Range(-1.01, 1.01),
		steps, // every half is a tie
		rapid.Float32(),
		rapid.SampledFrom([]float32{0, 1, -1, float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)),
			math.MaxFloat32, -math.MaxFloat32, float32(math.Copysign(0, -1)), 128, 256, -128, -256, 383.99997}),
	)
}

func frames(t *rapid.T, label string) [][2]float32 {
	flat := rapid.SliceOfN(sample(), 0, 200).Draw(t, label)
	out := make([][2]float32, len(flat)/2)
	for i := range out {
		out[i] = [2]float32{flat[2*i], flat[2*i+1]}
	}
	return out
}

func TestNearest16IsTheNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := float64(sample().Draw(t, "x"))
		got := float64(Nearest16(x))
		switch exact := x * 32768; {
		case math.IsNaN(x):
			if got != 0 {
				t.Fatalf("NaN became %v", got)
			}
		case exact >= 32767:
			if got != 32767 {
				t.Fatalf("%v became %v", x, got)
			}
		case exact <= -32768:
			if got != -32768 {
				t.Fatalf("%v became %v", x, got)
			}
		case math.Abs(got-exact) > 0.5:
			t.Fatalf("%v, exactly %v steps, became %v", x, exact, got)
		}
	})
	if Nearest16(0) != 0 || Nearest16(math.Copysign(0, -1)) != 0 {
		t.Fatal("zero does not stay zero")
	}
	for n := math.MinInt16; n <= math.MaxInt16; n++ {
		if got := Nearest16(float64(n) / 32768); int(got) != n {
			t.Fatalf("%d became %d", n, got)
		}
	}
}

// The fast path must give the same as the plain one, for every float there is.
func TestPutInt16IsNearest16(t *testing.T) {
	check := func(t interface{ Fatalf(string, ...any) }, src [][2]float32) {
		dst := make([]byte, Int16Bytes*len(src)+1)
		dst[len(dst)-1] = 77
		PutInt16(dst, src)
		for i, f := range src {
			for c, x := range f {
				got := int16(binary.LittleEndian.Uint16(dst[4*i+2*c:]))
				if want := Nearest16(float64(x)); got != want {
					t.Fatalf("frame %d of %d, channel %d: %v became %d, not %d", i, len(src), c, x, got, want)
				}
			}
		}
		if dst[len(dst)-1] != 77 {
			t.Fatalf("wrote past the last frame")
		}
	}
	rapid.Check(t, func(t *rapid.T) { check(t, frames(t, "src")) })

	var some [][2]float32 // floats of every sign and exponent
	for bits := uint64(0); bits < 1<<32; bits += 104729 {
		x := math.Float32frombits(uint32(bits))
		some = append(some, [2]float32{x, 0.25}, [2]float32{-0.5, x}, [2]float32{0, 0}, [2]float32{x, x})
	}
	check(t, some)
}

func TestPutFloat32KeepsEveryBit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := frames(t, "src")
		dst := make([]byte, Float32Bytes*len(src)+1)
		dst[len(dst)-1] = 77
		PutFloat32(dst, src)
		for i, f := range src {
			for c, x := range f {
				if bits := binary.LittleEndian.Uint32(dst[8*i+4*c:]); bits != math.Float32bits(x) {
					t.Fatalf("%v became the float of bits %x", x, bits)
				}
			}
		}
		if dst[len(dst)-1] != 77 {
			t.Fatal("wrote past the last frame")
		}
	})
}

func TestPutInt16RefusesAShortDestination(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Fatal("two frames went into 7 bytes")
		}
	}()
	PutInt16(make([]byte, 7), make([][2]float32, 2))
}

// The size of block that a renderer makes. 30 minutes are 86.4 million frames:
// they must take well under 0.2 s, 2.3 ns per frame.
func BenchmarkPutInt16(b *testing.B) {
	src := make([][2]float32, 4096)
	for i := range src {
		src[i] = [2]float32{float32(math.Sin(float64(i)/10)) / 2, float32(math.Cos(float64(i)/7)) / 3}
	}
	dst := make([]byte, 4*len(src))
	b.SetBytes(int64(len(src) * 8))
	for b.Loop() {
		PutInt16(dst, src)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(src)), "ns/frame")
}
