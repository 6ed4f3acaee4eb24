package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unknot/unknot/audio/mix"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/builtin"
	"github.com/unknot/unknot/player/plan"
	"github.com/unknot/unknot/scripts"
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
		if near := scripts.Nearest(name, builtin.Names()); near != "" {
			hint = fmt.Sprintf("did you mean %q? ", near)
		}
		return nil, wrong("unknown voice %q: %sthere are %s, and any folder of recordings by its path",
			name, hint, strings.Join(builtin.Names(), " and "))
	case err != nil:
		return nil, wrong("opening the voice: %w", err)
	case !info.IsDir():
		return nil, wrong("%s is no voice: name the folder that its recordings are in", name)
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

// clipOf gives a voice's clips as sounds to be mixed.
func clipOf(v *voice.Voice) func(text string) (mix.Sound, error) {
	return func(text string) (mix.Sound, error) {
		c, err := v.Clip(text)
		if err != nil {
			return nil, err
		}
		if len(c.Samples) == 1 {
			return mix.Mono(c.Samples[0]), nil
		}
		return stereo{c.Samples[0], c.Samples[1]}, nil
	}
}

// stereo is a clip whose channels lie apart.
type stereo [2][]float32

// Add implements mix.Sound.
func (s stereo) Add(dst [][2]float32, from int64, left, right float32) error {
	if from >= int64(len(s[0])) {
		return nil
	}
	l, r := s[0][from:], s[1][from:]
	for i := range min(len(dst), len(l)) {
		dst[i][0] += l[i] * left
		dst[i][1] += r[i] * right
	}
	return nil
}

// unspoken names every line that a voice cannot say, each with the reason.
func unspoken(v *voice.Voice, err *plan.MissingError) error {
	var b strings.Builder
	fmt.Fprintf(&b, "the voice %s cannot say %d of the lines:", v.Info().Name, len(err.Texts))
	for _, text := range err.Texts {
		_, reason := v.Clip(text)
		switch {
		case reason == nil || errors.Is(reason, voice.ErrNoClip):
			fmt.Fprintf(&b, "\n  %q: there is no clip of it", text)
		default:
			fmt.Fprintf(&b, "\n  %v", reason)
		}
	}
	b.WriteString("\nrecord them, or choose another voice with --voice")
	return wrong("%s", &b)
}

// voice checks a built-in voice, or a folder of recordings, against every line
// of the built-in scripts. What can be played all the same is told, and is no
// fault.
func (c *checker) voice(name string) {
	v, err := openVoice(name)
	if err != nil {
		c.fault("unknot: %v", err)
		return
	}
	lines, err := everyLine()
	if err != nil {
		c.fault("unknot: %v", err)
		return
	}
	phrases, err := scripts.BuiltinPhrases()
	if err != nil {
		c.fault("unknot: %v", err)
		return
	}
	answers := map[string]bool{}
	for _, text := range answerTexts(phrases) {
		answers[voice.Key(text)] = true
	}
	before := c.faults
	var unsaid strings.Builder
	count := 0
	for _, f := range v.Check(lines) {
		switch {
		case f.Kind == voice.Missing && answers[f.Line]:
			count++
			fmt.Fprintf(&unsaid, "\n  %q", f.Line)
		case f.Warning():
			c.tell("%s: warning: %v", name, f)
		default:
			c.fault("%s: error: %v", name, f)
		}
	}
	if count > 0 {
		c.tell("%s: warning: the voice has no clip of %s, and answers in tones only there:%s", name, counted(count, "answer"), &unsaid)
	}
	if c.faults == before {
		c.sound("%s: no faults; %d clips", name, len(v.Lines()))
	}
}
