package recording

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/gopxl/beep/v2/flac"
)

const flacInfo = 34 // bytes of STREAMINFO

// decodeFLAC gives the decoder only the stream's description and its frames: no
// pictures or tags, for which it would allocate memory.
func decodeFLAC(data []byte) (*Recording, error) {
	var info []byte
	frames := data[4:] // after the metadata blocks
	for last := false; !last; {
		if len(frames) < 4 {
			return nil, ErrCutShort
		}
		kind, size := frames[0]&0x7f, int(frames[1])<<16|int(frames[2])<<8|int(frames[3])
		last = frames[0]&0x80 != 0
		if frames = frames[4:]; size > len(frames) {
			return nil, ErrCutShort
		}
		if kind == 0 && info == nil && size == flacInfo {
			info = frames[:size]
		}
		frames = frames[size:]
	}
	if info == nil {
		return nil, fmt.Errorf("%w: it does not say what it holds", ErrDamaged)
	}
	// STREAMINFO from bit 80: rate in 20 bits, channels-1 in 3, bits-1 in 5, length
	// in 36.
	packed := binary.BigEndian.Uint64(info[10:])
	rate, channels := int(packed>>44), int(packed>>41&7)+1
	length := int64(packed & (1<<36 - 1)) // 0: not known
	if err := check(rate, channels, length); err != nil {
		return nil, err
	}
	frames, err := withoutRate(withoutTail(frames))
	if err != nil {
		return nil, err
	}
	stream := bytes.NewBuffer(make([]byte, 0, 8+flacInfo+len(frames)))
	stream.WriteString("fLaC\x80\x00\x00\x22")
	stream.Write(info)
	stream.Write(frames)

	var out [][]float32
	err = guarded(func() error {
		s, _, err := flac.Decode(stream)
		if err != nil {
			return err
		}
		out, err = drain(s, rate, channels, length)
		return err
	})
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, ErrCutShort
	case errors.Is(err, ErrTooLong), errors.Is(err, ErrDamaged):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	case length != 0 && int64(len(out[0])) < length:
		return nil, ErrCutShort
	case length != 0 && int64(len(out[0])) > length:
		return nil, fmt.Errorf("%w: it is longer than it says", ErrDamaged)
	}
	return &Recording{Rate: rate, Channels: out}, nil
}

// withoutRate returns the frames without the code of the sample rate in their
// headers, as the format allows where STREAMINFO has it. For some codes, in good
// files as well as damaged ones, the decoder writes to the program's standard log,
// where a library has no business.
//
// A frame begins with a header whose CRC-8 is right, and ends where its CRC-16 is.
func withoutRate(frames []byte) ([]byte, error) {
	out := bytes.Clone(frames)
	table := crc16Table()
	for start := 0; start < len(out); {
		header := flacHeader(out[start:])
		if header == 0 {
			return nil, ErrDamaged
		}
		end, sum := start, uint16(0)
		for end < start+header || sum != 0 || end < len(out) && flacHeader(out[end:]) == 0 {
			if end == len(out) {
				return nil, ErrCutShort // or damaged somewhere before
			}
			sum = sum<<8 ^ table[byte(sum>>8)^out[end]]
			end++
		}
		if out[start+2]&0x0f < flacRateFollows {
			out[start+2] &= 0xf0
			out[start+header-1] = crc8(out[start : start+header-1])
			sum = 0
			for _, b := range out[start : end-2] {
				sum = sum<<8 ^ table[byte(sum>>8)^b]
			}
			binary.BigEndian.PutUint16(out[end-2:], sum)
		}
		start = end
	}
	return out, nil
}

// Codes from here on mean that the rate itself follows.
const flacRateFollows = 12

// flacHeader returns the length of the frame header that data begins with, including
// its CRC-8; 0 if there is none.
func flacHeader(data []byte) int {
	if len(data) < 6 || data[0] != 0xff || data[1]&0xfe != 0xf8 {
		return 0
	}
	size := 4 + 1 // the number of the frame, encoded like UTF-8
	for lead := data[4]; lead&0xc0 == 0xc0; lead <<= 1 {
		size++
	}
	switch data[2] >> 4 {
	case 6:
		size++
	case 7:
		size += 2
	}
	switch data[2] & 0x0f {
	case flacRateFollows:
		size++
	case flacRateFollows + 1, flacRateFollows + 2:
		size += 2
	case flacRateFollows + 3:
		return 0
	}
	if size+1 > len(data) || crc8(data[:size]) != data[size] {
		return 0
	}
	return size + 1
}

// crc8 returns FLAC's CRC-8: polynomial x^8 + x^2 + x + 1.
func crc8(data []byte) byte {
	var crc byte
	for _, b := range data {
		crc ^= b
		for range 8 {
			if crc&0x80 != 0 {
				crc = crc<<1 ^ 0x07
			} else {
				crc <<= 1
			}
		}
	}
	return crc
}

// crc16Table returns the table of FLAC's CRC-16: polynomial x^16 + x^15 + x^2 + 1.
var crc16Table = sync.OnceValue(func() *[256]uint16 {
	var t [256]uint16
	for i := range t {
		crc := uint16(i) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x8005
			} else {
				crc <<= 1
			}
		}
		t[i] = crc
	}
	return &t
})
