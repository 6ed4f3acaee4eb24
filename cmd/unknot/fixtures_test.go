package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing/fstest"

	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/voicetest"
	"github.com/unknot/unknot/scripts"
)

// fixtures puts the files into a folder that tests and documents speak of:
// scripts and a voice of one's own.
func fixtures(dir string) error {
	for name, from := range map[string]string{"my-neck": "neck", "my-shoulder": "upper-back"} {
		_, src, _ := scripts.BuiltinSource(from)
		own := regexp.MustCompile(`(?m)^title: .*$`).ReplaceAll(src, []byte("title: My own "+from))
		if err := os.WriteFile(filepath.Join(dir, name+".yaml"), own, 0o666); err != nil {
			return err
		}
	}
	folder, err := ownVoice()
	if err != nil {
		return err
	}
	return os.CopyFS(filepath.Join(dir, "my-voice"), folder)
}

// ownVoice is a folder with a recording for every line; lines with as many
// words share theirs.
func ownVoice() (fstest.MapFS, error) {
	lines, err := everyLine()
	if err != nil {
		return nil, err
	}
	folder := fstest.MapFS{}
	m := voice.Manifest{Name: "mine", Language: "en-GB", Licence: "CC0-1.0", Made: "computed for a test", Synthetic: true}
	seen := map[string]bool{}
	for _, line := range lines {
		if seen[line] {
			continue
		}
		seen[line] = true
		file := fmt.Sprintf("%d-words.wav", len(strings.Fields(line)))
		if folder[file] == nil {
			const rate = 8000
			tone := voicetest.Tone(rate, int(voicetest.Calm(line).Seconds()*rate), 300)
			folder[file] = &fstest.MapFile{Data: voicetest.WAV(rate, tone), Mode: 0o644}
		}
		m.Clips = append(m.Clips, voice.Entry{Line: line, File: file})
	}
	voicetest.Manifest(folder, m)
	return folder, nil
}
