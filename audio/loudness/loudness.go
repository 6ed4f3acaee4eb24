// Package loudness measures and sets the loudness of a clip as it is heard:
// integrated loudness in LUFS (ITU-R BS.1770-4, gated as in EBU R 128) and true
// peak in dBTP (BS.1770-4 annex 2).
//
// Signals are planar float samples at 48 kHz, one or two channels of equal length,
// full scale 1. One channel is measured as it is heard, the same in both ears:
// 3 dB above what a meter shows for a mono file.
package loudness

import (
	"math"

	"github.com/unknot/unknot/audio"
)

const (
	block = audio.SampleRate * 4 / 10 // a gating block: 400 ms
	hop   = block / 4                 // blocks overlap by 75 %

	absoluteGate = -70.0 // LUFS
	relativeGate = -10.0 // LU below the mean of the blocks above the absolute gate

	// A clip shorter than this is measured repeated, for several seconds, so that
	// no block extends beyond its end.
	short    = audio.SampleRate
	repeated = 3 * audio.SampleRate
)

// Integrated returns the gated loudness of the channels in LUFS; minus infinity if
// nothing rises above the absolute gate. A signal shorter than a second is
// measured repeated. It panics unless there are one or two channels of equal
// length.
func Integrated(channels ...[]float32) float64 {
	frames := check(channels)
	if frames == 0 {
		return math.Inf(-1)
	}
	copies := 1
	if frames < short {
		copies = (repeated + frames - 1) / frames
	}
	sums := hopEnergies(channels[0], copies)
	if len(channels) == 2 {
		for i, e := range hopEnergies(channels[1], copies) {
			sums[i] += e
		}
	} else {
		for i := range sums {
			sums[i] *= 2
		}
	}
	return gated(sums)
}

// check returns the number of frames.
func check(channels [][]float32) int {
	if len(channels) == 0 || len(channels) > 2 || len(channels[len(channels)-1]) != len(channels[0]) {
		panic("loudness: want one or two channels of equal length")
	}
	return len(channels[0])
}

// hopEnergies returns the energy of the K-weighted signal in each whole hop. What
// follows the last whole hop is in no block.
func hopEnergies(x []float32, copies int) []float64 {
	sums := make([]float64, 0, len(x)*copies/hop)
	var k weighting
	sum, n := 0.0, 0
	for range copies {
		for _, s := range x {
			y := k.next(float64(s))
			sum += y * y
			if n++; n == hop {
				sums = append(sums, sum)
				sum, n = 0, 0
			}
		}
	}
	return sums
}

// gated returns the loudness of the blocks of four hops that pass both gates
// (BS.1770-4, annex 1, formulas 4 to 7).
func gated(hops []float64) float64 {
	var blocks []float64
	for i := 0; i+4 <= len(hops); i++ {
		blocks = append(blocks, (hops[i]+hops[i+1]+hops[i+2]+hops[i+3])/block)
	}
	gate := power(absoluteGate)
	mean := meanAbove(blocks, gate)
	if mean == 0 {
		return math.Inf(-1)
	}
	gate = max(gate, mean*math.Pow(10, relativeGate/10))
	return lufs(meanAbove(blocks, gate))
}

func meanAbove(blocks []float64, gate float64) float64 {
	sum, n := 0.0, 0
	for _, b := range blocks {
		if b > gate {
			sum += b
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// offset is the constant of BS.1770-4, formula 2: a 997 Hz sine at 0 dBFS in
// one channel reads -3.01 LUFS.
const offset = -0.691

func lufs(power float64) float64 { return offset + 10*math.Log10(power) }
func power(lufs float64) float64 { return math.Pow(10, (lufs-offset)/10) }

// weighting is the K-weighting of BS.1770-4, annex 1, tables 1 and 2: a high
// shelf for the head, then a high pass, both for 48 kHz.
type weighting struct{ s1, s2, h1, h2 float64 }

func (w *weighting) next(x float64) float64 {
	// Direct form II transposed.
	y := 1.53512485958697*x + w.s1
	w.s1 = -2.69169618940638*x + 1.69065929318241*y + w.s2
	w.s2 = 1.19839281085285*x - 0.73248077421585*y
	z := y + w.h1
	w.h1 = -2*y + 1.99004745483398*z + w.h2
	w.h2 = y - 0.99007225036621*z
	return z
}
