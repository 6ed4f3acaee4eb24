package voicetest

import (
	"fmt"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/unknot/unknot/audio/voice"
)

// Speaking returns the folder of a voice that has a recording of every line. Lines of
// as many words share one.
func Speaking(name string, lines []string) fstest.MapFS {
	const rate = 8000
	folder := fstest.MapFS{}
	m := voice.Manifest{Name: name, Language: "en-GB", Licence: "CC0-1.0", Made: "computed for a test", Synthetic: true}
	for i, line := range lines {
		if slices.Contains(lines[:i], line) {
			continue
		}
		file := fmt.Sprintf("%d-words.wav", len(strings.Fields(line)))
		if folder[file] == nil {
			tone := Tone(rate, int(Calm(line).Seconds()*rate), 300)
			folder[file] = &fstest.MapFile{Data: WAV(rate, tone), Mode: 0o644}
		}
		m.Clips = append(m.Clips, voice.Entry{Line: line, File: file})
	}
	Manifest(folder, m)
	return folder
}
