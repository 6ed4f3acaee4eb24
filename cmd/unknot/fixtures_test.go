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

// fixtures puts the files into a folder that tests and documents name: the
// user's own scripts, single and in the folder mine, and the user's own voice.
func fixtures(dir string) error {
	if err := os.Mkdir(filepath.Join(dir, "mine"), 0o777); err != nil {
		return err
	}
	for name, from := range map[string]string{"my-neck": "neck", "my-shoulder": "upper-back"} {
		_, src := regions.Source(from)
		own := regexp.MustCompile(`(?m)^title: .*$`).ReplaceAll(src, []byte("title: My own "+from))
		for _, path := range []string{name + ".yaml", filepath.Join("mine", from+".yaml")} {
			if err := os.WriteFile(filepath.Join(dir, path), own, 0o666); err != nil {
				return err
			}
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
