package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/internal/nearest"
)

// openVoice opens a built-in voice by its name, or a folder of recordings by
// its path.
func openVoice(name string) (*voice.Voice, error) {
	if slices.Contains(builtin.Names(), name) {
		return builtin.Open(name)
	}
	folder := name
	if rest, ok := strings.CutPrefix(name, "~/"); ok { // in a config file no shell expands it
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, fmt.Errorf("finding the voice %s: %w", name, err)
		}
		folder = filepath.Join(home, rest)
	}
	info, err := os.Stat(folder)
	switch {
	case err != nil && !strings.ContainsRune(name, '/') && !strings.ContainsRune(name, filepath.Separator):
		hint := ""
		if near := nearest.Word(name, builtin.Names()); near != "" {
			hint = fmt.Sprintf("did you mean %q? ", near)
		}
		return nil, wrong("unknown voice %q: %sthere are %s, and any folder of recordings by its path",
			name, hint, strings.Join(builtin.Names(), " and "))
	case err != nil:
		return nil, wrong("opening the voice: %w", err)
	case !info.IsDir():
		return nil, wrong("%s is not a voice: name the folder that its recordings are in", name)
	}
	// The root stays open as long as the program runs: clips are read when they
	// are heard.
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, wrong("opening the voice: %w", err)
	}
	v, err := voice.Open(root.FS())
	if err != nil {
		return nil, wrong("the voice %s: %w", name, err)
	}
	return v, nil
}

// absoluteVoice is the name of a voice that means the same in any folder.
func absoluteVoice(name string) (string, error) {
	if slices.Contains(builtin.Names(), name) || strings.HasPrefix(name, "~/") {
		return name, nil
	}
	path, err := filepath.Abs(name)
	if err != nil {
		return "", fmt.Errorf("finding the voice %s: %w", name, err)
	}
	return path, nil
}
