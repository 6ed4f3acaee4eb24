package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/unknot/unknot/audio/voice"
)

// manifest describes the voice, without the lengths of its clips.
func (j *job) manifest() *voice.Manifest {
	m := &voice.Manifest{
		Name: j.name, Language: j.language, Gender: j.gender,
		Licence: "Apache-2.0", Made: j.how(), Synthetic: true,
		Clips: make([]voice.Entry, len(j.texts)),
	}
	for i, line := range j.texts {
		m.Clips[i] = voice.Entry{Line: line, File: j.key(line, j.spelled[line]) + ".ogg"}
	}
	return m
}

// how says how the voice is made.
func (s settings) how() string {
	return fmt.Sprintf("synthetic: spoken by Kokoro-82M with its voice %s at speed %g; set to -18 LUFS, Ogg Vorbis at %d kHz and quality %s",
		s.kokoro, s.speed, clipRate/1000, s.quality)
}

// read decodes a clip of the voice.
func (j *job) read(file string) ([]float32, error) {
	data, err := os.ReadFile(filepath.Join(j.dir, file))
	if err != nil {
		return nil, err
	}
	return decodeClip(data)
}

// measure returns the length of a clip that can be played as it is, in frames at 48
// kHz.
func (j *job) measure(file string) (int64, error) {
	x, err := j.read(file)
	if err != nil {
		return 0, err
	}
	return int64(len(x)), fit(x)
}

// write writes the manifest and the index, once there is a clip of every line, and
// deletes the clips that they do not name.
func (j *job) write(m *voice.Manifest) error {
	size, deleted, err := sweep(j.dir, m)
	if err != nil {
		return err
	}
	text, err := yaml.Marshal(m)
	if err != nil {
		return err
	}
	text = append([]byte("# Written by `make voices`.\n"), text...)
	if err := write(filepath.Join(j.dir, voice.ManifestFile), text); err != nil {
		return err
	}
	if err := write(filepath.Join(j.dir, voice.IndexFile), m.Index()); err != nil {
		return err
	}
	frames := int64(0)
	for _, e := range m.Clips {
		frames += e.Frames
	}
	fmt.Printf("%s: %d clips, %d made, %d deleted, %d s, %.2f MB, %.0f words a minute\n",
		j.name, len(m.Clips), j.made, deleted, frames/rate, float64(size)/1e6, pace(m.Clips))
	return nil
}

// pace returns the median words a minute of the clips of four words or more.
func pace(clips []voice.Entry) float64 {
	var all []float64
	for _, e := range clips {
		if words := len(heard(e.Line)); words >= 4 {
			all = append(all, float64(words)*60*rate/float64(e.Frames))
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// sweep deletes clips that the manifest does not name, and returns the size of the
// others.
func sweep(dir string, m *voice.Manifest) (size int64, deleted int, err error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return 0, 0, err
	}
	for _, f := range files {
		if filepath.Ext(f.Name()) != ".ogg" {
			continue
		}
		if !slices.ContainsFunc(m.Clips, func(e voice.Entry) bool { return e.File == f.Name() }) {
			if err := os.Remove(filepath.Join(dir, f.Name())); err != nil {
				return 0, 0, err
			}
			deleted++
			continue
		}
		info, err := f.Info()
		if err != nil {
			return 0, 0, err
		}
		size += info.Size()
	}
	return size, deleted, nil
}

// write writes a file whole or not at all, and only if it does not hold the data
// already.
func write(file string, data []byte) error {
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := os.WriteFile(file+".part", data, 0o644); err != nil {
		return err
	}
	return os.Rename(file+".part", file)
}
