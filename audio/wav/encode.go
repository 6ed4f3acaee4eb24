package wav

import (
	"encoding/binary"
	"math"
)

// Format is how a sample is kept in the file.
type Format int

const (
	Int16   Format = iota // linear PCM of 16 bits
	Int24                 // linear PCM of 24 bits
	Float32               // IEEE float of 32 bits
)

// channels is how many channels every file has: left, then right.
const channels = 2

// FrameBytes is the size of a stereo frame in bytes.
func (f Format) FrameBytes() int { return channels * f.bits() / 8 }

func (f Format) bits() int {
	switch f {
	case Int24:
		return 24
	case Float32:
		return 32
	}
	return 16
}

// Full scale. A power of two, so that the product is exact and the result the
// same on every processor, whether it fuses the multiplication or not.
const (
	scale16 = 1 << 15
	scale24 = 1 << 23
)

// Nearest16 is x, full scale being 1, as a 16-bit sample: the nearest (ties to
// even), held to the range of 16 bits. Zero is 0, and so is a NaN.
func Nearest16(x float64) int16 { return int16(integer(x, scale16)) }

// integer rounds x*scale to the nearest integer in [-scale, scale).
func integer(x float64, scale float64) int32 {
	switch x = math.RoundToEven(x * scale); {
	case x >= scale:
		return int32(scale) - 1
	case x <= -scale:
		return -int32(scale)
	case x != x:
		return 0
	}
	return int32(x)
}

// PutInt16 writes every frame of src to dst as Nearest16 says, little endian, left
// before right. It panics if dst is shorter than 4 bytes a frame.
func PutInt16(dst []byte, src [][2]float32) {
	dst = dst[:len(src)*4]
	for len(src) > 0 {
		n := putInRange(dst, src)
		src, dst = src[n:], dst[4*n:]
		n = min(len(src), group)
		for i, f := range src[:n] {
			putInt16(dst[4*i:4*i+4], f)
		}
		src, dst = src[n:], dst[4*n:]
	}
}

// group is how many frames putInRange takes at a time.
const group = 16

// Added to a small number, magic leaves its nearest integer (ties to even) in
// the low bits of the sum: rounding for the price of an addition.
const (
	magic     = 3 << 22 // 1.5 * 2^23
	magicBits = 0x4B400000
)

// putInRange is the quick way of PutInt16: whole groups, up to the first that
// has a sample to be held to the range, or none that is a number. It returns
// how many frames are done.
func putInRange(dst []byte, src [][2]float32) int {
	frames := len(src)
	for len(src) >= group && len(dst) >= 4*group {
		s, d := (*[group][2]float32)(src), (*[4 * group]byte)(dst)
		var all uint32
		for i := range s {
			// The sample plus 2^15. Float bits are mapped one to one, so it
			// exceeds 16 bits exactly if the sample does.
			l := math.Float32bits(s[i][0]*scale16+magic) - (magicBits - 1<<15)
			r := math.Float32bits(s[i][1]*scale16+magic) - (magicBits - 1<<15)
			all |= l | r
			binary.LittleEndian.PutUint32(d[4*i:4*i+4], (r<<16|l)^0x80008000)
		}
		if all>>16 != 0 {
			break
		}
		src, dst = src[group:], dst[4*group:]
	}
	return frames - len(src)
}

func putInt16(dst []byte, f [2]float32) {
	l, r := Nearest16(float64(f[0])), Nearest16(float64(f[1]))
	binary.LittleEndian.PutUint32(dst, uint32(uint16(l))|uint32(uint16(r))<<16)
}

// PutInt24 writes every frame of src to dst as 24-bit samples, rounded and
// held to the range as in PutInt16. It panics if dst is shorter than 6 bytes a
// frame.
func PutInt24(dst []byte, src [][2]float32) {
	dst = dst[:len(src)*6]
	for i, f := range src {
		l, r := integer(float64(f[0]), scale24), integer(float64(f[1]), scale24)
		b := dst[6*i : 6*i+6]
		b[0], b[1], b[2] = byte(l), byte(l>>8), byte(l>>16)
		b[3], b[4], b[5] = byte(r), byte(r>>8), byte(r>>16)
	}
}

// PutFloat32 writes every frame of src to dst as it is. It panics if dst is
// shorter than 8 bytes a frame.
func PutFloat32(dst []byte, src [][2]float32) {
	dst = dst[:len(src)*8]
	for i, f := range src {
		b := dst[8*i : 8*i+8]
		binary.LittleEndian.PutUint32(b[0:4], math.Float32bits(f[0]))
		binary.LittleEndian.PutUint32(b[4:8], math.Float32bits(f[1]))
	}
}
