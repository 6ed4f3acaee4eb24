package wav

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/pcm"
)

// Spec describes a file.
type Spec struct {
	Frames   int64 // the length: exactly this many must be written
	Chapters []Chapter
}

// Chapter is a place in the file that players can jump to.
type Chapter struct {
	At    int64 // its first frame, 0 to Frames
	Title string
}

const (
	// most32 is the largest value of a 32-bit field; in RF64 it means "see ds64".
	most32 = math.MaxUint32

	tagPCM     = 1 // in the fmt chunk: linear PCM
	channels   = 2
	sampleBits = 16
	frameBytes = pcm.Int16Bytes
)

// check returns what is wrong with the spec, if anything.
func (s Spec) check() error {
	if s.Frames < 0 || s.Frames > math.MaxInt64/16 {
		return fmt.Errorf("a length of %d frames is not possible", s.Frames)
	}
	for _, c := range s.Chapters {
		if c.At < 0 || c.At > s.Frames {
			return fmt.Errorf("chapter %q at frame %d lies outside the file's %d frames", c.Title, c.At, s.Frames)
		}
		if c.At > most32 {
			return fmt.Errorf("chapter %q at frame %d is too late: a cue can be at frame %d at most", c.Title, c.At, int64(most32))
		}
	}
	return nil
}

// encode returns everything that comes before the data and after it.
func (s Spec) encode() (head, tail []byte, err error) {
	if err := s.check(); err != nil {
		return nil, nil, err
	}
	if len(s.Chapters) > 0 {
		if tail, err = chapterChunks(s.Chapters); err != nil {
			return nil, nil, err
		}
	}
	format := formatChunk()
	data := s.Frames * frameBytes
	riff := 4 + int64(len(format)) + 8 + data + int64(len(tail))
	if riff <= most32 {
		head = append(head, "RIFF"...)
		head = le32(head, uint32(riff))
		head = append(head, "WAVE"...)
		head = append(head, format...)
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
	head = append(head, format...)
	head = append(head, "data"...)
	return le32(head, most32), tail, nil
}

func formatChunk() []byte {
	b := []byte("fmt ")
	b = le32(b, 16)
	b = le16(b, tagPCM)
	b = le16(b, channels)
	b = le32(b, audio.SampleRate)
	b = le32(b, audio.SampleRate*frameBytes)
	b = le16(b, frameBytes)
	return le16(b, sampleBits)
}

// chapterChunks returns `cue `, the places, and `LIST adtl`, their titles.
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
		b = le32(b, 0) // chunk start: there is no wavl list
		b = le32(b, 0) // block start: the data is not compressed
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
			labels = append(labels, 0) // chunks start at even offsets
		}
	}
	b = append(b, "LIST"...)
	b = le32(b, uint32(len(labels)))
	return append(b, labels...), nil
}

func le16(b []byte, v uint16) []byte { return binary.LittleEndian.AppendUint16(b, v) }
func le32(b []byte, v uint32) []byte { return binary.LittleEndian.AppendUint32(b, v) }
