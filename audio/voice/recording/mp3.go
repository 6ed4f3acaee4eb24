package recording

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/gopxl/beep/v2/mp3"
)

// mp3Frame describes a frame, by its header.
type mp3Frame struct {
	size    int  // bytes
	wrong   bool // the decoder would take it to be a byte shorter
	rate    int
	samples int // per channel
	side    int // bytes from the header to the end of the side information
}

// mp3Header parses a header of MPEG-1 or MPEG-2 layer III (ISO 11172-3 and 13818-3,
// 2.4.2.3).
func mp3Header(b []byte) (f mp3Frame, ok bool) {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe0 != 0xe0 {
		return f, false
	}
	version, layer := b[1]>>3&3, b[1]>>1&3
	bitrate, frequency := b[2]>>4, b[2]>>2&3
	if version < 2 || layer != 1 || bitrate == 0 || bitrate == 15 || frequency == 3 {
		return f, false
	}
	f.rate = [3]int{44100, 48000, 32000}[frequency]
	mono := b[3]>>6 == 3
	var kilobits int
	if version == 3 {
		kilobits = [15]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}[bitrate]
		f.samples, f.side = 1152, 4+32
		if mono {
			f.side = 4 + 17
		}
	} else {
		kilobits = [15]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}[bitrate]
		f.rate /= 2
		f.samples, f.side = 576, 4+17
		if mono {
			f.side = 4 + 9
		}
	}
	padding := int(b[2] >> 1 & 1)
	f.size = f.samples/8*kilobits*1000/f.rate + padding
	f.wrong = version != 3 && (2*f.samples/8*kilobits*1000/f.rate+padding)/2 != f.size
	if b[1]&1 == 0 {
		f.side += 2 // a checksum after the header
	}
	return f, f.size > f.side
}

// isMP3 reports whether data begins like MPEG audio, of a kind that can be read or
// not.
func isMP3(data []byte) bool {
	data = bytes.TrimLeft(data, "\x00")
	return len(data) >= 4 && data[0] == 0xff && data[1]&0xe0 == 0xe0
}

func decodeMP3(data []byte) (*Recording, error) {
	data = withoutTail(bytes.TrimLeft(data, "\x00"))
	first, ok := mp3Header(data)
	if !ok {
		return nil, errors.New("it is MPEG audio of a kind that cannot be read: save it as MP3 of 16 kHz or more, or as FLAC")
	}
	if len(data) < first.size {
		return nil, ErrCutShort
	}
	tag := readTag(data[:first.size], first)
	if tag.found {
		data = data[first.size:]
	}
	count, err := countFrames(data, first)
	if err != nil {
		return nil, err
	}
	if count < tag.frames {
		return nil, ErrCutShort
	}
	total := int64(count) * int64(first.samples)
	if err := check(first.rate, 2, total); err != nil {
		return nil, err
	}
	var out [][]float32
	err = guarded(func() error {
		s, _, err := mp3.Decode(io.NopCloser(bytes.NewReader(data)))
		if err != nil {
			return err
		}
		out, err = drain(s, first.rate, 2, total)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	if int64(len(out[0])) != total {
		return nil, ErrDamaged
	}
	// Where the encoder says how long they are, the delay of encoder and decoder
	// before the sound, and the padding of the last frame, are cut off.
	if start, end := int64(tag.delay+mp3Delay), total-int64(tag.padding-mp3Delay); tag.gapless && start < end && end <= total {
		for c := range out {
			out[c] = out[c][start:end]
		}
	}
	return &Recording{Rate: first.rate, Channels: out}, nil
}

// mp3Delay is the delay of any layer III decoder in frames of sound: 528 of its
// filter bank, and one more.
const mp3Delay = 529

// countFrames counts the frames. Each must directly follow the one before it and be
// of the same kind.
func countFrames(data []byte, first mp3Frame) (int, error) {
	count := 0
	for len(data) > 0 {
		f, ok := mp3Header(data)
		switch {
		case !ok && len(bytes.Trim(data, "\x00")) == 0:
			return count, nil // zeros, with which some programs end a file
		case !ok && len(data) < 4:
			return 0, ErrCutShort
		case !ok || f.rate != first.rate || f.samples != first.samples:
			return 0, fmt.Errorf("%w after %d frames", ErrDamaged, count)
		case f.size > len(data):
			return 0, ErrCutShort
		case f.wrong:
			return 0, errors.New("it is an MP3 of a kind that is decoded wrongly (22.05 kHz at this bit rate): save it at 44.1 kHz or more, or as FLAC")
		}
		data = data[f.size:]
		count++
	}
	return count, nil
}

// mp3Tag is what the first frame may say about the others: encoders put one there
// that holds no sound.
type mp3Tag struct {
	found          bool
	frames         int // with sound; 0: not known
	gapless        bool
	delay, padding int // frames of sound to cut off at the start and at the end
}

// readTag parses a Xing tag, with LAME's extension, or a VBRI tag.
func readTag(frame []byte, f mp3Frame) (t mp3Tag) {
	if at := 4 + 32; len(frame) >= at+18 && string(frame[at:at+4]) == "VBRI" {
		return mp3Tag{found: true, frames: int(binary.BigEndian.Uint32(frame[at+14:]))}
	}
	b := frame[f.side:]
	if len(b) < 8 || string(b[:4]) != "Xing" && string(b[:4]) != "Info" {
		return t
	}
	t.found = true
	flags := binary.BigEndian.Uint32(b[4:])
	b = b[8:]
	for _, field := range []struct {
		flag uint32
		size int
	}{{1, 4}, {2, 4}, {4, 100}, {8, 4}} { // frames, bytes, seek table, quality
		if flags&field.flag == 0 {
			continue
		}
		if len(b) < field.size {
			return t
		}
		if field.flag == 1 {
			t.frames = int(binary.BigEndian.Uint32(b))
		}
		b = b[field.size:]
	}
	if len(b) >= 24 && b[0] != 0 {
		t.delay = int(b[21])<<4 | int(b[22])>>4
		t.padding = int(b[22]&0x0f)<<8 | int(b[23])
		t.gapless = t.delay+t.padding > 0
	}
	return t
}

// withoutTail drops tags after the sound: ID3v1 and APE.
func withoutTail(data []byte) []byte {
	if n := len(data); n >= 128 && string(data[n-128:n-125]) == "TAG" {
		data = data[:n-128]
	}
	if n := len(data); n >= 32 && string(data[n-32:n-24]) == "APETAGEX" {
		size := int64(binary.LittleEndian.Uint32(data[n-20:]))
		if data[n-9]&0x80 != 0 {
			size += 32 // a header
		}
		data = data[:int64(n)-min(size, int64(n))]
	}
	return data
}
