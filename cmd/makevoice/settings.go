package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// settings is how a voice is made. Every field that can be heard is part of a clip's
// key, so a change of one makes the clips again.
type settings struct {
	name, language, gender string
	accent                 string  // of its phonemes: us or gb
	kokoro                 string  // Kokoro's voice
	speed                  float64 // of speech; 1 is the model's own
	shelf                  float64 // dB, from 8 kHz up
	quality                string  // of oggenc
}

// method is part of every key: raise it when anything else about the making changes
// that can be heard.
const method = 1

// clipRate is the sample rate of the clips: half that of the program, since nothing the
// model makes is above 12 kHz.
const clipRate = modelRate

// docs/voices.md says why these.
var voices = []settings{
	{name: "willow", language: "en-US", gender: "female", accent: "us", kokoro: "af_heart", speed: 0.75, shelf: -4, quality: "4"},
	{name: "rowan", language: "en-US", gender: "male", accent: "us", kokoro: "am_michael", speed: 0.80, shelf: -2, quality: "4"},
}

// key returns the name of the clip of a line: readable at the start, unique at the end.
func (s settings) key(line, spelled string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %g %g %d %s\n%s\n%s", method, s.kokoro, s.speed, s.shelf, clipRate, s.quality, line, spelled))
	slug := strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return r < 'a' || r > 'z' })
	short := ""
	for _, word := range slug {
		if len(short)+len(word) > 32 {
			break
		}
		short += word + "-"
	}
	return short + hex.EncodeToString(sum[:4])
}
