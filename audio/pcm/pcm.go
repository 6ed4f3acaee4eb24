// Package pcm turns stereo float frames into the bytes that files and devices
// take: interleaved, left before right, little endian. Full scale is 1.
//
// The functions are pure, and may run on several cores at once.
package pcm

import (
	"encoding/binary"
	"math"
)

// Bytes of a stereo frame in each format.
const (
	Int16Bytes   = 4
	Float32Bytes = 8
)

// fullScale is the size of 16-bit full scale. A power of two, so the product is
// exact and the result the same on every processor, whether or not it fuses the
// multiplication with the addition.
const fullScale = 1 << 15

// Nearest16 returns the 16-bit sample nearest to x: ties go to even, values out
// of range to the end of the range, and a NaN to 0. Zero stays 0.
func Nearest16(x float64) int16 {
	switch x = math.RoundToEven(x * fullScale); {
	case x >= fullScale:
		return fullScale - 1
	case x <= -fullScale:
		return -fullScale
	case x != x:
		return 0
	}
	return int16(x)
}

// PutInt16 writes each frame of src to dst as two samples rounded by Nearest16.
// It panics if dst is shorter than Int16Bytes per frame.
func PutInt16(dst []byte, src [][2]float32) {
	dst = dst[:len(src)*Int16Bytes]
	for len(src) > 0 {
		n := putInRange(dst, src)
		src, dst = src[n:], dst[Int16Bytes*n:]
		n = min(len(src), group)
		for i, f := range src[:n] {
			putInt16(dst[Int16Bytes*i:Int16Bytes*(i+1)], f)
		}
		src, dst = src[n:], dst[Int16Bytes*n:]
	}
}

// group is how many frames putInRange converts at a time.
const group = 16

// Adding magic to a small number leaves the nearest integer (ties to even) in the
// low bits of the sum: rounding at the price of an addition.
const (
	magic     = 3 << 22 // 1.5 * 2^23
	magicBits = 0x4B400000
)

// putInRange is the fast path of PutInt16. It converts whole groups, up to the
// first that holds a sample out of range or a NaN, and returns the number of
// frames converted.
func putInRange(dst []byte, src [][2]float32) int {
	frames := len(src)
	for len(src) >= group && len(dst) >= Int16Bytes*group {
		s, d := (*[group][2]float32)(src), (*[Int16Bytes * group]byte)(dst)
		var all uint32
		for i := range s {
			// The sample plus 2^15. Float bits map one to one, so it exceeds
			// 16 bits exactly if the sample is out of range.
			l := math.Float32bits(s[i][0]*fullScale+magic) - (magicBits - 1<<15)
			r := math.Float32bits(s[i][1]*fullScale+magic) - (magicBits - 1<<15)
			all |= l | r
			binary.LittleEndian.PutUint32(d[Int16Bytes*i:Int16Bytes*(i+1)], (r<<16|l)^0x80008000)
		}
		if all>>16 != 0 {
			break
		}
		src, dst = src[group:], dst[Int16Bytes*group:]
	}
	return frames - len(src)
}

func putInt16(dst []byte, f [2]float32) {
	l, r := Nearest16(float64(f[0])), Nearest16(float64(f[1]))
	binary.LittleEndian.PutUint32(dst, uint32(uint16(l))|uint32(uint16(r))<<16)
}

// PutFloat32 writes each frame of src to dst unchanged, as two 32-bit floats. It
// panics if dst is shorter than Float32Bytes per frame.
func PutFloat32(dst []byte, src [][2]float32) {
	dst = dst[:len(src)*Float32Bytes]
	for i, f := range src {
		b := dst[Float32Bytes*i : Float32Bytes*(i+1)]
		binary.LittleEndian.PutUint32(b[0:4], math.Float32bits(f[0]))
		binary.LittleEndian.PutUint32(b[4:8], math.Float32bits(f[1]))
	}
}
