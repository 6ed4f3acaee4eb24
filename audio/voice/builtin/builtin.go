// Package builtin holds the voices that come with the program. Importing it
// adds their clips, at most 20 MB, to a binary.
package builtin

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/unknot/unknot/audio/voice"
)

//go:embed willow rowan
var folders embed.FS

// The built-in voices.
const (
	Willow  = "willow" // a woman's
	Rowan   = "rowan"  // a man's
	Default = Willow
)

// Names returns the names of the built-in voices, the default first.
func Names() []string { return []string{Willow, Rowan} }

// Completions returns the names with what a shell shows beside them, after a tab.
func Completions() []string {
	return []string{Willow + "\ta woman's voice, synthetic", Rowan + "\ta man's voice, synthetic"}
}

// Open opens a built-in voice. The error for an unknown name lists the names
// there are.
func Open(name string, options ...voice.Option) (*voice.Voice, error) {
	if !slices.Contains(Names(), name) {
		return nil, fmt.Errorf("there is no built-in voice %q: there are %s", name, strings.Join(Names(), " and "))
	}
	folder, err := fs.Sub(folders, name)
	if err != nil {
		return nil, err
	}
	v, err := voice.OpenPrepared(folder, options...)
	if err != nil {
		return nil, fmt.Errorf("the built-in voice %s: %w", name, err)
	}
	return v, nil
}
