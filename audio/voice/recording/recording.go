// Package recording decodes the formats in which people record and send speech:
// WAV, FLAC, Ogg Vorbis and MP3, mono or stereo, at 8 to 192 kHz.
//
// The bytes are not trusted. A file that is damaged or cut short is an error, never
// a shorter recording. No input makes it panic, run without end, or use memory out
// of proportion to its size.
package recording

import (
	"bytes"
	"errors"
	"fmt"
	"math"
)

// Limits of a recording of a line.
const (
	MostBytes   = 32 << 20
	MostSeconds = 60
	LeastRate   = 8000 // frames per second
	MostRate    = 192000
)

// Recording is a decoded file.
type Recording struct {
	Rate     int         // frames per second
	Channels [][]float32 // one or two, of equal length; full scale is 1
}

// Frames returns its length.
func (r *Recording) Frames() int { return len(r.Channels[0]) }

// Errors that Decode returns or wraps.
var (
	ErrFormat   = errors.New("it is not a WAV, FLAC, Ogg Vorbis or MP3 file")
	ErrCutShort = errors.New("it is cut short: the file ends before the sound does")
	ErrDamaged  = errors.New("it is damaged")
	ErrTooLong  = fmt.Errorf("it is longer than %d seconds", MostSeconds)
	ErrTooLarge = fmt.Errorf("the file is larger than %d MiB", MostBytes>>20)
	ErrEmpty    = errors.New("it holds no sound")
)

// Decode decodes a whole file, whose format is recognised by its content. A stereo
// recording with the same in both channels is returned as mono.
func Decode(data []byte) (*Recording, error) { return new(Decoder).Decode(data) }

// Decoder decodes many files. The clips of one voice come from one encoder, so what
// has been set up for one Ogg Vorbis file serves the next. The zero value is ready;
// several goroutines may use it at once.
type Decoder struct{ vorbis vorbisDecoders }

// Decode is like the function Decode.
func (d *Decoder) Decode(data []byte) (*Recording, error) {
	if len(data) > MostBytes {
		return nil, ErrTooLarge
	}
	r, err := d.decode(data)
	if err != nil {
		return nil, err
	}
	if r.Frames() == 0 {
		return nil, ErrEmpty
	}
	for _, x := range r.Channels {
		for _, s := range x {
			if s != s || s > math.MaxInt16 || s < -math.MaxInt16 {
				return nil, fmt.Errorf("%w: it holds values that are not sound", ErrDamaged)
			}
		}
	}
	if len(r.Channels) == 2 && same(r.Channels[0], r.Channels[1]) {
		r.Channels = r.Channels[:1]
	}
	return r, nil
}

func (d *Decoder) decode(data []byte) (*Recording, error) {
	switch {
	case bytes.HasPrefix(data, []byte("RIFF")):
		return decodeWAV(data)
	case bytes.HasPrefix(data, []byte("OggS")):
		return decodeVorbis(data, &d.vorbis)
	}
	body := skipID3(data)
	switch {
	case bytes.HasPrefix(body, []byte("fLaC")):
		return decodeFLAC(body)
	case isMP3(body):
		return decodeMP3(body)
	}
	return nil, ErrFormat
}

func same(a, b []float32) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// check refuses what cannot be a clip, before anything is decoded.
func check(rate, channels int, frames int64) error {
	switch {
	case channels < 1 || channels > 2:
		return fmt.Errorf("it has %d channels: save it as mono or stereo", channels)
	case rate < LeastRate || rate > MostRate:
		return fmt.Errorf("its sample rate is %d Hz: it can be %d to %d Hz", rate, LeastRate, MostRate)
	case frames > MostSeconds*int64(rate):
		return ErrTooLong
	}
	return nil
}

// skipID3 drops ID3v2 tags, with which MP3 files and, against the format's rules,
// FLAC files may begin.
func skipID3(data []byte) []byte {
	for len(data) >= 10 && string(data[:3]) == "ID3" {
		size := 10 + int(data[6]&0x7f)<<21 + int(data[7]&0x7f)<<14 + int(data[8]&0x7f)<<7 + int(data[9]&0x7f)
		if data[5]&0x10 != 0 {
			size += 10 // a footer
		}
		if size > len(data) {
			return nil
		}
		data = data[size:]
	}
	return data
}

// guarded runs a third party's decoder. They index slices by what the file says, so
// a damaged file makes them panic; here that is an error like any other. None of our
// own code may run inside, where its faults would go unnoticed.
func guarded(decode func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = ErrDamaged
		}
	}()
	return decode()
}
