package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/resample"
	"github.com/unknot/unknot/audio/voice/recording"
)

const rate = audio.SampleRate // of the clips

func milliseconds(n int) int { return n * rate / 1000 }

// The pauses of a clip. RHVoice ignores the time of an SSML break, and its own pauses
// are too short to follow with closed eyes. So each sentence is spoken by itself, and
// the silence is set here.
var (
	lead       = milliseconds(30)
	tail       = milliseconds(120)
	atSentence = milliseconds(600)
	atComma    = milliseconds(300)
)

// speak returns the line, spoken, with its pauses, at 48 kHz, not yet at its level.
func (s settings) speak(line string) ([]float32, error) {
	out := make([]float32, lead)
	for i, sentence := range sentences(line) {
		if i > 0 {
			out = append(out, make([]float32, atSentence)...)
		}
		x, err := s.sentence(sentence)
		if err != nil {
			return nil, err
		}
		out = append(out, x...)
	}
	return append(out, make([]float32, tail)...), nil
}

// sentences splits a line after each full stop, question mark and exclamation mark
// that is followed by a space.
func sentences(line string) []string {
	var out []string
	start := 0
	for i := 0; i+1 < len(line); i++ {
		if strings.IndexByte(".?!", line[i]) >= 0 && line[i+1] == ' ' {
			out = append(out, line[start:i+1])
			start = i + 2
		}
	}
	return append(out, line[start:])
}

// sentence returns one sentence without silence around it, the pause at each comma
// extended.
func (s settings) sentence(text string) ([]float32, error) {
	x, err := s.synthesise(text)
	if err != nil {
		return nil, err
	}
	// From the last comma to the first, so that the places before it do not move.
	for at := strings.LastIndexByte(text, ','); at > 0; at = strings.LastIndexByte(text[:at], ',') {
		before, err := s.synthesise(text[:at+1])
		if err != nil {
			return nil, err
		}
		x = s.pauseNear(x, len(before))
	}
	return x, nil
}

// synthesise makes RHVoice speak, and cuts off the silence before and after.
func (s settings) synthesise(text string) ([]float32, error) {
	dir, err := os.MkdirTemp("", "makevoice")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "clip.wav")
	var ssml bytes.Buffer
	ssml.WriteString("<speak>")
	if err := xml.EscapeText(&ssml, []byte(text)); err != nil {
		return nil, err
	}
	ssml.WriteString("</speak>")
	cmd := exec.Command("RHVoice-test", "-s", "-p", s.profile, "-r", strconv.Itoa(s.rate), "-o", file)
	cmd.Stdin = &ssml
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("RHVoice: %w: %s", err, out)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("RHVoice wrote nothing: %w", err)
	}
	r, err := recording.Decode(data)
	if err != nil {
		return nil, fmt.Errorf("what RHVoice wrote: %w", err)
	}
	x, err := s.convert(r)
	if err != nil {
		return nil, err
	}
	for _, cutoff := range s.rumble {
		highPass(x, float64(cutoff))
	}
	return s.trim(x), nil
}

// convert brings the sound to 48 kHz through a rate that just holds the profile's
// band: above it there are images of what is below.
func (s settings) convert(r *recording.Recording) ([]float32, error) {
	x := r.Channels[0]
	from := r.Rate
	for _, to := range []int{2 * s.band, rate} {
		c, err := resample.New(from, to)
		if err != nil {
			return nil, err
		}
		x, from = c.Convert(x), to
	}
	return x, nil
}

// highPass is a second-order Butterworth high pass (bilinear, as in the Audio EQ
// Cookbook).
func highPass(x []float32, cutoff float64) {
	w := 2 * math.Pi * cutoff / rate
	alpha, c := math.Sin(w)/math.Sqrt2, math.Cos(w)
	b, a1, a2 := (1+c)/2/(1+alpha), -2*c/(1+alpha), (1-alpha)/(1+alpha)
	var z1, z2 float64
	for i, v := range x {
		in := float64(v)
		y := b*in + z1
		z1 = -2*b*in - a1*y + z2
		z2 = b*in - a2*y
		x[i] = float32(y)
	}
}
