package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing/fstest"

	"github.com/unknot/unknot/audio/voice/voicetest"
	"github.com/unknot/unknot/player"
	"github.com/unknot/unknot/scripts/regions"
)

// fixtures puts the files into a folder that tests and documents speak of:
// scripts and a voice of one's own.
func fixtures(dir string) error {
	for name, from := range map[string]string{"my-neck": "neck", "my-shoulder": "upper-back"} {
		_, src := regions.Source(from)
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

// ownVoice is a folder with a recording for every line.
func ownVoice() (fstest.MapFS, error) {
	lines, err := player.EveryLine()
	if err != nil {
		return nil, err
	}
	return voicetest.Speaking("mine", lines), nil
}
