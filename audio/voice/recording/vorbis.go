package recording

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/jfreymuth/vorbis"
)

// decodeVorbis uses the decoder that beep does, but not through beep: that asks
// for one frame at a time, which costs a third of the speed, and what lies
// between, oggvorbis, takes a file cut at a page for a whole one.
func decodeVorbis(data []byte) (*Recording, error) {
	packets, err := oggPackets(data)
	if err != nil {
		return nil, err
	}
	return decodePackets(packets)
}

func decodePackets(packets []oggPacket) (*Recording, error) {
	if strings.HasPrefix(string(packets[0].data), "OpusHead") {
		return nil, fmt.Errorf("it is an Opus file, which is not read: save it as Ogg Vorbis or FLAC")
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
	if err := vetCodebooks(packets[2].data[7:]); err != nil {
		return nil, err
	}
	var d vorbis.Decoder
	err := guarded(func() error {
		for _, p := range []int{0, 2} { // the comments are nobody's business
			if err := d.ReadHeader(packets[p].data); err != nil {
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
	out, err := vorbisFrames(&d, packets[3:], channels, rate)
	if err != nil {
		return nil, err
	}
	return &Recording{Rate: rate, Channels: out}, nil
}

// vorbisFrames decodes the packets and cuts the sound to the positions that
// the pages give (Vorbis I, appendix A.2): the first page with sound may say
// that less comes before its end than is decoded, the last that less follows.
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

// vetCodebooks reads the codebooks of a setup header (Vorbis I, 3.2.1) as far
// as is needed to know that the decoder will come to an end on them: it takes
// their sizes on trust, allocates by them, and with an empty book or one of no
// dimensions runs on for ever.
func vetCodebooks(setup []byte) error {
	const (
		mostEntries = 1 << 16 // of all books together; the reference encoder's have 3,000
		mostValues  = 1 << 20
	)
	r := bitReader{data: setup}
	books := int(r.read(8)) + 1
	entriesLeft, valuesLeft := uint64(mostEntries), uint64(mostValues)
	for range books {
		if r.read(24) != 0x564342 {
			return ErrDamaged
		}
		dimensions, entries := uint64(r.read(16)), uint64(r.read(24))
		if dimensions == 0 || entries < 2 || entries > entriesLeft || entries*dimensions > valuesLeft {
			return ErrDamaged
		}
		entriesLeft -= entries
		valuesLeft -= entries * dimensions
		used := uint64(0)
		if ordered := r.read(1) == 1; ordered {
			r.read(5)
			for used < entries {
				n := uint64(r.read(length(entries - used)))
				if used += n; used > entries || r.over {
					return ErrDamaged
				}
			}
		} else {
			sparse := r.read(1) == 1
			for range entries {
				if !sparse || r.read(1) == 1 {
					r.read(5)
					used++
				}
			}
		}
		lookup := r.read(4)
		if used == 0 || lookup > 2 {
			return ErrDamaged
		}
		if lookup > 0 {
			r.read(32)
			r.read(32)
			width := uint(r.read(4)) + 1
			r.read(1)
			values := entries * dimensions
			if lookup == 1 {
				values = root(entries, dimensions)
			}
			for range values {
				r.read(width)
			}
		}
		if r.over {
			return ErrDamaged
		}
	}
	return nil
}

// length is the number of bits that n takes.
func length(n uint64) uint {
	bits := uint(0)
	for ; n > 0; n >>= 1 {
		bits++
	}
	return bits
}

// root is the greatest r of which r to the power n is at most x.
func root(x, n uint64) uint64 {
	for r := uint64(1); ; r++ {
		power := uint64(1)
		for range n {
			if power *= r + 1; power > x {
				return r
			}
		}
	}
}

// bitReader reads as Vorbis packs: the lowest bit first.
type bitReader struct {
	data []byte
	bit  int
	over bool // more was asked for than there is
}

func (r *bitReader) read(n uint) uint32 {
	var v uint32
	for i := range n {
		at := r.bit / 8
		if at >= len(r.data) {
			r.over = true
			return 0
		}
		v |= uint32(r.data[at]>>(r.bit%8)&1) << i
		r.bit++
	}
	return v
}
