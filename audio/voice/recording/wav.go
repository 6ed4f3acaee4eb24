package recording

import (
	"encoding/binary"
	"fmt"
	"math"
)

// The WAV reader is our own: beep's refuses float and 32-bit samples, and allocates
// whatever the header asks for.

const (
	wavPCM        = 1
	wavFloat      = 3
	wavExtensible = 0xfffe

	wavOpen = 0x7fff0000 // from here on, a size means that it is not known
)

func decodeWAV(data []byte) (*Recording, error) {
	if len(data) < 12 || string(data[8:12]) != "WAVE" {
		return nil, ErrFormat
	}
	le := binary.LittleEndian
	var format, channels, bits, rate, frameSize int
	for chunks := data[12:]; len(chunks) >= 8; {
		name, size := string(chunks[:4]), int64(le.Uint32(chunks[4:]))
		body := chunks[8:]
		if name == "data" {
			if format == 0 {
				return nil, fmt.Errorf("%w: the samples come before their format", ErrDamaged)
			}
			// A program that cannot seek back leaves the size open.
			if size >= wavOpen {
				size = int64(len(body)) / int64(frameSize) * int64(frameSize)
			}
			if size > int64(len(body)) {
				return nil, ErrCutShort
			}
			if err := check(rate, channels, size/int64(frameSize)); err != nil {
				return nil, err
			}
			return &Recording{Rate: rate, Channels: wavSamples(body[:size], format, channels, bits)}, nil
		}
		if size > int64(len(body)) {
			return nil, ErrCutShort
		}
		if name == "fmt " {
			if size < 16 {
				return nil, fmt.Errorf("%w: its format chunk is too short", ErrDamaged)
			}
			format, channels, rate = int(le.Uint16(body)), int(le.Uint16(body[2:])), int(le.Uint32(body[4:]))
			frameSize, bits = int(le.Uint16(body[12:])), int(le.Uint16(body[14:]))
			if format == wavExtensible && size >= 26 {
				format = int(le.Uint16(body[24:]))
			}
			if err := check(rate, channels, 0); err != nil {
				return nil, err
			}
			if !wavKnown(format, bits) || frameSize != channels*bits/8 {
				return nil, fmt.Errorf("its samples are in a format that cannot be read (format %d, %d bits): save it as 16 or 24-bit PCM, or as float", format, bits)
			}
		}
		chunks = body[min(int64(len(body)), size+size%2):]
	}
	return nil, ErrCutShort
}

func wavKnown(format, bits int) bool {
	switch format {
	case wavPCM:
		return bits == 8 || bits == 16 || bits == 24 || bits == 32
	case wavFloat:
		return bits == 32 || bits == 64
	}
	return false
}

func wavSamples(data []byte, format, channels, bits int) [][]float32 {
	le := binary.LittleEndian
	width := bits / 8
	frames := len(data) / (width * channels)
	out := make([][]float32, channels)
	for c := range out {
		x := make([]float32, frames)
		for i := range x {
			b := data[(i*channels+c)*width:]
			switch {
			case format == wavFloat && bits == 32:
				x[i] = math.Float32frombits(le.Uint32(b))
			case format == wavFloat:
				x[i] = float32(math.Float64frombits(le.Uint64(b)))
			case bits == 8:
				x[i] = (float32(b[0]) - 128) / 128
			case bits == 16:
				x[i] = float32(int16(le.Uint16(b))) / (1 << 15)
			case bits == 24:
				x[i] = float32(int32(uint32(b[0])<<8|uint32(b[1])<<16|uint32(b[2])<<24)) / (1 << 31)
			default:
				x[i] = float32(float64(int32(le.Uint32(b))) / (1 << 31))
			}
		}
		out[c] = x
	}
	return out
}
