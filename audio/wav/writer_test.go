package wav_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	beepwav "github.com/gopxl/beep/v2/wav"
	"pgregory.net/rapid"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/pcm"
	"github.com/unknot/unknot/audio/wav"
)

func packed(src [][2]float32) []byte {
	dst := make([]byte, len(src)*pcm.Int16Bytes)
	pcm.PutInt16(dst, src)
	return dst
}

// write writes a whole file in blocks of the sizes that cut gives.
func write(w io.Writer, spec wav.Spec, data []byte, cut func(left int) int) error {
	out, err := wav.NewWriter(w, spec)
	if err != nil {
		return err
	}
	for frame := pcm.Int16Bytes; len(data) > 0; {
		n := min(max(cut(len(data)/frame), 0)*frame, len(data))
		if err := out.WriteBlock(data[:n]); err != nil {
			return err
		}
		data = data[n:]
	}
	return out.Close()
}

func drawSpec(t *rapid.T, frames int) wav.Spec {
	spec := wav.Spec{Frames: int64(frames)}
	for range rapid.IntRange(0, 4).Draw(t, "chapters") {
		spec.Chapters = append(spec.Chapters, wav.Chapter{
			At:    rapid.Int64Range(0, int64(frames)).Draw(t, "at"),
			Title: rapid.String().Draw(t, "title"),
		})
	}
	return spec
}

func drawFrames(t *rapid.T) [][2]float32 {
	n := rapid.IntRange(0, 300).Draw(t, "frames")
	if rapid.Bool().Draw(t, "long") {
		n *= 300 // beyond the buffer
	}
	src := make([][2]float32, n)
	seed := rapid.Uint32().Draw(t, "seed")
	for i := range src {
		for c := range src[i] {
			seed = seed*1664525 + 1013904223
			src[i][c] = float32(int32(seed)) / (1 << 31)
		}
	}
	return src
}

type chunk struct {
	id   string
	body []byte
}

// chunks takes a RIFF file apart, holding it to every size it states.
func chunks(t *rapid.T, file []byte) []chunk {
	if string(file[:4]) != "RIFF" || string(file[8:12]) != "WAVE" {
		t.Fatalf("starts with %q", file[:12])
	}
	if got, want := binary.LittleEndian.Uint32(file[4:]), uint32(len(file)-8); got != want {
		t.Fatalf("the RIFF size is %d, not %d", got, want)
	}
	var out []chunk
	for rest := file[12:]; len(rest) > 0; {
		n := int(binary.LittleEndian.Uint32(rest[4:]))
		if n%2 != 0 {
			t.Fatalf("chunk %q is odd", rest[:4])
		}
		out = append(out, chunk{string(rest[:4]), rest[8 : 8+n]})
		rest = rest[8+n:]
	}
	return out
}

func TestWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := drawFrames(t)
		spec := drawSpec(t, len(src))
		data := packed(src)
		var file bytes.Buffer
		err := write(&file, spec, data, func(left int) int {
			return rapid.IntRange(0, 2*left).Draw(t, "block")
		})
		if err != nil {
			t.Fatal(err)
		}

		found := map[string][]byte{}
		for _, c := range chunks(t, file.Bytes()) {
			found[c.id] = c.body
		}
		if !bytes.Equal(found["data"], data) {
			t.Fatal("the data is not what was written")
		}
		checkChapters(t, spec.Chapters, found["cue "], found["LIST"])

		stream, format, err := beepwav.Decode(bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if format.SampleRate != audio.SampleRate || format.Precision != 2 || format.NumChannels != 2 || stream.Len() != len(src) {
			t.Fatalf("beep reads %+v of %d frames", format, stream.Len())
		}
		got := make([][2]float64, len(src)+1)
		n, _ := stream.Stream(got)
		if n != len(src) {
			t.Fatalf("beep reads %d of %d frames", n, len(src))
		}
		const full = 1 << 15
		for i, f := range src {
			for c := range f {
				if diff := (got[i][c] - float64(f[c])) * full; diff > 1 || diff < -1 || f[c] < 0.99 && (diff > 0.5 || diff < -0.5) {
					t.Fatalf("frame %d: wrote %v, beep reads %v", i, f, got[i])
				}
			}
		}
	})
}

func checkChapters(t *rapid.T, want []wav.Chapter, cue, list []byte) {
	if len(want) == 0 {
		if cue != nil || list != nil {
			t.Fatal("chapters where there are none")
		}
		return
	}
	if n := binary.LittleEndian.Uint32(cue); int(n) != len(want) || len(cue) != 4+24*len(want) {
		t.Fatalf("%d cues in %d bytes", n, len(cue))
	}
	if string(list[:4]) != "adtl" {
		t.Fatalf("a list of type %q", list[:4])
	}
	list = list[4:]
	for i, c := range want {
		p := cue[4+24*i:]
		if id, at := binary.LittleEndian.Uint32(p), binary.LittleEndian.Uint32(p[20:]); int(id) != i+1 || int64(at) != c.At || string(p[8:12]) != "data" {
			t.Fatalf("cue %d is %d at %d", i, id, at)
		}
		size := int(binary.LittleEndian.Uint32(list[4:]))
		if string(list[:4]) != "labl" || int(binary.LittleEndian.Uint32(list[8:])) != i+1 {
			t.Fatalf("label %d is %q", i, list[:12])
		}
		title, end, ok := strings.Cut(string(list[12:8+size]), "\x00")
		if !ok || end != "" || title != strings.ReplaceAll(c.Title, "\x00", "") {
			t.Fatalf("label %d of %q is %q", i, c.Title, list[12:8+size])
		}
		list = list[8+size+size%2:]
	}
	if len(list) != 0 {
		t.Fatalf("%d bytes after the labels", len(list))
	}
}

// headOf returns the start of a file, up to its data.
func headOf(t *testing.T, spec wav.Spec) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := wav.NewWriter(&file, spec)
	if err != nil {
		t.Fatal(err)
	}
	if file.Len() != 0 {
		t.Fatal("something was written before the first block")
	}
	// A block larger than the buffer pushes the header out.
	if err := w.WriteBlock(make([]byte, pcm.Int16Bytes<<17)); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()[:128]
}

func TestLongFilesAreRF64(t *testing.T) {
	le := binary.LittleEndian
	const day = 24 * 3600 * 48000
	head := headOf(t, wav.Spec{Frames: day, Chapters: []wav.Chapter{{At: day, Title: "End"}}})
	tail := 8 + 4 + 24 + 8 + 4 + 8 + 4 + 4
	if string(head[:4]) != "RF64" || le.Uint32(head[4:]) != 0xFFFFFFFF || string(head[8:16]) != "WAVEds64" || le.Uint32(head[16:]) != 28 {
		t.Fatalf("starts with %q", head[:20])
	}
	if riff, want := le.Uint64(head[20:]), uint64(80-8+day*4+tail); riff != want {
		t.Fatalf("the size is %d, not %d", riff, want)
	}
	if data, frames := le.Uint64(head[28:]), le.Uint64(head[36:]); data != day*4 || frames != day {
		t.Fatalf("the data is %d bytes, %d frames", data, frames)
	}
	if string(head[72:76]) != "data" || le.Uint32(head[76:]) != 0xFFFFFFFF {
		t.Fatalf("the data starts with %q", head[72:80])
	}

	// The last length that a RIFF header can measure, and the first it cannot.
	const last = (1<<32 - 1 - 36) / 4
	if head := headOf(t, wav.Spec{Frames: last}); string(head[:4]) != "RIFF" || le.Uint32(head[40:]) != last*4 {
		t.Fatalf("%d frames start with %q", last, head[:44])
	}
	if head := headOf(t, wav.Spec{Frames: last + 1}); string(head[:4]) != "RF64" {
		t.Fatalf("%d frames start with %q", last+1, head[:4])
	}
}

func TestAnotherLengthIsAnError(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.IntRange(0, 50).Draw(t, "announced")
		got := rapid.IntRange(0, 50).Filter(func(n int) bool { return n != want }).Draw(t, "written")
		w, err := wav.NewWriter(io.Discard, wav.Spec{Frames: int64(want)})
		if err != nil {
			t.Fatal(err)
		}
		err = w.WriteBlock(make([]byte, got*pcm.Int16Bytes))
		if more := got > want; more != (err != nil) {
			t.Fatalf("%d of %d frames: %v", got, want, err)
		}
		if err := w.Close(); err == nil || !strings.Contains(err.Error(), "announced") {
			t.Fatalf("closed with %d of %d frames: %v", got, want, err)
		}
	})
}

func TestHalfAFrameIsAnError(t *testing.T) {
	w, err := wav.NewWriter(io.Discard, wav.Spec{Frames: 10})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.WriteBlock(make([]byte, 6)); err == nil {
		t.Fatal("one frame and a half was taken")
	}
	if err := w.Close(); err == nil {
		t.Fatal("closed in spite of it")
	}
}

func TestClosedTwiceIsAnError(t *testing.T) {
	w, err := wav.NewWriter(io.Discard, wav.Spec{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if w.Close() == nil || w.WriteBlock(nil) == nil {
		t.Fatal("a closed file was used")
	}
}

func TestImpossibleSpecs(t *testing.T) {
	for name, spec := range map[string]wav.Spec{
		"negative length": {Frames: -1},
		"endless":         {Frames: 1 << 62},
		"early chapter":   {Frames: 9, Chapters: []wav.Chapter{{At: -1}}},
		"late chapter":    {Frames: 9, Chapters: []wav.Chapter{{At: 10}}},
		"chapter too far": {Frames: 1 << 40, Chapters: []wav.Chapter{{At: 1 << 32}}},
	} {
		if _, err := wav.NewWriter(io.Discard, spec); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// full is a disk with so many bytes left.
type full struct{ left int }

var errFull = errors.New("no space left on device")

func (d *full) Write(p []byte) (int, error) {
	if len(p) > d.left {
		n := d.left
		d.left = 0
		return n, errFull
	}
	d.left -= len(p)
	return len(p), nil
}

// Wherever the disk is full, some call says so, and all after it.
func TestEveryErrorOfTheDiskComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := drawFrames(t)
		spec := drawSpec(t, len(src))
		data := packed(src)
		var whole bytes.Buffer
		all := func(left int) int { return left }
		if err := write(&whole, spec, data, all); err != nil {
			t.Fatal(err)
		}
		room := rapid.IntRange(0, whole.Len()-1).Draw(t, "room")
		step := rapid.IntRange(1, len(src)+1).Draw(t, "block")
		if err := write(&full{left: room}, spec, data, func(int) int { return step }); !errors.Is(err, errFull) {
			t.Fatalf("room for %d of %d bytes: %v", room, whole.Len(), err)
		}
		if err := write(&full{left: whole.Len()}, spec, data, all); err != nil {
			t.Fatal(err)
		}
	})
}
