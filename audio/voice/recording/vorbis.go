package recording

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/jfreymuth/vorbis"
)

// decodeVorbis uses beep's decoder, but not through beep: it asks for one frame at a
// time, which costs a third of the speed, and oggvorbis, in between, takes a file
// that was cut off after a page for a whole one.
func decodeVorbis(data []byte, decoders *vorbisDecoders) (*Recording, error) {
	packets, err := oggPackets(data)
	if err != nil {
		return nil, err
	}
	return decodePackets(packets, decoders)
}

func decodePackets(packets []oggPacket, decoders *vorbisDecoders) (*Recording, error) {
	if strings.HasPrefix(string(packets[0].data), "OpusHead") {
		return nil, fmt.Errorf("it is an Opus file, which cannot be read: save it as Ogg Vorbis or FLAC")
	}
	if len(packets) < 4 || !vorbis.IsHeader(packets[0].data) || len(packets[0].data) < 30 || !vorbis.IsHeader(packets[2].data) {
		return nil, ErrFormat
	}
	head := packets[0].data
	channels, rate := int(head[11]), int(binary.LittleEndian.Uint32(head[12:]))
	end := packets[len(packets)-1].position
	if end < 0 {
		return nil, ErrDamaged
	}
	if err := check(rate, channels, 0); err != nil {
		return nil, err
	}
	if small, large := head[28]&15, head[28]>>4; small < 6 || large < small || large > 13 {
		return nil, ErrDamaged
	}
	d, err := decoders.take(head, packets[2].data)
	if err != nil {
		return nil, err
	}
	out, err := vorbisFrames(d, packets[3:], channels, rate)
	if err != nil {
		return nil, err
	}
	decoders.give(head, packets[2].data, d)
	return &Recording{Rate: rate, Channels: out}, nil
}

// vorbisDecoders holds idle decoders that are set up, all for the same headers: those
// of the last file that was decoded without error.
type vorbisDecoders struct {
	mu     sync.Mutex
	header []byte
	idle   []*vorbis.Decoder
}

// take returns a decoder that is set up for the headers, an idle one or a new one.
func (s *vorbisDecoders) take(head, setup []byte) (*vorbis.Decoder, error) {
	s.mu.Lock()
	if n := len(s.idle); n > 0 && bytes.Equal(s.header, slices.Concat(head, setup)) {
		d := s.idle[n-1]
		s.idle = s.idle[:n-1]
		s.mu.Unlock()
		return d, nil
	}
	s.mu.Unlock()
	if err := vetCodebooks(setup[7:]); err != nil {
		return nil, err
	}
	d := new(vorbis.Decoder)
	err := guarded(func() error {
		for _, header := range [][]byte{head, setup} { // without the comments: they do not matter
			if err := d.ReadHeader(header); err != nil {
				return err
			}
		}
		if !d.HeadersRead() {
			return ErrDamaged
		}
		return nil
	})
	if err != nil {
		return nil, ErrDamaged
	}
	return d, nil
}

// give returns a decoder that has come to the end of a file.
func (s *vorbisDecoders) give(head, setup []byte, d *vorbis.Decoder) {
	const most = 8
	d.Clear()
	header := slices.Concat(head, setup)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !bytes.Equal(s.header, header) {
		s.header, s.idle = header, nil
	}
	if len(s.idle) < most {
		s.idle = append(s.idle, d)
	}
}

// vorbisFrames decodes the packets and cuts the sound to the positions of the pages
// (Vorbis I, appendix A.2): by the first page with sound, some of what is decoded may
// come before the start, and by the last page, some after the end.
func vorbisFrames(d *vorbis.Decoder, packets []oggPacket, channels, rate int) ([][]float32, error) {
	out := make([][]float32, channels)
	if last := packets[len(packets)-1].position; last <= MostSeconds*int64(rate) {
		for c := range out {
			out[c] = make([]float32, 0, last+int64(d.BufferSize()))
		}
	}
	block := make([]float32, d.BufferSize())
	first := true
	skip := int64(0)  // decoded before the sound starts
	start := int64(0) // position of the first frame of sound
	for _, p := range packets {
		var decoded []float32
		err := guarded(func() (err error) {
			decoded, err = d.DecodeInto(p.data, block)
			return err
		})
		if err != nil {
			return nil, ErrDamaged
		}
		for c := range out {
			x := out[c]
			for i := c; i < len(decoded); i += channels {
				x = append(x, decoded[i])
			}
			out[c] = x
		}
		count := int64(len(out[0]))
		if count-skip > MostSeconds*int64(rate)+int64(len(block)) {
			return nil, ErrTooLong
		}
		if first && p.position >= 0 {
			first = false
			if !p.last {
				skip = max(0, count-p.position)
				start = max(0, p.position-count)
			}
		}
		if p.last {
			frames := p.position - start
			if frames < 0 || frames > count-skip {
				return nil, fmt.Errorf("%w: a part is missing", ErrDamaged)
			}
			if frames > MostSeconds*int64(rate) {
				return nil, ErrTooLong
			}
			for c := range out {
				out[c] = out[c][skip : skip+frames]
			}
		}
	}
	return out, nil
}
