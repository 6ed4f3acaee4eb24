package voice

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed builtin
var builtin embed.FS

// The built-in voices.
const (
	Willow  = "willow" // a woman's
	Rowan   = "rowan"  // a man's
	Default = Willow
)

// Names is the built-in voices, the default first.
func Names() []string { return []string{Willow, Rowan} }

// Builtin opens a built-in voice. The error names those there are.
func Builtin(name string, options ...Option) (*Voice, error) {
	if !slices.Contains(Names(), name) {
		return nil, fmt.Errorf("there is no built-in voice %q: there are %s", name, strings.Join(Names(), " and "))
	}
	folder, err := fs.Sub(builtin, "builtin/"+name)
	if err != nil {
		return nil, err
	}
	data, err := fs.ReadFile(folder, IndexFile)
	if err != nil {
		return nil, fmt.Errorf("the built-in voice %s: %w", name, err)
	}
	m, err := parseIndex(string(data))
	if err != nil {
		return nil, fmt.Errorf("the built-in voice %s: %w", name, err)
	}
	return newVoice(folder, m, true, options), nil
}
