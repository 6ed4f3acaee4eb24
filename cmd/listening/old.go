package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/builtin"
)

// voicesFolder is where the built-in voices are in every revision.
const voicesFolder = "audio/voice/builtin/"

// openOld opens the voices of an earlier revision, from a folder that remove takes away.
func (s *studio) openOld(revision string) (remove func(), err error) {
	dir, err := os.MkdirTemp("", "listening-")
	if err != nil {
		return nil, err
	}
	remove = func() { _ = os.RemoveAll(dir) }
	s.old = map[string]*voice.Voice{}
	for _, name := range builtin.Names() {
		v, err := oldVoice(revision, name, filepath.Join(dir, name))
		if err != nil {
			remove()
			return nil, fmt.Errorf("the voice %s of %s: %w", name, revision, err)
		}
		s.old[name] = v
	}
	return remove, nil
}

// oldVoice takes a voice out of git into a folder, and opens it.
func oldVoice(revision, name, dir string) (*voice.Voice, error) {
	// The colon makes names relative to the folder, and a revision like --option no option.
	archive, err := exec.Command("git", "archive", "--format=tar", "--end-of-options", revision+":"+voicesFolder+name).Output()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		return nil, fmt.Errorf("git archive: %s", bytes.TrimSpace(failed.Stderr))
	}
	if err != nil {
		return nil, err
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	for files := tar.NewReader(bytes.NewReader(archive)); ; {
		head, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if head.Typeflag != tar.TypeReg {
			continue
		}
		data, err := io.ReadAll(files)
		if err != nil {
			return nil, err
		}
		if err := root.WriteFile(head.Name, data, 0o644); err != nil {
			return nil, err
		}
	}
	return voice.OpenPrepared(os.DirFS(dir))
}
