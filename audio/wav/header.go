package wav

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
)

// Spec is what a file is to hold.
type Spec struct {
	SampleRate int // frames a second, 1 to 768000
	Format     Format
	Frames     int64 // the length; exactly so many are to be written
	Chapters   []Chapter
}

// Chapter is a place in the file that players can jump to.
type Chapter struct {
	At    int64 // its first frame, 0 to Frames
	Title string
}

// most32 is what a 32-bit field can hold; in RF64 it stands for "see ds64".
const most32 = math.MaxUint32

// Format tags of the fmt chunk, and the tail of a sub-format GUID
// (KSDATAFORMAT_SUBTYPE: the tag in its first two bytes).
const (
	tagPCM        = 1
	tagFloat      = 3
	tagExtensible = 0xFFFE
	subtypeTail   = "\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"
)

// check says what is wrong with the spec, if anything.
func (s Spec) check() error {
	switch {
	case s.Format < Int16 || s.Format > Float32:
		return fmt.Errorf("unknown sample format %d", int(s.Format))
	case s.SampleRate < 1 || s.SampleRate > 768000:
		return fmt.Errorf("a sample rate of %d Hz is not between 1 and 768000", s.SampleRate)
	case s.Frames < 0 || s.Frames > math.MaxInt64/16:
		return fmt.Errorf("a length of %d frames is not possible", s.Frames)
	}
	for _, c := range s.Chapters {
		if c.At < 0 || c.At > s.Frames {
			return fmt.Errorf("chapter %q at frame %d lies outside the %d frames of the file", c.Title, c.At, s.Frames)
		}
		if c.At > most32 {
			return fmt.Errorf("chapter %q at frame %d is too far in: a cue can stand at %d at most", c.Title, c.At, int64(most32))
		}
	}
	return nil
}

// encode makes all that comes before the data and all that comes after it.
func (s Spec) encode() (head, tail []byte, err error) {
	if err := s.check(); err != nil {
		return nil, nil, err
	}
	if len(s.Chapters) > 0 {
		if tail, err = chapterChunks(s.Chapters); err != nil {
			return nil, nil, err
		}
	}
	body := s.formatChunks()
	data := s.Frames * int64(s.Format.FrameBytes())
	riff := 4 + int64(len(body)) + 8 + data + int64(len(tail))
	if riff <= most32 {
		head = append(head, "RIFF"...)
		head = le32(head, uint32(riff))
		head = append(head, "WAVE"...)
		head = append(head, body...)
		head = append(head, "data"...)
		return le32(head, uint32(data)), tail, nil
	}
	const ds64 = 8 + 8 + 8 + 4
	riff += 8 + ds64
	head = append(head, "RF64"...)
	head = le32(head, most32)
	head = append(head, "WAVEds64"...)
	head = le32(head, ds64)
	head = binary.LittleEndian.AppendUint64(head, uint64(riff))
	head = binary.LittleEndian.AppendUint64(head, uint64(data))
	head = binary.LittleEndian.AppendUint64(head, uint64(s.Frames))
	head = le32(head, 0) // no other chunk needs 64 bits
	head = append(head, body...)
	head = append(head, "data"...)
	return le32(head, most32), tail, nil
}

// formatChunks is the fmt chunk and, where the format asks for it, fact. PCM
// of more than 16 bits is to be WAVE_FORMAT_EXTENSIBLE, and whatever is not
// plain PCM is to have a fact chunk.
func (s Spec) formatChunks() []byte {
	frame := s.Format.FrameBytes()
	tag, size := uint16(tagPCM), 16
	switch s.Format {
	case Int24:
		tag, size = tagExtensible, 40
	case Float32:
		tag, size = tagFloat, 18
	}
	b := []byte("fmt ")
	b = le32(b, uint32(size))
	b = le16(b, tag)
	b = le16(b, channels)
	b = le32(b, uint32(s.SampleRate))
	b = le32(b, uint32(s.SampleRate*frame))
	b = le16(b, uint16(frame))
	b = le16(b, uint16(s.Format.bits()))
	switch tag {
	case tagPCM:
		return b
	case tagFloat:
		b = le16(b, 0) // no more fields
	case tagExtensible:
		b = le16(b, 22) // more fields, in bytes
		b = le16(b, uint16(s.Format.bits()))
		b = le32(b, 3) // front left, front right
		b = le16(b, tagPCM)
		b = append(b, subtypeTail...)
	}
	b = append(b, "fact"...)
	b = le32(b, 4)
	return le32(b, uint32(min(s.Frames, most32)))
}

// chapterChunks is `cue `, the places, and `LIST adtl`, their titles.
func chapterChunks(chapters []Chapter) ([]byte, error) {
	var total int64
	for _, c := range chapters {
		total += 24 + 12 + int64(len(c.Title)) + 2
	}
	if total > math.MaxInt32 {
		return nil, errors.New("the chapters and their titles are too long for a WAV file")
	}
	b := []byte("cue ")
	b = le32(b, uint32(4+24*len(chapters)))
	b = le32(b, uint32(len(chapters)))
	for i, c := range chapters {
		b = le32(b, uint32(i+1))
		b = le32(b, uint32(c.At))
		b = append(b, "data"...)
		b = le32(b, 0) // chunk start: no wavl list
		b = le32(b, 0) // block start: not compressed
		b = le32(b, uint32(c.At))
	}
	labels := []byte("adtl")
	for i, c := range chapters {
		// A label ends at its first zero byte.
		title := strings.ReplaceAll(c.Title, "\x00", "")
		labels = append(labels, "labl"...)
		labels = le32(labels, uint32(4+len(title)+1))
		labels = le32(labels, uint32(i+1))
		labels = append(labels, title...)
		labels = append(labels, 0)
		if len(title)%2 == 0 {
			labels = append(labels, 0) // chunks start at even places
		}
	}
	b = append(b, "LIST"...)
	b = le32(b, uint32(len(labels)))
	return append(b, labels...), nil
}

func le16(b []byte, v uint16) []byte { return binary.LittleEndian.AppendUint16(b, v) }
func le32(b []byte, v uint32) []byte { return binary.LittleEndian.AppendUint32(b, v) }
