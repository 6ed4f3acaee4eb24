package recording

import (
	"errors"
	"flag"
	"log"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "with the build tag system: write the recordings in testdata again")

// signal returns what the recordings in testdata hold: two tones in each channel that
// swell and fade over 0.7 seconds.
func signal(rate, channels int) [][]float32 {
	out := make([][]float32, channels)
	frames := rate * 7 / 10
	for c := range out {
		x := make([]float32, frames)
		for i := range x {
			at := float64(i) / float64(rate)
			swell := math.Sin(math.Pi * float64(i) / float64(frames))
			x[i] = float32(swell * (0.4*math.Sin(2*math.Pi*300*at+float64(c)) + 0.2*math.Sin(2*math.Pi*(1700-500*float64(c))*at)))
		}
		out[c] = x
	}
	return out
}

// noise returns the level at which a recording holds the signal (LAME writes it at
// 0.95), and how far below it the difference to the signal is, in dB.
func noise(got, want [][]float32) (level, residue float64) {
	sum, product, diff := 0.0, 0.0, 0.0
	for c := range want {
		for i, w := range want[c] {
			sum += float64(w) * float64(w)
			product += float64(got[c][i]) * float64(w)
		}
	}
	level = product / sum
	for c := range want {
		for i, w := range want[c] {
			d := float64(got[c][i]) - level*float64(w)
			diff += d * d
		}
	}
	return level, 10 * math.Log10(diff/sum)
}

// compare checks that a recording holds the signal: of the exact length, in place and
// clean.
func compare(t *testing.T, name string, data []byte, rate, channels int, most float64) {
	t.Helper()
	r, err := Decode(data)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	want := signal(rate, channels)
	if r.Rate != rate || len(r.Channels) != channels || r.Frames() != len(want[0]) {
		t.Errorf("%s: %d Hz, %d channels, %d frames; want %d, %d, %d", name, r.Rate, len(r.Channels), r.Frames(), rate, channels, len(want[0]))
		return
	}
	if level, n := noise(r.Channels, want); n > most || level < 0.94 || level > 1.02 {
		t.Errorf("%s: differs by %.1f dB at a level of %.3f", name, n, level)
	}
}

// fixtures are the recordings in testdata, which ffmpeg made of signal (see
// TestFormats in system_test.go), and how clean they are.
var fixtures = []struct {
	name           string
	rate, channels int
	codec          string
	noise          float64
}{
	{"s16.wav", 44100, 2, "pcm_s16le", -80},
	{"f32.wav", 48000, 1, "pcm_f32le", -120},
	{"s24.flac", 24000, 1, "flac -sample_fmt s32", -120},
	{"s16.flac", 48000, 2, "flac -sample_fmt s16", -80},
	{"mono.ogg", 48000, 1, "libvorbis -q:a 8", -25},
	{"stereo.ogg", 44100, 2, "libvorbis -q:a 8", -25},
	{"mono.mp3", 44100, 1, "libmp3lame -b:a 160k", -40},
	{"stereo.mp3", 48000, 2, "libmp3lame -b:a 256k", -40},
	{"padded.mp3", 22050, 2, "libmp3lame -b:a 64k", -35},
	{"low.mp3", 22050, 1, "libmp3lame -q:a 0", -35},
}

func fixture(t testing.TB, name string) []byte {
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestFixtures(t *testing.T) {
	for _, f := range fixtures {
		compare(t, f.name, fixture(t, f.name), f.rate, f.channels, f.noise)
	}
}

// A file that ends early, anywhere, is an error.
func TestCutShortIsAnError(t *testing.T) {
	for _, f := range fixtures {
		data := fixture(t, f.name)
		for n := len(data) - 1; n > 0; n -= 1 + len(data)/47 {
			if r, err := Decode(data[:n]); err == nil {
				t.Errorf("%s: the first %d of %d bytes are taken for a recording of %d frames", f.name, n, len(data), r.Frames())
				break
			}
		}
	}
}

// A changed byte gives an error or a recording of the same length, except where the
// length itself is stored: in WAV, and in the first frame of an MP3.
func TestDamageKeepsTheLengthOrIsAnError(t *testing.T) {
	for _, f := range fixtures {
		data := fixture(t, f.name)
		whole, err := Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		for at := 0; at < len(data); at += 1 + len(data)/79 {
			broken := append([]byte(nil), data...)
			broken[at] ^= 0x41
			r, err := Decode(broken)
			storesLength := strings.HasSuffix(f.name, ".wav") || strings.HasSuffix(f.name, ".mp3") && at < 200
			if err == nil && r.Frames() != whole.Frames() && !storesLength {
				t.Errorf("%s with byte %d changed has %d frames, not %d", f.name, at, r.Frames(), whole.Frames())
			}
		}
	}
}

// A used decoder decodes the next file as a new one does.
func TestDecoderIsReused(t *testing.T) {
	var d Decoder
	for _, name := range []string{"mono.ogg", "mono.ogg", "stereo.ogg", "s16.flac", "mono.ogg", "stereo.ogg", "stereo.ogg"} {
		data := fixture(t, name)
		want, err := Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		got, err := d.Decode(data)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: not the same from a decoder used before: %v", name, err)
		}
		if _, err := d.Decode(data[:len(data)*2/3]); err == nil {
			t.Errorf("%s: a part of it was decoded", name)
		}
	}
}

func TestTagsAroundTheSound(t *testing.T) {
	id3 := append([]byte("ID3\x04\x00\x00\x00\x00\x01\x00"), make([]byte, 128)...)
	id1 := append([]byte("TAG"), make([]byte, 125)...)
	for _, f := range fixtures {
		data := fixture(t, f.name)
		switch filepath.Ext(f.name) {
		case ".mp3":
			compare(t, f.name, append(append(append([]byte(nil), id3...), data...), id1...), f.rate, f.channels, f.noise)
		case ".flac":
			compare(t, f.name, append(append([]byte(nil), id3...), data...), f.rate, f.channels, f.noise)
		}
	}
}

// For some rates the FLAC decoder would write to the program's log.
func TestFLACKeepsTheLogSilent(t *testing.T) {
	var written strings.Builder
	log.SetOutput(&written)
	defer log.SetOutput(os.Stderr)
	compare(t, "24 kHz", fixture(t, "s24.flac"), 24000, 1, -120)
	if written.Len() > 0 {
		t.Errorf("the log says %q", written.String())
	}
}

func TestRefusals(t *testing.T) {
	big := make([]byte, MostBytes+1)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"nothing":     {nil, ErrFormat.Error()},
		"text":        {[]byte("Let your shoulders drop."), ErrFormat.Error()},
		"large":       {big, ErrTooLarge.Error()},
		"AVI":         {[]byte("RIFF\x00\x00\x00\x00AVI LIST"), ErrFormat.Error()},
		"quad":        {wavFile(1, 4, 48000, 16, make([]byte, 80)), "4 channels"},
		"slow":        {wavFile(1, 1, 4000, 16, make([]byte, 80)), "4000 Hz"},
		"A-law":       {wavFile(6, 1, 8000, 8, make([]byte, 80)), "format 6"},
		"not a value": {wavFile(3, 1, 8000, 32, []byte{0, 0, 0xc0, 0x7f}), "not sound"},
		"empty":       {wavFile(1, 1, 8000, 16, nil), ErrEmpty.Error()},
		"long":        {wavFile(1, 1, 8000, 16, make([]byte, 2*8000*61)), ErrTooLong.Error()},
		"MPEG-2.5":    {[]byte{0xff, 0xe3, 0x40, 0xc4}, "16 kHz or more"},
	} {
		_, err := Decode(c.data)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if _, err := Decode(fixture(t, "mono.ogg")[:5000]); !errors.Is(err, ErrCutShort) {
		t.Errorf("cut Ogg: %v", err)
	}
}

func wavFile(format, channels, rate, bits int, samples []byte) []byte {
	u16 := func(v int) string { return string([]byte{byte(v), byte(v >> 8)}) }
	u32 := func(v int) string { return u16(v&0xffff) + u16(v>>16) }
	frame := channels * bits / 8
	return []byte("RIFF" + u32(36+len(samples)) + "WAVEfmt " + u32(16) + u16(format) + u16(channels) + u32(rate) +
		u32(rate*frame) + u16(frame) + u16(bits) + "data" + u32(len(samples)) + string(samples))
}

func TestWAVWithOpenSize(t *testing.T) {
	data := fixture(t, "s16.wav")
	at := strings.Index(string(data), "data") + 4
	copy(data[at:], []byte{0xff, 0xff, 0xff, 0xff})
	compare(t, "open size", data, 44100, 2, -80)
}

func TestSameInBothEarsIsMono(t *testing.T) {
	r, err := Decode(wavFile(1, 2, 48000, 16, []byte{1, 2, 1, 2, 3, 4, 3, 4}))
	if err != nil || len(r.Channels) != 1 || r.Frames() != 2 {
		t.Errorf("%+v, %v", r, err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, x := range fixtures {
		data := fixture(f, x.name)
		f.Add(data[:min(len(data), 12000)])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Decode(data)
		if err != nil {
			return
		}
		if r.Frames() == 0 || r.Frames() > MostSeconds*r.Rate || r.Rate < LeastRate || r.Rate > MostRate {
			t.Fatalf("%d frames at %d Hz", r.Frames(), r.Rate)
		}
		for _, x := range r.Channels {
			if len(x) != r.Frames() {
				t.Fatal("channels of different lengths")
			}
		}
	})
}

// Any packets, past the checksums of Ogg.
func FuzzVorbis(f *testing.F) {
	for _, name := range []string{"mono.ogg", "stereo.ogg"} {
		packets, err := oggPackets(fixture(f, name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(packets[0].data, packets[2].data, packets[4].data, packets[9].data)
	}
	f.Fuzz(func(t *testing.T, head, setup, first, second []byte) {
		packets := []oggPacket{{data: head}, {}, {data: setup}}
		for range 20 {
			packets = append(packets, oggPacket{data: first, position: -1}, oggPacket{data: second, position: -1})
		}
		last := &packets[len(packets)-1]
		last.position, last.last = 5000, true
		if r, err := decodePackets(packets, new(vorbisDecoders)); err == nil && r.Frames() != 5000 {
			t.Fatalf("%d frames", r.Frames())
		}
	})
}

// One frame of any content, past the checksums of FLAC.
func FuzzFLAC(f *testing.F) {
	for _, name := range []string{"s24.flac", "s16.flac"} {
		data := fixture(f, name)
		start := len(data)
		for start = range data {
			if flacHeader(data[start:]) != 0 {
				break
			}
		}
		f.Add(data[8:8+flacInfo], data[start:start+3000])
	}
	f.Fuzz(func(t *testing.T, info, frame []byte) {
		if len(info) != flacInfo || len(frame) < 20 {
			return
		}
		frame = append([]byte(nil), frame...)
		for size := 5; size < 16; size++ { // wherever the header ends
			was := frame[size]
			frame[size] = crc8(frame[:size])
			if flacHeader(frame) == size+1 {
				break
			}
			frame[size] = was
		}
		sum := uint16(0)
		for _, b := range frame[:len(frame)-2] {
			sum = sum<<8 ^ crc16Table()[byte(sum>>8)^b]
		}
		frame[len(frame)-2], frame[len(frame)-1] = byte(sum>>8), byte(sum)
		Decode(append(append([]byte("fLaC\x80\x00\x00\x22"), info...), frame...))
	})
}

func BenchmarkDecode(b *testing.B) {
	for _, x := range fixtures {
		data := fixture(b, x.name)
		b.Run(x.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Decode(data); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(0.7*float64(b.N)/b.Elapsed().Seconds(), "s/s")
		})
	}
}
