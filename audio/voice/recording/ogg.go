package recording

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/bits"
	"sync"
)

// oggPacket is a packet of an Ogg stream.
type oggPacket struct {
	data     []byte
	position int64 // of its page in frames, if it is the last packet to end there; otherwise -1
	last     bool  // of the stream
}

// oggPackets returns the packets of an Ogg file with one stream in it (RFC 3533).
func oggPackets(data []byte) ([]oggPacket, error) {
	var packets []oggPacket
	var open []byte // part of a packet that continues on the next page
	serial, sequence := uint32(0), uint32(0)
	le := binary.LittleEndian
	for pages := 0; ; pages++ {
		if len(data) < 27 {
			return nil, ErrCutShort // the last page would be marked as such
		}
		if string(data[:4]) != "OggS" || data[4] != 0 {
			return nil, ErrDamaged
		}
		segments := int(data[26])
		size := 27 + segments
		if len(data) < size {
			return nil, ErrCutShort
		}
		for _, s := range data[27:size] {
			size += int(s)
		}
		if len(data) < size {
			return nil, ErrCutShort
		}
		page := data[:size]
		data = data[size:]
		if oggCRC(page) != le.Uint32(page[22:]) {
			return nil, fmt.Errorf("%w: a checksum is wrong", ErrDamaged)
		}
		if pages == 0 {
			serial, sequence = le.Uint32(page[14:]), le.Uint32(page[18:])
		}
		if le.Uint32(page[14:]) != serial {
			return nil, fmt.Errorf("%w: it holds more than one stream", ErrDamaged)
		}
		if le.Uint32(page[18:]) != sequence+uint32(pages) || (page[5]&1 != 0) != (open != nil) {
			return nil, fmt.Errorf("%w: a part is missing", ErrDamaged)
		}
		body, ended := page[27+segments:], false
		for from, segment := 0, 0; segment < segments; segment++ {
			s := int(page[27+segment])
			if s == 255 && segment < segments-1 {
				from += s
				continue
			}
			part := body[:from+s]
			body, from = body[from+s:], 0
			if open != nil {
				part = append(open, part...)
			}
			if s == 255 {
				open = append(make([]byte, 0, 2*len(part)), part...)
				continue
			}
			open = nil
			packets = append(packets, oggPacket{data: part, position: -1})
			ended = true
		}
		if ended {
			packets[len(packets)-1].position = int64(le.Uint64(page[6:]))
		}
		if page[5]&4 != 0 {
			if len(packets) == 0 || open != nil {
				return nil, ErrCutShort
			}
			packets[len(packets)-1].last = true
			return packets, nil
		}
	}
}

// oggTable returns the table of CRC-32 with Ogg's polynomial, not reflected: that of
// the usual, reflected one with its bits reversed.
var oggTable = sync.OnceValue(func() *[256]uint32 {
	usual := crc32.MakeTable(bits.Reverse32(0x04c11db7))
	var t [256]uint32
	for i := range t {
		t[i] = bits.Reverse32(usual[bits.Reverse8(uint8(i))])
	}
	return &t
})

// oggCRC returns the checksum of a page, with its own field taken as zero.
func oggCRC(page []byte) uint32 {
	table := oggTable()
	var crc uint32
	for i, b := range page {
		if i >= 22 && i < 26 {
			b = 0
		}
		crc = crc<<8 ^ table[byte(crc>>24)^b]
	}
	return crc
}
