package builtin_test

import (
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/unknot/unknot/audio"
	"github.com/unknot/unknot/audio/loudness"
	"github.com/unknot/unknot/audio/voice"
	"github.com/unknot/unknot/audio/voice/builtin"
)

func open(t testing.TB, name string, options ...voice.Option) *voice.Voice {
	t.Helper()
	v, err := builtin.Open(name, options...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// folder is the folder of a built-in voice as its source has it.
func folder(name string) fs.FS { return os.DirFS(name) }

func manifest(t testing.TB, name string) *voice.Manifest {
	t.Helper()
	data, err := fs.ReadFile(folder(name), voice.ManifestFile)
	if err != nil {
		t.Fatal(err)
	}
	m, err := voice.ParseManifest(data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// onAllCores calls do for 0 to n-1.
func onAllCores(n int, do func(i int)) {
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	workers.Wait()
}

func TestNames(t *testing.T) {
	if len(builtin.Names()) != 2 || builtin.Names()[0] != builtin.Default {
		t.Errorf("%q", builtin.Names())
	}
	for _, name := range builtin.Names() {
		if i := open(t, name).Info(); i.Name != name || !i.Prepared || !i.Synthetic || i.Licence == "" || i.Made == "" || i.Language == "" {
			t.Errorf("%s describes itself as %+v", name, i)
		}
	}
	if _, err := builtin.Open("../willow"); err == nil {
		t.Error("opened a voice that does not exist")
	}
}

// The program reads the index, people read the manifest.
func TestIndexAgreesWithManifest(t *testing.T) {
	for _, name := range builtin.Names() {
		index, err := fs.ReadFile(folder(name), voice.IndexFile)
		if err != nil {
			t.Fatal(err)
		}
		if string(manifest(t, name).Index()) != string(index) {
			t.Errorf("%s: %s and %s differ: run `make voices`", name, voice.ManifestFile, voice.IndexFile)
		}
	}
}

// A clip that the manifest does not name would only make the program larger.
func TestEveryFileIsAClip(t *testing.T) {
	for _, name := range builtin.Names() {
		m := manifest(t, name)
		size := int64(0)
		err := fs.WalkDir(folder(name), ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			size += info.Size()
			if filepath.Ext(path) == ".ogg" && !slices.ContainsFunc(m.Clips, func(e voice.Entry) bool { return e.File == path }) {
				t.Errorf("%s: %s is not in the manifest", name, path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d clips, %.2f MB", name, len(m.Clips), float64(size)/1e6)
		if size > 10e6 {
			t.Errorf("%s: %d bytes, want at most 10 MB", name, size)
		}
	}
}

// Every clip is free of faults, as long as the index says, and so near its level
// and so still at its ends that preparing it, as is done with anybody's own
// recordings, would leave it as it is.
func TestClipsNeedNoPreparing(t *testing.T) {
	const near, still = 0.15, 0.001 // within these, preparing changes nothing
	for _, name := range builtin.Names() {
		v := open(t, name)
		lines := v.Lines()
		for _, f := range v.Check(lines) {
			t.Errorf("%s: %v", name, f)
		}
		onAllCores(len(lines), func(i int) {
			line := lines[i]
			c, err := v.Clip(line)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			if n, ok := v.Frames(line); !ok || n != int64(c.Frames()) {
				t.Errorf("%s: %q: %d frames announced, %d decoded", name, line, n, c.Frames())
			}
			if l := loudness.Integrated(c.Samples...); math.Abs(l-loudness.Target) > near {
				t.Errorf("%s: %q: %.2f LUFS", name, line, l)
			}
			if p := loudness.TruePeak(c.Samples...); p > loudness.Ceiling {
				t.Errorf("%s: %q: %.2f dBTP", name, line, p)
			}
			for _, x := range c.Samples {
				if first, last := x[0], x[len(x)-1]; max(first, -first, last, -last) > still {
					t.Errorf("%s: %q: begins at %g and ends at %g", name, line, first, last)
				}
			}
		})
	}
}

// A copy of a built-in voice is a voice like any other, and sounds the same.
func TestCopySoundsTheSame(t *testing.T) {
	for _, name := range builtin.Names() {
		v := open(t, name)
		copied, err := voice.Open(folder(name))
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range v.Lines() {
			if i%15 != 0 {
				continue
			}
			a, err := v.Clip(line)
			if err != nil {
				t.Fatal(err)
			}
			b, err := copied.Clip(line)
			if err != nil || !slices.Equal(a.Samples[0], b.Samples[0]) {
				t.Errorf("%s: %q: preparing changes it: %v", name, line, err)
			}
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		open(b, builtin.Default)
	}
}

func BenchmarkParseManifest(b *testing.B) {
	data, err := fs.ReadFile(folder(builtin.Default), voice.ManifestFile)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := voice.ParseManifest(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkClip decodes a voice clip by clip on one core; s/s is seconds of
// speech per second.
func BenchmarkClip(b *testing.B) {
	v := open(b, builtin.Default, voice.CacheBytes(0))
	lines := v.Lines()
	i, frames := 0, 0
	for b.Loop() {
		c, err := v.Clip(lines[i%len(lines)])
		if err != nil {
			b.Fatal(err)
		}
		frames += c.Frames()
		i++
	}
	b.ReportMetric(float64(frames)/audio.SampleRate/b.Elapsed().Seconds(), "s/s")
}
