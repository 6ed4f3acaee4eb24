// Package voicetest makes small voices for tests: a tone for each line.
package voicetest

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing/fstest"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/unknot/unknot/audio/voice"
)

const rate = 48000

// Folder returns the folder of a voice named "tones" with a WAV clip of each line: a
// tone with silence around it, whose pitch rises from line to line. If length is nil,
// a clip takes as long as a calm speaker would.
func Folder(lines []string, length func(line string) time.Duration) fstest.MapFS {
	if length == nil {
		length = Calm
	}
	m := voice.Manifest{
		Name: "tones", Language: "en", Licence: "CC0-1.0", Made: "computed for a test", Synthetic: true,
		Clips: []voice.Entry{},
	}
	folder := fstest.MapFS{}
	for i, line := range lines {
		file := fmt.Sprintf("clips/%03d.wav", i)
		m.Clips = append(m.Clips, voice.Entry{Line: line, File: file})
		frames := int(length(line).Seconds()*rate + 0.5)
		folder[file] = &fstest.MapFile{Data: WAV(rate, Tone(rate, frames, 200+float64(i%50)*8)), Mode: 0o644}
	}
	Manifest(folder, m)
	return folder
}

// Manifest writes the manifest of a folder.
func Manifest(folder fstest.MapFS, m voice.Manifest) {
	text, err := yaml.Marshal(m)
	if err != nil {
		panic(err) // it holds nothing but strings and numbers
	}
	folder[voice.ManifestFile] = &fstest.MapFile{Data: text, Mode: 0o644}
}

// Calm returns how long a calm speaker takes for a line: 120 words a minute and a
// breath.
func Calm(line string) time.Duration {
	return time.Duration(len(strings.Fields(line)))*500*time.Millisecond + 300*time.Millisecond
}

// Tone returns a sine that swells and dies away, with 40 ms of silence before and
// after it if it is long enough.
func Tone(rate, frames int, frequency float64) []float32 {
	x := make([]float32, frames)
	silence := min(rate*40/1000, frames/8)
	n := frames - 2*silence
	for i := range n {
		x[silence+i] = float32(0.3 * math.Sin(math.Pi*float64(i)/float64(n)) * math.Sin(2*math.Pi*frequency*float64(i)/float64(rate)))
	}
	return x
}

// WAV returns a 16-bit WAV file of one or two channels.
func WAV(rate int, channels ...[]float32) []byte {
	le := binary.LittleEndian
	frame := 2 * len(channels)
	size := frame * len(channels[0])
	b := le.AppendUint32([]byte("RIFF"), uint32(36+size))
	b = le.AppendUint32(append(b, "WAVEfmt "...), 16)
	b = le.AppendUint16(b, 1)
	b = le.AppendUint16(b, uint16(len(channels)))
	b = le.AppendUint32(b, uint32(rate))
	b = le.AppendUint32(b, uint32(rate*frame))
	b = le.AppendUint16(b, uint16(frame))
	b = le.AppendUint16(b, 16)
	b = le.AppendUint32(append(b, "data"...), uint32(size))
	for i := range channels[0] {
		for _, x := range channels {
			b = le.AppendUint16(b, uint16(int16(math.Round(float64(x[i])*(1<<15-1)))))
		}
	}
	return b
}
