package mix

import "sync"

// Mono is a sound of one channel, heard on both.
type Mono []float32

// Add implements [Sound].
func (m Mono) Add(dst [][2]float32, from int64, left, right float32) error {
	if from >= int64(len(m)) {
		return nil
	}
	src := m[from:]
	n := min(len(dst), len(src))
	dst, src = dst[:n], src[:n]
	for i, x := range src {
		dst[i][0] += x * left
		dst[i][1] += x * right
	}
	return nil
}

// Stereo is a sound of two channels.
type Stereo [][2]float32

// Add implements [Sound].
func (s Stereo) Add(dst [][2]float32, from int64, left, right float32) error {
	if from >= int64(len(s)) {
		return nil
	}
	src := s[from:]
	n := min(len(dst), len(src))
	dst, src = dst[:n], src[:n]
	for i, f := range src {
		dst[i][0] += f[0] * left
		dst[i][1] += f[1] * right
	}
	return nil
}

// Lazy opens a sound each time some of it is rendered, so that what it opens may
// come from a cache, and leave it in between.
type Lazy func() (Sound, error)

// Add implements [Sound].
func (open Lazy) Add(dst [][2]float32, from int64, left, right float32) error {
	sound, err := open()
	if err != nil {
		return err
	}
	return sound.Add(dst, from, left, right)
}

// Kept is a sound that is made when it is first heard, and then kept. Events that
// hold the same Kept share the sound it becomes.
type Kept struct {
	once  sync.Once
	make  func() Sound
	sound Sound
}

// Keep returns a sound that make will make.
func Keep(make func() Sound) *Kept { return &Kept{make: make} }

// Add implements [Sound].
func (k *Kept) Add(dst [][2]float32, from int64, left, right float32) error {
	k.once.Do(func() { k.sound, k.make = k.make(), nil })
	return k.sound.Add(dst, from, left, right)
}
